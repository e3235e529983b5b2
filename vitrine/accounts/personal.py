"""What accounts hold of a person."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import models

from vitrine.accounts.actions import erase_sessions
from vitrine.accounts.models import ApiKey, AuditEvent, Connection, FormerSlug, OAuthAttempt, User
from vitrine.accounts.portable import Rows, delete_all, rows
from vitrine.accounts.types import OWN_MEDIA

_SECRETS: dict[type[models.Model], tuple[str, ...]] = {
    EmailAddress: (),
    Authenticator: ("data",),
    SocialAccount: (),
    UserSession: ("session_key", "data"),
    FormerSlug: (),
    AuditEvent: (),
    ApiKey: ("digest",),
    Connection: ("sealed_access", "sealed_refresh"),
}
TABLES: tuple[type[models.Model], ...] = (User, OAuthAttempt, *_SECRETS)


def export(user_id: int) -> Iterator[tuple[str, Rows]]:
    """(file name, rows) of each table; no passwords, tokens or keys."""
    yield "profile", rows(User.objects.filter(pk=user_id), but=("password",))
    for table, secret in _SECRETS.items():
        yield table._meta.model_name or "", rows(table._default_manager.filter(user_id=user_id), but=secret)  # noqa: SLF001 - Django's documented face of a model


def files(user_id: int) -> Iterator[tuple[str, str]]:
    """(name for the person, name in storage)."""
    for url in User.objects.filter(pk=user_id, avatar_url__startswith=OWN_MEDIA).values_list("avatar_url", flat=True):
        yield "avatar.webp", url.removeprefix(OWN_MEDIA)


def erase(user_id: int) -> None:
    """The last of all domains: the person's own row goes here, and what still points to it. The actor of a line in
    somebody else's log becomes nobody.
    """
    erase_sessions(user_id)
    hanging: tuple[type[models.Model], ...] = (OAuthAttempt, *_SECRETS)
    for table in hanging:
        delete_all(table._default_manager.filter(user_id=user_id))  # noqa: SLF001 - Django's documented face of a model
    User.objects.filter(pk=user_id).delete()
