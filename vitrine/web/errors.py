"""What a page says when there is nothing to show, or when it broke. Here a failure becomes a page's
status; `vitrine.api.errors` has the API's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from vitrine.accounts import people
from vitrine.accounts.errors import UncountedError
from vitrine.lib.errors import (
    ContentNotFoundError,
    ImportDuplicateError,
    ImportInProgressError,
    IntegrationAuthError,
    InvalidURLError,
    NotFoundError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    ReconnectRequiredError,
    UnknownPlatformError,
    UpstreamUnavailableError,
    ValidationFailedError,
    VitrineError,
)

_STATUS: dict[type[VitrineError], int] = {
    NotFoundError: 404,
    ContentNotFoundError: 404,
    PermissionDeniedError: 403,
    ReconnectRequiredError: 409,
    IntegrationAuthError: 403,
    ImportDuplicateError: 409,
    ImportInProgressError: 409,
    QuotaExceededError: 429,
    InvalidURLError: 422,
    UnknownPlatformError: 422,
    ValidationFailedError: 422,
    RateLimitError: 429,
    UpstreamUnavailableError: 503,
}
_HEADLINES = {
    403: "Not yours to open",
    404: "This case is empty",
    409: "Not as things stand",
    422: "That did not make sense to us",
    429: "A little too often",
    503: "The other side is not answering",
}


def status_of(error: VitrineError) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


def say(request: HttpRequest, error: VitrineError) -> HttpResponse:
    """The page for a failure that a view did not answer itself."""
    status = status_of(error)
    context = {"headline": _HEADLINES.get(status, "Something broke on our side"), "sentence": error.sentence}
    response = render(request, "error.html", context, status=status)
    if error.until and status == 429:  # noqa: PLR2004 - the status of that name
        response["Retry-After"] = error.until.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return say(request, exception if isinstance(exception, VitrineError) else NotFoundError())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return say(request, exception if isinstance(exception, VitrineError) else PermissionDeniedError())


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature; the log has it
    error = PermissionDeniedError(
        "This form was open for too long, or cookies are turned off, so we cannot tell that it was you. "
        "Nothing was changed. Go back, reload the page and send it again."
    )
    return say(request, error)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - nothing of the request can be trusted any more
    """Stands alone: whatever broke may be what other pages need."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _elsewhere(request: HttpRequest, error: VitrineError) -> HttpResponse | None:
    """Where there is no such page any more: the way to its present address, or that its owner has left."""
    found = request.resolver_match
    if not isinstance(error, NotFoundError) or found is None or request.method not in ("GET", "HEAD"):
        return None
    slug = str(found.kwargs.get("username", ""))
    if moved := people.moved_to(slug, viewer_id=request.user.pk) if slug else "":
        rest = request.get_full_path().removeprefix(f"/{slug}")
        return HttpResponsePermanentRedirect(f"/{moved}{rest}")
    if slug and people.is_retired(slug.lower()):
        left = "Whoever lived here has left, and took everything along. Nobody else gets this address."
        return render(request, "error.html", {"headline": "This page is gone", "sentence": left}, status=410)
    return None


def errors_as_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a VitrineError that leaves a view becomes a page that says what happened and what happens next. So
    does a Redis that is away: sign-in counts its tries there.
    """

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
            error = UncountedError(log=str(exception)) if isinstance(exception, RedisError) else exception
            if not isinstance(error, VitrineError):
                return None
            return _elsewhere(request, error) or say(request, error)

    return Middleware()
