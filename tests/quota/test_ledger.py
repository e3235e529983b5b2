"""The ledger: never over the limit, whoever asks at once; the platform's own day; settled to what was really spent."""

import threading
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from vitrine.lib.errors import QuotaExceededError
from vitrine.quota import actions as quota
from vitrine.quota.models import Bucket
from vitrine.quota.types import Allowance, Reservation

NOON = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
POOL = Allowance("youtube.pool", limit=100, keep=10, zone="America/Los_Angeles")

ledger = pytest.mark.django_db(transaction=True)


def bucket() -> Bucket:
    return Bucket.objects.get(name=POOL.bucket)


@ledger
def test_what_is_reserved_is_settled_with_the_true_cost() -> None:
    reserved = quota.reserve(POOL, 5, "import", NOON)
    assert (bucket().used, bucket().reserved) == (0, 5)
    quota.settle(reserved, 3)
    assert (bucket().used, bucket().reserved) == (3, 0)


@ledger
def test_the_last_units_are_for_people_who_wait() -> None:
    quota.settle(quota.reserve(POOL, 90, "sync", NOON), 90)
    with pytest.raises(QuotaExceededError):
        quota.reserve(POOL, 1, "sync", NOON)
    quota.settle(quota.reserve(POOL, 10, "import", NOON), 10)
    with pytest.raises(QuotaExceededError) as refused:
        quota.reserve(POOL, 1, "import", NOON)
    assert refused.value.until == datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@ledger
def test_a_bucket_that_upstream_closed_stays_closed_until_its_midnight() -> None:
    quota.close(POOL, NOON)
    with pytest.raises(QuotaExceededError):
        quota.reserve(POOL, 1, "import", NOON)
    tomorrow = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    assert quota.reserve(POOL, 1, "import", tomorrow) == Reservation(POOL.bucket, date(2026, 11, 21), 1)


@ledger
def test_many_at_once_never_take_more_than_there_is() -> None:
    allowance = Allowance("youtube.search", limit=37)
    taken: list[Reservation] = []

    def take() -> None:
        try:
            for _ in range(8):
                taken.append(quota.reserve(allowance, 1, "import", NOON))  # noqa: PERF401 - what was got before a refusal counts
        except QuotaExceededError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 37
    assert Bucket.objects.get(name="youtube.search").reserved == 37


@pytest.mark.parametrize(
    ("moment", "day", "reset"),
    [
        ("2026-11-20T07:59:59+00:00", date(2026, 11, 19), "2026-11-20T00:00:00-08:00"),
        ("2026-11-20T08:00:00+00:00", date(2026, 11, 20), "2026-11-21T00:00:00-08:00"),
        ("2026-03-08T12:00:00+00:00", date(2026, 3, 8), "2026-03-09T00:00:00-07:00"),  # 23 hours long
        ("2026-11-01T12:00:00+00:00", date(2026, 11, 1), "2026-11-02T00:00:00-08:00"),  # 25 hours long
    ],
)
def test_the_day_is_the_platforms_own(moment: str, day: date, reset: str) -> None:
    at = datetime.fromisoformat(moment)
    assert POOL.day(at) == day
    assert POOL.resets_at(at) == datetime.fromisoformat(reset)
    assert POOL.resets_at(at).astimezone(ZoneInfo(POOL.zone)).hour == 0
