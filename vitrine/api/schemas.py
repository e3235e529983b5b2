"""Wire shapes. Field names are the contract's."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

Count = Literal[10, 50, "all"]
Name = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
"""A word to look for. PostgreSQL takes no NUL in a text."""
LARGEST_ID = 2**63 - 1


class In(Schema, extra="forbid"):
    """What somebody sends: a name we do not know is refused, for it may be a known one misspelt."""


class ErrorOut(Schema):
    success: Literal[False] = False
    error: str = Field(description="A sentence for the person.")
    error_code: str = Field(description="One of the codes of this document.")
    action: str | None = Field(None, description="The one thing that mends it.", examples=["connect_youtube"])
    suggestion: str | None = None
    detail: dict[str, Any] | None = Field(None, description="What a program can go on with.")
    request_id: str = Field(description="Also in `X-Request-ID`; our log knows it.")


class ImportIn(In):
    url: str = Field(examples=["https://www.youtube.com/watch?v=dQw4w9WgXcQ"])
    is_showcase: bool = False
    is_private: bool = False
    count: Count | None = Field(None, description="For lists: how many, newest first. All when not given.")


class UrlIn(In):
    url: str = Field(examples=["github.com/django/django"])


class ChannelIn(In):
    """`channel` or `url`: the same thing by two names."""

    channel: str | None = Field(None, description="An address, an @handle or an id.", examples=["@hallowaybench"])
    url: str | None = None
    count: Count = Field("all", examples=[10])


class QueuedOut(Schema):
    success: Literal[True] = True
    task_id: str
    job_id: str = Field(description="The same as `task_id`.")
    status_url: str
    message: str


class CountsOut(Schema):
    total: int = Field(0, description="0 while nobody knows yet.")
    imported: int = 0
    updated: int = Field(0, description="Were here, and upstream had something new.")
    already: int = Field(0, description="Were here, and nothing is new.")
    skipped: int = 0
    failed: int = 0


class ResultOut(Schema):
    project_id: int | None = Field(None, description="Of a single work.")
    project_slug: str | None = None
    source_id: int | None = Field(None, description="Of a list.")
    url: str = Field(description="The page here: of the work, or of whoever it belongs to.")
    external_url: str
    title: str
    already: bool = Field(False, description="It was on the page before.")
    note: str = Field("", description="What this way of asking could not give.")


class TaskErrorOut(Schema):
    error: str
    error_code: str
    verdict: Literal["transient", "waiting", "reconnect", "permanent", "ours"]
    detail: dict[str, Any] | None


class TaskOut(Schema):
    id: str
    status: Literal["pending", "processing", "completed", "failed", "cancelled"]
    progress: int = Field(ge=0, le=100, description="Per cent; never goes back.")
    message: str
    stage: str
    title: str
    counts: CountsOut
    result: ResultOut | None
    error: TaskErrorOut | None = Field(description="Why it failed, or why it is waiting.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    next_try_at: datetime | None = Field(description="When a waiting one goes on by itself.")


class BriefOut(Schema):
    """A project in a few words."""

    id: int
    slug: str
    url: str = Field(description="Its page here.")
    title: str


class OptionOut(Schema):
    count: Count
    items: int | None
    units: int = Field(description="What it takes of the platform's daily allowance.")


class ResolvedOut(Schema):
    success: Literal[True] = True
    platform: str
    platform_label: str
    kind: str
    url: str
    title: str
    description: str
    image: str | None
    count: int | None
    is_list: bool
    newest_at: datetime | None
    note: str
    options: list[OptionOut]
    already_imported: bool
    project: BriefOut | None


class PlatformOut(Schema):
    name: str
    label: str
    kinds: list[str]
    lists: list[str]
    can: list[str]
    connected: bool
    needs: str


class PlatformsOut(Schema):
    items: list[PlatformOut]
    next: None = None


class UserOut(Schema):
    username: str
    name: str
    avatar_url: str | None


class LabelOut(Schema):
    slug: str
    name: str


class SyncOut(Schema):
    state: str = Field(description="What upstream lets the world see of it.", examples=["available"])
    reason: str = Field(description="A sentence, empty when there is nothing to say.")
    last_synced_at: datetime | None


class EnrichmentOut(Schema):
    by: str
    at: datetime | None
    failed: bool


class ProjectOut(Schema):
    id: int
    url: str = Field(description="Its page here.")
    platform: str
    type: str
    title: str
    description: str
    slug: str
    external_url: str
    featured_image_url: str | None
    image_srcset: str = Field(description="As HTML's `srcset`; empty without a picture.")
    user: UserOut
    source_id: int | None
    is_showcase: bool
    is_private: bool
    published_at: datetime
    duration: int | None = Field(description="Seconds.")
    view_count: int | None = Field(description="Upstream's; null where it does not tell.")
    like_count: int | None = Field(description="Upstream's; null where it does not tell.")
    stats_as_of: datetime | None
    likes: int
    comments: int
    tools: list[LabelOut]
    categories: list[LabelOut]
    topics: list[LabelOut]
    edited_fields: list[str]
    sync: SyncOut
    enrichment: EnrichmentOut
    created_at: datetime
    updated_at: datetime


class BlocksOut(Schema):
    blocks: list[dict[str, Any]]


class ProjectFullOut(ProjectOut):
    content: BlocksOut


class ProjectsOut(Schema):
    items: list[ProjectOut]
    next: str | None = Field(description="Cursor of the page behind this one.")


class ProjectIn(In):
    """What an owner changes; what is left out stays. The address of the work upstream is not among it."""

    title: str = Field("", examples=["A stool with three legs"])
    description: str = ""
    is_private: bool = False
    is_showcase: bool = False


class FieldIn(In):
    field: Literal["title", "description", "image"] = Field(examples=["title"])


class DoneOut(Schema):
    success: Literal[True] = True


class Wanted(Schema):
    """What a list of projects is narrowed to."""

    user: Name = Field("", description="A username. Somebody's own private works are listed with their own only.")
    type: Name = Field("", examples=["video"])
    platform: Name = Field("", examples=["youtube"])
    source: int | None = Field(None, ge=1, le=LARGEST_ID)
    tool: Name = Field("", description="The slug of a label, as projects carry it.")
    category: Name = ""
    topic: Name = ""
    q: Name = Field("", description="A part of the title.")
    sort: Literal["newest", "views"] = "newest"
    cursor: Name = Field("", description="`next` of the page before.")
    limit: int = Field(20, ge=1, le=100)
