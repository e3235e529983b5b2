"""Wire shapes. Field names are the contract's."""

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

Count = Literal[10, 50, "all"]


class ErrorOut(Schema):
    success: Literal[False] = False
    error: str = Field(examples=["There is nothing at this address any more, or it is private."])
    error_code: str = Field(examples=["CONTENT_NOT_FOUND"])
    action: str | None = None
    suggestion: str | None = None
    detail: Any = None
    request_id: str


class ImportIn(Schema):
    url: str = Field(max_length=100_000, examples=["https://www.youtube.com/watch?v=dQw4w9WgXcQ"])
    is_showcase: bool = False
    is_private: bool = False
    count: Count | None = Field(None, description="For lists: how many, newest first.", examples=[50])


class UrlIn(Schema):
    url: str = Field(max_length=100_000, examples=["github.com/django/django"])


class ChannelIn(Schema):
    channel: str | None = Field(None, max_length=2000, examples=["@hallowaybench"])
    url: str | None = Field(None, max_length=2000)
    count: Count = Field("all", examples=[10])


class QueuedOut(Schema):
    success: Literal[True] = True
    task_id: str
    job_id: str
    status_url: str = Field(examples=["/api/v1/integrations/tasks/0b6e…/"])
    message: str


class CountsOut(Schema):
    total: int = 0
    imported: int = 0
    updated: int = 0
    already: int = 0
    skipped: int = 0
    failed: int = 0


class TaskOut(Schema):
    id: str
    status: Literal["pending", "processing", "completed", "failed", "cancelled"]
    progress: int = Field(ge=0, le=100, description="Per cent.")
    message: str
    stage: str
    title: str
    counts: CountsOut
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    next_try_at: datetime | None


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
    project: dict[str, Any] | None


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
    state: str
    reason: str
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
    image_srcset: str
    user: UserOut
    source_id: int | None
    is_showcase: bool
    is_private: bool
    published_at: datetime
    duration: int | None = Field(description="Seconds.")
    view_count: int | None
    like_count: int | None
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


class ProjectIn(Schema, extra="allow"):
    """What an owner changes. Anything else is refused by name, `external_url` among it."""

    title: str | None = Field(None, examples=["A stool with three legs"])
    description: str | None = None
    is_private: bool | None = None
    is_showcase: bool | None = None


class FieldIn(Schema):
    field: Literal["title", "description", "image"]


class DoneOut(Schema):
    success: Literal[True] = True
