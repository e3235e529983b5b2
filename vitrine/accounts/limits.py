"""How often somebody may call: a sliding window for each user, or for each address of those who are not signed in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from vitrine.accounts.models import User
from vitrine.lib.errors import RateLimitError


@dataclass(frozen=True, slots=True)
class Window:
    """What a call found: so many a minute, so many left, new again at `reset`."""

    limit: int
    remaining: int
    reset: datetime


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


def limit_of(kind: str, user: User | None) -> int | None:
    """How often `user` may do this: their own limit, or the common one of `settings.LIMITS`; None for no limit."""
    own: int | None = user.limits.get(kind) if user else None
    common: int | None = settings.LIMITS.get(kind)
    return common if own is None else own


def check(name: str, *, user: User | None, address: str) -> Window | None:
    """Count this call against `LIMITS[name.user]` or `LIMITS[name.anonymous]`, a minute; None where there is no limit.

    Raises RateLimitError, with the moment when the next may come.
    """
    kind = f"{name}.{'user' if user else 'anonymous'}"
    limit = limit_of(kind, user)
    if limit is None:
        return None
    item, who = RateLimitItemPerMinute(limit), f"user:{user.pk}" if user else f"address:{address}"
    allowed = _limiter().hit(item, kind, who)
    stats = _limiter().get_window_stats(item, kind, who)
    window = Window(limit, stats.remaining, datetime.fromtimestamp(stats.reset_time, UTC))
    if not allowed:
        raise RateLimitError(
            f"{limit} times a minute is as often as this can be asked.",
            until=window.reset,
            detail={"limit": limit, "window_seconds": 60},
        )
    return window
