"""A name for each request, and addresses that answer with and without their trailing slash."""

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from vitrine.api import limits

Handler = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Handler) -> Handler:
    """Give every request an id: in each log line, in `X-Request-ID`, in error bodies."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]  # ours, read in api.errors
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    return handle


def trailing_slash(get_response: Handler) -> Handler:
    """Routes end in a slash; a call without one means the same, POST bodies and all, so no redirect."""

    def handle(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if (
            path.startswith(("/api/", "/health", "/metrics"))
            and not path.endswith("/")
            and "." not in path.rsplit("/", 1)[-1]
        ):
            request.path_info = f"{path}/"
        return get_response(request)

    return handle


def rate_limit_headers(get_response: Handler) -> Handler:
    """Whoever was counted is told what is left, on refusals too."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        limits.headers(request, response)
        return response

    return handle
