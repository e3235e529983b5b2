"""How allauth makes our users: the page's address comes from the e-mail, readable and never a reserved word."""

from collections.abc import Mapping
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from vitrine.accounts import doorway, sealing
from vitrine.accounts.actions import free_slug
from vitrine.accounts.models import User
from vitrine.accounts.origin import address_of

log = structlog.get_logger(__name__)

SECOND_STEP = "second-step"  # the place that secrets of apps and recovery codes are sealed for
TRIES = 5  # that two people sign up with the same name in the same moment


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def populate_username(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 - allauth's signature
        user.slug = user.slug or free_slug(user.email.partition("@")[0])

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - allauth's signature
        """Of two who take the same address in the same moment the second gets the next one."""
        super().save_user(request, user, form, commit=False)
        if commit:
            save_with_free_slug(user)
        return user

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """A letter that cannot be handed over now breaks no sign-up: pages offer to send it again."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # smtplib's errors are of this class
            log.warning("a letter was not sent", kind=template_prefix, why=repr(error), next="the person can ask again")

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_safe_url(self, url: str) -> bool:
        """`next=` leads to a path of ours and nowhere else: allauth would take any host of ALLOWED_HOSTS."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return f"/{request.user.slug}/" if request.user.is_authenticated else "/"


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def get_requests_session(self) -> doorway.Session:
        return doorway.Session()

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Mapping[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        told = sociallogin.account.extra_data
        user.name = str(told.get("name") or "")[:100]
        user.slug = free_slug(str(told.get("login") or user.email.partition("@")[0] or user.name))
        return user


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    def encrypt(self, text: str) -> str:
        return sealing.seal(text, SECOND_STEP)

    def decrypt(self, encrypted_text: str) -> str:
        return str(sealing.unseal(encrypted_text, SECOND_STEP))


def save_with_free_slug(user: User) -> None:
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError:
            if not User.objects.filter(slug=user.slug).exists():
                raise
            user.slug = free_slug(user.slug)
        else:
            return
