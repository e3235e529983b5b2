"""Words and values of this domain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices


class TermKind(TextChoices):
    TOOL = "tool"
    CATEGORY = "category"
    TOPIC = "topic"


class ItemState(TextChoices):
    """What became of a remote item that was seen."""

    IMPORTED = "imported"
    SKIPPED = "skipped"
    FAILED = "failed"
    REMOVED = "removed"  # upstream took it down
    HIDDEN = "hidden"  # the owner deleted it here; no sync brings it back


class SourceState(TextChoices):
    OK = "ok"
    WAITING = "waiting"
    RECONNECT = "reconnect"
    UPSTREAM_DOWN = "upstream_down"
    GONE = "gone"
    DORMANT = "dormant"


PASTED = "pasted"  # kind and identifier of the source that holds what a person pasted one by one


@dataclass(frozen=True, slots=True)
class LabelDraft:
    """A tool, category or topic to put on a project."""

    kind: TermKind
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A work as it is to be written: lengths checked, texts clean, labels chosen.

    `unknown` names fields of this draft that the way of asking could not tell; an update leaves those columns alone.
    """

    external_id: str
    external_url: str
    platform: str
    type: str
    title: str
    slug: str
    lead: str = ""
    description: str = ""
    image_url: str = ""
    pictures: tuple[Mapping[str, Any], ...] = ()
    duration: int | None = None
    form: str = ""
    language: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    blocks: tuple[Mapping[str, Any], ...] = ()
    html: str = ""
    availability: str = "available"
    published_at: datetime | None = None
    views: int = 0
    upstream_likes: int | None = None
    has_counters: bool = True
    upstream_updated_at: datetime | None = None
    is_private: bool = False
    is_showcase: bool = False
    labels: tuple[LabelDraft, ...] = ()
    fingerprint: str = ""
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line for the ledger. `write` names what to do with the project: `new`, `update`, `counters`,
    `gone` (mark it with the reason) or empty for nothing.

    `noted` says that the ledger holds this very line already.
    """

    external_id: str
    title: str
    url: str
    state: ItemState
    reason: str = ""
    sentence: str = ""
    published_at: datetime | None = None
    write: str = ""
    draft: Draft | None = None
    project_id: int | None = None
    noted: bool = False
