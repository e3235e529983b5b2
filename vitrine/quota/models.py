"""The ledger: a row a bucket and day, and a row a call."""

from django.conf import settings
from django.db import models


class Bucket(models.Model):
    """What one allowance of a platform (`youtube.pool`) has given on one day, in that bucket's units.

    `day` is the platform's own day (YouTube's begins at midnight in Los Angeles). `used + reserved ≤ limit` always:
    the reservation is one conditional UPDATE. What a killed process had reserved stays so until the day is over, for
    upstream may well have counted it. `closed` says that upstream declared it empty, whatever we counted.
    """

    name = models.CharField(max_length=60)
    day = models.DateField()
    limit = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="bucket_name_day")]

    def __str__(self) -> str:
        return f"{self.name} on {self.day}: {self.used}+{self.reserved} of {self.limit}"


class ApiCall(models.Model):
    """One call to a platform, for the operator's eyes."""

    platform = models.CharField(max_length=30)
    endpoint = models.CharField(max_length=80)
    status = models.PositiveSmallIntegerField()  # 0: no answer came
    response_time_ms = models.PositiveIntegerField()
    quota_cost = models.PositiveIntegerField(default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    purpose = models.CharField(max_length=30)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "youtube_api_calls"

    def __str__(self) -> str:
        return f"{self.endpoint} {self.status}"
