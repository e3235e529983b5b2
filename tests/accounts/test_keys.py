"""API keys: told once, changed within bounds, revoked for good, counted without a write a call."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vitrine.accounts import usage
from vitrine.accounts.actions import create_key, delete_key, keys_of, revoke_key, update_key
from vitrine.accounts.models import ApiKey, AuditEvent, User
from vitrine.accounts.types import Permission
from vitrine.lib import clock
from vitrine.lib.errors import PermissionDeniedError, ValidationFailedError


@pytest.fixture
def staff(db: None) -> User:
    return User.objects.create_user("bob", "bob@example.org", is_staff=True)


def events(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(user=user).order_by("id").values_list("action", flat=True))


def test_the_secret_is_told_once_and_stored_nowhere(alice: User) -> None:
    key, secret = create_key(alice, "  CI  ", by=alice)
    assert re.fullmatch(r"vk_[A-Za-z0-9_-]{43}", secret)
    key.refresh_from_db()
    assert (key.name, key.permission, key.prefix) == ("CI", "READ_ONLY", secret[:11])
    row = " ".join(str(value) for value in ApiKey.objects.values_list()[0])
    assert secret not in row
    assert secret[11:] not in row
    assert secret not in str(AuditEvent.objects.values_list("detail", flat=True)[0])


def test_no_two_are_alike(alice: User) -> None:
    assert len({create_key(alice, "one", by=alice)[1] for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", "  "),
        ("name", "x" * 101),
        ("name", "a\x00b"),
        ("name", "a\u202eb"),
        ("description", "x" * 501),
        ("description", "a\x00b"),
        ("notes", "x" * 5001),
        ("permission", "ROOT"),
        ("custom_rate_limit", 0),
        ("custom_rate_limit", 1_000_001),
        ("expires_at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("expires_at", datetime(2099, 1, 1)),  # noqa: DTZ001 - without a zone is what is wrong with it
    ],
)
def test_what_cannot_be_is_refused_by_its_field(field: str, wrong: Any, alice: User) -> None:
    with pytest.raises(ValidationFailedError) as made:
        create_key(alice, **{"name": "CI", "by": alice, field: wrong})
    key, _ = create_key(alice, "CI", by=alice)
    with pytest.raises(ValidationFailedError) as changed:
        update_key(key, by=alice, **{field: wrong})
    assert made.value.detail == changed.value.detail == {"field": field}


def test_nobody_hands_out_more_than_they_may(alice: User, staff: User) -> None:
    for permission in (Permission.ADMIN, Permission.FULL_ACCESS):
        with pytest.raises(PermissionDeniedError):
            create_key(alice, "CI", permission, by=alice)
        assert create_key(alice, "CI", permission, by=staff)[0].permission == permission
        assert create_key(alice, "CI", permission, by=None)[0].created_by is None
    with pytest.raises(PermissionDeniedError):
        create_key(alice, "CI", Permission.FULL_ACCESS, by=staff, within=Permission.ADMIN)
    key, _ = create_key(alice, "CI", Permission.DOWNLOAD, by=alice)
    with pytest.raises(PermissionDeniedError):
        update_key(key, by=alice, permission=Permission.ADMIN)
    key.refresh_from_db()
    assert key.permission == Permission.DOWNLOAD


def test_what_is_above_somebody_is_not_theirs_to_change_or_remove(alice: User, staff: User) -> None:
    key, _ = create_key(staff, "all", Permission.FULL_ACCESS, by=staff)
    for change in (
        lambda: update_key(key, by=alice, name="mine"),
        lambda: update_key(key, by=staff, within=Permission.ADMIN, is_active=False),
        lambda: revoke_key(key, by=alice),
        lambda: delete_key(key, by=staff, within=Permission.ADMIN),
    ):
        with pytest.raises(PermissionDeniedError):
            change()
    key.refresh_from_db()
    assert (key.name, key.is_active) == ("all", True)


def test_an_owner_may_always_revoke_even_a_key_that_staff_gave(alice: User, staff: User) -> None:
    key, _ = create_key(alice, "given", Permission.ADMIN, by=staff)
    assert revoke_key(key, by=alice).is_active is False
    assert revoke_key(key, by=alice).is_active is False
    assert events(alice) == ["key.created", "key.revoked"]


def test_every_change_leaves_a_line_with_who_did_it(alice: User, staff: User) -> None:
    key, _ = create_key(alice, "CI", by=staff, address="192.0.2.7")
    update_key(key, by=staff, name="Build", custom_rate_limit=500)
    update_key(key, by=staff, name="Build")  # nothing new, no line
    delete_key(key, by=staff)
    assert events(alice) == ["key.created", "key.changed", "key.removed"]
    first, second, _ = AuditEvent.objects.filter(user=alice).order_by("id")
    assert (first.actor, first.address) == (staff, "192.0.2.7")
    assert second.detail["changed"] == ["custom_rate_limit", "name"]
    assert keys_of(alice) == []


def test_nobody_has_more_than_fifty_in_force(alice: User) -> None:
    made = [create_key(alice, str(number), by=alice)[0] for number in range(50)]
    with pytest.raises(ValidationFailedError):
        create_key(alice, "one more", by=alice)
    revoke_key(made[0], by=alice)
    create_key(alice, "one more", by=alice)
    assert len(keys_of(alice)) == 51


def test_no_key_is_made_for_a_closed_account(alice: User) -> None:
    alice.is_active = False
    alice.save()
    with pytest.raises(ValidationFailedError):
        create_key(alice, "CI", by=None)


def test_uses_are_written_together(alice: User, django_assert_num_queries: Any) -> None:
    usage.forget()
    key, _ = create_key(alice, "CI", by=alice)
    began = clock.now()
    with django_assert_num_queries(1):  # the first at once, so that a new key is seen to work
        usage.count(key.pk)
    with django_assert_num_queries(0):
        for _ in range(99):
            usage.count(key.pk)
    [told] = keys_of(alice)
    assert told.usage_count == 100
    assert told.last_used_at is not None
    assert began <= told.last_used_at <= clock.now() + timedelta(seconds=1)
    usage.forget()
