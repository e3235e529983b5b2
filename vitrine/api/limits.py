"""How often somebody may call, told in `RateLimit-*` headers (IETF draft-ietf-httpapi-ratelimit-headers-07)."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from vitrine.accounts import limits
from vitrine.accounts.callers import Caller
from vitrine.accounts.limits import Window

FREE = ("GET", "HEAD", "OPTIONS")


def count(request: HttpRequest, caller: Caller) -> None:
    """Count this call, whatever it asks for. Raises RateLimitError, UncountedError."""
    note(request, limits.check_call(caller, free=request.method in FREE))


def check(request: HttpRequest, name: str) -> None:
    """Count this call against `LIMITS[name.user]` or `LIMITS[name.anonymous]` too, a minute. Raises as `count` does."""
    note(request, limits.check(request.caller, name))  # type: ignore[attr-defined]  # ours: api.auth


def note(request: HttpRequest, window: Window | None) -> None:
    """Keep what a count found for `tell`: the one that bears on this call most closely is counted last."""
    if window:
        request.rate_limit = window  # type: ignore[attr-defined]  # ours


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Say on `response` what was found. A refusal says so itself."""
    window: Window | None = getattr(request, "rate_limit", None)
    if window and "RateLimit-Limit" not in response:
        response["RateLimit-Limit"] = str(window.limit)
        response["RateLimit-Remaining"] = str(window.remaining)
        response["RateLimit-Reset"] = str(max(0, round((window.reset - datetime.now(UTC)).total_seconds())))
