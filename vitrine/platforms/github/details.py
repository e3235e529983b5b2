"""Everything about one repository that takes a request of its own: asked for together, within a budget.

README and languages are the work itself: when one of them fails, so does the fetch, and is repeated. Weeks, commits and
structure stand beside it: what fails there is left unknown.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import structlog

from vitrine.lib import stopping
from vitrine.lib.errors import PermissionDeniedError, VitrineError
from vitrine.lib.http import Response, TooLarge
from vitrine.platforms.types import Json

from . import api, parse, readme
from .exchange import Absent, Answer, Exchange
from .parse import Commits, Details

T = TypeVar("T")
Read = Callable[[Response, str], T]

_NO_README: Final[Json] = {}

log = structlog.get_logger(__name__)


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
        languages=_needed(answers["languages"], parse.languages, url, absent=parse.NO_LANGUAGES),
        structure=_wanted(answers["structure"], parse.structure, url, absent=parse.NO_STRUCTURE),
        commits=_wanted(answers["commits"], parse.commits, url, absent=Commits(0)),
        weeks=_wanted(_counted(answers["weeks"], exchange, name, again), parse.weeks, url, absent=parse.NO_WEEKS),
    )


def _readme(answer: Answer, repo: Json) -> tuple[Json, ...]:
    if isinstance(answer, TooLarge | PermissionDeniedError):  # GitHub answers 403 where a file is beyond its own limit
        return (readme.too_large(repo),)
    block = _needed(answer, lambda found, _: readme.block(found.json(), repo), parse.full_name(repo), absent=_NO_README)
    return (block,) if block.get("markdown") or block.get("note") else ()


def _counted(answer: Answer, exchange: Exchange, name: str, again: float) -> Answer:
    """The answer, or the next one when this one is that GitHub is still counting."""
    if not isinstance(answer, Response) or answer.status != parse.STILL_COUNTING:
        return answer
    stopping.pause(again)
    return exchange.part(api.participation(name))


def _needed(answer: Answer, read: Read[T], url: str, *, absent: T) -> T:
    """What `read` makes of the answer, or `absent` where there is no such part. Raises the error that came instead."""
    if isinstance(answer, VitrineError):
        raise answer
    return absent if isinstance(answer, Absent) else read(answer, url)


def _wanted(answer: Answer, read: Read[T], url: str, *, absent: T) -> T | None:
    """As `_needed`, but None instead of an error."""
    try:
        return _needed(answer, read, url, absent=absent)
    except VitrineError as error:
        log.warning("a detail could not be had; it stays unknown until the next look", of=url, why=error.log)
        return None
