"""What goes through the door and what comes back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from .errors import Unreadable
from .redaction import redact


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. Times in seconds, sizes in bytes.

    `url` is absolute; `params` are added to its query. `guarded` is for addresses that a person supplied, and for what
    such an address leads to (redirects, pictures): resolved once, refused unless every answer is global, connected to
    that very address. `purpose` names the breaker's compartment beside the host. `repeatable` allows retries; left
    alone it goes by the method: GET, HEAD, OPTIONS, PUT and DELETE may be repeated, POST and PATCH may not
    (RFC 9110, 9.2.2). `max_bytes` counts the body after decompression. `redirects=0` gives a 3xx back as it is.
    """

    url: str
    method: str = "GET"
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    max_bytes: int = 8 * 1024 * 1024
    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    total_timeout: float = 60.0
    purpose: str = "api"
    guarded: bool = False
    repeatable: bool | None = None
    redirects: int = 5

    def __repr__(self) -> str:
        """Safe to log: no header, no body, no secret of the query."""
        return f"<Request {self.method} {redact(self.url)} ({self.purpose})>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer. Header names are lower case. `attempts` counts what was sent, retries and redirects included;
    `url` is where it came from in the end; `elapsed` is in seconds over all attempts.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    attempts: int = 1
    elapsed: float = 0.0

    def __repr__(self) -> str:
        return f"<Response {self.status} {redact(self.url)} {len(self.body)} bytes>"

    def text(self) -> str:
        """The body in the charset it declares, UTF-8 otherwise; what cannot be decoded becomes U+FFFD."""
        charset = _charset(self.headers.get("content-type", ""))
        try:
            return self.body.decode(charset, errors="replace")
        except LookupError:
            return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON. Raises Unreadable (an UpstreamUnavailableError) when it is not: HTML where JSON was
        promised, a cut body, an empty one, NaN, or nesting that no honest answer has.
        """
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as exc:
            kind = self.headers.get("content-type", "no content type")
            raise Unreadable(
                log=f"no JSON from {redact(self.url)}: status {self.status}, {kind}, {len(self.body)} bytes: {exc}"
            ) from exc


def _charset(content_type: str) -> str:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or "utf-8"
    return "utf-8"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON (RFC 8259, section 6)")
