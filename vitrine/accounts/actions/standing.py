"""What staff do with people: suspend them and take it back, give them limits of their own, look through their eyes."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from vitrine.accounts.actions.audit import note
from vitrine.accounts.actions.sessions import end_sessions
from vitrine.accounts.models import User
from vitrine.accounts.types import Kind
from vitrine.lib import clock
from vitrine.lib.errors import PermissionDeniedError, ValidationFailedError

MOST_LIMIT = 1_000_000
LONGEST_REASON = 300


def suspend(user: User, *, by: User, reason: str = "", address: str = "") -> None:
    """Close the account until further notice: sessions end, the page is hidden, keys are refused, nothing is deleted.

    Raises PermissionDeniedError for staff.
    """
    _only_others(user, by)
    with transaction.atomic():
        user.suspended_at, user.is_active = clock.now(), False
        user.save(update_fields=["suspended_at", "is_active"])
        note(user, "person.suspended", actor=by, address=address, reason=reason.strip()[:LONGEST_REASON])
    end_sessions(user)


def unsuspend(user: User, *, by: User, address: str = "") -> None:
    """Open the account again, as it was."""
    if user.suspended_at is None or user.leaving_at is not None:
        return
    with transaction.atomic():
        user.suspended_at, user.is_active = None, True
        user.save(update_fields=["suspended_at", "is_active"])
        note(user, "person.unsuspended", actor=by, address=address)


def set_limits(user: User, wishes: Mapping[str, str], *, by: User, address: str = "") -> None:
    """Give the person limits of their own, by the names of `settings.LIMITS`; an empty wish means the common one.

    Raises ValidationFailedError with the limit's name as `detail["field"]`.
    """
    own = {name: _number(name, wish) for name, wish in wishes.items() if wish.strip()}
    with transaction.atomic():
        user.limits = own
        user.save(update_fields=["limits"])
        note(user, "person.limits", actor=by, address=address, limits=own)


def _number(name: str, wish: str) -> int:
    if name not in settings.LIMITS:
        raise ValidationFailedError("There is no such limit.", detail={"field": name})
    text = wish.strip()
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= MOST_LIMIT and len(text) <= 9):  # noqa: PLR2004 - digits that int reads at once
        raise ValidationFailedError("A limit is a whole number, 0 or more.", detail={"field": name})
    return int(text)


def note_impersonation(user: User, *, by: User, began: bool, address: str = "") -> None:
    """The line without which nobody looks through another's eyes, on both accounts.

    Raises PermissionDeniedError for staff, agents and closed accounts.
    """
    if began:
        _only_others(user, by)
        if not user.is_active or user.kind == Kind.AGENT:
            raise PermissionDeniedError("Nobody signs in to this account, so there is nothing to look at.")
    verb = "impersonated" if began else "left-alone"
    with transaction.atomic():
        note(user, f"person.{verb}", actor=by, address=address)
        note(by, f"staff.{verb}", address=address, person=user.pk)


def _only_others(user: User, by: User) -> None:
    if user.is_staff or user.is_superuser or user.pk == by.pk:
        raise PermissionDeniedError("Staff cannot do this to staff. Take their staff rights away first.")
