"""Reads of accounts."""

from vitrine.accounts.errors import NotConnectedError
from vitrine.accounts.models import Connection, User
from vitrine.accounts.types import ConnectionState
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
