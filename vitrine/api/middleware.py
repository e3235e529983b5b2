"""What every request under /api/ goes through, and the names of requests everywhere."""

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from vitrine.api import errors

Handler = Callable[[HttpRequest], HttpResponse]

API = "/api/"
DOCUMENT = "/api/v1/openapi.json"
SLASHED = ("/health", "/health/detailed", "/metrics")


def request_id(get_response: Handler) -> Handler:
    """Give every request an id: in each log line, in `X-Request-ID`, in error bodies."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]  # ours, read in api.errors
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]  # set just above
            response = get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]  # set above
        return response

    return handle


def api_manners(get_response: Handler) -> Handler:
    """Under /api/: a failure of whatever layer comes in our shape, no answer is kept by anybody on the way, and HEAD is
    answered as GET (whose body the server leaves out).
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return get_response(request)
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        response = _answered(request, get_response)
        request.method = method
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle


def _answered(request: HttpRequest, get_response: Handler) -> HttpResponse:
    response = get_response(request)
    failed = response.status_code >= 400  # noqa: PLR2004 - where failures begin
    return errors.instead_of(request, response) if failed and not _is_json(response) else response


def _is_json(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("application/json")


def trailing_slash(get_response: Handler) -> Handler:
    """Routes end in a slash; a call without one means the same, POST bodies and all, so no redirect."""

    def handle(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path == f"{DOCUMENT}/":
            request.path_info = DOCUMENT
        elif path != DOCUMENT and not path.endswith("/") and (path.startswith(API) or path in SLASHED):
            request.path_info = f"{path}/"
        return get_response(request)

    return handle
