"""Everything about one repository that takes a request of its own: asked for together, within a budget.

README and languages are the work itself: when one of them fails, so does the fetch, and is repeated. Weeks, commits and
structure stand beside it: what fails there is left unknown.
"""

import time
from collections.abc import Callable, Mapping
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


def ask(exchange: Exchange, repo: Json, *, again: float) -> Callable[[], Details]:
    """Five requests, sent now; what comes back waits for them. A sixth goes out, `again` seconds after the first five,
    when GitHub is still counting the weeks.

    Waiting raises UpstreamUnavailableError when README or languages cannot be had, and what `Exchange.together` raises.
    """
    name = parse.full_name(repo)
    answers = exchange.together(
        {
            "weeks": api.participation(name),  # first: GitHub may have to count them
            "readme": api.readme(name),
            "languages": api.languages(name),
            "structure": api.contents(name),
            "commits": api.newest_commit(name),
        }
    )
    counted_at = time.monotonic() + again
    return lambda: _read(answers(), exchange, repo, counted_at)


def _read(answers: Mapping[str, Answer], exchange: Exchange, repo: Json, counted_at: float) -> Details:
    name, url = parse.full_name(repo), exchange.url
    weeks = _counted(answers["weeks"], exchange, name, counted_at)
    return Details(
        blocks=_readme(answers["readme"], repo),
        languages=_needed(answers["languages"], parse.languages, url, absent=parse.NO_LANGUAGES),
        structure=_wanted(answers["structure"], parse.structure, url, absent=parse.NO_STRUCTURE),
        commits=_wanted(answers["commits"], parse.commits, url, absent=Commits(0)),
        weeks=_wanted(weeks, parse.weeks, url, absent=parse.NO_WEEKS),
    )


def _readme(answer: Answer, repo: Json) -> tuple[Json, ...]:
    if isinstance(answer, TooLarge | PermissionDeniedError):  # GitHub answers 403 where a file is beyond its own limit
        return (readme.too_large(repo),)
    block = _needed(answer, lambda found, _: readme.block(found.json(), repo), parse.full_name(repo), absent=_NO_README)
    return (block,) if block.get("markdown") or block.get("note") else ()


def _counted(answer: Answer, exchange: Exchange, name: str, counted_at: float) -> Answer:
    """The answer, or the next one when this one is that GitHub is still counting. `counted_at` is when to ask again, by
    the monotonic clock.
    """
    if not isinstance(answer, Response) or answer.status != parse.STILL_COUNTING:
        return answer
    stopping.pause(max(0.0, counted_at - time.monotonic()))
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
