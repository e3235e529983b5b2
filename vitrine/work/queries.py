"""Reads of jobs for pages, the API and limits."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, Min, Q

from vitrine.accounts.models import User
from vitrine.lib import clock
from vitrine.lib.errors import NotFoundError
from vitrine.work.models import Job
from vitrine.work.types import State


def job_for(owner: User, job_id: uuid.UUID | str) -> Job:
    """The owner's job. Raises NotFoundError for what is not there, not theirs, or no id at all."""
    try:
        found = Job.objects.filter(id=job_id, owner=owner).first()
    except ValidationError:
        found = None
    if found is None:
        raise NotFoundError("There is no such job.", log=f"job {job_id} is not of user {owner.pk}")
    return found


def recent(owner: User, limit: int) -> list[Job]:
    """The owner's newest jobs."""
    return list(Job.objects.filter(owner=owner).order_by("-created_at")[:limit])


def running_for_key(owner: User | None, key: str) -> Job | None:
    """The job of that idempotency key that has not ended yet."""
    return Job.objects.open().filter(owner=owner, key=key).first() if key else None


def opened_since(owner: User, kind: str, since: datetime, *, most: int) -> list[datetime]:
    """When the owner opened jobs of this kind, newest first, whatever became of them: at most `most`, none before
    `since`."""
    mine = Job.objects.filter(owner=owner, kind=kind, created_at__gte=since)
    return list(mine.order_by("-created_at").values_list("created_at", flat=True)[:most])


def queue_age() -> float:
    """Seconds that the longest-waiting claimable job has been waiting for a worker; 0 when none is."""
    now = clock.now()
    waiting = Job.objects.claimable(now).aggregate(
        due=Min("run_after", filter=Q(state=State.PENDING)),
        abandoned=Min("lease_until", filter=Q(state=State.PROCESSING)),
    )
    since = min((moment for moment in waiting.values() if moment), default=now)
    return max((now - since).total_seconds(), 0.0)


def census() -> dict[str, int]:
    """How many jobs there are in each state."""
    return dict(Job.objects.values_list("state").annotate(Count("id")).order_by())
