"""What pages read: slim rows and the pages made of them. Values only; words and addresses are the web's business."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

Json = dict[str, Any]
Row = TypeVar("Row")
Sort = Literal["newest", "views"]


def has_cover(kind: str, image_url: str | None) -> bool:
    """Whether a work is known by its picture. A repository is not: upstream draws nothing but its name."""
    return bool(image_url) and kind != "github_repo"


@dataclass(frozen=True, slots=True)
class Work:
    """A project as a card shows it. `duration` is in seconds; `views` 0 also where upstream does not tell."""

    id: int
    platform: str
    type: str
    title: str
    slug: str
    lead: str
    image_url: str
    image_colour: str
    duration: int | None
    form: str
    views: int
    published_at: datetime
    upstream_updated_at: datetime | None
    card: Json
    is_private: bool
    availability: str
    source_id: int | None
    external_url: str
    owner_slug: str
    owner_name: str

    @property
    def has_cover(self) -> bool:
        return has_cover(self.type, self.image_url)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose page it is. `work_counts` maps a type to how many works of it visitors can see."""

    id: int
    slug: str
    name: str
    kind: str
    bio: str
    avatar_url: str
    links: list[Any]
    work_counts: dict[str, int]
    view_total: int
    first_work_at: datetime | None
    latest_work_at: datetime | None

    @property
    def work_count(self) -> int:
        return sum(self.work_counts.values())


@dataclass(frozen=True, slots=True)
class Source:
    id: int
    platform: str
    kind: str
    name: str
    url: str
    state: str
    enabled: bool
    last_synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Label:
    """A tool, category or topic."""

    kind: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one keyset page; `next` is the cursor of the page after it, empty on the last."""

    items: list[Row]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty means everything. `source` is a source's id, the rest are names."""

    type: str = ""
    platform: str = ""
    source: int | None = None
    tool: str = ""
    category: str = ""
    topic: str = ""
    sort: Sort = "newest"

    @property
    def narrow(self) -> bool:
        return bool(self.type or self.platform or self.source or self.tool or self.category or self.topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    owner: Owner
    own: bool  # the one who looks is the owner
    sources: list[Source]
    tools: list[Label]
    works: Page[Work]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """A work with all that its own page reads. `newer` and `older` are its neighbours in time on the same page."""

    work: Work
    owner: Owner
    own: bool
    source: Source | None
    description: str
    html: str
    blocks: list[Json]
    facts: Json
    upstream_likes: int | None
    stats_as_of: datetime | None
    synced_at: datetime | None
    updated_at: datetime
    edited_fields: list[str]
    labels: list[Label] = field(default_factory=list)
    newer: Work | None = None
    older: Work | None = None
    related: list[Work] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Room:
    """Somebody's page seen from outside: who, and the newest few works."""

    owner: Owner
    platforms: list[str]
    works: list[Work]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An item of a source's ledger, with the work it became where it became one."""

    title: str
    state: str
    sentence: str
    changed_at: datetime
    project_id: int | None
    slug: str | None
    image_url: str | None
    type: str | None
