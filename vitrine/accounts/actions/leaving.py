"""Leaving for good: what visitors see goes at once, and the way in with it."""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from vitrine.accounts.actions.audit import note
from vitrine.accounts.actions.avatar import drop_avatar
from vitrine.accounts.actions.sessions import end_sessions
from vitrine.accounts.models import ApiKey, FormerSlug, RetiredSlug, User
from vitrine.accounts.people import digest_of
from vitrine.lib import clock


def leave(user: User) -> None:
    """Close the account for ever: the page is gone, its addresses stay taken; name, e-mail, portrait, keys and every
    way to sign in are deleted. The rest of what we hold is erased by the job that `vitrine.care` runs.

    Only a digest of each address is kept, so that nobody can pass for who has left.
    """
    now = clock.now()
    with transaction.atomic():
        former = list(FormerSlug.objects.filter(user=user).values_list("slug", flat=True))
        rows = [RetiredSlug(digest=digest_of(slug), at=now) for slug in {user.slug, *former}]
        RetiredSlug.objects.bulk_create(rows, ignore_conflicts=True)
        for table in (FormerSlug, ApiKey, EmailAddress, Authenticator, SocialAccount):
            table._default_manager.filter(user=user).delete()  # noqa: SLF001 - Django's own name for it
        note(None, "person.left")
        user.slug, user.email, user.name, user.bio = f"gone-{secrets.token_hex(8)}", "", "", ""
        user.links, user.limits, user.leaving_at = [], {}, now
        user.is_public = user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
    drop_avatar(user)
    end_sessions(user)
