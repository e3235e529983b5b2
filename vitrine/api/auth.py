"""Who calls: a signed-in browser session, or a program with an API key. POST, PATCH and DELETE with a session carry its
CSRF token. A key goes into `X-API-Key` or `Authorization: Bearer`, never into an address.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.security import APIKeyCookie, APIKeyHeader, HttpBearer
from ninja.utils import check_csrf

from vitrine.accounts import callers, permissions
from vitrine.accounts.callers import Caller
from vitrine.accounts.errors import KeyRefusedError
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of
from vitrine.accounts.types import Need
from vitrine.api import body, errors, limits
from vitrine.lib.errors import PermissionDeniedError, VitrineError

V1 = "/api/v1/"
HEADER, PARAMETER = "X-API-Key", "api_key"
READS = ("GET", "HEAD")

Handler = Callable[[HttpRequest], HttpResponse]


class CsrfTokenMissingError(PermissionDeniedError):
    default_sentence = "This did not carry the token of your session, so we cannot tell that it was you."


# --- who it is --------------------------------------------------------------------------------------------------
def known_and_counted(get_response: Handler) -> Handler:
    """Middleware behind the session: under /api/v1/ it is known who calls, and counted, before anything is done for
    them; whoever was counted is told what is left.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(V1):
            return get_response(request)
        try:
            _let_in(request)
        except VitrineError as error:
            response = errors.respond(request, error)
        else:
            response = get_response(request)
        limits.tell(request, response)
        return response

    return handle


def _let_in(request: HttpRequest) -> None:
    try:
        found = identified(request)
    except KeyRefusedError:
        limits.count(request, Caller(address=address_of(request)))  # or keys could be guessed at leisure
        raise
    request.caller = found  # type: ignore[attr-defined]  # ours: read by `of`
    if found.key and found.user:
        request.user = found.user
    limits.count(request, found)
    body.check(request)


def identified(request: HttpRequest) -> Caller:
    """Whoever sent this: a key goes before a session. Raises KeyRefusedError."""
    address = address_of(request)
    if secret := _secret(request):
        return callers.with_key(secret, address)
    return Caller(request.user if request.user.is_authenticated else None, None, address)


def _secret(request: HttpRequest) -> str:
    """The key that the request shows; empty where it shows none."""
    if PARAMETER in request.GET:
        raise KeyRefusedError(
            "A key does not belong into an address, for addresses are kept in logs. We did not look at it.",
            suggestion=f"Send it in the header {HEADER}, and make a new key: this one may have been seen.",
        )
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    shown = {request.headers.get(HEADER, "").strip(), token.strip() if scheme.lower() == "bearer" else ""} - {""}
    if len(shown) > 1:
        raise KeyRefusedError("This call shows two different keys, and we cannot tell which one is meant.")
    return shown.pop() if shown else ""


def of(request: HttpRequest) -> Caller:
    """Whoever calls, after `known_and_counted`."""
    found: Caller = request.caller  # type: ignore[attr-defined]  # ours
    return found


def caller(request: HttpRequest) -> User:
    """The user behind a request that a door let through."""
    return permissions.somebody(of(request))


def caller_or_nobody(request: HttpRequest) -> User | None:
    return of(request).user


# --- doors ------------------------------------------------------------------------------------------------------
def _need(request: HttpRequest) -> Need:
    return Need.READ if request.method in READS else Need.WRITE


class Session(APIKeyCookie):
    """Lets signed-in people through, and tells apart who is nobody (401) from whose request may be forged (403)."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, need: Need | None = None) -> None:
        self.need = need
        super().__init__()

    def __call__(self, request: HttpRequest) -> User | None:
        found = of(request)
        if found.user is None or found.key is not None:
            return None
        if check_csrf(request):
            raise CsrfTokenMissingError(
                log="CSRF check failed",
                suggestion=f"Send the value of the cookie {settings.CSRF_COOKIE_NAME} in the header X-CSRFToken.",
            )
        permissions.require(found, self.need or _need(request))
        return found.user

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:  # noqa: ARG002 - ninja's signature
        return of(request).user


class Key(APIKeyHeader):
    """Lets a key through that may do this."""

    param_name = HEADER

    def __init__(self, need: Need | None = None) -> None:
        self.need = need
        super().__init__()

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:  # noqa: ARG002 - ninja's signature
        return _with_key(request, self.need)


class Bearer(HttpBearer):
    """The same, in the other header."""

    def __init__(self, need: Need | None = None) -> None:
        self.need = need
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> User | None:  # noqa: ARG002 - ninja's signature
        return _with_key(request, self.need)


def _with_key(request: HttpRequest, need: Need | None) -> User | None:
    found = of(request)
    if found.key is None:
        return None
    permissions.require(found, need or _need(request))
    return found.user


def _doors(need: Need | None = None) -> list[Any]:
    return [Session(need), Key(need), Bearer(need)]


signed_in = _doors()
"""Somebody; whose key it is, reads with any and changes with DOWNLOAD or above."""
staff = _doors(Need.STAFF)
