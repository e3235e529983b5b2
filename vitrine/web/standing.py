"""Staff in somebody's place: begun with a line in both logs, told on every page, over after an hour, and never where
the way into the account is changed.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse

from vitrine.accounts import actions
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of
from vitrine.lib import clock
from vitrine.lib.errors import PermissionDeniedError
from vitrine.web.errors import say

Handler = Callable[[HttpRequest], HttpResponse]

KEY = "standing_in"
LASTS = timedelta(hours=1)
STOP = "/staff/stop/"
CLOSED = re.compile(
    r"/(accounts|settings/(account|keys|integrations)|staff|connect|api/v1/(admin|\w+/(auth|disconnect)))(/|$)"
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def begin(request: HttpRequest, user: User, *, by: User) -> None:
    """Raises PermissionDeniedError for staff, agents and closed accounts."""
    actions.note_impersonation(user, by=by, began=True, address=address_of(request))
    _sign_in(request, user)
    request.session[KEY] = {"staff": by.pk, "until": (clock.now() + LASTS).isoformat()}


def end(request: HttpRequest, user: User, staff: User) -> None:
    actions.note_impersonation(user, by=staff, began=False, address=address_of(request))
    _sign_in(request, staff)


def behind(request: HttpRequest) -> User | None:
    """The member of staff who stands in the place of the person signed in here."""
    found: User | None = getattr(request, "standing_in", None)
    return found


def standing_in(get_response: Handler) -> Handler:
    """Middleware, behind authentication: `request.standing_in`, for the banner and for those who must refuse."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or KEY not in request.session:
            return get_response(request)
        staff = _still(request.session[KEY])
        if staff is None or not request.user.is_authenticated:
            logout(request)
            return get_response(request)
        request.standing_in = staff  # type: ignore[attr-defined]  # ours
        if CLOSED.match(request.path_info) and request.path_info != STOP and not _only_looks(request):
            return say(
                request,
                PermissionDeniedError(
                    "You stand in somebody’s place. Who may come in here is theirs alone to change; stop first, and do"
                    " it as yourself."
                ),
            )
        return get_response(request)

    return handle


def _only_looks(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and request.path_info in ("/settings/account/", "/settings/integrations/")


def _still(kept: dict[str, str]) -> User | None:
    if datetime.fromisoformat(kept["until"]) < clock.now():
        return None
    return User.objects.filter(pk=kept["staff"], is_staff=True, is_active=True).first()


def _sign_in(request: HttpRequest, user: User) -> None:
    """A new session of theirs, without a trace that they were here themselves."""
    before = user.last_login
    login(request, user, backend=BACKEND)
    User.objects.filter(pk=user.pk).update(last_login=before)
