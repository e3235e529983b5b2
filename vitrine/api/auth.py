"""Who calls: a signed-in browser session. POST, PATCH and DELETE with one carry its CSRF token."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from vitrine.accounts.models import User
from vitrine.lib.errors import IntegrationAuthError, PermissionDeniedError


class SignInRequiredError(IntegrationAuthError):
    default_sentence = "Sign in first."


class CsrfTokenMissingError(PermissionDeniedError):
    default_sentence = "This did not carry the token of your session, so we cannot tell that it was you."


class Session(APIKeyCookie):
    """Lets signed-in people through, and tells apart who is nobody (401) from whose request may be forged (403)."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> User | None:
        person = self.authenticate(request, None)
        if person and check_csrf(request):
            raise CsrfTokenMissingError(
                log="CSRF check failed",
                suggestion=f"Send the value of the cookie {settings.CSRF_COOKIE_NAME} in the header X-CSRFToken.",
            )
        return person

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:  # noqa: ARG002 - ninja's signature
        return caller_or_nobody(request)


signed_in = Session()


def caller(request: HttpRequest) -> User:
    """The user behind a request that `signed_in` let through."""
    if user := caller_or_nobody(request):
        return user
    raise SignInRequiredError


def caller_or_nobody(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
