"""The breaker by itself, with a clock that the test steps."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from vitrine.lib.http import BreakerOpen, BreakerRule
from vitrine.lib.http.breaker import MOST_BREAKERS, Breaker, Breakers

RULE = BreakerRule(failures=3, window=30, pause=10, longest_pause=40)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def step(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("api.example", "api", RULE, clock)


def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        breaker.failed(probe=breaker.enter())


def is_open(breaker: Breaker) -> bool:
    try:
        breaker.left(probe=breaker.enter())
    except BreakerOpen:
        return True
    return False


def test_it_opens_at_the_third_failure(breaker: Breaker) -> None:
    fail(breaker, 2)
    assert not is_open(breaker)
    fail(breaker)
    assert is_open(breaker)


def test_failures_outside_the_window_are_forgotten(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 2)
    clock.step(31)
    fail(breaker)
    assert not is_open(breaker)
    assert breaker.state().failures == 1


def test_a_host_that_mostly_answers_is_not_given_up(breaker: Breaker) -> None:
    for _ in range(10):
        breaker.succeeded(probe=breaker.enter())
    fail(breaker, 9)
    assert not is_open(breaker)
    fail(breaker)
    assert is_open(breaker)


def test_after_the_pause_exactly_one_probe_goes(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.step(9.9)
    assert is_open(breaker)
    clock.step(0.1)
    assert breaker.state().state == "half-open"
    assert breaker.enter() is True
    with pytest.raises(BreakerOpen):
        breaker.enter()


def test_a_good_probe_closes_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.step(10)
    breaker.succeeded(probe=breaker.enter())
    assert breaker.state().state == "closed"
    fail(breaker, 2)
    assert not is_open(breaker)


def test_each_bad_probe_doubles_the_pause_up_to_the_longest(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    for pause in (10, 20, 40, 40):
        until = breaker.state().until
        assert until == clock.now + timedelta(seconds=pause)
        clock.step(pause)
        fail(breaker)
    clock.step(40)
    breaker.succeeded(probe=breaker.enter())
    fail(breaker, 3)
    assert breaker.state().until == clock.now + timedelta(seconds=10)


def test_an_abandoned_probe_leaves_its_place_to_another(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.step(10)
    breaker.left(probe=breaker.enter())
    assert breaker.enter() is True


def test_what_was_under_way_when_it_opened_changes_nothing(breaker: Breaker) -> None:
    slow = [breaker.enter() for _ in range(5)]
    fail(breaker, 3)
    until = breaker.state().until
    for probe in slow:
        breaker.failed(probe=probe)
    breaker.succeeded(probe=False)
    assert breaker.state().until == until
    assert is_open(breaker)


def test_the_error_says_until_when(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    with pytest.raises(BreakerOpen) as caught:
        breaker.enter()
    assert caught.value.until == clock.now + timedelta(seconds=10)
    assert "api.example" in caught.value.log


def test_of_many_threads_one_probes(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.step(10)
    start, probes, refused = threading.Barrier(20), [], []

    def ask() -> None:
        start.wait()
        try:
            probes.append(breaker.enter())
        except BreakerOpen:
            refused.append(True)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (probes, len(refused)) == ([True], 19)


def test_compartments_are_apart_and_listed_in_order(clock: Clock) -> None:
    breakers = Breakers(RULE, clock)
    fail(breakers.at("b.example", "api"), 3)
    assert not is_open(breakers.at("b.example", "picture"))
    assert not is_open(breakers.at("a.example", "api"))
    assert [(each.host, each.purpose, each.state) for each in breakers.states()] == [
        ("a.example", "api", "closed"),
        ("b.example", "api", "open"),
        ("b.example", "picture", "closed"),
    ]


def test_hosts_without_troubles_are_forgotten_and_the_others_are_not(clock: Clock) -> None:
    breakers = Breakers(RULE, clock)
    fail(breakers.at("troubled.example", "api"), 3)
    for number in range(MOST_BREAKERS + 5):
        breakers.at(f"{number}.example", "picture")
    assert len(breakers.states()) < 20
    assert is_open(breakers.at("troubled.example", "api"))
