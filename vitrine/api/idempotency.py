"""`Idempotency-Key`: the same POST sent twice with the same key is done once and answered twice.

(IETF draft-ietf-httpapi-idempotency-key-header-07.) Only what was done is remembered: a refusal changed nothing, and
the same request may well go through later.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from vitrine.accounts import answers
from vitrine.accounts.models import Answer
from vitrine.api import auth, errors
from vitrine.lib import clock
from vitrine.lib.errors import ImportInProgressError, ValidationFailedError, VitrineError

LONGEST = 255  # characters of a key
REFUSALS = 400  # and above

Handler = Callable[[HttpRequest], HttpResponse]


def idempotent_posts(get_response: Handler) -> Handler:
    """Middleware: behind the session, in front of the API."""

    def handle(request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method != "POST" or not request.path_info.startswith(auth.V1):
            return get_response(request)
        if len(key) > LONGEST:
            error = ValidationFailedError(f"An Idempotency-Key has at most {LONGEST} characters.")
            return errors.respond(request, error)
        return _once(request, _name(request, key), get_response)

    return handle


def _name(request: HttpRequest, key: str) -> str:
    caller = auth.of(request)
    person = f"user {caller.user.pk}" if caller.user else f"at {caller.address}"
    key_of = f"key {caller.key.pk}" if caller.key else ""  # another key of the same user may not be allowed to do this
    return _digest(f"{person} {key_of}\n{request.path_info}\n{key}".encode())


def _digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()


def _once(request: HttpRequest, name: str, get_response: Handler) -> HttpResponse:
    mark = _digest(request.body)
    if earlier := answers.begin(name, mark):
        return _again(request, earlier, mark)
    response = get_response(request)
    if response.status_code < REFUSALS:
        kind = response.get("Content-Type", "")
        answers.keep(name, status=response.status_code, kind=kind, content=response.content)
    else:
        answers.forget(name)
    return response


def _again(request: HttpRequest, earlier: Answer, mark: str) -> HttpResponse:
    if earlier.mark != mark:
        return errors.respond(request, _used_for_another())
    if not earlier.status:
        return errors.respond(request, _still_under_way())
    response = HttpResponse(answers.said(earlier), status=earlier.status, content_type=earlier.kind)
    response["Idempotency-Replayed"] = "true"
    return response


def _used_for_another() -> VitrineError:
    return ValidationFailedError("This Idempotency-Key was used for another request.")


def _still_under_way() -> VitrineError:
    return ImportInProgressError(
        "The same request is still being answered. Ask again in a second.", until=clock.now() + timedelta(seconds=1)
    )
