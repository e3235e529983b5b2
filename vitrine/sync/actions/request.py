"""Before anything is imported: what an address leads to, and the job that will bring it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from vitrine.accounts import limits
from vitrine.accounts.limits import Window
from vitrine.accounts.models import User
from vitrine.catalog.models import Project
from vitrine.catalog.queries import project_at
from vitrine.lib import clock
from vitrine.lib.errors import (
    ImportDuplicateError,
    ImportInProgressError,
    RateLimitError,
    ValidationFailedError,
    VitrineError,
)
from vitrine.platforms import registry
from vitrine.platforms.types import About, Ref, Summary
from vitrine.sync.types import COUNTS, IMPORT_ITEM, IMPORT_LIST, IMPORT_QUEUE, IMPORT_TASK, Count, ref_to_json
from vitrine.upstream.actions import reading
from vitrine.work import actions as work
from vitrine.work import queries as jobs
from vitrine.work.models import Job

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to import a list: how many, and what it takes of the day's allowance (units; 0 costs nothing)."""

    count: Count
    items: int | None
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address leads to, for the field that looks while somebody types."""

    summary: Summary
    about: About
    options: tuple[Option, ...] = ()
    project: Project | None = None


@dataclass(frozen=True, slots=True)
class Requested:
    """`window` is what is left of the hour's imports; None where they are not counted."""

    job: Job
    ref: Ref
    window: Window | None = None


@contextmanager
def somebody_waits() -> Iterator[None]:
    """What fails inside is told to the one who asked, and nobody tries it again by himself."""
    try:
        yield
    except VitrineError as error:
        error.sentence = error.without_promise("Please try again in a little while.")
        raise


def look(user: User | None, text: str) -> Found:
    """What `text` leads to, and how it could be imported. Asks upstream (a unit or two).

    Raises what `registry.recognise` and the platform raise.
    """
    ref = registry.recognise(text)
    platform = registry.get(ref.platform)
    with somebody_waits():
        summary = reading(user, ref.platform, "resolve", lambda caller: platform.summary(caller, ref))
    if ref.kind not in platform.about.lists:
        return Found(summary=summary, about=platform.about, project=project_at(user, summary.ref) if user else None)
    options = tuple(
        Option(count=count, items=_items(count, summary.count), units=platform.price(summary.ref, size).units)
        for count in COUNTS
        if _offered(count, summary.count)
        for size in [summary.count or 0 if count == "all" else count]
    )
    return Found(summary=summary, about=platform.about, options=options)


def _offered(count: Count, available: int | None) -> bool:
    """Ten of seven is no choice; all of anything is."""
    return count == "all" or available is None or available > count


def _items(count: Count, available: int | None) -> int | None:
    return available if count == "all" else count


def request_import(
    user: User, text: str, *, count: Count | None = None, is_private: bool = False, is_showcase: bool = False
) -> Requested:
    """Open the job that imports what `text` names. No network here: it answers at once.

    `count` (10, 50 or "all", the default) limits lists. Raises InvalidURLError, UnknownPlatformError,
    ValidationFailedError, ImportDuplicateError (one work, on the page already), ImportInProgressError (with the job)
    and RateLimitError.
    """
    ref = registry.recognise(text)
    about = registry.get(ref.platform).about
    is_list = ref.kind in about.lists
    if count is not None and count not in COUNTS:
        raise ValidationFailedError("How many is 10, 50 or all.", detail={"field": "count"})
    key = f"import:{ref.platform}:{ref.kind}:{ref.id}"
    if running := jobs.running_for_key(user, key):
        raise in_progress(running)
    if not is_list and (project := project_at(user, ref)):
        raise duplicate(project)
    window = _check_rate(user, about, is_list=is_list)
    job, opened = work.open_job(
        kind=f"{IMPORT_LIST if is_list else IMPORT_ITEM}:{ref.platform}",
        task=IMPORT_TASK,
        queue=IMPORT_QUEUE,
        owner=user,
        key=key,
        title=ref.url,
        total=0 if is_list else 1,
        payload={
            "ref": ref_to_json(ref),
            "count": count or "all",
            "is_private": is_private,
            "is_showcase": is_showcase,
        },
    )
    if not opened:
        raise in_progress(job)
    return Requested(job, ref, window)


def _check_rate(user: User, about: About, *, is_list: bool) -> Window | None:
    """So many imports an hour, counted in the rows themselves. What is left when this one has begun."""
    limit = limits.limit_of(f"{about.name}.{'list' if is_list else 'item'}", user)
    if limit is None or user.is_staff:
        return None
    now = clock.now()
    kind = f"{IMPORT_LIST if is_list else IMPORT_ITEM}:{about.name}"
    begun = jobs.opened_since(user, kind, now - HOUR, most=limit)
    until = (begun[-1] if begun else now) + HOUR
    if len(begun) < limit:
        return Window(limit, limit - len(begun) - 1, until)
    what = "lists" if is_list else "single works"
    raise RateLimitError(
        f"That makes {limit} {what} from {about.label} within the hour, which is the limit. The next can begin at"
        f" {until:%H:%M} UTC.",
        until=until,
        detail={"limit": limit, "window_seconds": 3600},
    )


def duplicate(project: Project) -> ImportDuplicateError:
    return ImportDuplicateError(
        f"“{project.title}” is on your page already.",
        detail={"id": project.pk, "slug": project.slug, "title": project.title},
    )


def in_progress(job: Job) -> ImportInProgressError:
    return ImportInProgressError(detail={"job_id": str(job.pk), "state": job.state})
