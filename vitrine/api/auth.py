"""Who calls. A signed-in browser session for now; POST, PATCH and DELETE with one carry its CSRF token."""

from django.http import HttpRequest
from ninja.security import django_auth

from vitrine.accounts.models import User
from vitrine.lib.errors import IntegrationAuthError

signed_in = django_auth


class SignInRequiredError(IntegrationAuthError):
    default_sentence = "Sign in first."


def caller(request: HttpRequest) -> User:
    """The user behind a request that `signed_in` let through."""
    if not request.user.is_authenticated:
        raise SignInRequiredError
    return request.user


def caller_or_nobody(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
