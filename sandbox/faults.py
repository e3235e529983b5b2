"""Faults by request: which requests they meet, and what becomes of the answer."""

import asyncio
import json
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web

FEED_PATH = r"^/feeds/videos\.xml$"
STORM_PAGE = (
    "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Error 404 (Not Found)!!1</title>"
    "<p><b>404.</b> <ins>That's an error.</ins><p>The requested URL was not found on this server. "
    "<ins>That's all we know.</ins>"
)
PLAIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Sorry</h1><p>Please try later.</body></html>"
)


class Kind(StrEnum):
    STATUS = "status"  # `status` with `body` instead of the answer
    STALL = "stall"  # nothing for `seconds`, then the answer
    CUT = "cut"  # the full length promised, half of the body sent, the connection dropped
    EMPTY = "empty"  # 200 with nothing in it
    HTML = "html"  # 200 with a page where something else was promised
    INVALID_UTF8 = "invalid_utf8"  # the answer with bytes that no UTF-8 has
    TRUNCATE_JSON = "truncate_json"  # half of the body, its length told truly
    CLOSE = "close"  # the connection closed without an answer
    STORM = "storm"  # Atom feeds answer 404 with Google's page


class HungUp(Exception):  # noqa: N818  it is what happened, not an error
    """The connection was closed on purpose; `status` is what had been sent, 0 for nothing."""

    def __init__(self, status: int = 0) -> None:
        self.status = status
        super().__init__()


@dataclass(slots=True)
class Fault:
    """`host` is exact, `path`, `query` and `form` (the body sent) are searched for (regular expressions); a missing
    one meets everything.
    The first `skip` requests it meets pass; `times` requests are hit, then the fault is gone (None: until deleted).
    """

    kind: Kind
    host: str = ""
    path: re.Pattern[str] | None = None
    query: re.Pattern[str] | None = None
    form: re.Pattern[str] | None = None
    status: int = 503
    body: str | None = None
    retry_after: str | None = None
    seconds: float = 30.0
    times: int | None = None
    skip: int = 0
    probability: float = 1.0

    def meets(self, request: web.Request, host: str, form: str) -> bool:
        if self.host and self.host != host:
            return False
        if self.path and not self.path.search(request.path):
            return False
        if self.form and not self.form.search(form):
            return False
        return not (self.query and not self.query.search(request.query_string))


def read_fault(data: Mapping[str, Any]) -> Fault:
    """A fault as posted. Raises ValueError, KeyError, TypeError or re.error on one that makes no sense."""
    match = dict(data.get("match", {}))
    kind = Kind(data["kind"])
    known = {"match", "kind", "status", "body", "retry_after", "seconds", "times", "skip", "probability"}
    if unknown := (set(data) - known) | (set(match) - {"host", "path", "query", "form"}):
        raise ValueError(f"unknown names: {', '.join(sorted(unknown))}")
    path = match.get("path", FEED_PATH if kind is Kind.STORM else None)
    body = data.get("body")
    return Fault(
        kind=kind,
        host=str(match.get("host", "")).lower(),
        path=re.compile(path) if path else None,
        query=re.compile(match["query"]) if match.get("query") else None,
        form=re.compile(match["form"]) if match.get("form") else None,
        status=int(data.get("status", 503)),
        body=body if body is None or isinstance(body, str) else json.dumps(body),
        retry_after=None if data.get("retry_after") is None else str(data["retry_after"]),
        seconds=float(data.get("seconds", 30)),
        times=None if data.get("times") is None else int(data["times"]),
        skip=int(data.get("skip", 0)),
        probability=float(data.get("probability", 1)),
    )


@dataclass(slots=True)
class Faults:
    """The faults now in force. The first that meets a request is used."""

    seed: int
    active: list[Fault] = field(default_factory=list)
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def add(self, fault: Fault) -> None:
        self.active.append(fault)

    def clear(self) -> None:
        self.active.clear()
        self._dice.seed(self.seed)

    @property
    def reads_forms(self) -> bool:
        return any(fault.form for fault in self.active)

    def take(self, request: web.Request, host: str, form: str = "") -> Fault | None:
        """`form` is the body sent; needed only when `reads_forms`."""
        for fault in self.active:
            if fault.meets(request, host, form) and self._strikes(fault):
                return fault
        return None

    def _strikes(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.probability < 1 and self._dice.random() >= fault.probability:
            return False
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.active.remove(fault)
        return True


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def strike(fault: Fault, request: web.Request, host: str, handle: Handler) -> web.StreamResponse:
    """The answer that `fault` makes of the real one. The real one is made first, so a request that is hit costs its
    units like any other; only CLOSE reaches nobody. Raises HungUp where the connection was dropped.
    """
    if fault.kind is Kind.CLOSE:
        _hang_up(request)
        raise HungUp
    if fault.kind is Kind.STALL:
        await asyncio.sleep(fault.seconds)
        return await handle(request)
    answer = await handle(request)
    if fault.kind is Kind.CUT:
        await _cut(request, answer)
        raise HungUp(answer.status)
    return _changed(fault, answer, host)


def _changed(fault: Fault, answer: web.StreamResponse, host: str) -> web.Response:
    match fault.kind:
        case Kind.EMPTY:
            return web.Response(status=200, content_type=answer.content_type)
        case Kind.HTML:
            return web.Response(status=200, text=fault.body or PLAIN_PAGE, content_type="text/html")
        case Kind.STORM:
            return web.Response(
                status=404, text=STORM_PAGE, content_type="text/html", headers={"Server": "YouTube RSS Feeds server"}
            )
        case Kind.INVALID_UTF8:
            return _with_body(answer, _spoilt(_body(answer)))
        case Kind.TRUNCATE_JSON:
            body = _body(answer)
            return _with_body(answer, body[: len(body) // 2])
        case _:
            return _failure(fault, host)


def _failure(fault: Fault, host: str) -> web.Response:
    """`status` with `body`, or with what this kind of host says by itself."""
    headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
    if fault.body is not None:
        mime = "application/json" if fault.body.lstrip().startswith(("{", "[")) else "text/html"
        return web.Response(status=fault.status, text=fault.body, content_type=mime, headers=headers)
    if host == "api.github.com":
        return web.json_response({"message": "Server Error"}, status=fault.status, headers=headers)
    if host == "oauth2.googleapis.com":
        body = {"error": "internal_failure", "error_description": "Backend Error"}
        return web.json_response(body, status=fault.status, headers=headers)
    if host.endswith("googleapis.com"):
        return web.json_response(_google_failure(fault.status), status=fault.status, headers=headers)
    return web.Response(status=fault.status, text=PLAIN_PAGE, content_type="text/html", headers=headers)


def _google_failure(status: int) -> dict[str, Any]:
    """Reasons by status: YouTube Data API, errors and core errors, 2026."""
    reasons = {
        400: ("badRequest", "Bad Request"),
        401: ("authError", "Invalid Credentials"),
        403: ("forbidden", "Forbidden"),
        404: ("notFound", "Requested entity was not found."),
        429: ("rateLimitExceeded", "Resource has been exhausted (e.g. check quota)."),
        500: ("internalError", "Internal error encountered."),
    }
    reason, message = reasons.get(status, ("backendError", "The service is currently unavailable."))
    return {
        "error": {
            "code": status,
            "message": message,
            "errors": [{"message": message, "domain": "global", "reason": reason}],
        }
    }


def _body(answer: web.StreamResponse) -> bytes:
    body = answer.body if isinstance(answer, web.Response) else b""
    return bytes(body) if isinstance(body, bytes | bytearray) else b""


def _with_body(answer: web.StreamResponse, body: bytes) -> web.Response:
    return web.Response(status=answer.status, body=body, headers={"Content-Type": answer.headers["Content-Type"]})


def _spoilt(body: bytes) -> bytes:
    """Two stray bytes inside the last quoted string, so that it stays JSON but for them."""
    at = body.rfind(b'"')
    return body[:at] + b"\xff\xfe" + body[at:] if at > 0 else b"\xff\xfe" + body


async def _cut(request: web.Request, answer: web.StreamResponse) -> None:
    body = _body(answer)
    headers = {"Content-Type": answer.headers.get("Content-Type", "text/plain"), "Content-Length": str(len(body))}
    stub = web.StreamResponse(status=answer.status, headers=headers)
    await stub.prepare(request)
    await stub.write(body[: len(body) // 2])
    _hang_up(request)


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()
