"""What an operation answers, said once: the shapes for ninja, and an example of each for the OpenAPI document."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ninja import Schema

from vitrine.api import errors
from vitrine.api.examples import DETAILS, REQUEST_ID
from vitrine.api.schemas import ErrorOut
from vitrine.lib.errors import VitrineError

UPSTREAM = (
    *("INVALID_URL", "UNKNOWN_PLATFORM", "CONTENT_NOT_FOUND", "AUTH_ERROR", "PERMISSION_DENIED"),
    *("RATE_LIMITED", "QUOTA_EXCEEDED", "UPSTREAM_UNAVAILABLE"),
)
"""What may come of asking a platform at once."""
ALWAYS = ("AUTH_ERROR", "RATE_LIMITED", "INTERNAL")
"""Of any call: a key that is not good, too often, a defect of ours."""
SIGN_IN = ("AUTH_ERROR",)
REMOVE = ("PERMISSION_DENIED", "NOT_FOUND", "UPSTREAM_UNAVAILABLE")
"""A key that may only read, somebody else's, and nobody there to count calls."""
CHANGE = ("AUTH_ERROR", "PERMISSION_DENIED", "VALIDATION_ERROR", "UPSTREAM_UNAVAILABLE")
"""A sign-in, its CSRF token or a key that may write, a body, and nobody there to count calls."""
WAITS = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}
LIMITS = {
    "RateLimit-Limit": {"description": "So many are allowed.", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "So many are left.", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until the next is back.", "schema": {"type": "integer"}},
}


def answers(
    status: int,
    shape: type[Schema],
    example: Mapping[str, Any],
    *,
    refuses: Iterable[str] = (),
    takes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`response` and `openapi_extra` of a route: one good answer, every refusal by its code, an example of each.

    `takes` is an example of the body. What may ALWAYS come need not be named.
    """
    codes = sorted({*refuses, *ALWAYS}, key=lambda code: (errors.STATUS[code], code))
    refused: dict[int, list[str]] = {}
    for code in codes:
        refused.setdefault(errors.STATUS[code], []).append(code)
    described: dict[int, Any] = {status: {"content": _content({"example": {"value": example}})}}
    described |= {number: _refusal(number, among) for number, among in refused.items()}
    extra: dict[str, Any] = {"responses": described}
    if takes is not None:
        extra["requestBody"] = {"content": _content({"example": {"value": takes}})}
    return {"response": {status: shape, **dict.fromkeys(refused, ErrorOut)}, "openapi_extra": extra}


def _content(examples: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"examples": examples}}


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    headers = (WAITS if status in (429, 503) else {}) | (LIMITS if "RATE_LIMITED" in codes else {})
    described: dict[str, Any] = {
        "description": " · ".join(f"`{code}`" for code in codes),
        "content": _content({code: {"value": example_of(code)} for code in codes}),
    }
    return described | ({"headers": headers} if headers else {})


def example_of(code: str) -> dict[str, Any]:
    """An error of that code, as it goes out."""
    kind = next(one for one in _kinds(VitrineError) if one.code == code)
    return errors.body(kind(detail=DETAILS.get(code)), REQUEST_ID)


def _kinds(base: type[VitrineError]) -> Iterator[type[VitrineError]]:
    """Every class of error, the general before the special."""
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)
