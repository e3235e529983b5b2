"""What a visitor has picked, to and from the query of an address."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from vitrine.portfolio.types import Filters, Page, Work
from vitrine.web.addresses import with_query

BY_ITSELF = 100  # works that come by scrolling alone; after those the foot of the page can be reached
MOST = 80  # characters of any one value that can still name something
NO_LETTER = "\ufffd"  # for NUL, which PostgreSQL takes in no text; nothing is called that either
NOBODYS = -1  # a source that no one has


@dataclass(slots=True)
class Option:
    value: str
    word: str
    now: bool


@dataclass(slots=True)
class Pick:
    """A native select: `label` before it, one of `options` chosen."""

    label: str
    name: str
    options: list[Option]


@dataclass(slots=True)
class Tab:
    url: str
    word: str
    number: int
    now: bool


def read(query: QueryDict) -> Filters:
    """The filters in an address. What makes no sense finds nothing rather than everything."""
    text = {
        name: query.get(name, "")[:MOST].replace("\0", NO_LETTER)
        for name in ("type", "platform", "tool", "category", "topic")
    }
    source = query.get("source", "")
    return Filters(
        **text,
        source=(int(source) if source.isdecimal() and len(source) < 19 else NOBODYS) if source else None,  # noqa: PLR2004 - what a bigint holds
        sort="views" if query.get("sort") == "views" else "newest",
    )


def link(path: str, filters: Filters, **changes: object) -> str:
    """`path` with these filters, changed by name; a cursor never travels along unless it is among the changes."""
    kept = {
        "type": filters.type,
        "platform": filters.platform,
        "source": filters.source,
        "tool": filters.tool,
        "category": filters.category,
        "topic": filters.topic,
        "sort": "views" if filters.sort == "views" else "",
    }
    return with_query(path, **{**kept, **changes})


def seen(query: QueryDict) -> int:
    """How many works stood above those that are asked for."""
    said = query.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 0  # noqa: PLR2004 - digits of any number that is meant


def onward(path: str, wanted: Filters, works: Page[Work], shown: int, *, first: str = "") -> dict[str, Any]:
    """The ways on from a page of works, `shown` with those above it; `first` leads back to the top."""
    return {
        "next_url": link(path, wanted, after=works.next) if works.next else "",
        "next_fragment": link(path, wanted, after=works.next, seen=shown) if works.next else "",
        "next_word": "More works" if wanted.sort == "views" else "Older works",
        "by_itself": shown < BY_ITSELF,
        "first_url": first,
    }


def pick(label: str, name: str, now: object, everything: str, options: list[tuple[str, str]]) -> Pick:
    chosen = "" if now is None else str(now)
    words = [Option("", everything, not chosen)] if everything else []
    return Pick(label, name, words + [Option(value, word, value == chosen) for value, word in options])


def sort_pick(filters: Filters) -> Pick:
    return pick("Sort", "sort", "views" if filters.sort == "views" else "", "Newest", [("views", "Most viewed")])
