"""Celery tasks: thin, each calls one action. What has a row is run by its id; the row says everything else."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from vitrine.lib import clock
from vitrine.sync.types import IMPORT_TASK
from vitrine.work import actions as work
from vitrine.workers.schedule import PRUNE, SWEEP


@shared_task(name=IMPORT_TASK)
def import_address(job_id: str) -> None:
    """What a person pasted."""
    from vitrine.sync import actions as sync

    work.run(job_id, sync.run_import)


@shared_task(name=SWEEP)
def sweep() -> None:
    """Send again whatever was lost on the way."""
    work.sweep()


@shared_task(name=PRUNE)
def prune() -> None:
    """Forget jobs that ended long ago."""
    work.prune(clock.now() - timedelta(days=settings.JOB_KEEP_DAYS))
