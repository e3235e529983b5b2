"""What the project has used today.

Buckets: YouTube Data API, determine_quota_cost and revision history, 2026-06-01 and 2026-06-03. The day ends at
midnight in Los Angeles.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sandbox.clock import Clock
from sandbox.youtube.failures import granular_quota_exceeded, quota_exceeded

POOL, SEARCH, UPLOADS, STATS = "pool", "search", "uploads", "batchGetStats"
LIMITS = {POOL: 10_000, SEARCH: 100, UPLOADS: 100, STATS: 10_000}
_METRICS = {SEARCH: "Search Queries", UPLOADS: "Video Uploads", STATS: "Batch Get Stats"}
_PACIFIC = ZoneInfo("America/Los_Angeles")


@dataclass(slots=True)
class Quota:
    clock: Clock
    _day: date | None = None
    _used: dict[str, int] | None = None

    def used(self) -> dict[str, int]:
        """Units by bucket since the last midnight in Los Angeles."""
        today = self.clock.now().astimezone(_PACIFIC).date()
        if self._used is None or self._day != today:
            self._day, self._used = today, dict.fromkeys(LIMITS, 0)
        return self._used

    def spend(self, bucket: str, units: int) -> None:
        """Take units. Raises ApiError when they are not there: 403 for the pool, 429 "per day" for the others."""
        used = self.used()
        if used[bucket] + units > LIMITS[bucket]:
            raise quota_exceeded() if bucket == POOL else granular_quota_exceeded(_METRICS[bucket])
        used[bucket] += units

    def put(self, bucket: str, used: int) -> None:
        self.used()[bucket] = used

    def reset(self) -> None:
        self._used = None
