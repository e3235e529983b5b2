"""Real workers: quick to begin, quick to stop, and nothing lost in between."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import tasks
from tests.support.process import environment, started, stopped, this_database
from tests.support.wire import Wire, stalls
from vitrine.accounts.models import User
from vitrine.work.actions import cancel, open_job
from vitrine.work.models import Job
from vitrine.work.types import State

pytestmark = pytest.mark.django_db(transaction=True)


def until(true: Callable[[], bool], *, within: float = 10.0) -> float:
    """Wait for it; answers how long it took, in seconds."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() < began + within, true
        time.sleep(0.01)
    return time.monotonic() - began


def opened(owner: User, task: str, kind: str = "test", **payload: object) -> Job:
    return open_job(kind=kind, task=task, queue="youtube_import", owner=owner, payload=payload)[0]


def begun(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=State.PROCESSING).exists()


def ended(job: Job) -> bool:
    job.refresh_from_db()
    return job.ended


@pytest.fixture
def people(transactional_db: None, tmp_path: Path) -> "Iterator[Worker]":
    worker = Worker(tmp_path)
    worker.start()
    yield worker
    worker.stop()


class Worker:
    """`vitrine worker people` on this test's own database."""

    def __init__(self, folder: Path) -> None:
        self._output = folder / "worker.log"
        self._env = environment(
            DATABASE_URL=this_database(), SANDBOX_ADDRESS="127.0.0.1:9", CELERY_INCLUDE=tasks.__name__, JOB_SWEEP="2"
        )

    def start(self) -> None:
        self._process = started("vitrine", "worker", "people", env=self._env, output=self._output)

    def stop(self) -> int:
        return stopped(self._process)


def test_stopping_and_starting(alice: User, people: Worker) -> None:
    """One life of one worker, for it takes a second or two to start."""
    first = opened(alice, tasks.IDLE, "long")
    until(lambda: begun(first), within=30)

    # Long jobs have a slot, and one that finds none leaves the other threads to short ones.
    others = [opened(alice, tasks.IDLE, "long") for _ in range(5)]
    until(lambda: Job.objects.filter(kind="long", state=State.PENDING, attempts=1).count() == 5)

    # Somebody who pastes an address while the worker is up waits for a look into the folder, no longer.
    quick = opened(alice, tasks.WRITE, pause=0)
    until(lambda: ended(quick))
    assert quick.state == State.COMPLETED
    assert quick.started_at
    assert (quick.started_at - quick.created_at).total_seconds() < 3.0  # 0.2 on a machine with nothing else to do

    # A cancel ends even a wait for an answer that does not come.
    with Wire({"/slow": stalls(30.0)}) as wire:
        stalled = opened(alice, tasks.STALL, url=wire.url("/slow"))
        until(lambda: bool(wire.seen))
        cancel(stalled)
        assert until(lambda: ended(stalled)) < 3.0  # 0.5 on a machine with nothing else to do
        assert stalled.state == State.CANCELLED

    # When a long one ends, the next begins.
    cancel(first)
    until(lambda: any(begun(other) for other in others))
    until(lambda: ended(first))
    first = next(other for other in others if begun(other))
    for other in others:
        if other != first:
            cancel(other)

    # SIGTERM hands back what is running, at once and unfailed.
    assert people.stop() == 0
    first.refresh_from_db()
    assert (first.state, first.failures, first.lease) == (State.PENDING, 0, "")

    # Another worker takes it from there.
    people.start()
    until(lambda: begun(first), within=30)
    cancel(first)
    until(lambda: ended(first))
    assert first.state == State.CANCELLED
    assert first.failures == 0
