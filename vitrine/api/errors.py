"""Errors as JSON, and the one table from an error's code to an HTTP status."""

import logging
import math
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NinjaValidationError

from vitrine.accounts.errors import SignInRequiredError
from vitrine.lib import clock
from vitrine.lib.errors import NotFoundError, PermissionDeniedError, ValidationFailedError, Verdict, VitrineError

log = structlog.get_logger("vitrine.api")

STATUS = {
    "AUTH_ERROR": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "CONTENT_NOT_FOUND": 404,
    "INVALID_URL": 422,
    "VALIDATION_ERROR": 422,
    "UNKNOWN_PLATFORM": 422,
    "DUPLICATE_IMPORT": 409,
    "IMPORT_IN_PROGRESS": 409,
    "RECONNECT_REQUIRED": 409,
    "RATE_LIMITED": 429,
    "QUOTA_EXCEEDED": 429,
    "UPSTREAM_UNAVAILABLE": 503,
    "INTERNAL": 500,
}
RETRY_SOON = 30  # seconds, where an upstream failure does not say how long


class RefusedByHttpError(ValidationFailedError):
    """A request that HTTP has a status of its own for: 405, 413, 415."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


def body(error: VitrineError, request_id: str) -> dict[str, Any]:
    """The wire shape of an error."""
    return {
        "success": False,
        "error": error.sentence,
        "error_code": error.code,
        "action": error.action or None,
        "suggestion": error.suggestion or None,
        "detail": error.detail or None,
        "request_id": request_id,
    }


def respond(request: HttpRequest, error: VitrineError) -> HttpResponse:
    status = error.status if isinstance(error, RefusedByHttpError) else STATUS.get(error.code, 500)
    response = JsonResponse(body(error, getattr(request, "request_id", "")), status=status)
    _tell_when(response, error)
    if isinstance(error, SignInRequiredError):
        response["WWW-Authenticate"] = 'Bearer realm="vitrine"'  # RFC 9110, 11.6.1
    level = logging.ERROR if error.verdict is Verdict.OURS else logging.INFO
    log.log(level, "refused", code=error.code, why=error.log)
    return response


def _tell_when(response: HttpResponse, error: VitrineError) -> None:
    """`Retry-After` in whole seconds, at least one, where waiting helps; `RateLimit-*` where we are who counts."""
    if error.until:
        wait = max(1, math.ceil((error.until - clock.now()).total_seconds()))
    elif error.verdict in (Verdict.TRANSIENT, Verdict.WAITING):
        wait = RETRY_SOON
    else:
        return
    response["Retry-After"] = str(wait)
    if "window_seconds" in error.detail:
        response["RateLimit-Limit"] = str(error.detail["limit"])
        response["RateLimit-Remaining"] = "0"
        response["RateLimit-Reset"] = str(wait)


INSTEAD: dict[int, VitrineError] = {
    403: PermissionDeniedError(),
    404: NotFoundError("There is nothing at this address of the API."),
    405: RefusedByHttpError(405, "This address does not take this method."),
}
"""What to say for an answer of Django's own, by its status."""


def instead_of(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same failure in our shape; `Allow` stays."""
    fallback = VitrineError() if response.status_code >= 500 else RefusedByHttpError(400, "This request is malformed.")  # noqa: PLR2004 - the class of server errors
    shaped = respond(request, INSTEAD.get(response.status_code, fallback))
    if "Allow" in response:
        shaped["Allow"] = response["Allow"]
    return shaped


def register(api: NinjaAPI) -> None:
    """Teach `api` our errors, ninja's own, and the unforeseen."""

    @api.exception_handler(VitrineError)
    def ours(request: HttpRequest, error: VitrineError) -> HttpResponse:
        return respond(request, error)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return respond(request, SignInRequiredError())

    @api.exception_handler(NinjaValidationError)
    def malformed(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
        return respond(request, _wrong_fields(error))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        cause = error.__cause__  # ninja wraps what the parser of the body raises
        return respond(request, cause if isinstance(cause, VitrineError) else RefusedByHttpError(400, str(error)))

    @api.exception_handler(Exception)
    def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("unforeseen", path=request.path, exc_info=error)
        return respond(request, VitrineError())


WHAT = {"extra_forbidden": "It cannot be set here", "missing": "It is missing"}
"""Our words for what pydantic finds, where its own are not for people."""


def _wrong_fields(error: NinjaValidationError) -> ValidationFailedError:
    """The first field in the sentence, all of them in `detail.fields`."""
    fields = [{"where": _where(one["loc"]), "what": WHAT.get(one["type"], one["msg"])} for one in error.errors]
    first = fields[0]
    return ValidationFailedError(f"“{first['where']}” is wrong: {first['what']}.", detail={"fields": fields})


def _where(loc: tuple[str | int, ...]) -> str:
    """`limit`, `count`: without where it came from and what our function calls the whole of it."""
    return ".".join(str(part) for part in (loc[2:] or loc[1:] or loc))
