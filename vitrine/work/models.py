"""Background work as rows. The row is the truth; the message on a queue only says that a row may be ready."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vitrine.work.types import ENDED, State


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        """Not ended yet."""
        return self.exclude(state__in=ENDED)

    def claimable(self, at: datetime) -> "JobQuerySet":
        """Waiting and due, or abandoned by whoever held the lease."""
        due = Q(state=State.PENDING, run_after__lte=at)
        abandoned = Q(state=State.PROCESSING, lease_until__lt=at)
        return self.filter(due | abandoned)


class Job(models.Model):
    """One piece of work that somebody can see.

    `task` is the Celery task that runs it and `queue` where it is sent, both by name. `progress` counts done things
    out of `total` (0: not known yet); `counts` is the tally for people (total, imported, skipped, failed). `lease` is
    the token of the worker that holds it, until `lease_until`; every write of a running job is conditional on it.
    `attempts` counts claims, `failures` the attempts that ended in an error.
    `key` makes opening idempotent: one open job for each (owner, key).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=100)
    queue = models.CharField(max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="jobs"
    )
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)

    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    stage = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=400, blank=True)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error_code = models.CharField(max_length=40, blank=True)
    error_verdict = models.CharField(max_length=12, blank=True)
    error_sentence = models.CharField(max_length=500, blank=True)
    error_detail = models.JSONField(default=dict)

    run_after = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    enqueued_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name="job_open_key",
                condition=Q(state__in=["pending", "processing"]) & ~Q(key=""),
            ),
            # NULL owners are distinct to the constraint above.
            models.UniqueConstraint(
                fields=["key"],
                name="job_open_key_ownerless",
                condition=Q(state__in=["pending", "processing"], owner__isnull=True) & ~Q(key=""),
            ),
        ]
        indexes = [
            models.Index(F("run_after"), name="job_due", condition=Q(state="pending")),
            models.Index(F("lease_until"), name="job_leases", condition=Q(state="processing")),
            models.Index("owner", F("created_at").desc(), name="job_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} {self.state}"

    @property
    def ended(self) -> bool:
        return self.state in ENDED
