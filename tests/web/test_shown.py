"""Numbers, times and lengths as people read them."""

from datetime import UTC, datetime, timedelta

import pytest

from vitrine.web import shown

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1 K"),
        (1902, "1.9 K"),
        (12_304, "12.3 K"),
        (99_999, "99.9 K"),
        (209_874, "209 K"),
        (999_999, "999 K"),
        (1_204_551, "1.2 M"),
        (4_118_230, "4.1 M"),
        (2_000_000_000, "2 B"),
    ],
)
def test_a_number_has_three_figures_at_most_and_is_never_rounded_up(number: int, words: str) -> None:
    assert shown.short(number).replace(shown.THIN, " ") == words


def test_the_exact_number_stands_behind_a_short_one_only() -> None:
    assert shown.counted(12_304, "view").exact == "12,304 views"
    assert shown.counted(214, "view") == shown.Fact("214 views")
    assert shown.counted(1, "view").text == "1 view"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=14), "2 weeks ago"),
        (timedelta(days=30), "1 month ago"),
        (timedelta(days=364), "12 months ago"),
        (timedelta(days=365), "1 year ago"),
        (timedelta(days=2200), "6 years ago"),
        (timedelta(hours=-30), "in 1 day"),
    ],
)
def test_an_age_is_told_in_one_unit(before: timedelta, words: str) -> None:
    assert shown.ago(NOW - before, NOW) == words


@pytest.mark.parametrize(
    ("seconds", "clock", "length", "iso"),
    [
        (0, "0:00", "0 s", "PT0M0S"),
        (48, "0:48", "48 s", "PT0M48S"),
        (1122, "18:42", "18 min 42 s", "PT18M42S"),
        (3723, "1:02:03", "1 h 2 min", "PT1H2M3S"),
    ],
)
def test_a_length_on_the_clock_in_words_and_for_machines(seconds: int, clock: str, length: str, iso: str) -> None:
    assert shown.clock(seconds) == clock
    assert shown.length(seconds).replace(shown.THIN, " ") == length
    assert shown.iso_length(seconds) == iso


def test_what_is_left_is_told_as_one_waits() -> None:
    told = [shown.left(seconds) for seconds in (2, 24, 300, 7300)]
    assert told == ["a moment", "about 25 seconds", "about 5 minutes", "about 2 hours"]


def test_words_are_joined_as_one_speaks() -> None:
    assert [shown.joined(words) for words in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
