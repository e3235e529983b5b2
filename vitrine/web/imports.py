"""Add work by its address: look, say what was found, begin, and follow the job to its end."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vitrine.accounts import limits
from vitrine.accounts.callers import Caller
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of
from vitrine.lib import clock
from vitrine.lib.errors import ImportDuplicateError, VitrineError
from vitrine.platforms import registry
from vitrine.portfolio import queries
from vitrine.sync import actions as sync
from vitrine.sync.actions.browse import browse
from vitrine.sync.actions.several import request_imports
from vitrine.sync.types import Count
from vitrine.web import found, progress
from vitrine.web.addresses import asker, htmx, with_query
from vitrine.web.errors import status_of
from vitrine.work import actions as work
from vitrine.work import queries as jobs
from vitrine.work.models import Job

MOST = 2000  # characters of what is pasted; more is no address
PATH = "/import/"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """`/import/`: one field; with `?url=` what it leads to and the ways to bring it in. POST begins."""
    if request.method == "POST":
        return _begin(request)
    url = _pasted(request.GET.get("url", ""))
    context = _looked_at(request, url) if url else {}
    status = status_of(context["error"]) if context.get("error") else 200
    return render(request, "imports/import.html", {**_frame(request), "url": url, **context}, status=status)


@require_GET
def look(request: HttpRequest) -> HttpResponse:
    """`/import/look/`: what stands under the field while somebody types."""
    url = _pasted(request.GET.get("url", ""))
    context = _looked_at(request, url) if url else {}
    return render(request, "imports/found.html", {"url": url, "typing": True, **context})


@login_required
@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """`/import/pick/?url=`: a list to choose single works from."""
    url = _pasted(request.GET.get("url", ""))
    user = asker(request)
    try:
        registry.recognise(url)
        _count(request)
        offers = browse(user, url)
    except VitrineError as error:
        return render(
            request, "imports/import.html", {**_frame(request), "url": url, "error": error}, status=status_of(error)
        )
    context = {"url": url, "offers": found.offers(offers, user.slug), "place": "import"}
    return render(request, "imports/pick.html", context)


def _begin(request: HttpRequest) -> HttpResponse:
    urls = [_pasted(url) for url in request.POST.getlist("url") if url.strip()]
    if not request.user.is_authenticated:
        return HttpResponseRedirect(_through_sign_up(urls[0] if urls else ""))
    count, is_private = _how_many(request), bool(request.POST.get("is_private"))
    done = request_imports(asker(request), urls, count=count, is_private=is_private)
    refused = done.refused or next(iter(done.there), None)
    if done.jobs and not refused:
        return HttpResponseRedirect(f"{PATH}{done.jobs[0]}/" if len(done.jobs) == 1 else PATH)
    context = {**_frame(request), "url": urls[0] if urls else "", "error": refused, **_instead(request, refused)}
    return render(request, "imports/import.html", context, status=status_of(refused) if refused else 422)


def _looked_at(request: HttpRequest, url: str) -> dict[str, Any]:
    """What was found at `url`, or the error that says why nothing was."""
    try:
        registry.recognise(url)  # what is no address costs nobody anything
        _count(request)
        seen = sync.look(asker(request) if request.user.is_authenticated else None, url)
    except VitrineError as error:
        return {"error": error}
    return {"found": found.found(seen, url), "sign_up": _through_sign_up(url)}


def _instead(request: HttpRequest, error: VitrineError | None) -> dict[str, Any]:
    """Where a work is that is on the page already."""
    if not isinstance(error, ImportDuplicateError):
        return {}
    return {"there": f"/{asker(request).slug}/{error.detail['slug']}/"}


def _frame(request: HttpRequest) -> dict[str, Any]:
    recent = jobs.recent(asker(request), 6) if request.user.is_authenticated else []
    now = clock.now()
    return {"place": "import", "recent": [progress.line(job, now) for job in recent]}


def _pasted(text: str) -> str:
    return text.strip()[:MOST]


def _how_many(request: HttpRequest) -> Count | None:
    """10, 50, "all" or not said; 0 for what is none of these, for the action to refuse."""
    said = request.POST.get("count", "")
    if said in ("", "all"):
        return "all" if said else None
    return int(said) if said.isdecimal() and len(said) < 6 else 0  # noqa: PLR2004 - digits of any number that is meant


def _through_sign_up(url: str) -> str:
    return with_query(reverse("account_signup"), next=with_query(PATH, url=url))


def _count(request: HttpRequest) -> None:
    user = request.user if request.user.is_authenticated else None
    limits.check(Caller(user, address=address_of(request)), "resolve")


# --- the job -----------------------------------------------------------------------------------------------------


@login_required
@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """`/import/{job_id}/`: where an import is. HTMX asks for the middle of it every second until it has ended."""
    owner = asker(request)
    mine = jobs.job_for(owner, job_id)
    context = {"progress": _progress(mine, owner), "place": "import"}
    response = render(request, "imports/progress.html" if htmx(request) else "imports/job.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _progress(mine: Job, owner: User) -> progress.Progress:
    ledger = queries.ledger(mine.payload.get("source_id"), since=mine.created_at)
    project_id = mine.result.get("project_id")
    arrived = queries.works_by_id([project_id]) if project_id else []
    return progress.progress(mine, owner.slug, ledger, arrived[0] if arrived else None, clock.now())


@login_required
@require_POST
def stop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """What was stored stays."""
    work.cancel(jobs.job_for(asker(request), job_id))
    return HttpResponseRedirect(f"{PATH}{job_id}/")


@login_required
@require_POST
def again(request: HttpRequest, job_id: UUID) -> HttpResponse:
    going = work.retry(jobs.job_for(asker(request), job_id))
    return HttpResponseRedirect(f"{PATH}{going.pk}/")
