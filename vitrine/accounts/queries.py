"""Reads of accounts."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from vitrine.accounts import usage
from vitrine.accounts.errors import NotConnectedError
from vitrine.accounts.models import ApiKey, Connection, User
from vitrine.accounts.types import ConnectionState, Kind, Permission
from vitrine.lib import clock
from vitrine.lib.errors import NotFoundError


def connections_of(user: User, provider: str = "", *, with_former: bool = False) -> list[Connection]:
    """The person's connections (of one provider), the oldest first; disconnected ones only on wish."""
    found = Connection.objects.filter(user=user).order_by("provider", "id")
    found = found.filter(provider=provider) if provider else found
    return list(found if with_former else found.exclude(state=ConnectionState.DISCONNECTED))


def needs_attention(user: User) -> list[Connection]:
    """Connections that only the person can mend: for the banner. One statement."""
    return list(Connection.objects.filter(user=user, state=ConnectionState.RECONNECT).order_by("provider", "id"))


def connected_providers(user: User) -> frozenset[str]:
    """Providers with at least one live connection."""
    live = Connection.objects.filter(user=user, state=ConnectionState.ACTIVE)
    return frozenset(live.values_list("provider", flat=True))


def own_connection(user: User, connection_id: int) -> Connection:
    """Raises NotFoundError for others' and for none."""
    found = Connection.objects.filter(user=user, pk=connection_id).first()
    if found is None:
        raise NotFoundError("There is no such connection.")
    return found


def connection_for(user: User, provider: str, connection_id: int | None = None) -> Connection:
    """The person's connection to work with: the named one, else a live one before a dead one, the newest first.

    Raises NotFoundError for a named one that is not theirs, NotConnectedError where there is none.
    """
    if connection_id is not None:
        found = own_connection(user, connection_id)
        if found.provider != provider or found.state == ConnectionState.DISCONNECTED:
            raise NotFoundError("There is no such connection.")
        return found
    # "active" comes before "reconnect", in the alphabet too.
    mine = Connection.objects.filter(user=user, provider=provider).exclude(state=ConnectionState.DISCONNECTED)
    first = mine.order_by("state", "-id").first()
    if first is None:
        raise NotConnectedError(action=f"connect_{provider}")
    return first


def live_connection(user: User, provider: str) -> Connection | None:
    """The newest live one."""
    return Connection.objects.filter(user=user, provider=provider, state=ConnectionState.ACTIVE).order_by("-id").first()


def user_by_slug(slug: str) -> User:
    """Raises NotFoundError."""
    found = User.objects.filter(slug=slug.lower()).first()
    if found is None:
        raise NotFoundError(f"There is nobody called {slug}.")
    return found


def administrator() -> User:
    """The first one. Raises NotFoundError where there is none."""
    found = User.objects.filter(is_staff=True, is_active=True).order_by("-is_superuser", "id").first()
    if found is None:
        raise NotFoundError("There is no administrator yet, so say whose the key is, with --user NAME.")
    return found


def all_keys(*, slug: str = "", before: int = 0, size: int = 50) -> tuple[list[ApiKey], int]:
    """Everybody's API keys (or one person's), newest first, behind the key `before`; and behind which the next begin
    (0: these were the last).
    """
    usage.settle()
    found = ApiKey.objects.select_related("user", "created_by").order_by("-id")
    found = found.filter(user__slug=slug.lower()) if slug else found
    rows = list((found.filter(pk__lt=before) if before else found)[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else 0


def key_by_id(key_id: int) -> ApiKey:
    """Raises NotFoundError."""
    usage.settle()
    found = ApiKey.objects.select_related("user", "created_by").filter(pk=key_id).first()
    if found is None:
        raise NotFoundError("There is no such key.")
    return found


def key_census() -> dict[str, Any]:
    """How many keys there are, of what kind, and how often they were used in all."""
    usage.settle()
    now = clock.now()
    expired = Q(is_active=True, expires_at__lte=now)
    counts: dict[str, Any] = ApiKey.objects.aggregate(
        total=Count("id"),
        expired=Count("id", filter=expired),
        revoked=Count("id", filter=Q(is_active=False)),
        usage_count=Coalesce(Sum("usage_count"), 0),
    )
    kinds = dict(ApiKey.objects.values_list("permission").annotate(Count("id")))
    counts["active"] = counts["total"] - counts["expired"] - counts["revoked"]
    return counts | {"by_permission": {kind: kinds.get(kind, 0) for kind in Permission.values}}


def people_census() -> dict[str, int]:
    """How many people and agents there are."""
    found: dict[str, int] = User.objects.aggregate(
        people=Count("id", filter=Q(kind=Kind.PERSON)),
        agents=Count("id", filter=Q(kind=Kind.AGENT)),
        staff=Count("id", filter=Q(is_staff=True)),
        suspended=Count("id", filter=Q(suspended_at__isnull=False)),
    )
    return found
