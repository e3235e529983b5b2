"""An answer before it is sent, and the refusals with GitHub's own words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

DOCS = "https://docs.github.com"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`modified` becomes Last-Modified; `tagged` answers carry an ETag and can be 304; `free` ones cost nothing."""

    status: int = 200
    body: bytes = b""
    type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None
    tagged: bool = True
    free: bool = False

    @property
    def etag(self) -> str:
        return f'W/"{hashlib.sha256(self.body).hexdigest()}"'


def told(
    body: Any, *, status: int = 200, modified: datetime | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """An answer in JSON. Empty headers are left out."""
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    kept = {name: value for name, value in (headers or {}).items() if value}
    return Answer(status=status, body=text, headers=kept, modified=modified, tagged=status == 200)


class Refusal(Exception):  # noqa: N818 - an answer like any other
    """Ends the making of an answer; `answer` is sent instead."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.status)


def refused(status: int, message: str, documentation: str, *, headers: Mapping[str, str] | None = None) -> Refusal:
    body = {"message": message, "documentation_url": documentation, "status": str(status)}
    return Refusal(told(body, status=status, headers=headers))


def not_found(section: str = "rest") -> Refusal:
    return refused(404, "Not Found", f"{DOCS}/{section}")


def moved(address: str) -> Refusal:
    """301 with the body GitHub sends for a name that was given up (@octokit/fixtures, rename-repository)."""
    body = {"message": "Moved Permanently", "url": address, "documentation_url": f"{DOCS}/v3/#http-redirects"}
    return Refusal(told(body, status=301, headers={"location": address}))


def bad_credentials() -> Refusal:
    return refused(401, "Bad credentials", f"{DOCS}/rest")


def unsupported_version(asked: str, supported: tuple[str, ...]) -> Refusal:
    body = {
        "message": "The version you specified is not a supported version.",
        "errors": f"{asked!r} is not one of {', '.join(supported)}",
        "documentation_url": f"{DOCS}/rest/about-the-rest-api/api-versions",
        "status": "400",
    }
    return Refusal(told(body, status=400))


def no_user_agent() -> Refusal:
    text = (
        "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header "
        f"({DOCS}/en/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent). "
        "Check https://developer.github.com for other possible causes.\r\n"
    )
    return Refusal(Answer(status=403, body=text.encode(), type="text/html", tagged=False, free=True))


def rate_limited(who: str, *, authorised: bool, status: int = 403) -> Refusal:
    """The primary limit is used up: 403, or 429 (GitHub Docs, "Rate limits for the REST API")."""
    message = (
        "API rate limit exceeded for user ID 583231. If you reach out to GitHub Support for help, please include the "
        "request ID 0A1B:2C3D:4E5F60:718293:6A0F0000 and timestamp."
        if authorised
        else f"API rate limit exceeded for {who}. (But here's the good news: Authenticated requests get a higher rate "
        "limit. Check out the documentation for more details.)"
    )
    return refused(status, message, f"{DOCS}/rest/using-the-rest-api/rate-limits-for-the-rest-api")


def slow_down(*, status: int = 403, after: int = 60) -> Refusal:
    """A secondary limit stands in the way; `after` in seconds."""
    message = (
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to "
        "GitHub Support for help, please include the request ID 0A1B:2C3D:4E5F60:718293:6A0F0001."
    )
    documentation = f"{DOCS}/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"
    return refused(status, message, documentation, headers={"retry-after": str(after)})


def blocked(reason: str, when: str) -> Refusal:
    """451 for a DMCA notice, 403 for the terms of service; no documentation_url (github/rest-api-description#3314)."""
    notice = "https://github.com/github/dmca/blob/master/2026/05/2026-05-04-marlow.md"
    html = notice if reason == "dmca" else "https://github.com/tos"
    block = {"reason": reason, "created_at": when, "html_url": html}
    status = 451 if reason == "dmca" else 403
    return Refusal(told({"message": "Repository access blocked", "block": block}, status=status))
