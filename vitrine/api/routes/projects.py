"""Projects: lists, one whole, and what their owner does with them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from vitrine.accounts.models import User
from vitrine.api import addresses, examples
from vitrine.api.auth import caller, caller_or_nobody
from vitrine.api.describe import CHANGE, REMOVE, answers
from vitrine.api.schemas import DoneOut, FieldIn, ProjectFullOut, ProjectIn, ProjectsOut, Wanted
from vitrine.catalog import actions as catalog
from vitrine.catalog.models import Project
from vitrine.catalog.queries import full_project, in_order, own_project, visible, works_of
from vitrine.catalog.types import TermKind
from vitrine.portfolio import pictures
from vitrine.portfolio.listing import listed
from vitrine.portfolio.types import Filters
from vitrine.sync.decide import SENTENCES

router = Router(tags=["projects"])
SRCSET = (320, 640, 1280)
COVER_WIDTH, FACE_WIDTH = 1280, 160
READ = ("NOT_FOUND", "RATE_LIMITED")


@router.get(
    "/projects/",
    **answers(200, ProjectsOut, examples.PROJECTS, refuses=("VALIDATION_ERROR", "RATE_LIMITED")),
    auth=None,
    operation_id="list_projects",
    summary="Works, newest or most viewed first",
)
def projects(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Public works of public pages. With `user` your own name, your private ones too."""
    page = listed(_shown(caller_or_nobody(request), wanted), _filters(wanted), wanted.cursor, size=wanted.limit)
    rows = in_order([one.id for one in page.items])
    return {"items": [wire(project) for project in rows], "next": page.next or None}


def _filters(wanted: Wanted) -> Filters:
    names = ("type", "platform", "source", "tool", "category", "topic", "sort")
    return Filters(**{name: getattr(wanted, name) for name in names})


def _shown(viewer: User | None, wanted: Wanted) -> QuerySet[Project]:
    """Private ones only where every work is the viewer's own, so that lists of everybody's stay on their index."""
    works = works_of(wanted.user.lower(), viewer) if wanted.user else visible(None)
    return works.filter(title__icontains=wanted.q) if wanted.q else works


@router.get(
    "/projects/{int:project_id}/",
    **answers(200, ProjectFullOut, examples.PROJECT_FULL, refuses=READ),
    auth=None,
    operation_id="get_project",
    summary="One work, whole",
)
def project(request: HttpRequest, project_id: int) -> dict[str, Any]:
    return whole(full_project(caller_or_nobody(request), project_id))


@router.patch(
    "/projects/{int:project_id}/",
    **answers(200, ProjectFullOut, examples.PROJECT_FULL, refuses=(*CHANGE, "NOT_FOUND"), takes=examples.EDIT),
    operation_id="edit_project",
    summary="Edit a work",
)
def edit(request: HttpRequest, project_id: int, said: ProjectIn) -> dict[str, Any]:
    """What is written here no sync touches again; see `revert`."""
    user = caller(request)
    catalog.edit_project(own_project(user, project_id), said.dict(exclude_unset=True))
    return whole(full_project(user, project_id))


@router.post(
    "/projects/{int:project_id}/revert/",
    **answers(200, ProjectFullOut, examples.PROJECT_FULL, refuses=(*CHANGE, "NOT_FOUND"), takes=examples.FIELD),
    operation_id="revert_project",
    summary="Take a field back to upstream's",
)
def revert(request: HttpRequest, project_id: int, said: FieldIn) -> dict[str, Any]:
    """From then on the field follows every sync again."""
    user = caller(request)
    catalog.revert_field(own_project(user, project_id), said.field)
    return whole(full_project(user, project_id))


@router.delete(
    "/projects/{int:project_id}/",
    **answers(200, DoneOut, examples.DONE, refuses=REMOVE),
    operation_id="delete_project",
    summary="Delete a work",
)
def delete(request: HttpRequest, project_id: int) -> dict[str, Any]:
    """No sync brings it back; pasting its address does."""
    catalog.delete_project(own_project(caller(request), project_id))
    return {"success": True}


def wire(project: Project) -> dict[str, Any]:
    """A project as lists tell it. Its labels and owner are loaded."""
    labels = sorted(project.labels.all(), key=lambda label: label.rank)
    cover = _cover(project)
    owner = project.user
    return {
        **{name: getattr(project, name) for name in SAME},
        "url": addresses.work(owner.slug, project.slug),
        "description": project.lead,
        "featured_image_url": _picture(cover, COVER_WIDTH) if cover else None,
        "image_srcset": ", ".join(f"{_picture(cover, width)} {width}w" for width in SRCSET) if cover else "",
        "user": {"username": owner.slug, "name": owner.shown_name, "avatar_url": _face(owner.avatar_url)},
        "view_count": project.views if project.stats_as_of and not _keeps_quiet(project) else None,
        "like_count": project.upstream_likes,
        **{
            name: [{"slug": one.term.slug, "name": one.term.name} for one in labels if one.term.kind == kind]
            for name, kind in (("tools", TermKind.TOOL), ("categories", TermKind.CATEGORY), ("topics", TermKind.TOPIC))
        },
        "sync": {
            "state": project.availability,
            "reason": SENTENCES.get(project.availability, ""),
            "last_synced_at": project.synced_at,
        },
        "enrichment": {"by": project.enriched_by, "at": project.enriched_at, "failed": False},
    }


def _keeps_quiet(project: Project) -> bool:
    """Upstream counts something of it, but tells no views: a repository, a video for members."""
    return "views" in project.card.get("untold", ())


SAME = (
    *("id", "platform", "type", "title", "slug", "external_url", "source_id", "is_showcase", "is_private"),
    *("published_at", "duration", "stats_as_of", "likes", "comments", "edited_fields", "created_at", "updated_at"),
)
"""Columns that go out under their own names."""


def whole(project: Project) -> dict[str, Any]:
    words = {"description": project.body.description, "content": {"blocks": list(_blocks(project))}}
    return {**wire(project), **words}


def _blocks(project: Project) -> Iterator[dict[str, Any]]:
    """Upstream's blocks, with our picture, the words as they are on the page, and a README's safe HTML."""
    cover, body = _cover(project), project.body
    told = {block.get("type"): block for block in body.blocks}
    if cover and (block := told.pop("cover", None)):
        yield {**block, "image": _picture(cover, COVER_WIDTH)}
    if block := told.pop("video", None):
        yield block
    if body.description:
        yield {"type": "text", "text": body.description}
    if block := told.pop("readme", None):
        yield {**block, "html": body.html}


def _cover(project: Project) -> str:
    """The signed name of its picture, or empty."""
    return pictures.cover(project.pk, project.image_url) if project.image_url else ""


def _picture(name: str, width: int) -> str:
    return addresses.absolute(pictures.address(name, width))


def _face(url: str) -> str | None:
    return _picture(pictures.portrait(url), FACE_WIDTH) if url else None
