"""Reads of people: whose address is whose, what was done to an account, who is there."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import Q

from vitrine.accounts.models import AuditEvent, FormerSlug, RetiredSlug, User
from vitrine.lib import signing

EVENTS, PEOPLE = 20, 50  # to a page
LONGEST_SEARCH = 100
Row = TypeVar("Row")


def digest_of(slug: str, key: str = "") -> str:
    """What is kept of an address whose owner is gone: enough to know it again, not to tell it."""
    return signing.signature(slug, key=key or settings.SECRET_KEY, purpose="retired-slug")


def is_retired(slug: str) -> bool:
    """Whether the address belonged to somebody who deleted their account."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return RetiredSlug.objects.filter(digest__in=[digest_of(slug, key) for key in keys]).exists()


def is_free(slug: str, *, user_id: int | None = None) -> bool:
    """Whether `user_id` (or somebody new) may take this address: nobody has it, had it, or left with it."""
    return not (
        User.objects.filter(slug=slug).exclude(pk=user_id or 0).exists()
        or FormerSlug.objects.filter(slug=slug).exclude(user_id=user_id or 0).exists()
        or is_retired(slug)
    )


def moved_to(slug: str, *, viewer_id: int | None = None) -> str:
    """The present address of the page that had this one; empty where there is none that the viewer may see."""
    seen = Q(user__is_public=True) | Q(user_id=viewer_id or 0)
    found = FormerSlug.objects.filter(seen, slug=slug.lower(), user__is_active=True)
    return found.values_list("user__slug", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """Some rows, and the id behind which the next ones begin (0: these were the last)."""

    rows: list[Row]
    next: int = 0


def events(user: User, before: int = 0, *, size: int = EVENTS) -> Listed[AuditEvent]:
    """The audit log of an account, newest first, behind the event `before`."""
    found = AuditEvent.objects.filter(user=user).select_related("actor").order_by("-id")
    rows = list((found.filter(id__lt=before) if before else found)[: size + 1])
    return Listed(rows[:size], rows[size - 1].pk if len(rows) > size else 0)


def search(words: str = "", before: int = 0, *, size: int = PEOPLE) -> Listed[User]:
    """People and agents, newest first; with `words`, those whose name, address or e-mail holds them."""
    found = User.objects.filter(leaving_at=None).order_by("-id")
    if wanted := words.replace("\x00", "").strip()[:LONGEST_SEARCH]:
        found = found.filter(
            Q(slug__icontains=wanted)
            | Q(name__icontains=wanted)
            | Q(email__icontains=wanted)
            | Q(former_slugs__slug__iexact=wanted)
        ).distinct()
    rows = list((found.filter(id__lt=before) if before else found)[: size + 1])
    return Listed(rows[:size], rows[size - 1].pk if len(rows) > size else 0)
