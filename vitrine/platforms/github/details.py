"""Everything about one repository that takes a request of its own: asked for together, within a budget.

README and languages are the work itself: when one of them fails, so does the fetch, and is repeated. Weeks, commits and
structure stand beside it: what fails there is left unknown.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import structlog

from vitrine.lib import stopping
from vitrine.lib.errors import VitrineError
from vitrine.lib.http import Response, TooLarge
from vitrine.platforms.types import Json

from . import api, parse, readme
from .exchange import Absent, Answer, Exchange
from .parse import Commits, Details

T = TypeVar("T")

log = structlog.get_logger(__name__)

_STILL_COUNTING: Final = 202
_NOTHING_TO_COUNT: Final = 204


def gather(exchange: Exchange, repo: Json, *, again: float) -> Details:
    """Five requests, and a sixth, `again` seconds later, when GitHub is still counting the weeks.

    Raises UpstreamUnavailableError when README or languages cannot be had, and what `Exchange.ask_together` raises.
    """
    name, url = parse.full_name(repo), exchange.url
    answers = exchange.ask_together(
        {
            "weeks": api.participation(name),  # first: GitHub may have to count them
            "readme": api.readme(name),
            "languages": api.languages(name),
            "structure": api.contents(name),
            "commits": api.newest_commit(name),
        }
    )
    return Details(
        blocks=_readme(answers["readme"], repo),
        languages=_languages(answers["languages"], url),
        structure=_or_unknown(lambda: _structure(answers["structure"], url), url),
        commits=_or_unknown(lambda: _commits(answers["commits"], url), url),
        weeks=_or_unknown(lambda: _weeks(_counted(answers["weeks"], exchange, name, again), url), url),
    )


def _readme(answer: Answer, repo: Json) -> tuple[Json, ...]:
    try:
        found = _given(answer)
    except TooLarge:
        return (readme.too_large(repo),)
    block = readme.block(found.json(), repo) if found else None
    return (block,) if block and (block["markdown"] or block["note"]) else ()


def _languages(answer: Answer, url: str) -> dict[str, int]:
    found = _given(answer)
    return parse.languages(found.json(), url) if found else {}


def _structure(answer: Answer, url: str) -> tuple[Json, ...]:
    found = _given(answer)
    return parse.structure(found.json(), url) if found else ()


def _commits(answer: Answer, url: str) -> Commits:
    found = _given(answer)
    return parse.commits(found, url) if found else Commits(0)


def _counted(answer: Answer, exchange: Exchange, name: str, again: float) -> Answer:
    """The answer, or the second one when the first was that GitHub is still counting."""
    if not isinstance(answer, Response) or answer.status != _STILL_COUNTING:
        return answer
    stopping.pause(again)
    return exchange.ask_together({"weeks": api.participation(name)})["weeks"]


def _weeks(answer: Answer, url: str) -> tuple[int, ...] | None:
    found = _given(answer)
    if found is None or found.status == _NOTHING_TO_COUNT:
        return (0,) * parse.WEEKS
    return None if found.status == _STILL_COUNTING else parse.weeks(found.json(), url)


def _given(answer: Answer) -> Response | None:
    """The response, or None where GitHub says that there is no such part. Raises the error that came instead."""
    if isinstance(answer, VitrineError):
        raise answer
    return None if isinstance(answer, Absent) else answer


def _or_unknown(read: Callable[[], T], url: str) -> T | None:
    try:
        return read()
    except VitrineError as error:
        log.warning(
            "a detail of a repository could not be read; it stays unknown until the next look", of=url, why=error.log
        )
        return None
