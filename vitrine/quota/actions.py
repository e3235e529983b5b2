"""Reserve before a call, settle after it. Upstream tells nobody what is left: this ledger is the only count.

(YouTube Data API: no header carries cost or remaining quota; the allowance is per project and day of Los Angeles.)
"""

from collections.abc import Iterable
from datetime import date, datetime

import structlog
from django.db.models import F

from vitrine.accounts.portable import delete_all
from vitrine.lib.errors import QuotaExceededError
from vitrine.quota.models import ApiCall, Bucket
from vitrine.quota.types import Allowance, Call, Reservation

log = structlog.get_logger("vitrine.quota")

PEOPLE = frozenset({"import", "resolve", "sign_up"})
"""Purposes of somebody who waits: these alone may use what an allowance keeps back."""


def reserve(allowance: Allowance, units: int, purpose: str, at: datetime) -> Reservation:
    """Set `units` aside, in one conditional UPDATE: the limit holds however many reserve at once.

    Raises QuotaExceededError (waiting until the reset) when there are not that many left for this purpose.
    """
    day = allowance.day(at)
    ceiling = allowance.limit if purpose in PEOPLE else allowance.limit - allowance.keep
    if not _take(allowance.bucket, day, units, ceiling):
        Bucket.objects.get_or_create(name=allowance.bucket, day=day, defaults={"limit": allowance.limit})
        if not _take(allowance.bucket, day, units, ceiling):
            raise exhausted(allowance, at)
    return Reservation(allowance.bucket, day, units)


def _take(bucket: str, day: date, units: int, ceiling: int) -> bool:
    enough = Bucket.objects.filter(name=bucket, day=day, closed=False, used__lte=ceiling - units - F("reserved"))
    return enough.update(reserved=F("reserved") + units) == 1


def settle(reservation: Reservation, true_units: int) -> None:
    """Replace what was set aside by what the call really cost (0 when it was never sent)."""
    Bucket.objects.filter(name=reservation.bucket, day=reservation.day).update(
        reserved=F("reserved") - reservation.units, used=F("used") + true_units
    )


def close(allowance: Allowance, at: datetime) -> None:
    """Upstream says the day's allowance is gone, whatever our count: nobody asks again before the reset."""
    log.warning("bucket_closed", bucket=allowance.bucket, next="opens at the reset", until=allowance.resets_at(at))
    Bucket.objects.update_or_create(
        name=allowance.bucket,
        day=allowance.day(at),
        defaults={"closed": True},
        create_defaults={"closed": True, "limit": allowance.limit},
    )


def exhausted(allowance: Allowance, at: datetime) -> QuotaExceededError:
    until = allowance.resets_at(at)
    return QuotaExceededError(
        f"Today's reading allowance is used up. The rest comes in by itself after {until:%H:%M} ({allowance.zone}),"
        " when the allowance is new. You need to do nothing.",
        log=f"{allowance.bucket}: no units left",
        until=until,
        detail={"allowance": allowance.bucket, "resets_at": until.isoformat()},
    )


def prune(older_than: datetime) -> int:
    """Forget the calls made before `older_than`, a small transaction at a time; returns how many. What the days took
    from each bucket stays."""
    return delete_all(ApiCall.objects.filter(created_at__lt=older_than))


def record(calls: Iterable[Call]) -> None:
    """Write what was called, many rows in one statement."""
    ApiCall.objects.bulk_create(
        ApiCall(
            platform=call.platform,
            endpoint=call.endpoint,
            status=call.status,
            response_time_ms=call.ms,
            quota_cost=call.cost,
            user_id=call.user_id,
            purpose=call.purpose,
            created_at=call.at,
        )
        for call in calls
    )
