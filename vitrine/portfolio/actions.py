"""What happens on a page: points, for now."""

from collections.abc import Sequence

from django.db.models import Sum

from vitrine.accounts.models import User
from vitrine.catalog import bulk
from vitrine.lib import clock
from vitrine.portfolio.models import PointsEntry


def award_points(points: int, reason: str, *, user_id: int, subjects: Sequence[int]) -> None:
    """Give `points` once for each subject (`award_points(50, "project_create", …)`), however often it is called.

    One statement for any number of subjects. Call it inside the transaction that makes them; the person's total
    follows with `recount_points`.
    """
    at = clock.now()
    rows = [(user_id, reason, f"{reason}:{subject}", points, at) for subject in subjects]
    bulk.insert(PointsEntry, ("user_id", "reason", "key", "points", "created_at"), rows, conflict="DO NOTHING")


def recount_points(user_id: int) -> None:
    """Set the person's total from the ledger of awards."""
    total = PointsEntry.objects.filter(user_id=user_id).aggregate(total=Sum("points"))["total"]
    User.objects.filter(pk=user_id).update(points=total or 0)
