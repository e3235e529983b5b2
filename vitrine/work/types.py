"""Words of this domain."""

from django.db.models import TextChoices


class State(TextChoices):
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (State.COMPLETED, State.FAILED, State.CANCELLED)
