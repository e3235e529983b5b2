"""How often somebody may call: sliding windows of a minute, for each key, each user, or each address of nobody.

Counted in Redis where there is one (`REDIS_URL`), else in this process. When Redis is away, what costs something waits
(UncountedError) and reading goes on, counted in each process alone.
"""

import ipaddress
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import structlog
from django.conf import settings
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from vitrine.accounts.callers import Caller
from vitrine.accounts.errors import UncountedError
from vitrine.accounts.models import User
from vitrine.accounts.windows import Windows
from vitrine.lib.errors import RateLimitError

log = structlog.get_logger("vitrine.limits")

PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0}  # seconds that a call waits for Redis
AWAY = 5.0  # seconds for which Redis is not asked again after it did not answer
SUBNET = 64  # bits: what one person has of IPv6


@dataclass(frozen=True, slots=True)
class Window:
    """What a call found: so many a minute, so many left, the next one back at `reset`."""

    limit: int
    remaining: int
    reset: datetime


def check(caller: Caller, name: str) -> Window | None:
    """Count this call against `LIMITS[name.user]` or `LIMITS[name.anonymous]`; None where there is no limit.

    Raises RateLimitError with the moment when the next may come, UncountedError.
    """
    kind = f"{name}.{'user' if caller.user else 'anonymous'}"
    return _counted(kind, _who(caller), limit_of(kind, caller.user), free=False)


def check_call(caller: Caller, *, free: bool) -> Window | None:
    """Count a call of the API, whatever it asks for. Raises as `check` does; UncountedError only if it is not `free`.

    A key has its own count, by its permission or its `custom_rate_limit`; without the latter all keys of a user count
    together with the user's sessions too.
    """
    if caller.user is None:
        return _counted("read.anonymous", _who(caller), limit_of("read.anonymous", None), free=free)
    key = caller.key
    if key is None:
        return _counted("call.user", _who(caller), limit_of("call.user", caller.user), free=free)
    own = key.custom_rate_limit
    if own is None:
        _counted("call.user", _who(caller), limit_of("call.user", caller.user), free=free)
        own = limit_of(f"call.{key.permission}", caller.user)
    return _counted("call.key", f"key:{key.pk}", own, free=free)


def limit_of(name: str, user: User | None) -> int | None:
    """The limit of that name: the person's own, else everybody's; None: there is none."""
    own = user.limits.get(name) if user else None
    found: int | None = settings.LIMITS.get(name) if own is None else own
    return found


def forget() -> None:
    """Nobody has called yet, as far as is known here."""
    with suppress(StorageError):
        _store(settings.REDIS_URL).limiter.storage.reset()
    _here().storage.reset()


def _who(caller: Caller) -> str:
    return f"user:{caller.user.pk}" if caller.user else f"address:{_subnet(caller.address)}"


def _subnet(address: str) -> str:
    """Whoever has one address of IPv6 has 2^64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, SUBNET), strict=False)) if parsed.version == 6 else address  # noqa: PLR2004 - the version


def _counted(kind: str, who: str, limit: int | None, *, free: bool) -> Window | None:
    if limit is None:
        return None
    allowed, window = _hit(kind, who, limit, free=free)
    if not allowed:
        raise RateLimitError(
            f"{limit} times a minute is as often as this can be asked.",
            until=window.reset,
            detail={"limit": limit, "window_seconds": 60},
        )
    return window


def _hit(kind: str, who: str, limit: int, *, free: bool) -> tuple[bool, Window]:
    store = _store(settings.REDIS_URL)
    if store.answers():
        try:
            return _ask(store.limiter, kind, who, limit)
        except StorageError as error:
            store.missed(error)
    if not free:
        raise UncountedError
    return _ask(_here(), kind, who, limit)


def _ask(limiter: MovingWindowRateLimiter, kind: str, who: str, limit: int) -> tuple[bool, Window]:
    item = RateLimitItemPerMinute(limit)
    allowed = limiter.hit(item, kind, who)
    stats = limiter.get_window_stats(item, kind, who)
    return allowed, Window(limit, max(0, stats.remaining), datetime.fromtimestamp(stats.reset_time, UTC))


class _Store:
    """Where windows are, and whether it answered when last asked."""

    def __init__(self, url: str) -> None:
        storage = storage_from_string(url, wrap_exceptions=True, **PATIENCE) if url else Windows()
        self.limiter = MovingWindowRateLimiter(storage)
        self._away_until = 0.0

    def answers(self) -> bool:
        return time.monotonic() >= self._away_until

    def missed(self, error: Exception) -> None:
        self._away_until = time.monotonic() + AWAY
        log.warning("calls are counted in each process: Redis does not answer", why=str(error), again_in=AWAY)


@cache
def _store(url: str) -> _Store:
    return _Store(url)


@cache
def _here() -> MovingWindowRateLimiter:
    """For reading, while the store is away."""
    return MovingWindowRateLimiter(Windows())
