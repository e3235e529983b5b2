"""Reads for pages: slim rows by keyset, a fixed number of statements whatever a page holds, no counting of rows."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, Literal, NamedTuple, TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from vitrine.accounts.models import User
from vitrine.catalog.models import ContentSource, Project, ProjectTerm, SourceItem
from vitrine.catalog.prepared import prepared
from vitrine.catalog.types import PASTED, TermKind
from vitrine.lib.errors import NotFoundError
from vitrine.portfolio import cursors
from vitrine.portfolio.types import Filters, Label, LedgerRow, Owner, Page, Profile, Room, Sort, Source, Work, WorkPage

PAGE = 20
NEIGHBOURS = 6  # looked at on either side of a work to find what is related
SOURCES_SHOWN = 50
LABELS_FROM = 200  # the newest works that the filter's tools are gathered from
LABELS_SHOWN = 40
KEPT = 300  # seconds that what is gathered over many rows is remembered

_WORK = (
    "id", "platform", "type", "title", "slug", "lead", "image_url", "image_colour", "duration", "form", "views",
    "published_at", "upstream_updated_at", "card", "is_private", "availability", "source_id",
    "external_url",
    "user__slug", "user__name",
)  # fmt: skip
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
Whose = Literal["own", "public", "everybody"]  # what one sees of oneself, of another, of all whose page is public
Rows = QuerySet[Any, tuple[Any, ...]]


class Viewer(NamedTuple):
    """Who looks: a user's id, or nobody."""

    id: int | None = None


NOBODY = Viewer()


def profile(slug: str, filters: Filters, after: str = "", *, viewer: Viewer = NOBODY, size: int = PAGE) -> Profile:
    """A creator's page. Four statements: the owner, the sources, the tools and the works.

    Raises NotFoundError for a name nobody has or a page that is not public, ValidationFailedError for a bad cursor.
    """
    owner = _owner(slug, viewer)
    own = viewer.id == owner.id
    return Profile(
        owner=owner,
        own=own,
        sources=sources_of(owner.id),
        tools=_labels(TermKind.TOOL, owner.id),
        works=_shown("own" if own else "public", filters, after, size, user=owner.id),
    )


def more(
    slug: str, filters: Filters, after: str, *, viewer: Viewer = NOBODY, size: int = PAGE
) -> tuple[Owner, Page[Work]]:
    """The next works of a creator's page and nothing else. Two statements. Raises as `profile`."""
    owner = _owner(slug, viewer)
    return owner, _shown("own" if viewer.id == owner.id else "public", filters, after, size, user=owner.id)


def explore(filters: Filters, after: str = "", *, size: int = PAGE) -> Page[Work]:
    """The public works of everybody. One statement. Raises ValidationFailedError for a bad cursor."""
    return _shown("everybody", filters, after, size)


def explore_labels() -> dict[str, list[Label]]:
    """Tools and topics that the newest public works carry, for the filters of `explore`; remembered for minutes."""
    return _remembered(
        "explore:labels",
        lambda: {kind.value: _labels(kind) for kind in (TermKind.TOOL, TermKind.TOPIC)},
    )


def work(owner_slug: str, slug: str, *, viewer: Viewer = NOBODY) -> WorkPage:
    """A work's own page. Four statements. Raises NotFoundError where there is none or it is not the viewer's to see."""
    row = _work_row(owner_slug, slug, viewer)
    shown = row.owner.id == viewer.id
    siblings = (Project.objects if shown else _public()).filter(user_id=row.owner.id)
    newer, older = _neighbours(siblings, row.work)
    labels = _labels_of([row.work, *newer, *older])
    return WorkPage(
        **row._asdict(),
        own=shown,
        labels=labels.get(row.work.id, []),
        newer=newer[0] if newer else None,
        older=older[0] if older else None,
        related=_related(row.work, [*newer, *older], labels),
    )


def rooms(limit: int = 3) -> list[Room]:
    """Pages to show on the first page: those with the newest works. Remembered for a minute."""
    return _remembered(f"rooms:{limit}", lambda: [_room(owner) for owner in _lively(limit)], seconds=60)


def newest_pictured(but: Iterable[int] = ()) -> Work | None:
    """The newest public work that has a picture, leaving out the ids in `but`."""
    found = _rows(
        _public()
        .filter(user__is_public=True, user__is_active=True)
        .exclude(image_url="")
        .exclude(type="github_repo")
        .exclude(pk__in=list(but))
        .order_by("-published_at", "-id"),
        1,
    )
    return found[0] if found else None


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
    found = list(ids)
    return _rows(Project.objects.filter(pk__in=found), len(found))


def listed(works: QuerySet[Project], filters: Filters, after: str = "", *, size: int = PAGE) -> Page[Work]:
    """One page of `works`, narrowed and ordered by `filters`, behind the cursor `after`. One statement.

    Raises ValidationFailedError for a bad cursor.
    """
    return _page(partial(_listed_rows, works, filters.sort, size + 1), filters, after, size)


def _shown(whose: Whose, filters: Filters, after: str, size: int, **values: int) -> Page[Work]:
    return _page(partial(_shown_rows, whose, filters.sort, size + 1), filters, after, size, **values)


def _page(rows: Callable[..., Iterable[Any]], filters: Filters, after: str, size: int, **values: Any) -> Page[Work]:
    """What `rows` gives for the filters and the cursor: one more than `size`, which tells that there is a next page."""
    cursor = cursors.read(after, filters.sort)
    values |= {name: value for name, value in _named(filters).items() if value}
    if cursor:
        values |= {"key": cursor.key if filters.sort == "views" else cursor.moment, "last": cursor.id}
    works = [Work(*row) for row in rows(**values)]
    return Page(works[:size], _cursor(works[size - 1], filters.sort) if len(works) > size else "")


def _named(filters: Filters) -> dict[str, Any]:
    """Columns, and the slug of a label by its kind."""
    return {
        "type": filters.type,
        "platform": filters.platform,
        "source_id": filters.source,
        TermKind.TOOL.value: filters.tool,
        TermKind.CATEGORY.value: filters.category,
        TermKind.TOPIC.value: filters.topic,
    }


def _cursor(last: Work, sort: Sort) -> str:
    return str(
        cursors.by_views(last.views, last.id) if sort == "views" else cursors.by_time(last.published_at, last.id)
    )


@prepared
def _shown_rows(whose: Whose, sort: Sort, limit: int, *, user: int | None = None, **values: Any) -> Rows:
    works = Project.objects.all() if whose == "own" else _public()
    works = works.filter(user__is_public=True, user__is_active=True) if whose == "everybody" else works
    works = works.filter(user_id=user) if user else works
    return _listed_rows(works, sort, limit, **values)


def _listed_rows(
    works: QuerySet[Project], sort: Sort, limit: int, *, key: Any = None, last: int | None = None, **values: Any
) -> Rows:
    """`values` as in `_named`; `key` and `last` are where the page before ended."""
    for name, value in values.items():
        works = works.filter(_labelled(name, value) if name in TermKind.values else Q(**{name: value}))
    column = "views" if sort == "views" else "published_at"
    if key is not None:  # the first condition cuts the ties, the second is what the index can seek to
        works = works.filter(Q(**{f"{column}__lt": key}) | Q(id__lt=last), **{f"{column}__lte": key})
    return works.order_by(f"-{column}", "-id").values_list(*_WORK)[:limit]


def _labelled(kind: str, slug: str) -> Exists:
    return Exists(ProjectTerm.objects.filter(project_id=OuterRef("pk"), term__kind=kind, term__slug=slug))


def _public() -> QuerySet[Project]:
    return Project.objects.filter(is_private=False)


def _rows(works: QuerySet[Project], limit: int) -> list[Work]:
    return [Work(*row) for row in works.values_list(*_WORK)[:limit]]


def _owner(slug: str, viewer: Viewer) -> Owner:
    for *columns, is_public in _owner_rows(slug=slug.lower()):
        owner = Owner(*columns)
        if is_public or owner.id == viewer.id:
            return owner
    raise NotFoundError("Nobody here goes by this name, or their page is private.")


@prepared
def _owner_rows(*, slug: str) -> Rows:
    return User.objects.filter(slug=slug, is_active=True).values_list(*_OWNER, "is_public")


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
    columns = (*_WORK, *(f"user__{name}" for name in _OWNER), *(f"source__{name}" for name in _SOURCE), *_PAGE)
    visible = Q(is_private=False, user__is_public=True) | Q(user_id=viewer.id or 0)
    found = Project.objects.filter(visible, user__slug=owner_slug.lower(), user__is_active=True, slug=slug)
    row = found.values_list(*columns).first()
    if row is None:
        raise NotFoundError("There is no such work on this page, or it is private.")
    parts = iter(row)
    taken = [[next(parts) for _ in names] for names in (_WORK, _OWNER, _SOURCE)]
    source = Source(*taken[2]) if taken[2][0] and taken[2][2] != PASTED else None
    description, html, blocks, facts, *rest = parts
    return _WorkRow(
        Work(*taken[0]), Owner(*taken[1]), source, description or "", html or "", blocks or [], facts or {}, *rest
    )


def _neighbours(siblings: QuerySet[Project], here: Work) -> tuple[list[Work], list[Work]]:
    """The works just newer (nearest first) and just older, on the same page."""
    moment = here.published_at
    newer = siblings.filter(Q(published_at__gt=moment) | Q(id__gt=here.id), published_at__gte=moment)
    older = siblings.filter(Q(published_at__lt=moment) | Q(id__lt=here.id), published_at__lte=moment)
    return (
        _rows(newer.order_by("published_at", "id"), NEIGHBOURS),
        _rows(older.order_by("-published_at", "-id"), NEIGHBOURS),
    )


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


def _labels(kind: TermKind, user_id: int | None = None) -> list[Label]:
    """The labels of a kind that the newest public works carry, of one person or of all, most used first.

    Written by hand: the uses are counted by id before a name is looked up, which takes a quarter of the time.
    """
    sql = f"""
        SELECT t.kind, t.slug, t.name FROM (
            SELECT term_id, COUNT(*) AS uses FROM catalog_projectterm WHERE project_id IN (
                SELECT id FROM catalog_project WHERE NOT is_private {"AND user_id = %s" if user_id else ""}
                ORDER BY published_at DESC, id DESC LIMIT {LABELS_FROM}
            ) GROUP BY term_id
        ) used JOIN catalog_term t ON t.id = used.term_id
        WHERE t.kind = %s ORDER BY used.uses DESC, t.slug LIMIT {LABELS_SHOWN}"""  # noqa: S608 - our own words only
    with connection.cursor() as cursor:
        cursor.execute(sql, [user_id, kind] if user_id else [kind])
        return [Label(*row) for row in cursor.fetchall()]


def _lively(limit: int) -> list[Owner]:
    rows = User.objects.public().filter(latest_work_at__isnull=False).order_by("-latest_work_at")
    return [Owner(*row) for row in rows.values_list(*_OWNER)[:limit]]


def _room(owner: Owner) -> Room:
    works = _rows(_public().filter(user_id=owner.id).order_by("-published_at", "-id"), 4)
    platforms = [source.platform for source in sources_of(owner.id)] or [one.platform for one in works]
    return Room(owner, list(dict.fromkeys(platforms)), sorted(works, key=lambda one: not one.image_url))


def _remembered(key: str, find: Callable[[], Found], seconds: int = KEPT) -> Found:
    found: Found | None = cache.get(f"portfolio:{key}")
    if found is None:
        found = find()
        if found:  # nothing is not worth remembering: the first work is to be seen at once
            cache.set(f"portfolio:{key}", found, seconds)
    return found
