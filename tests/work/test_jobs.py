"""A job's life: opened once, claimed once, ended by what its action returned or raised."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from vitrine.accounts.models import User
from vitrine.lib import errors
from vitrine.lib.stopping import Stopped
from vitrine.work import actions, queries
from vitrine.work.leases import claim
from vitrine.work.models import Job
from vitrine.work.types import State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _broker(settings: Settings) -> None:
    """Messages go to the folder of this test run's home; nobody consumes them here."""
    settings.JOB_LEASE = 0.9
    settings.JOB_BACKOFF = 8.0
    settings.JOB_RETRIES = 2


def opened(owner: User | None = None, **more: Any) -> Job:
    given: dict[str, Any] = {"kind": "test", "task": "tests.nothing", "queue": "default", "payload": {}}
    job, new = actions.open_job(owner=owner, **{**given, **more})
    assert new
    return job


def state_of(job: Job) -> State:
    job.refresh_from_db()
    return State(job.state)


def failing(error: Exception) -> Callable[[actions.Running], Mapping[str, Any]]:
    def action(_: actions.Running) -> Mapping[str, Any]:
        raise error

    return action


# --- opening ----------------------------------------------------------------------------------------------------
def test_the_open_job_of_a_key_is_returned_instead_of_a_second_one(alice: User, charlie: User) -> None:
    first = opened(alice, key="a channel")
    again, new = actions.open_job(
        kind="test", task="tests.nothing", queue="default", owner=alice, payload={}, key="a channel"
    )
    assert (again.id, new) == (first.id, False)
    opened(charlie, key="a channel")
    actions.cancel(first)
    assert opened(alice, key="a channel").id != first.id


def test_a_key_is_idempotent_without_an_owner_too() -> None:
    first = opened(key="sweep of the house")
    again, new = actions.open_job(
        kind="test", task="tests.nothing", queue="default", owner=None, payload={}, key="sweep of the house"
    )
    assert (again.id, new) == (first.id, False)


def test_many_threads_that_open_one_key_get_one_job(alice: User) -> None:
    got: list[tuple[Any, bool]] = []

    def open_it() -> None:
        job, new = actions.open_job(
            kind="test", task="tests.nothing", queue="default", owner=alice, payload={}, key="one"
        )
        got.append((job.id, new))
        connection.close()

    in_threads(open_it, 8)
    assert len({job for job, _ in got}) == 1
    assert [new for _, new in got].count(True) == 1


def test_a_job_that_is_rolled_back_was_never_sent(
    alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        opened(alice)
        transaction.set_rollback(True)
    assert not callbacks
    assert not Job.objects.exists()


# --- claiming ---------------------------------------------------------------------------------------------------
def in_threads(work: Callable[[], None], number: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_claimants_one_wins(alice: User) -> None:
    job = opened(alice)
    won: list[Job] = []

    def try_it() -> None:
        if mine := claim(job.id):
            won.append(mine)
        connection.close()

    in_threads(try_it, 12)
    assert len(won) == 1
    assert state_of(job) == State.PROCESSING
    assert job.attempts == 1


def test_a_doubled_message_does_the_work_once(alice: User) -> None:
    job, done = opened(alice), []
    for _ in range(2):
        actions.run(job.id, lambda running: done.append(running.job.id))
    assert done == [job.id]
    assert state_of(job) == State.COMPLETED


def test_an_early_message_leaves_the_job_alone(alice: User) -> None:
    job = opened(alice, run_after=datetime.now(UTC) + timedelta(minutes=5))
    actions.run(job.id, failing(AssertionError("ran too early")))
    assert state_of(job) == State.PENDING
    assert job.enqueued_at is None


def test_a_lease_that_ran_out_is_taken_over_and_counted(alice: User) -> None:
    job = opened(alice)
    first = claim(job.id)
    assert first
    assert claim(job.id) is None
    Job.objects.update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
    second = claim(job.id)
    assert second
    assert (second.attempts, second.failures) == (2, 1)
    assert second.lease != first.lease


def test_work_that_keeps_killing_its_worker_ends(alice: User, settings: Settings) -> None:
    job = opened(alice)
    for _ in range(settings.JOB_CRASHES + 1):
        assert claim(job.id)
        Job.objects.update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
    actions.run(job.id, failing(AssertionError("ran once more")))
    assert state_of(job) == State.FAILED
    assert job.error_verdict == "ours"


# --- ending -----------------------------------------------------------------------------------------------------
def test_what_the_action_returns_and_last_reported_is_kept(alice: User) -> None:
    job = opened(alice)

    def action(running: actions.Running) -> Mapping[str, Any]:
        running.report(stage="reading", progress=1, total=3, counts={"imported": 1})
        running.report(progress=3, counts={"imported": 3}, message="All there.")
        return {"url": "/wren/bench"}

    actions.run(job.id, action)
    assert state_of(job) == State.COMPLETED
    assert (job.progress, job.total, job.counts, job.message) == (3, 3, {"imported": 3}, "All there.")
    assert job.result == {"url": "/wren/bench"}
    assert job.finished_at
    assert not job.lease


def test_a_transient_error_comes_back_with_jitter_and_ends_after_its_retries(alice: User) -> None:
    job = opened(alice)
    for failures in (1, 2):
        actions.run(job.id, failing(errors.UpstreamUnavailableError("YouTube is slow.")))
        assert state_of(job) == State.PENDING
        assert job.failures == failures
        assert job.error_sentence == "YouTube is slow."
        assert job.run_after <= datetime.now(UTC) + timedelta(seconds=8 * 2**failures)
        assert job.enqueued_at is None
        Job.objects.update(run_after=datetime.now(UTC))
    actions.run(job.id, failing(errors.UpstreamUnavailableError("YouTube is slow.")))
    assert state_of(job) == State.FAILED
    assert (job.error_code, job.error_verdict) == ("UPSTREAM_UNAVAILABLE", "transient")


def test_retry_after_is_a_floor(alice: User) -> None:
    job, until = opened(alice), datetime.now(UTC) + timedelta(minutes=10)
    actions.run(job.id, failing(errors.UpstreamUnavailableError(until=until)))
    assert state_of(job) == State.PENDING
    assert job.run_after == until


def test_progress_forgives_earlier_failures(alice: User) -> None:
    job = opened(alice)

    def one_page_then_trouble(running: actions.Running) -> Mapping[str, Any]:
        with transaction.atomic():
            running.remember(page=running.payload.get("page", 0) + 1)
            running.fence()
        raise errors.UpstreamUnavailableError

    for page in range(1, 6):
        actions.run(job.id, one_page_then_trouble)
        assert state_of(job) == State.PENDING
        assert (job.payload, job.failures) == ({"page": page}, 1)
        Job.objects.update(run_after=datetime.now(UTC))


def test_waiting_comes_back_when_it_is_over_and_is_no_failure(alice: User) -> None:
    job, until = opened(alice), datetime.now(UTC) + timedelta(hours=9)
    actions.run(job.id, failing(errors.QuotaExceededError("The rest comes tomorrow.", until=until)))
    assert state_of(job) == State.PENDING
    assert (job.run_after, job.failures, job.message) == (until, 0, "The rest comes tomorrow.")


def test_waiting_has_an_end(alice: User, settings: Settings) -> None:
    job = opened(alice)
    until = datetime.now(UTC) + timedelta(days=settings.JOB_PATIENCE_DAYS + 1)
    actions.run(job.id, failing(errors.QuotaExceededError(until=until)))
    assert state_of(job) == State.FAILED
    assert job.error_code == "QUOTA_EXCEEDED"


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (errors.ContentNotFoundError("This video is private.", detail={"id": "x"}), "permanent"),
        (errors.ReconnectRequiredError("Connect YouTube again."), "reconnect"),
        (errors.VitrineError("We lost our way."), "ours"),
    ],
)
def test_what_cannot_mend_itself_fails_with_its_sentence(alice: User, error: errors.VitrineError, verdict: str) -> None:
    job = opened(alice)
    actions.run(job.id, failing(error))
    assert state_of(job) == State.FAILED
    assert (job.error_code, job.error_verdict) == (error.code, verdict)
    assert (job.error_sentence, job.error_detail) == (error.sentence, error.detail)


def test_a_defect_fails_at_once_and_shows_no_internals(alice: User) -> None:
    job = opened(alice)
    actions.run(job.id, failing(KeyError("secret_column")))
    assert state_of(job) == State.FAILED
    assert (job.error_code, job.error_verdict) == ("INTERNAL", "ours")
    assert "secret_column" not in job.error_sentence


def test_a_database_that_went_away_is_no_defect(alice: User) -> None:
    job = opened(alice)
    actions.run(job.id, failing(OperationalError("server closed the connection unexpectedly")))
    assert state_of(job) == State.PENDING
    assert job.error_verdict == "transient"


# --- stopping ---------------------------------------------------------------------------------------------------
def test_a_waiting_job_is_cancelled_at_once(alice: User) -> None:
    job = opened(alice)
    assert actions.cancel(job).state == State.CANCELLED
    actions.run(job.id, failing(AssertionError("ran though cancelled")))
    assert state_of(job) == State.CANCELLED


def test_a_worker_that_shuts_down_hands_its_job_back(alice: User) -> None:
    job = opened(alice)

    def action(running: actions.Running) -> None:
        assert actions.stop_running() == 1
        running.checkpoint()

    actions.run(job.id, action)
    assert state_of(job) == State.PENDING
    assert job.failures == 0
    assert job.run_after <= datetime.now(UTC)


def test_whoever_lost_the_lease_writes_nothing(alice: User) -> None:
    job = opened(alice)

    def action(running: actions.Running) -> None:
        Job.objects.update(lease="another")
        with transaction.atomic():
            User.objects.create_user("bob")
            running.fence()

    actions.run(job.id, action)
    assert not User.objects.filter(slug="bob").exists()
    assert state_of(job) == State.PROCESSING
    assert job.lease == "another"


def test_the_heartbeat_keeps_a_long_job(alice: User, settings: Settings) -> None:
    settings.JOB_LEASE = 0.3
    job, waited = opened(alice), threading.Event()

    def action(running: actions.Running) -> None:
        waited.wait(0.5)
        running.checkpoint()

    actions.run(job.id, action)
    assert state_of(job) == State.COMPLETED


def test_the_heartbeat_notices_that_the_lease_is_gone(alice: User, settings: Settings) -> None:
    settings.JOB_LEASE = 0.3
    job, noticed = opened(alice), []

    def action(running: actions.Running) -> None:
        Job.objects.update(lease="another")
        for _ in range(200):
            threading.Event().wait(0.01)
            try:
                running.checkpoint()
            except Stopped as stopped:
                noticed.append(stopped.reason)
                raise

    actions.run(job.id, action)
    assert noticed == ["lost"]
    assert state_of(job) == State.PROCESSING


def test_a_fence_needs_a_transaction(alice: User) -> None:
    job = opened(alice)
    actions.run(job.id, lambda running: running.fence())
    assert state_of(job) == State.FAILED


# --- again ------------------------------------------------------------------------------------------------------
def test_a_failed_job_is_tried_again_from_its_last_fence(alice: User) -> None:
    job = opened(alice, payload={"url": "u"})

    def half_way(running: actions.Running) -> None:
        with transaction.atomic():
            running.report(progress=5, counts={"imported": 5})
            running.remember(cursor="page 2")
            running.fence()
        running.remember(cursor="page 3, never written")
        raise errors.ContentNotFoundError

    actions.run(job.id, half_way)
    assert actions.retry(job).state == State.PENDING
    seen: list[tuple[Any, int, Any]] = []
    actions.run(job.id, lambda running: seen.append((running.payload, running.job.progress, running.job.counts)))
    assert seen == [({"url": "u", "cursor": "page 2"}, 5, {"imported": 5})]
    assert state_of(job) == State.COMPLETED
    assert not job.error_code
    with pytest.raises(errors.ValidationFailedError):
        actions.retry(job)


def test_trying_again_what_is_open_already_gives_the_open_one(alice: User) -> None:
    old = actions.cancel(opened(alice, key="k"))
    new = opened(alice, key="k")
    assert actions.retry(old).id == new.id


# --- sweeping and pruning ---------------------------------------------------------------------------------------
def test_the_sweep_sends_what_is_due_or_abandoned_and_not_sent_lately(alice: User) -> None:
    now = datetime.now(UTC) + timedelta(seconds=1)
    lately, long_ago = now - timedelta(seconds=1), now - timedelta(hours=1)
    opened(alice)  # sent just now
    lost, later, abandoned, held = (opened(alice) for _ in range(4))
    Job.objects.filter(id=lost.id).update(enqueued_at=long_ago)
    Job.objects.filter(id=later.id).update(run_after=now + timedelta(hours=1), enqueued_at=None)
    for job, until in ((abandoned, lately), (held, now + timedelta(minutes=1))):
        assert claim(job.id)
        Job.objects.filter(id=job.id).update(lease_until=until, enqueued_at=long_ago)
    assert actions.sweep(now) == 2
    assert set(Job.objects.filter(enqueued_at=now).values_list("id", flat=True)) == {lost.id, abandoned.id}
    assert actions.sweep(now) == 0


def test_several_sweepers_send_each_job_once(alice: User) -> None:
    for _ in range(10):
        opened(alice)
    now = datetime.now(UTC)
    Job.objects.update(enqueued_at=None)
    sent: list[int] = []

    def sweep() -> None:
        sent.append(actions.sweep(now))
        connection.close()

    in_threads(sweep, 4)
    assert sum(sent) == 10


def test_old_rows_of_ended_jobs_go(alice: User) -> None:
    done, waiting = opened(alice), opened(alice)
    actions.cancel(done)
    assert actions.prune(datetime.now(UTC) - timedelta(days=1)) == 0
    assert actions.prune(datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert list(Job.objects.all()) == [waiting]


# --- reading ----------------------------------------------------------------------------------------------------
def test_others_jobs_are_not_there(alice: User, charlie: User) -> None:
    job = opened(alice, key="k")
    assert queries.job_for(alice, str(job.id)) == job
    assert queries.running_for_key(alice, "k") == job
    assert queries.running_for_key(charlie, "k") is None
    for owner, name in ((charlie, str(job.id)), (alice, "no-id-at-all")):
        with pytest.raises(errors.NotFoundError):
            queries.job_for(owner, name)


def test_jobs_are_counted_from_a_moment_on_newest_first(alice: User, charlie: User) -> None:
    first, second = opened(alice).created_at, opened(alice).created_at
    opened(alice, kind="other")
    opened(charlie)
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert queries.opened_since(alice, "test", an_hour_ago, most=9) == [second, first]
    assert queries.opened_since(alice, "test", an_hour_ago, most=1) == [second]
    assert queries.opened_since(alice, "test", second, most=9) == [second]


def test_a_cancel_in_the_moment_of_a_claim_is_never_lost(alice: User) -> None:
    """Against a worker that claims and hands back without end: whichever state the cancel meets, it holds."""
    job = opened(alice)
    stop = threading.Event()

    def flicker() -> None:
        while not stop.is_set():
            actions.run(job.id, failing(Stopped("shutdown")))
        connection.close()

    worker = threading.Thread(target=flicker)
    worker.start()
    for _ in range(20):
        actions.cancel(job)
        waited = threading.Event()
        for _ in range(200):
            if state_of(job) == State.CANCELLED:
                break
            waited.wait(0.01)
        assert job.state == State.CANCELLED
        actions.retry(job)
    actions.cancel(job)
    stop.set()
    worker.join()
