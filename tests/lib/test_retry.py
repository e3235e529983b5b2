"""When to try again: the arithmetic."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.lib.http import RetryRule, retry_after
from vitrine.lib.http.retry import may_repeat

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("Fri, 20 Nov 2026 12:00:30 GMT", 30),
        ("Fri, 20 Nov 2026 12:00:30 -0000", 30),
        ("Friday, 20-Nov-26 12:00:30 GMT", 30),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_in_both_forms(value: str, wait: float | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == wait


def test_none_without_it() -> None:
    assert retry_after({}, NOW) is None


@given(st.text(max_size=40))
def test_whatever_it_says_it_is_a_wait_or_nothing(value: str) -> None:
    wait = retry_after({"retry-after": value}, NOW)
    assert wait is None or wait >= 0


@given(st.integers(1, 20), st.floats(0, 100))
def test_full_jitter_from_the_floor_up_to_the_longest(failures: int, floor: float) -> None:
    rule = RetryRule(first=0.5, longest=8)
    assert floor <= rule.pause(failures, floor=floor) <= floor + min(8, 0.5 * 2 ** (failures - 1))


def test_the_draw_is_from_nothing_to_twice_as_much_each_time() -> None:
    drawn: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        drawn.append((low, high))
        return high

    rule = RetryRule(first=1, longest=5, draw=draw)
    assert [rule.pause(n) for n in (1, 2, 3, 4)] == [1, 2, 4, 5]
    assert {low for low, _ in drawn} == {0}


def test_the_method_decides_where_the_request_does_not() -> None:
    assert [
        method for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH") if may_repeat(method, None)
    ] == [
        "GET",
        "HEAD",
        "OPTIONS",
        "PUT",
        "DELETE",
    ]
    assert may_repeat("POST", True)
    assert not may_repeat("GET", False)
