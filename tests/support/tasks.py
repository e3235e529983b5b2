"""Tasks of the tests' own, loaded by a real worker through CELERY_INCLUDE. Their effect is rows in the table of calls,
which has no constraint that would hide a doubled one.
"""

import os
import time

from celery import shared_task
from django.db import transaction

from vitrine.lib import clock
from vitrine.lib.http import Request, door
from vitrine.quota.models import ApiCall
from vitrine.work import actions as work

STEPS = 3
WRITE = "tests.write_rows"
STALL = "tests.wait_for_an_answer"
IDLE = "tests.wait_between_steps"
MARK = "chaos"
ONE_LONG = work.Slots(1, lambda job: job.kind == "long")


@shared_task(name=WRITE)
def write_rows(job_id: str) -> None:
    """Three rows, each in a fenced transaction, with pauses (`pause` of the payload, in seconds) in which a kill may
    come. The message tells whose process it was.
    """
    work.run(job_id, _write_rows)


def _write_rows(running: work.Running) -> dict[str, int]:
    for step in range(running.payload.get("step", 0), STEPS):
        with transaction.atomic():
            ApiCall.objects.create(
                platform=MARK,
                endpoint=f"{running.job.id}:{step}",
                status=200,
                response_time_ms=0,
                purpose=MARK,
                created_at=clock.now(),
            )
            running.remember(step=step + 1)
            running.report(progress=step + 1, counts={"rows": step + 1}, message=str(os.getpid()))
            running.fence()
        time.sleep(running.payload["pause"])
    return {"rows": STEPS}


@shared_task(name=STALL)
def wait_for_an_answer(job_id: str) -> None:
    """One request to an address that takes its time."""
    work.run(job_id, lambda running: {"status": door().fetch(Request(url=running.payload["url"])).status})


@shared_task(name=IDLE)
def wait_between_steps(job_id: str) -> None:
    """Half a minute of small steps."""
    work.run(job_id, _wait, slots=ONE_LONG)


def _wait(running: work.Running) -> None:
    for second in range(300):
        running.report(progress=second)
        running.checkpoint()
        time.sleep(0.1)
