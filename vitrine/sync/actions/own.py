"""A person's own work at a platform, private works too, to look through and to pick from."""

from dataclasses import dataclass

from vitrine.accounts import queries as accounts
from vitrine.accounts.models import Connection, User
from vitrine.catalog.models import Project
from vitrine.lib.errors import UnknownPlatformError
from vitrine.platforms import registry
from vitrine.platforms.oauth import Connects
from vitrine.platforms.types import RemoteItem
from vitrine.upstream.actions import own_caller


@dataclass(frozen=True, slots=True)
class Imported:
    """The project that a work became."""

    id: int
    slug: str
    title: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class OwnWork:
    item: RemoteItem
    project: Imported | None


@dataclass(frozen=True, slots=True)
class OwnWorks:
    """A page; `next` leads to the one behind it, empty at the end. `unread` are works that came in a shape that we
    cannot read.
    """

    connection: Connection
    works: tuple[OwnWork, ...]
    next: str
    unread: int = 0


def own_works(user: User, platform: str, *, connection_id: int | None = None, cursor: str = "") -> OwnWorks:
    """A page of what the connected account has, newest first, each with the project it became: one statement for all.

    Raises NotConnectedError, NotFoundError (a connection that is not theirs), GrantEndedError, and what the platform
    raises.
    """
    face = registry.get(platform)
    if not isinstance(face, Connects):
        raise UnknownPlatformError(f"There is no account to connect on {face.about.label}.")
    connection = accounts.connection_for(user, platform, connection_id)
    with own_caller(connection, "resolve") as caller:
        page = face.own_works(caller, connection.account_id, cursor)
    had = _projects(user, platform, [item.ref.id for item in page.items])
    works = tuple(OwnWork(item, had.get(item.ref.id)) for item in page.items)
    return OwnWorks(connection, works, page.cursor, len(page.broken))


def _projects(user: User, platform: str, ids: list[str]) -> dict[str, Imported]:
    rows = Project.objects.filter(user=user, platform=platform, external_id__in=ids)
    columns = rows.values_list("external_id", "id", "slug", "title", "is_private")
    return {name: Imported(pk, slug, title, is_private) for name, pk, slug, title, is_private in columns}
