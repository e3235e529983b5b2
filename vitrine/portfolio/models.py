"""What visitors and owners do on a page. Points, for now."""

from django.conf import settings
from django.db import models


class PointsEntry(models.Model):
    """One award. `key` names what it was for (`project_create:812`), so that nothing is awarded twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="points_entries")
    reason = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    points = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="points_once")]

    def __str__(self) -> str:
        return f"{self.points} for {self.key}"
