"""How often somebody may call: a sliding window for each user or address, told in `RateLimit-*` headers."""

from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from vitrine.lib.errors import RateLimitError


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


def check(request: HttpRequest, name: str) -> None:
    """Count this call against `LIMITS[name.user]` or `LIMITS[name.anonymous]`, a minute.

    Raises RateLimitError with the moment when the next may come.
    """
    signed_in = request.user.is_authenticated
    kind = f"{name}.{'user' if signed_in else 'anonymous'}"
    limit = settings.LIMITS.get(kind)
    if limit is None:
        return
    window = RateLimitItemPerMinute(limit)
    who = f"user:{request.user.pk}" if signed_in else f"address:{request.META.get('REMOTE_ADDR', '')}"
    allowed = _limiter().hit(window, kind, who)
    stats = _limiter().get_window_stats(window, kind, who)
    reset = datetime.fromtimestamp(stats.reset_time, UTC)
    request.rate_limit = (limit, stats.remaining, reset)  # type: ignore[attr-defined]  # read by `headers` below
    if not allowed:
        raise RateLimitError(f"{limit} times a minute is as often as this can be asked.", until=reset)


def headers(request: HttpRequest, response: HttpResponse) -> None:
    """Say on `response` what `check` found."""
    found = getattr(request, "rate_limit", None)
    if found:
        limit, remaining, reset = found
        response["RateLimit-Limit"] = str(limit)
        response["RateLimit-Remaining"] = str(remaining)
        response["RateLimit-Reset"] = str(max(0, round((reset - datetime.now(UTC)).total_seconds())))
