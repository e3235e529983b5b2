"""Import by address, look at an address, follow and stop an import."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from vitrine.accounts.queries import connected_providers
from vitrine.api import addresses, examples, limits
from vitrine.api.auth import caller, caller_or_nobody
from vitrine.api.describe import CHANGE, REMOVE, SIGN_IN, UPSTREAM, answers
from vitrine.api.schemas import (
    ChannelIn,
    Count,
    ImportIn,
    PlatformsOut,
    QueuedOut,
    ResolvedOut,
    TaskOut,
    UrlIn,
)
from vitrine.catalog.models import Project
from vitrine.lib.errors import (
    ImportDuplicateError,
    ImportInProgressError,
    InvalidURLError,
    ValidationFailedError,
)
from vitrine.platforms import registry
from vitrine.platforms.types import Ref
from vitrine.portfolio import pictures
from vitrine.sync import actions as sync
from vitrine.sync.actions.request import Found
from vitrine.work import actions as work
from vitrine.work import queries as jobs
from vitrine.work.models import Job
from vitrine.work.types import State

router = Router(tags=["imports"])
IMPORT_REFUSALS = (
    *(*CHANGE, "INVALID_URL", "UNKNOWN_PLATFORM"),
    *("DUPLICATE_IMPORT", "IMPORT_IN_PROGRESS", "RATE_LIMITED"),
)
PICTURE_WIDTH = 320
LONGEST_DESCRIPTION = 500


def _queues(takes: dict[str, Any]) -> dict[str, Any]:
    return answers(202, QueuedOut, examples.QUEUED, refuses=IMPORT_REFUSALS, takes=takes)


@router.get(
    "/integrations/",
    **answers(200, PlatformsOut, examples.PLATFORMS, refuses=["RATE_LIMITED"]),
    auth=None,
    operation_id="list_platforms",
    summary="Every platform: what it can do and what it needs",
)
def integrations(request: HttpRequest) -> dict[str, Any]:
    user = caller_or_nobody(request)
    connected = connected_providers(user) if user else frozenset()
    return {
        "items": [
            {
                "name": about.name,
                "label": about.label,
                "kinds": list(about.kinds),
                "lists": list(about.lists),
                "can": sorted(about.can),
                "connected": about.name in connected,
                "needs": about.needs,
            }
            for about in registry.all_about()
        ]
    }


@router.post(
    "/integrations/import/",
    **_queues(examples.IMPORT),
    operation_id="import_address",
    summary="Import any supported address",
)
def import_any(request: HttpRequest, said: ImportIn) -> Status[dict[str, Any]]:
    """A single work that is on the page already answers 409 with the project. A list answers 202 and catches up."""
    return queued(request, said.url, said.count, is_private=said.is_private, is_showcase=said.is_showcase)


@router.post(
    "/integrations/resolve/",
    **answers(200, ResolvedOut, examples.RESOLVED, refuses=("VALIDATION_ERROR", *UPSTREAM), takes=examples.URL),
    auth=None,
    operation_id="resolve_address",
    summary="What an address leads to",
)
def resolve(request: HttpRequest, said: UrlIn) -> dict[str, Any]:
    """Asks the platform: 5 times a minute for whoever is not signed in."""
    registry.recognise(said.url)  # what is no address costs nobody anything
    limits.check(request, "resolve")
    return resolved(sync.look(caller_or_nobody(request), said.url))


@router.get(
    "/integrations/tasks/{job_id}/",
    **answers(200, TaskOut, examples.TASK, refuses=(*SIGN_IN, "NOT_FOUND")),
    operation_id="follow_import",
    summary="How an import does",
)
def task(request: HttpRequest, job_id: str) -> dict[str, Any]:
    return told(jobs.job_for(caller(request), job_id))


@router.delete(
    "/integrations/tasks/{job_id}/",
    **answers(200, TaskOut, examples.TASK, refuses=REMOVE),
    operation_id="stop_import",
    summary="Stop an import",
)
def stop(request: HttpRequest, job_id: str) -> dict[str, Any]:
    """Within a second or so. What was stored stays."""
    return told(work.cancel(jobs.job_for(caller(request), job_id)))


def add_platform(name: str, list_path: str = "") -> None:
    """The import endpoints that the contract names after a platform."""
    label = registry.get(name).about.label

    def import_url(request: HttpRequest, said: UrlIn) -> Status[dict[str, Any]]:
        _of_platform(name, said.url)
        return queued(request, said.url, None)

    def import_list(request: HttpRequest, said: ChannelIn) -> Status[dict[str, Any]]:
        address = said.channel or said.url
        if not address:
            raise ValidationFailedError(
                f"Say which {list_path}, by `channel` or by `url`.", detail={"field": "channel"}
            )
        _only_lists(_of_platform(name, address), list_path)
        return queued(request, address, said.count)

    for prefix in (f"/{name}", f"/integrations/{name}"):
        path = f"{prefix}/import/"
        summary = f"Import an address of {label}"
        router.post(path, **_queues(examples.URL), operation_id=_operation(path), summary=summary)(import_url)
    for path in (f"/{name}/import/{list_path}/", f"/integrations/{name}/import-{list_path}/") if list_path else ():
        summary = f"Import a {list_path} of {label}"
        router.post(path, **_queues(examples.CHANNEL_IN), operation_id=_operation(path), summary=summary)(import_list)


def _operation(path: str) -> str:
    return path.strip("/").replace("/", "_").replace("-", "_")


def _of_platform(name: str, text: str) -> Ref:
    """What `text` names, if it is of this platform. Raises InvalidURLError otherwise."""
    ref = registry.recognise(text)
    if ref.platform != name:
        raise InvalidURLError(f"This is no address of {registry.get(name).about.label}.")
    return ref


def _only_lists(ref: Ref, what: str) -> None:
    if ref.kind not in registry.get(ref.platform).about.lists:
        raise InvalidURLError(f"This is the address of a single work, not of a {what}.")


def queued(
    request: HttpRequest, url: str, count: Count | None, *, is_private: bool = False, is_showcase: bool = False
) -> Status[dict[str, Any]]:
    """Ask for the import; where it is not to be, say with which project or job it is already."""
    user = caller(request)
    try:
        asked = sync.request_import(user, url, count=count, is_private=is_private, is_showcase=is_showcase)
    except ImportDuplicateError as error:
        error.detail["url"] = addresses.work(user.slug, error.detail["slug"])
        raise
    except ImportInProgressError as error:
        error.detail["status_url"] = addresses.task(error.detail["job_id"])
        raise
    limits.note(request, asked.window)
    job_id = str(asked.job.pk)
    message = "The import has begun." if asked.job.state != State.PENDING else "The import is about to begin."
    return Status(202, {"task_id": job_id, "job_id": job_id, "status_url": addresses.task(job_id), "message": message})


def resolved(found: Found) -> dict[str, Any]:
    summary = found.summary
    image = pictures.address(pictures.signed(summary.picture.url), PICTURE_WIDTH) if summary.picture else None
    return {
        "platform": found.about.name,
        "platform_label": found.about.label,
        "kind": summary.ref.kind,
        "url": summary.ref.url,
        "title": summary.title,
        "description": summary.description[:LONGEST_DESCRIPTION],
        "image": addresses.absolute(image) if image else None,
        "count": summary.count,
        "is_list": bool(found.options),
        "newest_at": summary.newest_at,
        "note": summary.note,
        "options": [{"count": one.count, "items": one.items, "units": one.units} for one in found.options],
        "already_imported": found.project is not None,
        "project": brief(found.project) if found.project else None,
    }


def brief(project: Project) -> dict[str, Any]:
    page = addresses.work(project.user.slug, project.slug)
    return {"id": project.pk, "slug": project.slug, "url": page, "title": project.title}


def told(job: Job) -> dict[str, Any]:
    """A job as its owner sees it."""
    waits = job.state == State.PENDING
    return {
        "id": str(job.pk),
        "status": job.state,
        "progress": percent(job),
        "message": job.error_sentence if waits and job.error_sentence else job.message,
        "stage": job.stage,
        "title": job.title,
        "counts": {"total": job.total, **job.counts},
        "result": _result(job) if job.state == State.COMPLETED else None,
        "error": _error(job) if job.error_code and job.state != State.CANCELLED else None,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "next_try_at": job.run_after if waits and job.attempts else None,
    }


def _result(job: Job) -> dict[str, Any]:
    """What the job left, and where it is to be seen here."""
    result, owner = job.result, job.owner
    slug = owner.slug if owner else ""
    page = addresses.work(slug, result["project_slug"]) if "project_slug" in result else addresses.person(slug)
    return {**result, "url": page, "external_url": result.get("url", "")}


def _error(job: Job) -> dict[str, Any]:
    return {
        "error": job.error_sentence,
        "error_code": job.error_code,
        "verdict": job.error_verdict,
        "detail": job.error_detail or None,
    }


def percent(job: Job) -> int:
    if job.state == State.COMPLETED:
        return 100
    return min(99, job.progress * 100 // job.total) if job.total else 0
