"""Use cases of background work: open, run, cancel, retry, sweep, prune.

The row is the truth and the message a hint: a job is opened as a row, its message goes out on commit, and whatever
message was lost, the sweep sends again.
"""

import random
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import celery
import structlog
from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import Case, DateTimeField, F, Q, Value, When

from vitrine.accounts.models import User
from vitrine.accounts.portable import delete_all
from vitrine.lib import clock
from vitrine.lib.errors import UpstreamUnavailableError, ValidationFailedError, Verdict, VitrineError
from vitrine.lib.stopping import Stopped, StopToken, stoppable
from vitrine.work.leases import Keeper, Running, Slots, claim, held
from vitrine.work.models import Job
from vitrine.work.queries import running_for_key
from vitrine.work.types import ENDED, State

__all__ = [
    "Running",
    "Slots",
    "cancel",
    "open_job",
    "prune",
    "retry",
    "run",
    "shut_down",
    "stop_running",
    "sweep",
    "take_over",
]

log = structlog.get_logger(__name__)

Action = Callable[[Running], Mapping[str, Any] | None]

SWEEP_LIMIT = 200  # messages a sweep sends at most
GIVEN_UP = "We tried several times and stopped; start it again whenever you like."

_closing = threading.Event()  # this process shuts down and takes nothing more
_running: set[StopToken] = set()
_running_lock = threading.Lock()


# --- opening ----------------------------------------------------------------------------------------------------
def open_job(
    *,
    kind: str,
    task: str,
    queue: str,
    owner: User | None,
    payload: Mapping[str, Any],
    title: str = "",
    key: str = "",
    run_after: datetime | None = None,
    total: int = 0,
) -> tuple[Job, bool]:
    """Open a job and send its message on commit. Returns (job, True), or the open job of the same key and False.

    `task` names the Celery task that runs it, `queue` where it goes, `payload` is a JSON object for the action, `total`
    how many things there are to do (0: not known). `run_after` (aware) delays it.
    """
    now = clock.now()
    due = run_after is None or run_after <= now
    job = Job(
        kind=kind,
        task=task,
        queue=queue,
        owner=owner,
        payload=dict(payload),
        title=title[:300],
        key=key,
        run_after=run_after or now,
        total=total,
        created_at=now,
        enqueued_at=now if due else None,
    )
    with transaction.atomic():
        if existing := running_for_key(owner, key):
            return existing, False
        if not _insert(job):
            return Job.objects.open().get(owner=owner, key=key), False
        if due:
            transaction.on_commit(partial(_send, job))
    return job, True


def _insert(job: Job) -> bool:
    """False when another opened the same key in the meantime."""
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        if running_for_key(job.owner, job.key) is None:
            raise
        return False
    return True


def _send(job: Job) -> None:
    """Tell the workers. Never raises: without a broker the row stays, and the sweep sends it later."""
    try:
        celery.current_app.send_task(job.task, args=[str(job.id)], queue=job.queue, retry=False)
    except Exception as error:  # noqa: BLE001 - each broker fails in its own classes, and none of them may matter
        log.warning("the queue did not take a job; the sweep sends it again", job=str(job.id), error=repr(error))
        Job.objects.filter(id=job.id, state=State.PENDING).update(enqueued_at=None)


# --- running ----------------------------------------------------------------------------------------------------
def run(job_id: uuid.UUID | str, action: Action, *, slots: Slots | None = None) -> None:
    """Claim the job and do it. Does nothing when it is not there for the taking (a doubled or an early message).

    What the action returns (a JSON object) becomes the result; what it raises decides what happens next:

    transient → again after a backoff with full jitter, JOB_RETRIES times without progress, then failed;
    waiting → again at `until`, with its sentence shown, for at most JOB_PATIENCE_DAYS;
    reconnect, permanent, ours → failed, with code, verdict, sentence and detail;
    Stopped → cancelled, left alone (lease lost), or pending again at once (this worker shuts down);
    a database that went away → transient; anything else is a defect of ours → failed at once, logged with its
    traceback: repeating a defect repeats its harm, and the person has a button to try again.

    With `slots`, a long job that finds none free goes back to pending, and is sent again when one ends.
    """
    if _closing.is_set() or not (job := claim(job_id)):
        log.debug("not claimed", job=str(job_id))
        return
    with structlog.contextvars.bound_contextvars(job=str(job.id), kind=job.kind):
        if slots and slots.is_long(job):
            _run_long(job, action, slots)
        else:
            _run_claimed(job, action)


def _run_long(job: Job, action: Action, slots: Slots) -> None:
    with slots.taken() as mine:
        if mine:
            _run_claimed(job, action)
        else:
            log.debug("no slot for a long job; it is sent again when one is free")
            _put_back(job, clock.now())
    if mine and not _closing.is_set():
        sweep()


def _run_claimed(job: Job, action: Action) -> None:
    token = StopToken()
    with _registered(token):
        try:
            result = _attempt(job, token, action)
        except Stopped as stopped:
            _end_stopped(job, stopped.reason)
        except VitrineError as error:
            _end_error(job, error)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database went away under a job; it comes back by itself", error=repr(error))
            close_old_connections()
            _end_error(job, UpstreamUnavailableError("Our database was away for a moment. We try again by ourselves."))
        except Exception:
            log.exception("a job ended in a defect of ours; it stays failed until somebody retries it")
            _end_error(job, VitrineError())
        else:
            _complete(job, result)


def _complete(job: Job, result: Mapping[str, Any] | None) -> None:
    """With what was last reported: the throttle may have kept it from the row."""
    _finish(
        job,
        State.COMPLETED,
        result=dict(result or {}),
        stage="",
        message=job.message,
        progress=job.progress,
        total=job.total,
        counts=job.counts,
    )


def _attempt(job: Job, token: StopToken, action: Action) -> Mapping[str, Any] | None:
    if job.cancel_requested:
        raise Stopped("cancelled")
    if job.failures > settings.JOB_CRASHES:
        raise VitrineError(log=f"its lease ran out {job.failures} times without progress")
    with Keeper(job, token), stoppable(token):
        token.check()
        return action(Running(job, token))


@contextmanager
def _registered(token: StopToken) -> Iterator[None]:
    """While inside, `stop_running` reaches the token."""
    with _running_lock:
        _running.add(token)
    try:
        yield
    finally:
        with _running_lock:
            _running.discard(token)


def stop_running(reason: str = "shutdown") -> int:
    """Stop every job that this process is at work on; returns how many. With `shutdown` they go back to pending."""
    with _running_lock:
        tokens = tuple(_running)
    for token in tokens:
        token.stop(reason)
    return len(tokens)


def shut_down() -> None:
    """Claim nothing any more, and hand back what is running; the next sweep sends it to another worker."""
    _closing.set()
    stop_running("shutdown")


def _finish(job: Job, state: State, **fields: Any) -> None:
    ended = held(job).update(
        state=state, finished_at=clock.now(), lease="", lease_until=None, cancel_requested=False, **fields
    )
    log.info("job ended" if ended else "job went on elsewhere", state=str(state))


def _end_stopped(job: Job, reason: str) -> None:
    if reason == "cancelled":
        _finish(job, State.CANCELLED)
    elif reason == "shutdown" and _put_back(job, clock.now()):
        log.info("this worker shuts down; the job goes to another")


def _end_error(job: Job, error: VitrineError) -> None:
    now = clock.now()
    told = {
        "error_code": error.code,
        "error_verdict": str(error.verdict),
        "error_sentence": error.sentence[:500],
        "error_detail": error.detail,
    }
    when = _next_attempt(job, error, now)
    if when is None:
        log.warning("job failed", why=error.log, verdict=str(error.verdict))
        told["error_sentence"] = error.without_promise(GIVEN_UP)[:500]
        _finish(job, State.FAILED, failures=job.failures + 1, **told)
        return
    log.info("job comes back by itself", why=error.log, verdict=str(error.verdict), at=when.isoformat())
    failures = _failures(job) + (error.verdict == Verdict.TRANSIENT)
    _put_back(job, when, failures=failures, message=error.sentence[:400], **told)


def _next_attempt(job: Job, error: VitrineError, now: datetime) -> datetime | None:
    """When to try again; None for never. `until` of a transient error (Retry-After) is a floor."""
    if error.verdict == Verdict.WAITING:
        patience = timedelta(days=settings.JOB_PATIENCE_DAYS)
        until = error.until or now + timedelta(seconds=settings.JOB_RETRY_CAP)
        return max(until, now) if until <= (job.started_at or now) + patience else None
    if error.verdict != Verdict.TRANSIENT or (failures := _failures(job)) >= settings.JOB_RETRIES:
        return None
    ceiling = min(settings.JOB_RETRY_CAP, settings.JOB_BACKOFF * 2.0**failures)
    delay = timedelta(seconds=random.uniform(0, ceiling))  # noqa: S311 - jitter, not a secret
    return max(now + delay, error.until or now)


def _failures(job: Job) -> int:
    """As the row has them now: a fence may have forgiven what the claim counted."""
    return held(job).values_list("failures", flat=True).first() or 0


def _put_back(job: Job, when: datetime, **fields: Any) -> bool:
    """Pending again, unless a cancel came in the meantime."""
    back = held(job).update(state=State.PENDING, run_after=when, enqueued_at=None, lease="", lease_until=None, **fields)
    Job.objects.filter(id=job.id, state=State.PENDING, cancel_requested=True).update(
        state=State.CANCELLED, finished_at=clock.now(), cancel_requested=False
    )
    return bool(back)


# --- what people ask for ----------------------------------------------------------------------------------------
def cancel(job: Job) -> Job:
    """Cancel: at once while it waits, within a second while it runs. Does nothing to what has ended."""
    waits = Q(state=State.PENDING)
    Job.objects.open().filter(id=job.id).update(  # one statement: a worker may claim it or hand it back meanwhile
        state=Case(When(waits, then=Value(State.CANCELLED)), default=F("state")),
        finished_at=Case(When(waits, then=Value(clock.now(), DateTimeField())), default=F("finished_at")),
        cancel_requested=Case(When(waits, then=Value(False)), default=Value(True)),
    )
    job.refresh_from_db()
    return job


def retry(job: Job) -> Job:
    """Open a failed or cancelled job again, from where its last fence left it.

    Returns the open job instead when there is one of the same key. Raises ValidationFailedError for a completed one.
    """
    if job.state == State.COMPLETED:
        raise ValidationFailedError("This is done already; there is nothing to try again.")
    now = clock.now()
    with transaction.atomic():
        if existing := running_for_key(job.owner, job.key):
            return existing
        again = Job.objects.filter(id=job.id, state__in=(State.FAILED, State.CANCELLED)).update(
            state=State.PENDING,
            run_after=now,
            enqueued_at=now,
            failures=0,
            cancel_requested=False,
            started_at=None,
            finished_at=None,
            message="",
            error_code="",
            error_verdict="",
            error_sentence="",
            error_detail={},
        )
        if again:
            transaction.on_commit(partial(_send, job))
    job.refresh_from_db()
    return job


# --- keeping house ----------------------------------------------------------------------------------------------
def sweep(now: datetime | None = None) -> int:
    """Send again what is due or abandoned and was not sent lately, longest due first; returns how many.

    Any number of sweepers may run at once: each message is sent by the one whose UPDATE moved `enqueued_at`.
    """
    now = now or clock.now()
    lately = now - timedelta(seconds=2 * settings.JOB_SWEEP)
    unsent = Q(enqueued_at__isnull=True) | Q(enqueued_at__lt=lately)
    sent = 0
    for job in Job.objects.claimable(now).filter(unsent).order_by("run_after", "id")[:SWEEP_LIMIT]:
        if Job.objects.claimable(now).filter(id=job.id, enqueued_at=job.enqueued_at).update(enqueued_at=now):
            _send(job)
            sent += 1
    if sent:
        log.info("swept", sent=sent)
    return sent


def take_over() -> int:
    """End every lease and forget every message, so that the next sweep sends all there is. Returns how many jobs.

    For the start of the embedded size, when nobody else can be at work: what a killed predecessor held goes on at once
    and not when its lease runs out. Were somebody at work after all, the fence would keep the rows right.
    """
    now = clock.now()
    held_by_nobody = Job.objects.filter(state=State.PROCESSING).update(lease_until=now, enqueued_at=None)
    return held_by_nobody + Job.objects.filter(state=State.PENDING).update(enqueued_at=None)


def prune(older_than: datetime) -> int:
    """Delete the rows of jobs that ended before `older_than`, a small transaction at a time; returns how many."""
    return delete_all(Job.objects.filter(state__in=ENDED, finished_at__lt=older_than))
