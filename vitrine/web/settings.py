"""A person's own settings: what their page says of them, and their portrait."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from vitrine.accounts import actions
from vitrine.accounts.actions.avatar import MOST_BYTES
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of
from vitrine.lib.errors import ValidationFailedError
from vitrine.web.account import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """`/settings/`."""
    user = person(request)
    if request.method != "POST":
        return _page(request, user)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in ("name", "bio", "links")}
    typed["is_public"] = "is_public" in request.POST
    try:
        actions.describe(user, **{**typed, "links": typed["links"].splitlines()})
    except ValidationFailedError as error:
        return _page(request, user, typed, error)
    messages.success(request, "Kept. Your page says so already.")
    return HttpResponseRedirect(request.path)


@login_required
@require_POST
def avatar(request: HttpRequest) -> HttpResponse:
    """`/settings/avatar/`: a portrait brought, or given up."""
    user = person(request)
    if request.POST.get("do") == "drop":
        actions.drop_avatar(user)
        return HttpResponseRedirect(reverse("settings"))
    brought = request.FILES.get("avatar")
    try:
        actions.set_avatar(user, brought.read(MOST_BYTES + 1) if brought else b"")
    except ValidationFailedError as error:
        return _page(request, user, wrong=error)
    actions.note(user, "portrait.changed", address=address_of(request))
    messages.success(request, "That is you from now on.")
    return HttpResponseRedirect(reverse("settings"))


def _page(
    request: HttpRequest, user: User, typed: dict[str, Any] | None = None, wrong: ValidationFailedError | None = None
) -> HttpResponse:
    shown = {"name": user.name, "bio": user.bio, "links": "\n".join(_addresses(user)), "is_public": user.is_public}
    told = {str(wrong.detail["field"]): wrong.sentence} if wrong else {}
    context = {"typed": typed or shown, "wrong": told, "place": "settings"}
    return render(request, "settings/page.html", context, status=422 if wrong else 200)


def _addresses(user: User) -> list[str]:
    return [str(link.get("url", "")) if isinstance(link, dict) else str(link) for link in user.links]
