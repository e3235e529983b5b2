"""What happens on a page: points, for now."""

from collections.abc import Sequence

from django.db.models import Sum

from vitrine.accounts.models import User
from vitrine.lib import clock
from vitrine.portfolio.models import PointsEntry


def award_points(points: int, reason: str, *, user_id: int, subjects: Sequence[int]) -> None:
    """Give `points` once for each subject (`award_points(50, "project_create", …)`), however often it is called.

    One statement for any number of subjects. Call it inside the transaction that makes them; the person's total
    follows with `recount_points`.
    """
    at = clock.now()
    PointsEntry.objects.bulk_create(
        [
            PointsEntry(user_id=user_id, reason=reason, key=f"{reason}:{subject}", points=points, created_at=at)
            for subject in subjects
        ],
        ignore_conflicts=True,
    )


def recount_points(user_id: int) -> None:
    """Set the person's total from the ledger of awards."""
    total = PointsEntry.objects.filter(user_id=user_id).aggregate(total=Sum("points"))["total"]
    User.objects.filter(pk=user_id).update(points=total or 0)
