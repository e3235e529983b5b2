"""What a status of GitHub's API means for the work it interrupted: status and message → verdict, as a table.

Source: GitHub Docs, "Troubleshooting the REST API" and "Rate limits for the REST API", 2026-11.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from vitrine.lib import clock
from vitrine.lib.errors import (
    ContentNotFoundError,
    IntegrationAuthError,
    PermissionDeniedError,
    RateLimitError,
    UpstreamUnavailableError,
    VitrineError,
)
from vitrine.lib.http import Response

from .costs import SECONDARY_WAIT, WITH_TOKEN, per_hour

_LOG_LIMIT: Final = 200
_LONGEST_WAIT: Final = timedelta(days=1)
_SPEAKS_OF_LIMITS: Final = ("rate limit", "abuse detection")

_GONE: Final = {
    404: "There is nothing at {url} that GitHub shows us: it is private, was deleted, or never was.",
    410: "{url} was deleted on GitHub.",
    451: "GitHub took {url} down for legal reasons.",
}


def refusal(response: Response, *, url: str, token: str) -> VitrineError | None:
    """The error that `response` is, or None when it answers the question.

    `url` is the public page that was asked about, for the sentence; `token` is what we signed in with, or empty, and is
    only looked at for being there.
    """
    status, said = response.status, _message(response)
    log = f"GitHub answered {status} for {url}: {said[:_LOG_LIMIT]}"
    if status < 300:  # noqa: PLR2004 - every 2xx answers
        return None
    if status in _GONE:
        return ContentNotFoundError(_GONE[status].format(url=url), log=log)
    if status == 401:  # noqa: PLR2004 - a token that is no good
        return _not_signed_in(token, log)
    if status in {403, 429}:
        return _limited(response, said, token, log) or _forbidden(url, log)
    if status >= 500 or 300 <= status < 400:  # noqa: PLR2004 - down, or redirects that lead nowhere
        return UpstreamUnavailableError(
            "GitHub is not answering properly right now. We try again by ourselves.", log=log
        )
    return VitrineError(log=log)  # 400, 422: we asked wrongly


def unreadable(url: str, why: str) -> UpstreamUnavailableError:
    """An answer that came whole and is not what GitHub promises."""
    return UpstreamUnavailableError(
        "GitHub answered with something we cannot read. We try again by ourselves.",
        log=f"GitHub's answer about {url} is not as documented: {why}",
    )


def _message(response: Response) -> str:
    with suppress(ValueError, AttributeError, RecursionError):
        return str(json.loads(response.body).get("message", ""))
    return ""


def _not_signed_in(token: str, log: str) -> VitrineError:
    if not token:
        return IntegrationAuthError(
            "GitHub wants a sign-in for this. Connect GitHub to go on.", log=log, action="connect_github"
        )
    return IntegrationAuthError(
        "GitHub no longer accepts the token we have: it ended or was withdrawn.",
        log=log,
        action="connect_github",
        suggestion="Connect GitHub again, or put a valid token into GITHUB_TOKEN.",
    )


def _forbidden(url: str, log: str) -> VitrineError:
    return PermissionDeniedError(f"GitHub does not let us see {url}.", log=log)


def _limited(response: Response, said: str, token: str, log: str) -> RateLimitError | None:
    """The limit that a 403 or 429 tells of, if it does."""
    asked_to_wait = _number(response.headers, "retry-after")
    if response.headers.get("x-ratelimit-remaining") == "0":
        return _used_up(response, asked_to_wait, token, log)
    told = response.status == 429 or any(words in said.lower() for words in _SPEAKS_OF_LIMITS)  # noqa: PLR2004 - the status of that name
    if asked_to_wait is None and not told:
        return None
    seconds = SECONDARY_WAIT if asked_to_wait is None else asked_to_wait
    until = _within_reason(clock.now() + timedelta(seconds=seconds))
    return RateLimitError(
        f"GitHub asks us to slow down until {until:%H:%M} UTC. It goes on by itself then.", log=log, until=until
    )


def _used_up(response: Response, asked_to_wait: int | None, token: str, log: str) -> RateLimitError:
    """The hour's requests are gone: wait for the reset, or longer when we are told to."""
    until = _within_reason(max(_reset(response.headers), clock.now() + timedelta(seconds=asked_to_wait or 0)))
    limit = _number(response.headers, "x-ratelimit-limit") or per_hour(token)
    detail = {"limit_per_hour": limit, "until": until.isoformat()}
    used_up = f"those are used up until {until:%H:%M} UTC. It goes on by itself then."
    if token:
        sentence = f"GitHub lets us ask {limit:,} times an hour; {used_up}"
        return RateLimitError(sentence, log=log, until=until, detail=detail)
    more = f"To ask {WITH_TOKEN:,} times an hour, set GITHUB_TOKEN."
    sentence = f"GitHub lets us ask {limit:,} times an hour without a token; {used_up} {more}"
    return RateLimitError(sentence, log=log, until=until, detail=detail, suggestion=more)


def _reset(headers: Mapping[str, str]) -> datetime:
    """`x-ratelimit-reset` (seconds since 1970), or a minute from now where it does not tell."""
    moment = _number(headers, "x-ratelimit-reset")
    return datetime.fromtimestamp(moment, UTC) if moment else clock.now() + timedelta(seconds=SECONDARY_WAIT)


def _within_reason(until: datetime) -> datetime:
    """GitHub's limits last an hour at most: a moment far off is a mistake that must not stop us for good."""
    return min(until, clock.now() + _LONGEST_WAIT)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,11}", text) else None
