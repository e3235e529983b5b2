"""How often somebody may call, told in `RateLimit-*` headers (IETF draft-ietf-httpapi-ratelimit-headers-07)."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from vitrine.accounts import limits
from vitrine.accounts.limits import Window


def check(request: HttpRequest, name: str) -> None:
    """Count this call against `LIMITS[name.user]` or `LIMITS[name.anonymous]`, a minute. Raises RateLimitError."""
    user = request.user if request.user.is_authenticated else None
    note(request, limits.check(name, user=user, address=request.META.get("REMOTE_ADDR", "")))


def note(request: HttpRequest, window: Window | None) -> None:
    """Keep what a count found for `tell`."""
    request.rate_limit = window  # type: ignore[attr-defined]  # ours


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Say on `response` what was found. A refusal says so itself."""
    window: Window | None = getattr(request, "rate_limit", None)
    if window:
        response["RateLimit-Limit"] = str(window.limit)
        response["RateLimit-Remaining"] = str(window.remaining)
        response["RateLimit-Reset"] = str(max(0, round((window.reset - datetime.now(UTC)).total_seconds())))
