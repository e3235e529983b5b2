"""A connected account's own works: the first import, and a list to pick single ones from, private ones too."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vitrine.accounts import limits
from vitrine.accounts import queries as accounts
from vitrine.accounts.callers import Caller
from vitrine.accounts.models import Connection, User
from vitrine.lib import clock
from vitrine.lib.errors import VitrineError
from vitrine.platforms.types import Availability, RemoteItem
from vitrine.portfolio import pictures
from vitrine.sync import actions as sync
from vitrine.sync.actions.own import OwnWork
from vitrine.sync.actions.several import Several, request_imports
from vitrine.web import found, shown
from vitrine.web.addresses import asker, htmx, with_query
from vitrine.web.consent import PATH
from vitrine.web.errors import status_of
from vitrine.web.shown import Fact

SEARCHED = 10  # pages that one search reads at most
ENOUGH = 20  # finds that end a search
MOST = 100  # characters of what is searched for
_KEPT_BACK = {
    Availability.PRIVATE: "Private",
    Availability.UNLISTED: "Unlisted",
    Availability.UPCOMING: "Not out yet",
}


@dataclass(slots=True)
class Row:
    """`private` is the word for what keeps it from the world upstream; `page` is where it hangs already."""

    url: str
    title: str
    picture: str
    private: str
    facts: list[Fact]
    page: str


@login_required
@require_safe
def first(request: HttpRequest, connection_id: int) -> HttpResponse:
    """`/settings/integrations/{id}/first/`: what the account holds, and how much of it to bring in."""
    connection = accounts.own_connection(asker(request), connection_id)
    context: dict[str, Any] = {"account": connection, "here": PATH}
    try:
        limits.check(Caller(connection.user), "resolve")
        context["found"] = found.found(sync.first_import_options(connection), connection.account_url)
    except VitrineError as error:
        context["error"] = error
    status = status_of(context["error"]) if "error" in context else 200
    return render(request, "settings/first.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def works(request: HttpRequest, connection_id: int) -> HttpResponse:
    """`/settings/integrations/{id}/works/`: a page of them, or what `?q=` finds. POST brings in what was picked."""
    connection = accounts.own_connection(asker(request), connection_id)
    if request.method == "POST":
        return _bring(request, connection)
    asked = request.GET.get("q", "").strip()[:MOST]
    context: dict[str, Any] = {"account": connection, "q": asked, "all": "all" in request.GET, "here": PATH}
    try:
        context |= _listed(asker(request), connection, request.GET.get("cursor", ""), asked)
    except VitrineError as error:
        connection.refresh_from_db()  # asking may have shown that it is dead
        context["error"] = error
    status = status_of(context["error"]) if "error" in context else 200
    template = "settings/own_rows.html" if htmx(request) and "rows" in context else "settings/works.html"
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["Vary"] = "HX-Request, Cookie"
    return response


def _listed(user: User, connection: Connection, cursor: str, asked: str) -> dict[str, Any]:
    """One page; a search goes through several, and stops when it has found enough."""
    rows: list[Row] = []
    unread = 0
    for _ in range(SEARCHED if asked else 1):
        limits.check(Caller(user), "resolve")
        page = sync.own_works(user, connection.provider, connection_id=connection.pk, cursor=cursor)
        rows += [_row(one, user.slug) for one in page.works if asked.casefold() in one.item.title.casefold()]
        unread += page.unread
        cursor = page.next
        if not cursor or len(rows) >= ENOUGH:
            break
    more = with_query(f"{PATH}{connection.pk}/works/", q=asked, cursor=cursor) if cursor else ""
    return {"rows": rows, "more": more, "unread": unread}


def _row(one: OwnWork, owner: str) -> Row:
    item = one.item
    return Row(
        url=item.ref.url,
        title=item.title,
        picture=_picture(item),
        private=_KEPT_BACK.get(item.availability, ""),
        facts=_facts(item),
        page=f"/{owner}/{one.project.slug}/" if one.project else "",
    )


def _picture(item: RemoteItem) -> str:
    if item.type != "video" or not item.pictures:
        return ""
    return pictures.address(pictures.signed(item.pictures[0].url), 160)


def _facts(item: RemoteItem) -> list[Fact]:
    facts = []
    if item.duration:
        facts.append(Fact(shown.clock(item.duration)))
    if language := item.facts.get("primary_language"):
        facts.append(Fact(str(language)))
    if moved := item.published_at if item.type == "video" else item.updated_at or item.published_at:
        facts.append(shown.since(moved, clock.now()))
    return facts


def _bring(request: HttpRequest, connection: Connection) -> HttpResponse:
    back = f"{PATH}{connection.pk}/works/"
    picked = request.POST.getlist("url")
    if not picked:
        messages.error(request, "Nothing was ticked, so nothing was brought in.")
        return HttpResponseRedirect(back)
    done = request_imports(asker(request), picked)
    if len(done.jobs) == 1 and not done.refused:
        return HttpResponseRedirect(f"/import/{done.jobs[0]}/")
    _tell(request, done)
    return HttpResponseRedirect(back if done.refused or not done.jobs else "/import/")


def _tell(request: HttpRequest, done: Several) -> None:
    if done.jobs:
        messages.success(request, f"{shown.plural(len(done.jobs), 'work')} on the way.")
    if done.there:
        messages.success(request, f"{shown.plural(len(done.there), 'work')} of these hung on your page already.")
    if done.refused:
        messages.error(request, f"{shown.plural(done.left, 'work')} did not begin. {done.refused.sentence}")
