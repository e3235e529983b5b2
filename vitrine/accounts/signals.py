"""What allauth tells of, into the audit log: sign-ins and their failures, passwords, e-mail addresses, second steps."""

from typing import Any

import structlog
from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from vitrine.accounts.actions import note
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of

log = structlog.get_logger(__name__)


@receiver(account.user_signed_up)
def _signed_up(request: HttpRequest, user: User, **_: Any) -> None:
    note(user, "account.created", address=address_of(request))


@receiver(account.user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    ways = [str(one.get("provider") or one.get("type") or one["method"]) for one in _methods(request)]
    note(user, "session.began", address=address_of(request), ways=ways)


@receiver(account.user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        note(user, "session.ended", address=address_of(request))


@receiver(auth.user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """An attempt at an account that is here stands in its log; what else was typed belongs to nobody we know."""
    address = address_of(request) if request else ""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=typed).first() if typed else None
    if user:
        note(user, "session.refused", address=address)
    log.info("sign-in refused", known=user is not None, next="the limit by address and account counts it")


@receiver(mfa.authentication_failed)
def _second_step_failed(request: HttpRequest, user: User, authenticator_type: str = "", **_: Any) -> None:
    note(user, "session.refused", address=address_of(request), way=str(authenticator_type))


@receiver([account.password_set, account.password_changed, account.password_reset])
def _password(request: HttpRequest, user: User, **_: Any) -> None:
    note(user, "password.changed", address=address_of(request))


@receiver(account.email_changed)
def _email(request: HttpRequest, user: User, **_: Any) -> None:
    note(user, "email.changed", address=address_of(request))


@receiver(account.email_added)
def _email_added(request: HttpRequest, user: User, **_: Any) -> None:
    note(user, "email.added", address=address_of(request))


@receiver(account.email_removed)
def _email_removed(request: HttpRequest, user: User, **_: Any) -> None:
    note(user, "email.removed", address=address_of(request))


@receiver(account.email_confirmed)
def _email_confirmed(request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    note(email_address.user, "email.confirmed", address=address_of(request))


@receiver(mfa.authenticator_added)
def _step_added(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    note(user, "second-step.added", address=address_of(request), way=str(authenticator.type))


@receiver([mfa.authenticator_removed, mfa.authenticator_reset])
def _step_removed(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    note(user, "second-step.changed", address=address_of(request), way=str(authenticator.type))


@receiver([social.social_account_added])
def _provider_added(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    note(sociallogin.user, "provider.added", address=address_of(request), way=sociallogin.account.provider)


@receiver(social.social_account_removed)
def _provider_removed(request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    note(socialaccount.user, "provider.removed", address=address_of(request), way=socialaccount.provider)


def _methods(request: HttpRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = request.session.get("account_authentication_methods", [])
    return found
