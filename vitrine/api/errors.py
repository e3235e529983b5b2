"""Errors as JSON, and the one table from an error's code to an HTTP status."""

import math
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NinjaValidationError

from vitrine.lib import clock
from vitrine.lib.errors import Verdict, VitrineError

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
OF_STATUS = {401: "AUTH_ERROR", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RATE_LIMITED"}


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
    response = JsonResponse(body(error, _request_id(request)), status=STATUS.get(error.code, 500))
    if (wait := _retry_after(error)) is not None:
        response["Retry-After"] = str(wait)
    log.log(40 if error.verdict is Verdict.OURS else 20, "refused", code=error.code, why=error.log)
    return response


def _retry_after(error: VitrineError) -> int | None:
    """Seconds, whole and at least one; None where waiting does not help."""
    if error.until:
        return max(1, math.ceil((error.until - clock.now()).total_seconds()))
    return RETRY_SOON if error.verdict in (Verdict.TRANSIENT, Verdict.WAITING) else None


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


def _plain(request: HttpRequest, status: int, code: str, sentence: str, detail: Any = None) -> HttpResponse:
    said = {"success": False, "error": sentence, "error_code": code, "action": None, "suggestion": None}
    return JsonResponse({**said, "detail": detail, "request_id": _request_id(request)}, status=status)


def register(api: NinjaAPI) -> None:
    """Teach `api` our errors, ninja's own, and the unforeseen."""

    @api.exception_handler(VitrineError)
    def ours(request: HttpRequest, error: VitrineError) -> HttpResponse:
        return respond(request, error)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return _plain(request, 401, "AUTH_ERROR", "Sign in first.")

    @api.exception_handler(NinjaValidationError)
    def malformed(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
        detail = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors]
        return _plain(request, 422, "VALIDATION_ERROR", "Something in this request is not as it should be.", detail)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = OF_STATUS.get(error.status_code, "VALIDATION_ERROR")
        return _plain(request, error.status_code, code, str(error))

    @api.exception_handler(Exception)
    def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("unforeseen", path=request.path, exc_info=error)
        return _plain(request, 500, "INTERNAL", VitrineError.default_sentence)
