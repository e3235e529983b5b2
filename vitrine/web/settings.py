"""A person's own settings: for now what their page says of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from vitrine.accounts import actions
from vitrine.accounts.models import User
from vitrine.lib.errors import ValidationFailedError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """`/settings/`."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type; the page is behind a sign-in
    typed = {"name": user.name, "bio": user.bio, "links": "\n".join(_addresses(user)), "is_public": user.is_public}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("name", "bio", "links")}
        typed["is_public"] = "is_public" in request.POST
        try:
            actions.describe(
                user,
                name=str(typed["name"]),
                bio=str(typed["bio"]),
                links=str(typed["links"]).splitlines(),
                is_public=bool(typed["is_public"]),
            )
        except ValidationFailedError as error:
            wrong[str(error.detail["field"])] = error.sentence
        else:
            messages.success(request, "Kept. Your page says so already.")
            return HttpResponseRedirect(request.path)
    context = {"typed": typed, "wrong": wrong, "place": "settings"}
    return render(request, "settings/page.html", context, status=422 if wrong else 200)


def _addresses(user: User) -> list[str]:
    return [str(link.get("url", "")) if isinstance(link, dict) else str(link) for link in user.links]
