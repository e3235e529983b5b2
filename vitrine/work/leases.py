"""Holding a job: the claim, the thread that keeps the lease alive, and the handle that the work writes through.

The contract, in full:

1. A claim is one UPDATE that only one of many claimants can win. It takes what is pending and due, or what another
   worker held and let run out, and writes a fresh lease token.
2. Every later write of the holder names that token. Whoever lost the lease changes nothing any more.
3. Work that must not be doubled is written in one transaction with `Running.fence()`. The fence fails when the lease
   is lost, and takes the transaction with it. So of an effect and the note that it was done (progress, counts,
   `remember`), either both are there after a crash or neither is.
"""

import copy
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from vitrine.lib import clock
from vitrine.lib.stopping import StopToken
from vitrine.work.errors import LeaseLost
from vitrine.work.models import Job
from vitrine.work.types import State

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.5  # seconds between looks at whether somebody asked for a cancel
REPORT_EVERY = 0.5  # seconds between two unforced reports


def lease_end(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.JOB_LEASE)


def claim(job_id: uuid.UUID | str) -> Job | None:
    """Take the job, if it is there for the taking: one UPDATE, one winner.

    A lease that ran out counts as a failure of whoever held it, so that work which kills its worker ends some day.
    """
    now = clock.now()
    token = uuid.uuid4().hex
    won = (
        Job.objects.filter(id=job_id)
        .claimable(now)
        .update(
            state=State.PROCESSING,
            lease=token,
            lease_until=lease_end(now),
            heartbeat_at=now,
            attempts=F("attempts") + 1,
            failures=F("failures") + Case(When(state=State.PROCESSING, then=Value(1)), default=Value(0)),
            started_at=Coalesce(F("started_at"), Value(now, models.DateTimeField())),
            message="",
            error_code="",
            error_verdict="",
            error_sentence="",
            error_detail={},
        )
    )
    return Job.objects.select_related("owner").get(id=job_id, lease=token) if won else None


def held(job: Job) -> models.QuerySet[Job]:
    """The job's row, as long as this lease holds it."""
    return Job.objects.filter(id=job.id, lease=job.lease, state=State.PROCESSING)


class Slots:
    """How many long jobs a process does at once, so that a short one always finds a thread.

    `is_long` tells by the row. There is always one slot, even in a process of one thread.
    """

    def __init__(self, number: int, is_long: Callable[[Job], bool]) -> None:
        self.is_long = is_long
        self._free = threading.BoundedSemaphore(max(1, number))

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """While inside, a slot is held; False when none was free."""
        mine = self._free.acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                self._free.release()


class Keeper(threading.Thread):
    """Extends the lease every third of its length, and stops the work when it is cancelled or the lease is lost."""

    def __init__(self, job: Job, token: StopToken) -> None:
        super().__init__(name=f"keeper-{job.id}", daemon=True)
        self._job = job
        self._token = token
        self._done = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        beat_every = settings.JOB_LEASE / 3
        next_beat = time.monotonic() + beat_every
        while not self._done.wait(min(LOOK_EVERY, beat_every)):
            try:
                if time.monotonic() >= next_beat:
                    next_beat = time.monotonic() + beat_every
                    self._beat()
                self._look()
            except DatabaseError as error:
                # The lease may still be saved by the next beat; if it is not, the fence will say so.
                log.warning("keeper could not reach the database; trying again", job=str(self._job.id), error=error)
                close_old_connections()
        connection.close()

    def _beat(self) -> None:
        now = clock.now()
        if not held(self._job).update(lease_until=lease_end(now), heartbeat_at=now):
            self._token.stop("lost")

    def _look(self) -> None:
        cancelled = held(self._job).values_list("cancel_requested", flat=True).first()
        if cancelled is None:
            self._token.stop("lost")
        elif cancelled:
            self._token.stop("cancelled")


class Running:
    """What the work sees of its job, and the only way it writes to it.

    `payload` is a copy to read; change it with `remember`. What `job` shows of stage, message, progress, total and
    counts is what was last reported, so work that goes on after a crash starts from what the last fence wrote.
    """

    def __init__(self, job: Job, token: StopToken) -> None:
        self.job = job
        self.payload: dict[str, Any] = copy.deepcopy(job.payload)
        self._token = token
        self._next_report = 0.0

    def report(
        self,
        *,
        stage: str | None = None,
        message: str | None = None,
        progress: int | None = None,
        total: int | None = None,
        counts: Mapping[str, int] | None = None,
        force: bool = False,
    ) -> None:
        """Tell the person how far it is. At most two writes a second reach the row, unless forced.

        Inside a transaction nothing is written here: `fence` writes it all. `progress` counts done things out of
        `total`. Raises LeaseLost.
        """
        job = self.job
        job.stage = job.stage if stage is None else stage[:40]
        job.message = job.message if message is None else message[:400]
        job.progress = job.progress if progress is None else progress
        job.total = job.total if total is None else total
        job.counts = job.counts if counts is None else dict(counts)
        now = time.monotonic()
        if connection.in_atomic_block or (now < self._next_report and not force):
            return
        self._next_report = now + REPORT_EVERY
        self._write()

    def remember(self, **updates: Any) -> None:
        """Change the payload (a cursor, say). It is kept by the next `fence`, together with what that guards."""
        self.payload.update(updates)

    def fence(self) -> None:
        """Call inside the transaction that writes the effect. Writes progress, counts and payload with it, forgives
        earlier failures, and extends the lease.

        Raises LeaseLost, which must be let through so that the transaction rolls back; Stopped when told to stop.
        """
        if not connection.in_atomic_block:
            raise RuntimeError("a fence outside a transaction guards nothing")
        self.checkpoint()
        self._write(payload=self.payload, failures=0)
        self.job.payload = copy.deepcopy(self.payload)

    def checkpoint(self) -> None:
        """Raise Stopped if the work was told to stop."""
        self._token.check()

    def _write(self, **more: Any) -> None:
        job, now = self.job, clock.now()
        written = held(job).update(
            stage=job.stage,
            message=job.message,
            progress=job.progress,
            total=job.total,
            counts=job.counts,
            heartbeat_at=now,
            lease_until=lease_end(now),
            **more,
        )
        if not written:
            self._token.stop("lost")
            raise LeaseLost
