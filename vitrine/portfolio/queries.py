"""Reads for pages: slim rows by keyset, a fixed number of statements whatever a page holds, no counting of rows."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeVar

from django.core.cache import cache
from django.db.models import Q

from vitrine.accounts.models import User
from vitrine.catalog.models import ContentSource, Project, ProjectTerm, SourceItem
from vitrine.catalog.prepared import prepared
from vitrine.catalog.types import PASTED, TermKind
from vitrine.lib.errors import NotFoundError
from vitrine.portfolio.listing import (
    PAGE,
    WORK,
    Rows,
    Whose,
    labels_of_newest,
    scope,
    shown,
    tools_of_owner,
    with_owner,
)
from vitrine.portfolio.types import Filters, Label, LedgerRow, Owner, Page, Profile, Room, Source, Work, WorkPage

NEIGHBOURS = 6  # looked at on either side of a work to find what is related
SOURCES_SHOWN = 50
PICTURES = 4  # works that a room is seen by
LOOKED_AT = 60  # newest works among which a picture for the first page is looked for
KEPT = 300  # seconds that what is gathered over many rows is remembered

_OWNER = (
    "id", "slug", "name", "kind", "bio", "avatar_url", "links", "work_counts", "view_total", "first_work_at",
    "latest_work_at",
)  # fmt: skip
_SOURCE = ("id", "platform", "kind", "display_name", "url", "state", "enabled", "last_synced_at")
_LEDGER = (
    "title", "state", "sentence", "changed_at", "project_id", "project__slug", "project__image_url", "project__type",
)  # fmt: skip
_PAGE = (
    "body__description", "body__html", "body__blocks", "body__facts", "upstream_likes",
    "stats_as_of", "synced_at", "updated_at", "edited_fields",
)  # fmt: skip


Found = TypeVar("Found")
Side = Literal["newer", "older"]


class Viewer(NamedTuple):
    """Who looks: a user's id, or nobody."""

    id: int | None = None


NOBODY = Viewer()


def profile(slug: str, filters: Filters, after: str = "", *, viewer: Viewer = NOBODY, size: int = PAGE) -> Profile:
    """A creator's page. Three statements: the owner with the tools, the sources, the works.

    Raises NotFoundError for a name nobody has or a page that is not public, ValidationFailedError for a bad cursor.
    """
    owner, tools = _owner_and_tools(slug, viewer)
    own = viewer.id == owner.id
    common = {tool.slug for tool in tools}
    return Profile(
        owner=owner,
        own=own,
        sources=sources_of(owner.id),
        tools=tools,
        works=shown("own" if own else "public", filters, after, size=size, user=owner.id, common=common),
    )


def more(
    slug: str, filters: Filters, after: str, *, viewer: Viewer = NOBODY, size: int = PAGE
) -> tuple[Owner, Page[Work]]:
    """The next works of a creator's page and nothing else. Two statements. Raises as `profile`."""
    owner = _owner(slug, viewer)
    return owner, shown("own" if viewer.id == owner.id else "public", filters, after, size=size, user=owner.id)


def explore(filters: Filters, after: str = "", *, size: int = PAGE) -> Page[Work]:
    """The public works of everybody. One statement. Raises ValidationFailedError for a bad cursor."""
    return shown("everybody", filters, after, size=size)


def explore_labels() -> dict[str, list[Label]]:
    """Tools and topics that the newest public works carry, for the filters of `explore`; remembered for minutes."""
    return _remembered(
        "explore:labels",
        lambda: {kind.value: labels_of_newest(kind) for kind in (TermKind.TOOL, TermKind.TOPIC)},
    )


def work(owner_slug: str, slug: str, *, viewer: Viewer = NOBODY) -> WorkPage:
    """A work's own page. Four statements. Raises NotFoundError where there is none or it is not the viewer's to see."""
    row = _work_row(owner_slug, slug, viewer)
    own = row.owner.id == viewer.id
    newer, older = (
        _neighbours("own" if own else "public", side, row.owner.id, row.work) for side in ("newer", "older")
    )
    labels = _labels_of([row.work, *newer, *older])
    return WorkPage(
        **row._asdict(),
        own=own,
        labels=labels.get(row.work.id, []),
        newer=newer[0] if newer else None,
        older=older[0] if older else None,
        related=_related(row.work, [*newer, *older], labels),
    )


def rooms(limit: int = 3) -> list[Room]:
    """Pages to show on the first page: those with the newest works. Remembered for a minute, but who hides meanwhile
    is hidden at once.
    """
    found = _remembered(f"rooms:{limit}", lambda: [_room(owner) for owner in _lively(limit)], seconds=60)
    public = set(User.objects.public().filter(pk__in=[room.owner.id for room in found]).values_list("pk", flat=True))
    return [room for room in found if room.owner.id in public]


def newest_pictured(but: Iterable[int] = ()) -> Work | None:
    """The newest public work that has a picture, leaving out the ids in `but`; None if it is not among the newest."""
    left_out = set(but)
    newest = shown("everybody", Filters(), "", size=LOOKED_AT).items
    return next((one for one in newest if one.has_cover and one.id not in left_out), None)


def sources_of(user_id: int) -> list[Source]:
    """What a page is kept in step with, in the order it was added; pasted works have no source of their own."""
    return [Source(*row) for row in _source_rows(user=user_id)]


@prepared
def _source_rows(*, user: int) -> Rows:
    mine = ContentSource.objects.filter(user_id=user).exclude(kind=PASTED)
    return mine.order_by("id").values_list(*_SOURCE)[:SOURCES_SHOWN]


def ledger(source_id: int | None, *, since: datetime, limit: int = 12) -> list[LedgerRow]:
    """What a source's ledger wrote at or after `since`, newest first."""
    if source_id is None:
        return []
    rows = (
        SourceItem.objects.filter(source_id=source_id, changed_at__gte=since)
        .order_by("-changed_at", "-id")
        .values_list(*_LEDGER)[:limit]
    )
    return [LedgerRow(*row) for row in rows]


def works_by_id(ids: Iterable[int]) -> list[Work]:
    """These works, in no order."""
    return [Work(*row) for row in with_owner(Project.objects.filter(pk__in=list(ids))).values_list(*WORK)]


def _owner(slug: str, viewer: Viewer) -> Owner:
    owner, _ = _found(_owner_rows(slug=slug.lower()), viewer)
    return owner


def _owner_and_tools(slug: str, viewer: Viewer) -> tuple[Owner, list[Label]]:
    owner, (tools,) = _found(_owner_and_tools_rows(slug=slug.lower()), viewer)
    return owner, [Label(TermKind.TOOL, *tool) for tool in tools or ()]


def _found(rows: Iterable[tuple[Any, ...]], viewer: Viewer) -> tuple[Owner, tuple[Any, ...]]:
    for row in rows:
        owner, is_public, more = Owner(*row[: len(_OWNER)]), row[len(_OWNER)], row[len(_OWNER) + 1 :]
        if is_public or owner.id == viewer.id:
            return owner, more
    raise NotFoundError("Nobody here goes by this name, or their page is private.")


@prepared
def _owner_rows(*, slug: str) -> Rows:
    return User.objects.filter(slug=slug, is_active=True).values_list(*_OWNER, "is_public")


@prepared
def _owner_and_tools_rows(*, slug: str) -> Rows:
    found = User.objects.filter(slug=slug, is_active=True).annotate(tools=tools_of_owner())
    return found.values_list(*_OWNER, "is_public", "tools")


class _WorkRow(NamedTuple):
    work: Work
    owner: Owner
    source: Source | None
    description: str
    html: str
    blocks: list[Any]
    facts: dict[str, Any]
    upstream_likes: int | None
    stats_as_of: Any
    synced_at: Any
    updated_at: Any
    edited_fields: list[str]


def _work_row(owner_slug: str, slug: str, viewer: Viewer) -> _WorkRow:
    row = next(iter(_work_rows(owner=owner_slug.lower(), slug=slug, viewer=viewer.id)), None)
    if row is None:
        raise NotFoundError("There is no such work on this page, or it is private.")
    parts = iter(row)
    taken = [[next(parts) for _ in names] for names in (WORK, _OWNER, _SOURCE)]
    source = Source(*taken[2]) if taken[2][0] and taken[2][2] != PASTED else None
    description, html, blocks, facts, *rest = parts
    return _WorkRow(
        Work(*taken[0]), Owner(*taken[1]), source, description or "", html or "", blocks or [], facts or {}, *rest
    )


@prepared
def _work_rows(*, owner: str, slug: str, viewer: int | None) -> Rows:
    columns = (*WORK, *(f"user__{name}" for name in _OWNER), *(f"source__{name}" for name in _SOURCE), *_PAGE)
    visible = Q(is_private=False, user__is_public=True) | Q(user_id=viewer or 0)
    found = Project.objects.filter(visible, user__slug=owner, user__is_active=True, slug=slug)
    return with_owner(found).values_list(*columns)


def _neighbours(whose: Whose, side: Side, user_id: int, here: Work) -> list[Work]:
    """The works just newer or just older on the same page, the nearest first."""
    rows = _neighbour_rows(whose, side, user=user_id, moment=here.published_at, here=here.id)
    return [Work(*row) for row in rows]


@prepared
def _neighbour_rows(whose: Whose, side: Side, *, user: int, moment: datetime, here: int) -> Rows:
    works = scope(whose, user)
    if side == "newer":
        works = works.filter(Q(published_at__gt=moment) | Q(id__gt=here), published_at__gte=moment)
        return with_owner(works).order_by("published_at", "id").values_list(*WORK)[:NEIGHBOURS]
    works = works.filter(Q(published_at__lt=moment) | Q(id__lt=here), published_at__lte=moment)
    return with_owner(works).order_by("-published_at", "-id").values_list(*WORK)[:NEIGHBOURS]


def _related(here: Work, around: list[Work], labels: dict[int, list[Label]], limit: int = 3) -> list[Work]:
    """Of the works around it, those that share most labels, the nearest in time first among equals."""
    mine = set(labels.get(here.id, ()))
    distance = {one.id: abs(one.published_at - here.published_at) for one in around}
    return sorted(around, key=lambda one: (-len(mine.intersection(labels.get(one.id, ()))), distance[one.id]))[:limit]


def _labels_of(works: Iterable[Work]) -> dict[int, list[Label]]:
    """The labels of each of these works, by its id, in their rank."""
    found: dict[int, list[Label]] = {}
    rows = (
        ProjectTerm.objects.filter(project_id__in=[one.id for one in works])
        .order_by("project_id", "rank", "term_id")
        .values_list("project_id", "term__kind", "term__slug", "term__name")
    )
    for project_id, kind, slug, name in rows:
        found.setdefault(project_id, []).append(Label(kind, slug, name))
    return found


def _lively(limit: int) -> list[Owner]:
    rows = User.objects.public().filter(latest_work_at__isnull=False).order_by("-latest_work_at")
    return [Owner(*row) for row in rows.values_list(*_OWNER)[:limit]]


def _room(owner: Owner) -> Room:
    works = shown("public", Filters(), "", size=PICTURES, user=owner.id).items
    platforms = [source.platform for source in sources_of(owner.id)] or [one.platform for one in works]
    return Room(owner, list(dict.fromkeys(platforms)), sorted(works, key=lambda one: not one.image_url))


def _remembered(key: str, find: Callable[[], Found], seconds: int = KEPT) -> Found:
    found: Found | None = cache.get(f"portfolio:{key}")
    if found is None:
        found = find()
        if found:  # nothing is not worth remembering: the first work is to be seen at once
            cache.set(f"portfolio:{key}", found, seconds)
    return found
