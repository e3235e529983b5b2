"""Reads of the catalogue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from vitrine.accounts.models import User
from vitrine.catalog.models import ContentSource, Project, SourceItem
from vitrine.catalog.types import ItemState
from vitrine.lib.errors import NotFoundError
from vitrine.platforms.types import Ref


@dataclass(frozen=True, slots=True)
class Holding:
    """A project as far as a decision needs it."""

    id: int
    slug: str
    external_id: str
    external_url: str
    fingerprint: str
    availability: str
    upstream_updated_at: datetime | None
    is_private: bool


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a person has of a page of items: by external id, the slugs that are taken, what they hid, and which
    sources' ledgers say of an item that it came in (`(source id, external id)`)."""

    by_id: dict[str, Holding]
    slugs: set[str]
    hidden: set[str]
    noted: set[tuple[int, str]]


def source_ids(user_id: int, platform: str) -> list[int]:
    """The person's sources on a platform."""
    return list(ContentSource.objects.filter(user_id=user_id, platform=platform).values_list("pk", flat=True))


def holdings(
    user_id: int,
    platform: str,
    *,
    sources: Collection[int],
    external_ids: Collection[str],
    urls: Collection[str],
    slugs: Collection[str],
) -> Holdings:
    """Two statements for any number of items. `sources` are `source_ids`."""
    columns = tuple(field.name for field in fields(Holding))
    mine = Project.objects.filter(user_id=user_id).values_list(*columns)
    # A union, each branch on its own index: an OR would read every project of the person, page after page.
    by_id = mine.filter(platform=platform, external_id__in=external_ids)
    rows = by_id.union(mine.filter(external_url__in=urls), mine.filter(slug__in=slugs))
    found = [Holding(*row) for row in rows]
    # Source by source, for the same reason: a join goes through the whole ledger of a large source.
    seen = (Q(source_id=source, external_id__in=external_ids) for source in sources)
    items = SourceItem.objects.filter(reduce(or_, seen, Q(pk__in=[])))
    ledger = list(items.values_list("source_id", "external_id", "state"))
    wanted, ids = set(urls), set(external_ids)
    return Holdings(
        by_id={
            holding.external_id: holding
            for holding in found
            if holding.external_url in wanted or holding.external_id in ids
        },
        slugs={holding.slug for holding in found},
        hidden={name for _, name, state in ledger if state == ItemState.HIDDEN},
        noted={(source, name) for source, name, state in ledger if state == ItemState.IMPORTED},
    )


def project_at(user: User, ref: Ref) -> Project | None:
    """The person's project of this very work, if they have it; names that are not ids are compared without case.

    One question after the other, each on an index: with OR between them a database may well read every project.
    """
    same = [Q(external_url=ref.url), Q(platform=ref.platform, external_id=ref.id)]
    if ref.by != "id":
        same.append(Q(platform=ref.platform, external_url__iexact=ref.url))
    found = (Project.objects.filter(one, user=user).order_by().first() for one in same)
    return next((project for project in found if project), None)


def own_project(user: User, project_id: int) -> Project:
    """Raises NotFoundError for others' and for none."""
    project = Project.objects.filter(user=user, pk=project_id).select_related("body", "user").first()
    if project is None:
        raise NotFoundError
    return project


def visible(viewer: User | None) -> QuerySet[Project]:
    """What `viewer` may see of everybody's works: public ones on public pages, and their own."""
    public = Q(Exists(User.objects.public().filter(pk=OuterRef("user_id"))), is_private=False)
    return Project.objects.filter(public | Q(user=viewer) if viewer else public)


def works_of(slug: str, viewer: User | None) -> QuerySet[Project]:
    """What `viewer` may see of one person's works: all of their own, of another the public ones on a public page."""
    if viewer and viewer.slug == slug:
        return Project.objects.filter(user=viewer)
    # Found by the name within the same statement, and not by a join, which may well end in sorting all their works.
    return visible(None).filter(user_id=Subquery(User.objects.filter(slug=slug).values("pk")))


def in_order(ids: Sequence[int]) -> list[Project]:
    """These projects with owner and labels, in this order. Two statements."""
    found = Project.objects.select_related("user").prefetch_related("labels__term").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def full_project(viewer: User | None, project_id: int) -> Project:
    """A work with body, owner and labels. Raises NotFoundError for what is not there or not the viewer's to see."""
    found = (
        visible(viewer).select_related("user", "body").prefetch_related("labels__term").filter(pk=project_id).first()
    )
    if found is None:
        raise NotFoundError
    return found
