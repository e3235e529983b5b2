"""kill -9 of anything at any time loses nothing and writes nothing twice."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from sandbox import cast
from tests.support import tasks
from tests.support.process import environment, started, stopped, this_database
from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.catalog.models import Project
from vitrine.quota.models import ApiCall
from vitrine.sync.actions import request_import
from vitrine.work.actions import open_job
from vitrine.work.models import Job
from vitrine.work.types import ENDED

JOBS = 200
SEED = 20261120
LEASE = 1.0  # seconds
KILLS = 15
LAST = 40.0  # seconds from the last kill to the end of the last job, on a machine that has other things to do


def import_all(owner: User) -> int:
    """A channel and some single films through the pipeline; returns how many projects that makes."""
    singles = 8
    request_import(owner, cast.HALLOWAY_BENCH.url)
    for number in range(singles):
        request_import(owner, f"https://youtu.be/{cast.SLOW_KILN.video(number)}")
    return cast.HALLOWAY_BENCH.uploads + singles


def kill_at_random(crew: psutil.Process, kills: int) -> None:
    """SIGKILL for some worker while there is work under way, that many times or until there is nothing left to do."""
    chance = random.Random(SEED)  # noqa: S311 - the same kills each time
    while kills and unfinished():
        time.sleep(chance.uniform(0.1, 0.6))
        if Job.objects.filter(state="processing").exists() and (workers := crew.children()):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers).pid, signal.SIGKILL)
                kills -= 1


def unfinished() -> bool:
    return Job.objects.exclude(state__in=ENDED).exists()


def until(true: Callable[[], bool], *, within: float = 8.0) -> None:
    last = time.monotonic() + within
    while not true():
        assert time.monotonic() < last, true
        time.sleep(0.02)


@pytest.fixture
def crew(transactional_db: None, sandbox: Sandbox, tmp_path: Path) -> Iterator[psutil.Process]:
    """Workers on this test's own database."""
    env = environment(
        DATABASE_URL=this_database(),
        SANDBOX_ADDRESS=f"127.0.0.1:{sandbox.port}",
        CELERY_INCLUDE=tasks.__name__,
        CELERY_POLL="0.05",
        JOB_LEASE=str(LEASE),
        JOB_SWEEP="0.5",
        JOB_BACKOFF="0.2",
    )
    running = started("tests.support.crew", env=env, output=tmp_path / "crew.log")
    yield psutil.Process(running.pid)
    stopped(running)


def told(folder: Path) -> str:
    return (folder / "crew.log").read_text(encoding="utf-8")[-6000:]


def written_twice_or_never(kind: str) -> Counter[str]:
    """What is there minus what should be there: empty when each step of each job was written once."""
    rows = Counter(ApiCall.objects.filter(platform=tasks.MARK).values_list("endpoint", flat=True))
    jobs = Job.objects.filter(kind=kind).values_list("id", flat=True)
    wanted = Counter(f"{job}:{step}" for job in jobs for step in range(tasks.STEPS))
    return (rows - wanted) + (wanted - rows)


@pytest.mark.timeout(90)
def test_200_jobs_under_fire_end_once_each(alice: User, crew: psutil.Process, tmp_path: Path) -> None:
    for _ in range(JOBS):
        open_job(kind="chaos", task=tasks.WRITE, queue="youtube_import", owner=alice, payload={"pause": 0.06})
    projects = import_all(alice)
    kill_at_random(crew, KILLS)
    until(lambda: not unfinished(), within=LAST)
    assert set(Job.objects.values_list("state", flat=True)) == {"completed"}, told(tmp_path)
    assert Job.objects.filter(attempts__gt=1).count() >= 4  # or the fire hit nothing
    assert not written_twice_or_never("chaos")
    assert Project.objects.filter(user=alice).count() == projects
    alice.refresh_from_db()
    assert alice.points == 50 * projects
    assert alice.work_counts == {"video": projects}


def test_a_worker_that_wakes_from_a_long_sleep_writes_nothing(
    alice: User, crew: psutil.Process, tmp_path: Path
) -> None:
    job, _ = open_job(kind="frozen", task=tasks.WRITE, queue="youtube_import", owner=alice, payload={"pause": 1.0})
    mine = Job.objects.filter(id=job.id)
    until(mine.filter(progress__gte=1).exists, within=30)
    sleeper = int(mine.get().message)
    os.kill(sleeper, signal.SIGSTOP)
    try:
        until(mine.filter(state="completed").exists, within=30)
    finally:
        os.kill(sleeper, signal.SIGCONT)
    finished_by = int(mine.get().message)
    time.sleep(1.5)  # the time it would need to do harm
    assert finished_by != sleeper, told(tmp_path)
    assert psutil.pid_exists(sleeper)
    assert not written_twice_or_never("frozen")
