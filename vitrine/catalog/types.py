"""Words of this domain."""

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
EDITABLE = ("title", "description", "image", "slug", "is_private", "is_showcase", "tools", "categories", "topics")
