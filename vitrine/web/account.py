"""A person's account: the address of their page, what was done to it, a copy of everything, and the end of it."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vitrine.accounts import actions, people
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of
from vitrine.care import actions as care
from vitrine.lib import clock
from vitrine.lib.errors import ValidationFailedError
from vitrine.web import audit

MOST_DIGITS = 9  # of an id that a link may carry
View = Callable[..., HttpResponse]


def sensitive(view: View) -> View:
    """For those who showed a moment ago that it is them."""
    guarded: View = reauthentication_required(view)
    return login_required(guarded)


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/settings/account/`."""
    return _page(request)


def _page(request: HttpRequest, wish: str = "", wrong: str = "") -> HttpResponse:
    user = person(request)
    events = people.events(user, before=number(request.GET.get("before", "")))
    context = {
        "wish": wish or user.slug,
        "wrong": wrong,
        "former": user.former_slugs.order_by("-created_at").values_list("slug", flat=True),
        "lines": [audit.line(event) for event in events.rows],
        "older": events.next,
        "newest": not request.GET.get("before"),
        "confirmed": EmailAddress.objects.filter(user=user, primary=True, verified=True).exists(),
        "second_step": Authenticator.objects.filter(user=user).exists(),
    }
    return render(request, "settings/account.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """`/settings/account/address/`: another address for the page."""
    wish = request.POST.get("slug", "")
    user = person(request)
    try:
        actions.change_slug(user, wish, address=address_of(request))
    except ValidationFailedError as error:
        return _page(request, wish[:100], error.sentence)
    messages.success(request, f"Your page is at /{user.slug}/ now, and the former address leads there.")
    return HttpResponseRedirect(reverse("account_page"))


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """`/settings/account/export/`: ask for a copy of everything, see how it does, fetch it."""
    user = person(request)
    if request.method == "POST":
        care.request_export(user)
        actions.note(user, "export.asked", address=address_of(request))
        return HttpResponseRedirect(request.path)
    shown = care.export_of(user)
    template = "settings/export_state.html" if request.headers.get("HX-Request") else "settings/export.html"
    return render(request, template, {"export": shown, "here_path": request.path})


@login_required
@require_safe
def download(request: HttpRequest, token: str) -> FileResponse:
    """`/settings/account/export/TOKEN`: the copy, to its owner, while the link is good."""
    user = person(request)
    name = care.exported_file(user, token, clock.now())
    actions.note(user, "export.fetched", address=address_of(request))
    filename = f"vitrine-{user.slug}.zip"
    response = FileResponse(default_storage.open(name), as_attachment=True, filename=filename)
    response["Cache-Control"] = "private, no-store"
    return response


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """`/settings/account/delete/`: the end, once the name was typed."""
    user = person(request)
    if request.method != "POST":
        return render(request, "settings/delete.html")
    if request.POST.get("name", "").strip() != user.slug:
        wrong = f"Type {user.slug} to show that you mean it."
        return render(request, "settings/delete.html", {"wrong": wrong}, status=422)
    care.erase(user)
    logout(request)
    return render(request, "settings/deleted.html", {"hours": care.ERASED_WITHIN})


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - for the type; the pages are behind a sign-in
    return request.user


def number(text: str) -> int:
    """An id out of a query; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0
