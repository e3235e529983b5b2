"""What the world is made of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Which of a channel's lists an upload stands in."""

    LONG = "long"
    SHORT = "short"
    LIVE = "live"  # a stream: past, running or to come
    MEMBERS = "members"
    HIDDEN = "hidden"  # in no list: unlisted, private, deleted


class Live(StrEnum):
    """`snippet.liveBroadcastContent`."""

    NONE = "none"
    UPCOMING = "upcoming"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Channel:
    """A creator. Upload `n` of `videos` has kind `kinds[n % len(kinds)]`. The newest upload is `newest` older than the
    world's birth, the others follow at about `gap`.
    """

    number: int
    id: str
    handle: str
    title: str
    description: str
    subject: str
    country: str
    created: datetime
    videos: int
    kinds: tuple[Kind, ...]
    newest: timedelta
    gap: timedelta
    subscribers: int
    reach: int  # views that an ordinary video of theirs gets
    keywords: tuple[str, ...] = ()
    hidden_subscribers: bool = False
    legacy_name: str = ""
    custom_name: str = ""
    playlists: int = 0


@dataclass(frozen=True, slots=True)
class Video:
    """An upload. `uploaded` orders the uploads list, `published` is when the public could see it first (later, for
    scheduled ones). `raw_published` overrides the text of that date. None for views, likes, comments: not shown.
    """

    channel: int
    number: int
    id: str
    kind: Kind
    title: str
    description: str
    tags: tuple[str, ...]
    category: str
    topics: tuple[str, ...]
    uploaded: datetime
    published: datetime
    seconds: int
    views: int | None
    likes: int | None
    comments: int | None
    privacy: str = "public"
    deleted: bool = False
    lingers: bool = False  # gone, yet still in the lists, as for a while after a deletion
    live: Live = Live.NONE
    scheduled: datetime | None = None
    age_restricted: bool = False
    members_only: bool = False
    blocked_in: tuple[str, ...] = ()
    raw_published: str = ""
    language: str = "en"
    picture: str = ""  # name of a shipped picture; drawn when empty
    sizes: tuple[str, ...] = ("default", "medium", "high", "standard", "maxres")
    creative_commons: bool = False
    captions: bool = False

    @property
    def is_short(self) -> bool:
        return self.kind is Kind.SHORT

    @property
    def open(self) -> bool:
        """Whether somebody without an account, who knows its id, can see that it exists."""
        return not self.deleted and self.privacy != "private"


@dataclass(frozen=True, slots=True)
class Playlist:
    """A list that a creator made. What its items are, the world says."""

    id: str
    channel: int
    number: int
    title: str
    description: str
    created: datetime
    count: int
    privacy: str = "public"
