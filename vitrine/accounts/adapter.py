"""How allauth makes our users: the page's address comes from the e-mail, readable and never a reserved word."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from vitrine.accounts.models import User
from vitrine.accounts.types import RESERVED_SLUGS


def free_slug(wish: str) -> str:
    """`wish` made into a slug that nobody has: lower case, digits and hyphens, a number behind it where taken."""
    base = re.sub(r"[^a-z0-9]+", "-", wish.lower()).strip("-")[:30] or "maker"
    if base in RESERVED_SLUGS or len(base) < 2:  # noqa: PLR2004 - one letter is no name
        base = f"{base}-works"
    taken = set(User.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def populate_username(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 - allauth's signature
        user.slug = user.slug or free_slug(user.email.partition("@")[0])
