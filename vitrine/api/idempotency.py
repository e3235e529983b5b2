"""`Idempotency-Key`: the same POST sent twice with the same key is done once and answered twice."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from vitrine.api import errors
from vitrine.lib.errors import ImportInProgressError, ValidationFailedError

KEPT = 24 * 3600  # seconds
UNDER_WAY = 120  # seconds after which a request that never ended is forgotten
LONGEST = 255
FAILURES = 500  # from here on the answer is not remembered: the caller may well try again

Handler = Callable[[HttpRequest], HttpResponse]


def idempotent_posts(get_response: Handler) -> Handler:
    """Middleware: behind the session, in front of the API."""

    def handle(request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method != "POST" or not request.path_info.startswith("/api/"):
            return get_response(request)
        if len(key) > LONGEST:
            return errors.respond(
                request, ValidationFailedError(f"An Idempotency-Key has at most {LONGEST} characters.")
            )
        return _once(request, _name(request, key), get_response)

    return handle


def _name(request: HttpRequest, key: str) -> str:
    who = request.user.pk if request.user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    said = "\n".join((str(who), request.path_info, key)).encode()
    return f"idempotent:{hashlib.sha256(said).hexdigest()}"


def _once(request: HttpRequest, name: str, get_response: Handler) -> HttpResponse:
    mark = hashlib.sha256(request.body).hexdigest()
    if cache.add(name, (mark, None), UNDER_WAY):
        response = get_response(request)
        if response.status_code < FAILURES:
            cache.set(name, (mark, (response.status_code, response.content, response["Content-Type"])), KEPT)
        else:
            cache.delete(name)
        return response
    earlier, answer = cache.get(name) or (mark, None)
    if earlier != mark:
        return errors.respond(request, ValidationFailedError("This Idempotency-Key was used for another request."))
    if answer is None:
        return errors.respond(request, ImportInProgressError("The same request is still being answered."))
    status, content, kind = answer
    response = HttpResponse(content, status=status, content_type=kind)
    response["Idempotency-Replayed"] = "true"
    return response
