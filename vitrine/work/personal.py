"""What background work holds of a person."""

from collections.abc import Iterator

from vitrine.accounts.portable import Rows, delete_all, rows
from vitrine.work import actions
from vitrine.work.models import Job
from vitrine.work.types import State

TABLES = (Job,)


def export(user_id: int) -> Iterator[tuple[str, Rows]]:
    yield "jobs", rows(Job.objects.filter(owner_id=user_id), but=("lease", "task", "queue"))


def files(user_id: int) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - the shape every domain has
    yield from ()


def stop(user_id: int) -> int:
    """Cancel everything of theirs; returns how many jobs are still being put down by whoever runs them."""
    for job in Job.objects.open().filter(owner_id=user_id):
        actions.cancel(job)
    return Job.objects.filter(owner_id=user_id, state=State.PROCESSING).count()


def erase(user_id: int) -> None:
    delete_all(Job.objects.filter(owner_id=user_id))
