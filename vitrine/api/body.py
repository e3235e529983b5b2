"""Reading the body of a request: a JSON object, and whatever else is sent is refused by name."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.parser import Parser

from vitrine.api.errors import RefusedByHttpError
from vitrine.lib.errors import ValidationFailedError

BAD_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE = 400, 413, 415


def check(request: HttpRequest) -> None:
    """Raise RefusedByHttpError for a body that is too large or no JSON, before anything reads it."""
    length = request.META.get("CONTENT_LENGTH") or ""
    size = int(length) if length.isdecimal() else 0
    if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RefusedByHttpError(TOO_LARGE, "The body of this request is larger than we read.")
    if size and request.method == "GET":
        raise RefusedByHttpError(BAD_REQUEST, "A GET carries no body.")
    kind = request.content_type or "application/json"
    if size and kind != "application/json":
        sentence = f"A body is JSON (application/json), and this one is {kind[:60]}."
        raise RefusedByHttpError(UNSUPPORTED_MEDIA_TYPE, sentence)


class JsonBody(Parser):
    """Raises ValidationFailedError. (ninja wraps it into an HttpError; `api.errors` takes it out again.)"""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        data = _read(request.body)
        if not isinstance(data, dict):
            raise ValidationFailedError("The body of this request is JSON, but no object.")
        return data


def _read(body: bytes) -> Any:
    try:
        data = json.loads(body)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair is JSON, but no text
    except (ValueError, RecursionError) as error:
        raise ValidationFailedError("The body of this request is not JSON.", log=f"body: {error}") from error
    return data
