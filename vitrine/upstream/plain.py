"""Callers as settings make them."""

from django.conf import settings

from vitrine.platforms.types import About
from vitrine.quota.types import Allowance
from vitrine.upstream.caller import MeteredCaller, OwnToken


def caller_of(
    about: About, user_id: int | None, purpose: str, *, with_key: bool = False, own: OwnToken | None = None
) -> MeteredCaller:
    """A caller with the operator's timeouts and limits; with their key and with somebody's token where told so."""
    return MeteredCaller(
        about,
        api_key=settings.PLATFORM_KEYS.get(about.key_setting, "") if with_key else "",
        own=own,
        user_id=user_id,
        purpose=purpose,
        allowances=allowances(about),
        timeouts={
            "connect_timeout": settings.HTTP_CONNECT_TIMEOUT,
            "read_timeout": settings.HTTP_READ_TIMEOUT,
            "total_timeout": settings.HTTP_TOTAL_TIMEOUT,
        },
    )


def allowances(about: About) -> dict[str, Allowance]:
    """The platform's buckets with the operator's limits over its own defaults."""
    return {
        bucket: Allowance(
            bucket,
            limit=settings.QUOTA_LIMITS.get(bucket, limit),
            keep=settings.QUOTA_RESERVE if bucket in settings.QUOTA_LIMITS else 0,
            zone=about.day_zone,
        )
        for bucket, limit in about.buckets.items()
    }
