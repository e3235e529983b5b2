"""Projects: lists, one whole, and what their owner does with them."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema

from vitrine.api import limits
from vitrine.api.auth import caller, caller_or_nobody, signed_in
from vitrine.api.schemas import DoneOut, ErrorOut, FieldIn, ProjectFullOut, ProjectIn, ProjectsOut
from vitrine.catalog import actions as catalog
from vitrine.catalog.models import Project
from vitrine.catalog.queries import full_project, in_order, own_project, visible
from vitrine.catalog.types import TermKind
from vitrine.lib.errors import ValidationFailedError
from vitrine.portfolio import pictures
from vitrine.portfolio.queries import listed
from vitrine.portfolio.types import Filters

router = Router(tags=["projects"])
MOST = 100
REFUSALS = {401: ErrorOut, 404: ErrorOut, 422: ErrorOut, 429: ErrorOut}
SRCSET = (320, 640, 1280)


class Wanted(Schema):
    """What a list is narrowed to. `limit` is 1 to 100."""

    user: str = ""
    type: str = ""
    platform: str = ""
    source: int | None = None
    tool: str = ""
    category: str = ""
    topic: str = ""
    q: str = ""
    sort: str = "newest"
    cursor: str = ""
    limit: int = 20


@router.get(
    "/projects/", response={200: ProjectsOut, **REFUSALS}, auth=None, summary="Works, newest or most viewed first"
)
def projects(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    limits.check(request, "read")
    shown = _narrowed(visible(caller_or_nobody(request)), wanted)
    page = listed(shown, _filters(wanted), wanted.cursor, size=max(1, min(wanted.limit, MOST)))
    rows = in_order([one.id for one in page.items])
    return {"items": [wire(project) for project in rows], "next": page.next or None}


def _filters(wanted: Wanted) -> Filters:
    if wanted.sort not in ("newest", "views"):
        raise ValidationFailedError("Works are sorted by newest or by views.", detail={"field": "sort"})
    names = {name: getattr(wanted, name) for name in ("type", "platform", "source", "tool", "category", "topic")}
    return Filters(**names, sort="views" if wanted.sort == "views" else "newest")


def _narrowed(works: QuerySet[Project], wanted: Wanted) -> QuerySet[Project]:
    if wanted.user:
        works = works.filter(user__slug=wanted.user.lower())
    return works.filter(title__icontains=wanted.q) if wanted.q else works


@router.get(
    "/projects/{int:project_id}/", response={200: ProjectFullOut, **REFUSALS}, auth=None, summary="One work, whole"
)
def project(request: HttpRequest, project_id: int) -> dict[str, Any]:
    limits.check(request, "read")
    return whole(full_project(caller_or_nobody(request), project_id))


@router.patch(
    "/projects/{int:project_id}/", response={200: ProjectFullOut, **REFUSALS}, auth=signed_in, summary="Edit a work"
)
def edit(request: HttpRequest, project_id: int, said: ProjectIn) -> dict[str, Any]:
    """What is written here no sync touches again; see `revert`."""
    user = caller(request)
    catalog.edit_project(own_project(user, project_id), said.dict(exclude_unset=True))
    return whole(full_project(user, project_id))


@router.post(
    "/projects/{int:project_id}/revert/",
    response={200: ProjectFullOut, **REFUSALS},
    auth=signed_in,
    summary="Back to the original",
)
def revert(request: HttpRequest, project_id: int, said: FieldIn) -> dict[str, Any]:
    user = caller(request)
    catalog.revert_field(own_project(user, project_id), said.field)
    return whole(full_project(user, project_id))


@router.delete(
    "/projects/{int:project_id}/", response={200: DoneOut, **REFUSALS}, auth=signed_in, summary="Delete a work"
)
def delete(request: HttpRequest, project_id: int) -> dict[str, Any]:
    """No sync brings it back; pasting its address does."""
    catalog.delete_project(own_project(caller(request), project_id))
    return {"success": True}


def wire(project: Project) -> dict[str, Any]:
    """A project as lists tell it. Its labels and owner are loaded."""
    labels = sorted(project.labels.all(), key=lambda label: label.rank)
    cover = pictures.cover(project.pk, project.image_url) if project.image_url else ""
    owner = project.user
    return {
        **{name: getattr(project, name) for name in SAME},
        "url": f"{settings.BASE_URL}/{owner.slug}/{project.slug}/",
        "description": project.lead,
        "featured_image_url": settings.BASE_URL + pictures.address(cover, 1280) if cover else None,
        "image_srcset": ", ".join(f"{pictures.address(cover, width)} {width}w" for width in SRCSET) if cover else "",
        "user": {"username": owner.slug, "name": owner.shown_name, "avatar_url": _face(owner.avatar_url)},
        "view_count": project.views if project.stats_as_of else None,
        "like_count": project.upstream_likes,
        **{
            name: [{"slug": one.term.slug, "name": one.term.name} for one in labels if one.term.kind == kind]
            for name, kind in (("tools", TermKind.TOOL), ("categories", TermKind.CATEGORY), ("topics", TermKind.TOPIC))
        },
        "sync": {"state": project.availability, "reason": "", "last_synced_at": project.synced_at},
        "enrichment": {"by": project.enriched_by, "at": project.enriched_at, "failed": False},
    }


SAME = (
    *("id", "platform", "type", "title", "slug", "external_url", "source_id", "is_showcase", "is_private"),
    *("published_at", "duration", "stats_as_of", "likes", "comments", "edited_fields", "created_at", "updated_at"),
)
"""Columns that go out under their own names."""


def whole(project: Project) -> dict[str, Any]:
    return {
        **wire(project),
        "description": project.body.description,
        "content": {"blocks": [{"type": "text", "text": project.body.description}, *project.body.blocks]},
    }


def _face(url: str) -> str | None:
    return pictures.address(pictures.portrait(url), 160) if url else None
