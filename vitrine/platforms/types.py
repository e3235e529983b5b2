"""What travels between a platform and the engine, and what a platform must be able to do.

`Ref` → `RemoteItem` → `Decision` (in `vitrine.sync`) → `Project` (in `vitrine.catalog`). New, unchanged and failed are
three different values, never None.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from vitrine.lib.errors import VitrineError
from vitrine.lib.http import Request, Response

Json = dict[str, Any]


class Availability(StrEnum):
    """What upstream lets the world see of one work. Each value has its own outcome and its own reason."""

    AVAILABLE = "available"
    UNLISTED = "unlisted"
    UPCOMING = "upcoming"  # scheduled, not out yet
    LIVE = "live"  # on air right now
    AGE_RESTRICTED = "age_restricted"
    MEMBERS_ONLY = "members_only"
    PRIVATE = "private"
    DELETED = "deleted"
    MISSING = "missing"  # upstream no longer answers for it and does not say why


@dataclass(frozen=True, slots=True)
class Ref:
    """One thing upstream, by its stable name. Two ways to write the same video give equal Refs.

    `id` is the platform's own id, or, where an address gives only a name, that name with `by` telling what kind of name
    (`handle`, `user`, `custom`); `by="id"` is the stable form. `url` is canonical.
    """

    platform: str
    kind: str
    id: str
    url: str
    by: str = "id"


@dataclass(frozen=True, slots=True)
class Picture:
    """An upstream picture: absolute URL, size in CSS pixels (0 where upstream does not say)."""

    url: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Author:
    id: str
    name: str
    url: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteItem:
    """One work, as upstream tells it now.

    `type` is Vitrine's own word for the kind of work (`video`, `github_repo`). `duration` is in seconds. `counters`
    uses `views likes comments stars forks watchers issues`, a name absent where upstream does not tell. `blocks` is the
    body, JSON objects with a `type` each. `facts` is a small JSON object for the card and the page (languages, licence,
    weeks of commits, chapters). `form` is `upload`, `short`, `live` or empty where nobody knows. `unknown` names the
    fields that this way of asking cannot tell (the feed has no duration), a single fact as `facts.weeks`: an update
    leaves those alone.
    """

    ref: Ref
    type: str
    title: str
    description: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    duration: int | None = None
    pictures: tuple[Picture, ...] = ()
    author: Author | None = None
    counters: Mapping[str, int] = field(default_factory=dict)
    availability: Availability = Availability.AVAILABLE
    form: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    blocks: tuple[Json, ...] = ()
    facts: Json = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Broken:
    """One item of a listing that could not be read; the others are not harmed by it."""

    external_id: str
    title: str
    error: VitrineError


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an address leads to, before anything is imported.

    `ref` is resolved (`by="id"`). `count` is how many items a list holds (None: not told). `note` is a sentence for the
    person about what this way of asking cannot give ("Only the newest 15 …").
    """

    ref: Ref
    title: str
    description: str = ""
    picture: Picture | None = None
    author: Author | None = None
    count: int | None = None
    newest_at: datetime | None = None
    note: str = ""
    facts: Json = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        return self.count is not None or bool(self.facts.get("list"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a list. `complete` on the last page says that every item upstream was seen in this run of pages:
    only then may anything be marked removed. `cursor` is the platform's own; the engine stores and never reads it.
    """

    items: tuple[RemoteItem, ...] = ()
    broken: tuple[Broken, ...] = ()
    summary: Summary | None = None
    complete: bool = False
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call takes from a bucket of the quota ledger (`youtube.pool`), in that bucket's units."""

    bucket: str = ""
    units: int = 0


FREE = Cost()


@dataclass(frozen=True, slots=True)
class Ask:
    """A request with its name in the ledger (`videos.list`) and its cost.

    With `conditional` the caller remembers the ETag and sends If-None-Match; a 304 comes back as the remembered 200.
    """

    request: Request
    endpoint: str
    cost: Cost = FREE
    conditional: bool = False


class Pending(Protocol):
    """An answer on its way."""

    def result(self) -> Response:
        """Wait for it. Raises what the door raises; a status of 4xx or 5xx is an answer, not an error."""
        ...


class Caller(Protocol):
    """What a platform is handed to reach the outside: metered, with whatever credentials there are."""

    @property
    def api_key(self) -> str:
        """The operator's key for this platform, or empty."""
        ...

    @property
    def token(self) -> str:
        """The person's own access token, or empty."""
        ...

    def send(self, ask: Ask) -> Pending:
        """Start it; reserves the cost first. Raises QuotaExceededError when the bucket has not that much left."""
        ...

    def get(self, ask: Ask) -> Response:
        """Start it and wait."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What pages, API and docs say of a platform. `kinds` are Ref kinds; `lists` those of them that hold many works.

    `can` names abilities: `import`, `list`, `detail` (a list tells only in part, see `InDetail`), `push`,
    `connect` (an account of one's own, see `oauth.Connects`), `private`, `publish`. What is not named, it cannot do.
    `buckets` maps a bucket of the quota ledger to its daily limit in units. `works` is one work and many in its own
    words, `words` what its kinds are called where they read differently. `player` is the origin that plays its films in
    a frame, `at_second` what follows a film's address to begin at a second (`&t={}s`); both empty where nothing plays.
    """

    name: str
    label: str
    reaches: tuple[str, ...]  # every host it talks to or takes pictures from
    kinds: tuple[str, ...]
    lists: tuple[str, ...]
    can: frozenset[str]
    needs: str = ""
    buckets: Mapping[str, int] = field(default_factory=dict)
    day_zone: str = "UTC"  # where the buckets' day begins at midnight
    works: tuple[str, str] = ("work", "works")
    words: Mapping[str, str] = field(default_factory=dict)
    player: str = ""
    at_second: str = ""
    example: str = ""  # an address as somebody may type it
    key_setting: str = ""  # the setting that holds the operator's key or token for public reading

    def word(self, kind: str) -> str:
        """`YouTube channel`, `GitHub account`."""
        return f"{self.label} {self.words.get(kind, kind)}"


class Platform(Protocol):
    """The face of a platform's folder."""

    @property
    def about(self) -> About: ...

    def recognise(self, text: str) -> Ref | None:
        """The Ref that `text` (stripped, one candidate) names; None when it is not ours.

        Raises InvalidURLError when it is ours and refused, with the reason as its sentence.
        """
        ...

    def fetch(self, caller: Caller, ref: Ref) -> RemoteItem:
        """One work. Raises ContentNotFoundError only when upstream says that it does not exist."""
        ...

    def summary(self, caller: Caller, ref: Ref) -> Summary:
        """What the address leads to; resolves names to stable ids. For works and lists alike."""
        ...

    def listing(self, caller: Caller, ref: Ref, *, limit: int | None = None, cursor: str = "") -> Iterator[Listing]:
        """The works of a list, newest first, a page at a time; the first page carries the summary.

        Works on one page ahead of its consumer where the API allows. At most `limit` items in all, counting what
        was given before `cursor`.
        """
        ...

    def price(self, ref: Ref, count: int | None) -> Cost:
        """What importing `count` items (None: one work) is expected to cost."""
        ...


@runtime_checkable
class InDetail(Protocol):
    """A platform whose lists tell works in part, and that gives several in full at once."""

    def fetch_many(self, caller: Caller, refs: Sequence[Ref]) -> Iterator[RemoteItem | VitrineError]:
        """As `fetch` for each, in order, asked for together; an error stands in its work's place."""
        ...
