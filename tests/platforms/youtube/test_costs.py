"""What calls cost, and when the day of Los Angeles ends."""

from datetime import UTC, datetime

import pytest

from vitrine.platforms.youtube import costs


@pytest.mark.parametrize(
    ("count", "units"), [(0, 1), (1, 3), (49, 3), (50, 3), (51, 5), (100, 5), (184, 9), (10_000, 401), (20_000, 801)]
)
def test_a_list_costs_one_and_two_for_every_fifty(count: int, units: int) -> None:
    assert costs.listing_units(count) == units


def test_every_cost_names_a_bucket_that_holds_it() -> None:
    for endpoint, cost in costs.COSTS.items():
        assert 0 < cost.units <= costs.BUCKETS[cost.bucket], endpoint


def test_searches_uploads_and_stats_leave_the_pool_alone() -> None:
    own = {costs.COSTS[name].bucket for name in ("search.list", "videos.insert", "videos.batchGetStats")}
    assert own == set(costs.BUCKETS) - {costs.POOL}
    assert all(costs.COSTS[name].units == 1 for name in ("search.list", "videos.insert", "videos.batchGetStats"))


@pytest.mark.parametrize(
    ("now", "reset"),
    [
        ("2026-11-20T12:00:00+00:00", "2026-11-21T08:00:00+00:00"),  # winter: UTC-8
        ("2026-11-20T07:59:59+00:00", "2026-11-20T08:00:00+00:00"),  # still the 19th there
        ("2026-11-20T08:00:00+00:00", "2026-11-21T08:00:00+00:00"),
        ("2026-07-01T12:00:00+00:00", "2026-07-02T07:00:00+00:00"),  # summer: UTC-7
        ("2026-03-08T09:00:00+00:00", "2026-03-09T07:00:00+00:00"),  # the day of 23 hours
        ("2026-11-01T08:00:00+00:00", "2026-11-02T08:00:00+00:00"),  # the day of 25 hours
        ("2026-12-31T23:00:00-08:00", "2027-01-01T08:00:00+00:00"),
    ],
)
def test_buckets_are_full_again_at_midnight_in_los_angeles(now: str, reset: str) -> None:
    found = costs.next_reset(datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(reset)
    assert found.tzinfo is UTC
