"""Staff and people: find somebody, suspend them, give them limits of their own, look through their eyes."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vitrine.accounts import actions
from vitrine.accounts import people as found
from vitrine.accounts.callers import Caller
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of
from vitrine.accounts.permissions import may
from vitrine.accounts.types import Need
from vitrine.lib.errors import NotFoundError, PermissionDeniedError, ValidationFailedError
from vitrine.web import audit, standing
from vitrine.web.account import View, number, person, sensitive
from vitrine.web.addresses import asker


def staff_only(view: View) -> View:
    """For everybody else there is nothing here."""

    @wraps(view)
    def handle(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may(Caller(asker(request)), Need.STAFF) or standing.behind(request):
            raise NotFoundError
        return view(request, *args, **kwargs)

    return login_required(handle)


@staff_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """`/staff/people/`."""
    words = request.GET.get("q", "")
    listed = found.search(words, before=number(request.GET.get("before", "")))
    return render(request, "staff/people.html", {"words": words[:100], "people": listed.rows, "older": listed.next})


@staff_only
@require_safe
def one(request: HttpRequest, user_id: int) -> HttpResponse:
    """`/staff/people/ID/`."""
    return _page(request, _user(user_id))


def _page(request: HttpRequest, user: User, typed: dict[str, str] | None = None, **wrong: str) -> HttpResponse:
    events = found.events(user, before=number(request.GET.get("before", "")))
    own = typed if typed is not None else {name: str(value) for name, value in user.limits.items()}
    context = {
        "one": user,
        "limits": [(name, own.get(name, ""), common, wrong.get("field") == name) for name, common in _limits()],
        "wrong": wrong.get("sentence", ""),
        "lines": [audit.line(event) for event in events.rows],
        "older": events.next,
    }
    return render(request, "staff/person.html", context, status=422 if wrong else 200)


def _limits() -> list[tuple[str, int]]:
    return sorted((name, value) for name, value in settings.LIMITS.items() if not name.endswith(".anonymous"))


@staff_only
@require_POST
def suspend(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _user(user_id)
    actions.suspend(user, by=person(request), reason=request.POST.get("reason", ""), address=address_of(request))
    messages.success(request, f"{user.shown_name} is suspended: signed out everywhere, page hidden, keys refused.")
    return _back(user)


@staff_only
@require_POST
def unsuspend(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _user(user_id)
    actions.unsuspend(user, by=person(request), address=address_of(request))
    messages.success(request, f"{user.shown_name} may come in again; the page is as it was.")
    return _back(user)


@staff_only
@require_POST
def limits(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _user(user_id)
    typed = {name: request.POST.get(name, "") for name, _ in _limits()}
    try:
        actions.set_limits(user, typed, by=person(request), address=address_of(request))
    except ValidationFailedError as error:
        return _page(request, user, typed, field=str(error.detail["field"]), sentence=error.sentence)
    messages.success(request, f"These limits hold for {user.shown_name} from now on.")
    return _back(user)


@staff_only
@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, user_id: int) -> HttpResponse:
    """Look through somebody's eyes, for an hour at most."""
    user = _user(user_id)
    if request.method != "POST":
        return render(request, "staff/enter.html", {"one": user})
    standing.begin(request, user, by=person(request))
    return HttpResponseRedirect(f"/{user.slug}/")


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """`/staff/stop/`: back to one's own account."""
    if (staff := standing.behind(request)) is None:
        raise PermissionDeniedError("You are yourself already.")
    user = person(request)
    standing.end(request, user, staff)
    return _back(user)


def _user(user_id: int) -> User:
    user = User.objects.filter(pk=user_id, leaving_at=None).first()
    if user is None:
        raise NotFoundError("There is nobody here by this number.")
    return user


def _back(user: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff_person", args=[user.pk]))
