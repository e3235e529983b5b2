"""Open a way to a platform. Every domain gets its caller here, and nowhere else."""

from django.conf import settings

from vitrine.accounts.models import User
from vitrine.platforms import registry
from vitrine.platforms.types import About
from vitrine.quota.types import Allowance
from vitrine.upstream.caller import MeteredCaller


def open_caller(user: User | None, platform: str, purpose: str) -> MeteredCaller:
    """A metered caller of `platform` for `user`, with the operator's key where there is one.

    `purpose` is what the ledger and the shares of the quota know it by: `import`, `resolve`, `sync`, `refresh`.
    """
    about = registry.get(platform).about
    return MeteredCaller(
        about,
        api_key=settings.PLATFORM_KEYS.get(about.key_setting, ""),
        token="",
        user_id=user.pk if user else None,
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
