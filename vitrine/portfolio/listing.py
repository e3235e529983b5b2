"""Works in pages: behind a cursor, on an index made for the order: a page far down takes as long as the first."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, Literal

from django.db import connection
from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from vitrine.accounts.models import User
from vitrine.catalog.models import Project, ProjectTerm, Term
from vitrine.catalog.prepared import prepared
from vitrine.catalog.types import TermKind
from vitrine.portfolio import cursors
from vitrine.portfolio.types import Filters, Label, Page, Sort, Work

PAGE = 20
FEW = 300  # works that can be looked at one by one
LABELS_FROM = 100  # the newest works that the filters' labels are gathered from
LABELS_SHOWN = 40
WORK = (
    *("id", "platform", "type", "title", "slug", "lead", "image_url", "image_colour", "duration", "form", "views"),
    *("published_at", "upstream_updated_at", "card", "is_private", "availability", "source_id", "external_url"),
    *("owner_slug", "owner_name"),
)
"""The columns of a Work, in its order; `with_owner` finds the last two."""

Whose = Literal["own", "public", "everybody"]  # what one sees of oneself, of another, of all whose page is public
Rows = QuerySet[Any, tuple[Any, ...]]
Values = dict[str, Any]


def listed(works: QuerySet[Project], filters: Filters, after: str = "", *, size: int = PAGE) -> Page[Work]:
    """One page of `works`, narrowed and ordered by `filters`, behind the cursor `after`.

    One statement, and one more for each label among the filters. Raises ValidationFailedError for a bad cursor.
    """
    return _page(partial(_rows, works), lambda: works, filters, after, size=size)


def shown(
    whose: Whose,
    filters: Filters,
    after: str,
    *,
    size: int = PAGE,
    user: int | None = None,
    common: Collection[str] = (),
) -> Page[Work]:
    """As `listed`, for those works of `user` or of everybody, by a prepared read. Labels in `common` (their slugs) are
    known to be on many works, and take no statement of their own."""
    rows = partial(_shown_rows, whose, user=user)
    return _page(rows, partial(scope, whose, user), filters, after, size=size, common=common)


def scope(whose: Whose, user: int | None = None) -> QuerySet[Project]:
    """The works of `user` or of everybody, as they are to be seen."""
    works = Project.objects.all() if whose == "own" else Project.objects.filter(is_private=False)
    if whose == "everybody":
        works = works.filter(Exists(User.objects.public().filter(pk=OuterRef("user_id"))))
    return works.filter(user_id=user) if user else works


def with_owner(works: QuerySet[Project]) -> QuerySet[Project]:
    """`works` with the columns that a Work has of its owner.

    Subqueries and no join: with a second table a database that keeps no statistics (SQLite) may take it for the better
    start, and then sorts all works to give twenty.
    """
    owner = User.objects.filter(pk=OuterRef("user_id"))
    return works.annotate(owner_slug=Subquery(owner.values("slug")), owner_name=Subquery(owner.values("name")))


def _page(
    rows: Callable[..., Iterable[Any]],
    works: Callable[[], QuerySet[Project]],
    filters: Filters,
    after: str,
    *,
    size: int,
    common: Collection[str] = (),
) -> Page[Work]:
    """What `rows` gives of `works`: one more than `size`, which tells that there is a next page."""
    values = {**_columns(filters), **_behind(after, filters.sort)}
    labels = _labels(filters)
    few = [ids for kind, slug in labels.items() if slug not in common and (ids := _few(kind, slug)) is not None]
    if few:
        rows = partial(_rows, works().filter(id__in=set[int].intersection(*few)))
    found = [Work(*row) for row in rows(filters.sort, size + 1, **values, **labels)]
    return Page(found[:size], _cursor(found[size - 1], filters.sort) if len(found) > size else "")


def _columns(filters: Filters) -> Values:
    named = {"type": filters.type, "platform": filters.platform, "source_id": filters.source}
    return {name: value for name, value in named.items() if value}


def _labels(filters: Filters) -> dict[str, str]:
    """The slug of each label asked for, by its kind."""
    named = {TermKind.TOOL: filters.tool, TermKind.CATEGORY: filters.category, TermKind.TOPIC: filters.topic}
    return {kind.value: slug for kind, slug in named.items() if slug}


def _behind(after: str, sort: Sort) -> Values:
    cursor = cursors.read(after, sort)
    if cursor is None:
        return {}
    return {"key": cursor.key if sort == "views" else cursor.moment, "last": cursor.id}


def _cursor(last: Work, sort: Sort) -> str:
    by = cursors.by_views(last.views, last.id) if sort == "views" else cursors.by_time(last.published_at, last.id)
    return str(by)


def _few(kind: str, slug: str) -> set[int] | None:
    """The works that carry a label, if they are few: then a list starts from them. If they are many, a list in its
    order meets them soon enough."""
    ids = {pk for (pk,) in _carriers(FEW + 1, kind=kind, slug=slug)}
    return ids if len(ids) <= FEW else None


@prepared
def _carriers(limit: int, *, kind: str, slug: str) -> Rows:
    term = Term.objects.filter(kind=kind, slug=slug).values("pk")
    return ProjectTerm.objects.filter(term_id=Subquery(term)).order_by("-project_id").values_list("project_id")[:limit]


@prepared
def _shown_rows(whose: Whose, sort: Sort, limit: int, *, user: int | None = None, **values: Any) -> Rows:
    return _rows(scope(whose, user), sort, limit, **values)


def _rows(
    works: QuerySet[Project], sort: Sort, limit: int, *, key: Any = None, last: int | None = None, **values: Any
) -> Rows:
    """`values` are columns, and slugs of labels by their kind; `key` and `last` are where the page before ended."""
    for name, value in values.items():
        works = works.filter(_labelled(name, value) if name in TermKind.values else Q(**{name: value}))
    column = "views" if sort == "views" else "published_at"
    if key is not None:  # the first condition cuts the ties, the second is what the index can seek to
        works = works.filter(Q(**{f"{column}__lt": key}) | Q(id__lt=last), **{f"{column}__lte": key})
    return with_owner(works).order_by(f"-{column}", "-id").values_list(*WORK)[:limit]


def _labelled(kind: str, slug: str) -> Exists:
    return Exists(ProjectTerm.objects.filter(project_id=OuterRef("pk"), term__kind=kind, term__slug=slug))


def labels_of_newest(kind: TermKind) -> list[Label]:
    """The labels of a kind that the newest public works of all carry, most used first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_used(kind, ""))
        return [Label(*row) for row in cursor.fetchall()]


def tools_of_owner() -> RawSQL:
    """A column for a query of users: the tools of each one's newest public works as pairs (slug, name), most used
    first. Part of the statement that finds whose page it is, and no statement of its own."""
    listed, pair = ("json_group_array", "json_array")
    if connection.vendor == "postgresql":
        listed, pair = ("jsonb_agg", "jsonb_build_array")
    used = _used(TermKind.TOOL, "AND user_id = accounts_user.id")
    sql = f"(SELECT {listed}({pair}(l.slug, l.name)) FROM ({used}) l)"  # noqa: S608 - our own words only
    return RawSQL(sql, [], JSONField())  # noqa: S611 - as above


def _used(kind: TermKind, whose: str) -> str:
    """By hand: the uses are counted by id before a name is looked up, which takes a quarter of the time."""
    return f"""
        SELECT t.kind, t.slug, t.name FROM (
            SELECT term_id, COUNT(*) AS uses FROM catalog_projectterm WHERE project_id IN (
                SELECT id FROM catalog_project WHERE NOT is_private {whose}
                ORDER BY published_at DESC, id DESC LIMIT {LABELS_FROM}
            ) GROUP BY term_id
        ) used JOIN catalog_term t ON t.id = used.term_id
        WHERE t.kind = '{kind.value}' ORDER BY used.uses DESC, t.slug LIMIT {LABELS_SHOWN}"""  # noqa: S608 - our own words only
