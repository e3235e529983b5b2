"""Celery tasks: thin, each calls one action. What has a row is run by its id; the row says everything else."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from vitrine.accounts.actions import prune_sessions
from vitrine.accounts.answers import prune_answers
from vitrine.care import actions as care
from vitrine.care.types import ERASE_TASK, EXPORT_TASK
from vitrine.lib import clock
from vitrine.quota import actions as quota
from vitrine.sync import actions as sync
from vitrine.sync.types import IMPORT_LIST, IMPORT_TASK
from vitrine.work import actions as work
from vitrine.work.models import Job
from vitrine.workers.schedule import PRUNE, SWEEP


def _is_list(job: Job) -> bool:
    return job.kind.startswith(IMPORT_LIST)


# Whole channels never take the last thread: somebody who pastes a single address finds it free.
LISTS = work.Slots(settings.WORKERS["people"].threads - 1, _is_list)


@shared_task(name=IMPORT_TASK)
def import_address(job_id: str) -> None:
    """What a person pasted."""
    work.run(job_id, sync.run_import, slots=LISTS)


@shared_task(name=EXPORT_TASK)
def gather_export(job_id: str) -> None:
    """A copy of everything that a person has here."""
    work.run(job_id, care.run_export)


@shared_task(name=ERASE_TASK)
def erase_person(job_id: str) -> None:
    """What is behind an account that was closed for ever."""
    work.run(job_id, care.run_erase)


@shared_task(name=SWEEP)
def sweep() -> None:
    """Send again whatever was lost on the way."""
    work.sweep()


@shared_task(name=PRUNE)
def prune() -> None:
    """Forget what is over (jobs, calls, answers, sessions, copies), and see that whoever left is gone."""
    now = clock.now()
    work.prune(now - timedelta(days=settings.JOB_KEEP_DAYS))
    quota.prune(now - timedelta(days=settings.CALL_KEEP_DAYS))
    prune_answers(now)
    prune_sessions(now)
    care.prune_exports(now)
    care.erase_leaving(now)
