"""Walking a playlist with a key: two metered calls a page, a page ahead of whoever reads.

While page n is being stored, the videos of page n + 1 and the lines of page n + 2 are on their way already. Whether a
video is a Short is asked beside that, for nothing (see `forms`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog

from vitrine.lib.errors import VitrineError

from ..types import Broken, Caller, Json, Listing, Pending, RemoteItem
from . import api, parse
from .costs import MOST_ITEMS, PAGE
from .errors import PageTokenError
from .forms import Asked, Forms
from .values import text_of

log = structlog.get_logger(__name__)

T = TypeVar("T")

_MOST_PAGES = 500  # 400 of them hold the longest list
_MOST_EMPTY = 3  # pages without a single line, one after the other
_LINES = "playlistItems.list"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk stands: what the engine keeps as the cursor. `passed` is how many lines lie behind."""

    playlist_id: str
    passed: int = 0
    token: str = ""

    def __str__(self) -> str:
        return f"{self.playlist_id} {self.passed} {self.token}" if self.token else ""

    @classmethod
    def read(cls, cursor: str, playlist_id: str) -> "Place":
        """The place a cursor names, or the beginning when it is none of this list."""
        match cursor.split(" "):
            case [name, passed, token] if name == playlist_id and passed.isdecimal() and token:
                return cls(name, int(passed), token)
        return cls(playlist_id)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, its videos on their way, and where the next page begins."""

    lines: tuple[parse.Listed, ...]
    broken: tuple[Broken, ...]
    videos: Pending | None
    cursor: str
    complete: bool


def listings(caller: Caller, start: Place, *, limit: int | None, forms: Forms) -> Iterator[Listing]:
    """Every page from `start`, read. What a call came to is raised after all the pages before it were given."""
    pages = one_ahead(Walk(caller, start, limit).pages())
    for page, asked, broken in one_ahead(_asked(page, forms) for page in pages):
        yield Listing(
            items=asked.settled(),
            broken=(*page.broken, *broken),
            complete=page.complete,
            cursor=page.cursor,
        )


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, each given when the next one is under way too; what that one raises comes after it."""
    nothing = object()
    held: Any = next(items, nothing)
    while held is not nothing:
        try:
            following = next(items, nothing)
        except VitrineError:
            yield held
            raise
        yield held
        held = following


@dataclass(slots=True)
class Walk:
    """One run over a playlist's pages. `limit` counts lines from the list's beginning on, whichever run gave them."""

    caller: Caller
    start: Place
    limit: int | None
    _seen: set[str] = field(default_factory=set)
    _tokens: set[str] = field(default_factory=set)
    _broken: int = 0
    _nameless: int = 0
    _empty: int = 0
    _before: int = 0
    _whole: bool = True
    _begun_again: bool = False

    def pages(self) -> Iterator[Page]:
        """Each page with its videos asked for and its follower on the way. Raises what the calls come to."""
        self._before, self._whole = self.start.passed, not self.start.token
        pending = None if self._enough else self._ask(self.start.token)
        while pending is not None:
            try:
                data = api.answer(pending.result(), _LINES)
            except PageTokenError as error:
                pending = self._begin_again(error)
                continue
            lines, broken = self._take(data)
            videos = self.caller.send(api.videos(self.caller, [line.video_id for line in lines])) if lines else None
            token, complete = self._step(data)
            pending, trouble = self._ask_ahead(token)
            cursor = str(Place(self.start.playlist_id, self._taken, token))
            yield Page(lines, broken, videos, cursor, complete)
            if trouble is not None:
                raise trouble

    @property
    def _taken(self) -> int:
        """Lines from the list's beginning on, those of earlier runs too."""
        return self._before + len(self._seen) + self._broken

    @property
    def _enough(self) -> bool:
        return self.limit is not None and self._taken >= self.limit

    def _ask(self, token: str) -> Pending:
        self._tokens.add(token)
        size = PAGE if self.limit is None or self.start.token else min(PAGE, self.limit)  # a token has its page size
        return self.caller.send(api.playlist_items(self.caller, self.start.playlist_id, token=token, size=size))

    def _ask_ahead(self, token: str) -> tuple[Pending | None, VitrineError | None]:
        """What refuses the next page must not cost this one."""
        try:
            return (self._ask(token) if token else None), None
        except VitrineError as error:
            return None, error

    def _begin_again(self, error: PageTokenError) -> Pending:
        """A token went stale: from the first page once more, where whatever was given already is passed over."""
        if self._begun_again:
            raise error
        log.warning("youtube.page_token_stale", playlist=self.start.playlist_id, next="from the first page again")
        self._begun_again, self._whole, self._before = True, True, 0
        self._tokens.clear()
        return self._ask("")

    def _take(self, data: Json) -> tuple[tuple[parse.Listed, ...], tuple[Broken, ...]]:
        """The lines not seen before, no more than the limit lets in."""
        lines: list[parse.Listed] = []
        broken: list[Broken] = []
        entries = api.objects(data)
        self._empty = 0 if entries else self._empty + 1
        for raw in entries:
            if self._enough:
                break
            try:
                line = parse.listed(raw)
            except parse.ItemUnreadable as error:
                broken.append(self._unreadable(raw, error))
                continue
            if line.video_id not in self._seen:
                self._seen.add(line.video_id)
                lines.append(line)
        return tuple(lines), tuple(broken)

    def _unreadable(self, raw: object, error: parse.ItemUnreadable) -> Broken:
        found = parse.broken(raw, error)
        self._broken += 1
        self._nameless += not found.external_id
        return found

    def _step(self, data: Json) -> tuple[str, bool]:
        """The token to go on with (empty: stop here), and whether this page completes the list."""
        token = text_of(data, "nextPageToken")
        if self._enough and token:
            return "", False
        if not token:
            return "", self._whole and not self._nameless and self._taken < MOST_ITEMS
        odd = self._oddity(token)
        if odd:
            log.warning("youtube.list_cut", playlist=self.start.playlist_id, why=odd, taken=self._taken)
        return ("", False) if odd else (token, False)

    def _oddity(self, token: str) -> str:
        """Why a list that claims to go on is not followed further."""
        if token in self._tokens:
            return "a page token came twice"
        if self._empty >= _MOST_EMPTY:
            return "too many empty pages"
        endless = self._taken >= MOST_ITEMS or len(self._tokens) > _MOST_PAGES
        return "longer than a list can be" if endless else ""


def _asked(page: Page, forms: Forms) -> tuple[Page, Asked, tuple[Broken, ...]]:
    """The page read, and for those that may be Shorts the question on its way."""
    items, broken = read(page)
    return page, forms.ask(items), broken


def read(page: Page) -> tuple[tuple[RemoteItem, ...], tuple[Broken, ...]]:
    """The videos of a page in the order of its lines, those that did not come judged by their lines."""
    if page.videos is None:
        return (), ()
    found, nameless = _by_id(api.objects(api.answer(page.videos.result(), "videos.list")))
    items: list[RemoteItem] = []
    broken: list[Broken] = []
    for line in page.lines:
        try:
            items.append(_one(line, found, nameless))
        except parse.ItemUnreadable as error:
            broken.append(Broken(line.video_id, line.title, error))
    return tuple(items), tuple(broken)


def _one(line: parse.Listed, found: dict[str, object], nameless: int) -> RemoteItem:
    if line.video_id in found:
        return parse.video_item(found[line.video_id], line)
    if nameless:  # it may be the one that came without its name: nothing is said of its fate
        raise parse.ItemUnreadable(log=f"video {line.video_id} may be among {nameless} that came without an id")
    return parse.absent_item(line)


def _by_id(videos: list[Any]) -> tuple[dict[str, object], int]:
    """The videos by id, and how many came without one."""
    found: dict[str, object] = {}
    for raw in videos:
        if isinstance(raw, dict) and isinstance(raw.get("id"), str):
            found[raw["id"]] = raw
    return found, len(videos) - len(found)
