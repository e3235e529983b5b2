"""Sliding windows: exact however many come at once, each caller counted apart, and what happens when nobody counts."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_django import Settings

from tests.support.stack import free_port
from vitrine.accounts import limits
from vitrine.accounts.actions import create_key
from vitrine.accounts.callers import Caller
from vitrine.accounts.errors import UncountedError
from vitrine.accounts.limits import Window, check, check_call
from vitrine.accounts.models import User
from vitrine.accounts.types import Permission
from vitrine.accounts.windows import Windows
from vitrine.lib.errors import RateLimitError

CLIENTS = 16


@pytest.fixture(autouse=True)
def _nobody_has_called_yet() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


def allowed(caller: Caller, times: int, *, free: bool = True) -> int:
    """How many of so many calls go through."""
    through = 0
    for _ in range(times):
        try:
            check_call(caller, free=free)
        except RateLimitError:
            continue
        through += 1
    return through


def nobody(number: int = 1) -> Caller:
    return Caller(address=f"192.0.2.{number}")


@pytest.mark.parametrize("limit", [1, 10, 60])
def test_exactly_so_many_go_through_when_sixteen_come_at_once(limit: int, settings: Settings) -> None:
    settings.LIMITS = {"read.anonymous": limit}
    together = threading.Barrier(CLIENTS)

    def client(_: int) -> int:
        together.wait()
        return allowed(nobody(), 10)

    for _ in range(5):
        limits.forget()
        with ThreadPoolExecutor(CLIENTS) as pool:
            assert sum(pool.map(client, range(CLIENTS))) == limit


def test_the_window_slides(settings: Settings) -> None:
    """In any span of a window's length no more than the limit, and a place is back when its call is that old."""
    windows, key = Windows(), "somebody"
    came: list[float] = []
    last = time.monotonic() + 1.6
    while time.monotonic() < last:
        if windows.acquire_entry(key, 5, 1):
            came.append(time.monotonic())
        time.sleep(0.01)
    assert len(came) == 10
    for first, sixth in zip(came, came[5:], strict=False):
        assert sixth - first >= 0.99


def test_windows_forget_who_came_long_ago() -> None:
    windows = Windows()
    for number in range(2_000):
        windows.acquire_entry(f"address:{number}", 5, 0)
    assert windows.reset() is not None
    for number in range(1_500):
        windows.acquire_entry(f"address:{number}", 5, 0)
    assert (windows.reset() or 0) <= 1_000


def test_what_is_left_and_when_is_told(settings: Settings) -> None:
    settings.LIMITS = {"read.anonymous": 3}
    began = time.time()
    found = [check_call(nobody(), free=True) for _ in range(3)]
    assert [one and (one.limit, one.remaining) for one in found] == [(3, 2), (3, 1), (3, 0)]
    with pytest.raises(RateLimitError) as refused:
        check_call(nobody(), free=True)
    assert refused.value.until is not None
    assert 59 <= refused.value.until.timestamp() - began <= 61


def test_addresses_are_counted_apart_and_a_subnet_of_ipv6_together(settings: Settings) -> None:
    settings.LIMITS = {"read.anonymous": 2}
    assert [allowed(nobody(number), 3) for number in (1, 2)] == [2, 2]
    assert allowed(Caller(address="2001:db8:0:1::1"), 2) == 2
    assert allowed(Caller(address="2001:db8:0:1:ffff::7"), 2) == 0
    assert allowed(Caller(address="2001:db8:0:2::1"), 2) == 2


@pytest.mark.parametrize(
    ("permission", "limit"), [("READ_ONLY", 100), ("DOWNLOAD", 10), ("ADMIN", 20), ("FULL_ACCESS", 50)]
)
def test_each_permission_has_its_own_limit(permission: str, limit: int, alice: User) -> None:
    key, _ = create_key(alice, "CI", permission)
    assert allowed(Caller(alice, key), limit + 5) == limit


def test_a_key_may_have_a_limit_of_its_own(alice: User) -> None:
    key, _ = create_key(alice, "CI", Permission.DOWNLOAD, custom_rate_limit=33)
    assert allowed(Caller(alice, key), 50) == 33


def test_many_keys_are_no_way_around_a_users_limit(alice: User, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "call.user": 150}
    keys = [create_key(alice, str(number))[0] for number in range(3)]
    assert sum(allowed(Caller(alice, key), 100) for key in keys) == 150


def test_a_person_may_have_limits_of_their_own(alice: User) -> None:
    alice.limits = {"call.READ_ONLY": 7, "resolve.user": 1}
    key, _ = create_key(alice, "CI")
    assert allowed(Caller(alice, key), 10) == 7
    check(Caller(alice), "resolve")
    with pytest.raises(RateLimitError):
        check(Caller(alice), "resolve")


def test_nobody_reads_sixty_times_and_asks_platforms_five_times() -> None:
    assert allowed(nobody(), 70) == 60
    asked = [check(nobody(2), "resolve") for _ in range(5)]
    assert [one.remaining for one in asked if one] == [4, 3, 2, 1, 0]
    with pytest.raises(RateLimitError):
        check(nobody(2), "resolve")


def test_without_the_store_what_costs_waits_and_reading_goes_on_counted_here(settings: Settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    settings.LIMITS = {"read.anonymous": 3, "resolve.anonymous": 5}
    began = time.monotonic()
    assert allowed(nobody(), 5) == 3
    for _ in range(20):
        with pytest.raises(UncountedError):
            check(nobody(), "resolve")
        with pytest.raises(UncountedError):
            check_call(nobody(), free=False)
    assert time.monotonic() - began < 2, "each call waits for a store that is known to be away"


def test_what_is_not_limited_is_not_counted(settings: Settings) -> None:
    settings.LIMITS = {}
    found: Window | None = check_call(nobody(), free=False)
    assert found is None
