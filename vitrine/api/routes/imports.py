"""Import by address, look at an address, follow and stop an import."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from vitrine.accounts.models import User
from vitrine.api import limits
from vitrine.api.auth import caller, caller_or_nobody, signed_in
from vitrine.api.schemas import (
    ChannelIn,
    Count,
    ErrorOut,
    ImportIn,
    PlatformsOut,
    QueuedOut,
    ResolvedOut,
    TaskOut,
    UrlIn,
)
from vitrine.lib.errors import InvalidURLError, ValidationFailedError
from vitrine.platforms import registry
from vitrine.portfolio import pictures
from vitrine.sync import actions as sync
from vitrine.sync.actions.request import Found
from vitrine.work import actions as work
from vitrine.work import queries as jobs
from vitrine.work.models import Job
from vitrine.work.types import State

router = Router(tags=["imports"])
REFUSALS = {401: ErrorOut, 404: ErrorOut, 409: ErrorOut, 422: ErrorOut, 429: ErrorOut, 503: ErrorOut}


@router.get("/integrations/", response=PlatformsOut, summary="Every platform: what it can do and what it needs")
def integrations(request: HttpRequest) -> dict[str, Any]:
    limits.check(request, "read")
    return {
        "items": [
            {
                "name": about.name,
                "label": about.label,
                "kinds": list(about.kinds),
                "lists": list(about.lists),
                "can": sorted(about.can),
                "connected": False,
                "needs": about.needs,
            }
            for about in registry.all_about()
        ]
    }


@router.post(
    "/integrations/import/",
    response={202: QueuedOut, **REFUSALS},
    auth=signed_in,
    summary="Import any supported address",
)
def import_any(request: HttpRequest, said: ImportIn) -> tuple[int, dict[str, Any]]:
    return queued(caller(request), said.url, said.count, is_private=said.is_private, is_showcase=said.is_showcase)


@router.post(
    "/integrations/resolve/", response={200: ResolvedOut, **REFUSALS}, auth=None, summary="What an address leads to"
)
def resolve(request: HttpRequest, said: UrlIn) -> dict[str, Any]:
    registry.recognise(said.url)  # what is no address costs nobody anything
    limits.check(request, "resolve")
    return resolved(sync.look(caller_or_nobody(request), said.url))


@router.get(
    "/integrations/tasks/{job_id}/", response={200: TaskOut, **REFUSALS}, auth=signed_in, summary="How an import does"
)
def task(request: HttpRequest, job_id: str) -> dict[str, Any]:
    return told(jobs.job_for(caller(request), job_id))


@router.delete(
    "/integrations/tasks/{job_id}/", response={200: TaskOut, **REFUSALS}, auth=signed_in, summary="Stop an import"
)
def stop(request: HttpRequest, job_id: str) -> dict[str, Any]:
    """What was stored stays."""
    return told(work.cancel(jobs.job_for(caller(request), job_id)))


def add_platform(name: str, list_path: str = "") -> None:
    """The import endpoints that the contract names after a platform."""
    label = registry.get(name).about.label

    def import_url(request: HttpRequest, said: UrlIn) -> tuple[int, dict[str, Any]]:
        return queued(caller(request), of_platform(name, said.url), None)

    def import_list(request: HttpRequest, said: ChannelIn) -> tuple[int, dict[str, Any]]:
        address = said.channel or said.url
        if not address:
            raise ValidationFailedError("Say which channel, by `channel` or by `url`.", detail={"field": "channel"})
        return queued(caller(request), of_platform(name, address), said.count)

    for prefix in (f"/{name}", f"/integrations/{name}"):
        router.post(
            f"{prefix}/import/",
            response={202: QueuedOut, **REFUSALS},
            auth=signed_in,
            operation_id=f"{prefix.strip('/').replace('/', '_')}_import",
            summary=f"Import an address of {label}",
        )(import_url)
    for path in (f"/{name}/import/{list_path}/", f"/integrations/{name}/import-{list_path}/") if list_path else ():
        router.post(
            path,
            response={202: QueuedOut, **REFUSALS},
            auth=signed_in,
            operation_id=path.strip("/").replace("/", "_").replace("-", "_"),
            summary=f"Import a {list_path} of {label}",
        )(import_list)


def of_platform(name: str, text: str) -> str:
    """`text`, if it names something of this platform. Raises InvalidURLError otherwise."""
    if registry.recognise(text).platform != name:
        raise InvalidURLError(f"This is no address of {registry.get(name).about.label}.")
    return text


def queued(
    user: User, url: str, count: Count | None, *, is_private: bool = False, is_showcase: bool = False
) -> tuple[int, dict[str, Any]]:
    asked = sync.request_import(user, url, count=count, is_private=is_private, is_showcase=is_showcase)
    job_id = str(asked.job.pk)
    return 202, {
        "task_id": job_id,
        "job_id": job_id,
        "status_url": f"/api/v1/integrations/tasks/{job_id}/",
        "message": "The import has begun." if asked.job.state != State.PENDING else "The import is about to begin.",
    }


def resolved(found: Found) -> dict[str, Any]:
    summary = found.summary
    image = pictures.address(pictures.signed(summary.picture.url), 320) if summary.picture else None
    project = found.project
    return {
        "platform": found.about.name,
        "platform_label": found.about.label,
        "kind": summary.ref.kind,
        "url": summary.ref.url,
        "title": summary.title,
        "description": summary.description[:500],
        "image": image,
        "count": summary.count,
        "is_list": bool(found.options),
        "newest_at": summary.newest_at,
        "note": summary.note,
        "options": [{"count": one.count, "items": one.items, "units": one.units} for one in found.options],
        "already_imported": project is not None,
        "project": {"id": project.pk, "slug": project.slug, "title": project.title} if project else None,
    }


def told(job: Job) -> dict[str, Any]:
    """A job as its owner sees it."""
    error = {
        "error": job.error_sentence,
        "error_code": job.error_code,
        "verdict": job.error_verdict,
        "detail": job.error_detail or None,
    }
    return {
        "id": str(job.pk),
        "status": job.state,
        "progress": percent(job),
        "message": job.error_sentence if job.state == State.PENDING and job.error_sentence else job.message,
        "stage": job.stage,
        "title": job.title,
        "counts": job.counts,
        "result": (job.result or None) if job.state == State.COMPLETED else None,
        "error": error if job.error_code else None,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "next_try_at": job.run_after if job.state == State.PENDING and job.attempts else None,
    }


def percent(job: Job) -> int:
    if job.state == State.COMPLETED:
        return 100
    return min(99, job.progress * 100 // job.total) if job.total else 0
