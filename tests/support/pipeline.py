"""The import pipeline as tests drive it: asked for like a person does, run in this process, against the sandbox."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.config.apps import map_sandbox
from vitrine.lib.http import door
from vitrine.sync.actions import request_import, run_import
from vitrine.work import actions as work
from vitrine.work.models import Job

Importer = Callable[..., Job]


@pytest.fixture
def world(sandbox: Sandbox, settings: Settings) -> Iterator[Sandbox]:
    """The sandbox, with every platform's hosts leading to it, no breaker open from earlier."""
    settings.HTTP_CONNECT_TIMEOUT = 5.0
    settings.HTTP_READ_TIMEOUT = 5.0
    settings.HTTP_TOTAL_TIMEOUT = 20.0
    settings.JOB_BACKOFF = 0.0
    door().close()
    door().forget()
    map_sandbox(f"127.0.0.1:{sandbox.port}")
    yield sandbox
    door().forget()


@pytest.fixture
def keyless(settings: Settings) -> None:
    """An operator who has set no key at all."""
    settings.PLATFORM_KEYS = {}


@pytest.fixture
def importing(world: Sandbox, transactional_db: None) -> Importer:
    """`importing(user, address, count=…)`: ask for the import and run its job once; gives the job as it is then."""

    def run(user: User, address: str, **how: Any) -> Job:
        job = request_import(user, address, **how).job
        return run_again(job)

    return run


def run_again(job: Job) -> Job:
    """Run the job (once more, if it is waiting for its next try)."""
    Job.objects.filter(pk=job.pk, state="pending").update(run_after=job.created_at)
    work.run(job.pk, run_import)
    job.refresh_from_db()
    return job
