"""The address of a page: changed by its owner, with the former one kept for them."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from vitrine.accounts import people, slugs
from vitrine.accounts.actions.audit import note
from vitrine.accounts.models import FormerSlug, User
from vitrine.lib import clock
from vitrine.lib.errors import ValidationFailedError

MOST_CHANGES, WITHIN = 3, timedelta(days=30)  # nobody gathers addresses by walking through them


def change_slug(user: User, wish: str, *, address: str = "") -> None:
    """Give the page another address. The former one leads to it from then on, and nobody else may take it.

    Raises ValidationFailedError with the sentence: not a name for an address, taken, or changed too often.
    """
    slug = slugs.checked(wish)
    if slug == user.slug:
        return
    try:
        with transaction.atomic():
            _move(User.objects.select_for_update().get(pk=user.pk), slug)
            note(user, "address.changed", address=address)
    except IntegrityError as error:
        raise _taken(slug) from error
    user.slug = slug


def _move(held: User, slug: str) -> None:
    own = FormerSlug.objects.filter(user=held)
    if own.exclude(slug=slug).filter(created_at__gt=clock.now() - WITHIN).count() >= MOST_CHANGES:
        raise ValidationFailedError(
            f"The address has changed {MOST_CHANGES} times in 30 days, and those who follow it need a rest. You can"
            " still go back to one you had.",
            detail={"field": "slug"},
        )
    own.filter(slug=slug).delete()
    FormerSlug.objects.create(user=held, slug=held.slug)
    User.objects.filter(pk=held.pk).update(slug=slug)
    # Looked up after the writing: who gave the address up a moment ago is seen now, or waits for us.
    if not people.is_free(slug, user_id=held.pk):
        raise _taken(slug)


def _taken(slug: str) -> ValidationFailedError:
    return ValidationFailedError(f"“{slug}” belongs to somebody, or did.", detail={"field": "slug"})
