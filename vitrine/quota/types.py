"""Words of this domain."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Allowance:
    """One bucket and its rules: `limit` units a day of the zone `zone`, of which `keep` are only for people waiting."""

    bucket: str
    limit: int
    keep: int = 0
    zone: str = "UTC"

    def day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def resets_at(self, at: datetime) -> datetime:
        """The next midnight in the zone; right on days of 23 and 25 hours too."""
        tomorrow = self.day(at) + timedelta(days=1)
        return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Reservation:
    """Units set aside for one call, until it is settled."""

    bucket: str
    day: date
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call to a platform, as the ledger remembers it. `status` 0: no answer came. `ms`: milliseconds."""

    platform: str
    endpoint: str
    status: int
    ms: int
    cost: int
    user_id: int | None
    purpose: str
    at: datetime
