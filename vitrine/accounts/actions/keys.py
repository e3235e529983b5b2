"""API keys: made, changed, revoked, removed. The secret is told once, by `create_key`, and kept nowhere."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import transaction

from vitrine.accounts import usage
from vitrine.accounts.actions.audit import note
from vitrine.accounts.models import ApiKey, User
from vitrine.accounts.types import Permission
from vitrine.lib import clock
from vitrine.lib.errors import PermissionDeniedError, ValidationFailedError

MARK = "vk_"  # begins every key, so that scanners of leaked secrets know one
BYTES = 32  # of randomness: 43 characters behind the mark
SHOWN = 11  # characters that are kept for people to tell keys apart
MOST_KEYS = 50  # in force, for each user
MOST_A_MINUTE = 1_000_000
LONGEST = {"name": 100, "description": 500, "notes": 5_000}
CHANGEABLE = frozenset({*LONGEST, "permission", "is_active", "expires_at", "custom_rate_limit"})


def digest(secret: str) -> str:
    """What is stored of a key. SHA-256 without salt is enough: a key is 256 bits of chance, not a password."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keys_of(user: User) -> list[ApiKey]:
    """Newest first, revoked and expired ones too."""
    usage.settle()
    return list(ApiKey.objects.filter(user=user).order_by("-created_at", "-id"))


def create_key(  # noqa: PLR0917 - in the order in which a form asks
    user: User,
    name: str,
    permission: str = Permission.READ_ONLY,
    expires_at: datetime | None = None,
    description: str = "",
    custom_rate_limit: int | None = None,
    by: User | None = None,
    *,
    notes: str = "",
    within: Permission | None = None,
    address: str = "",
) -> tuple[ApiKey, str]:
    """A new key of `user`, and its secret, which nobody can look up again.

    `by` is who asks (None: the operator, at the command line) and `within` the permission of the key they ask with.
    `custom_rate_limit` is calls a minute. Raises ValidationFailedError with `detail["field"]`, and
    PermissionDeniedError for more than whoever asks may give.
    """
    given = {"name": name, "description": description, "notes": notes, "permission": permission}
    fields = _checked({**given, "expires_at": expires_at, "custom_rate_limit": custom_rate_limit})
    most = _most(by, within)
    _only_up_to(most, fields["permission"])
    _only_as_often(most, fields["permission"], custom_rate_limit)
    if not user.is_active:
        raise ValidationFailedError("This account is closed, so no key can act for it.", detail={"field": "user"})
    secret = MARK + secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # so that two at once are counted one after the other
        if ApiKey.objects.filter(user=user, is_active=True).count() >= MOST_KEYS:
            raise ValidationFailedError(f"{MOST_KEYS} keys are the most one account has. Revoke one first.")
        key = ApiKey.objects.create(user=user, prefix=secret[:SHOWN], digest=digest(secret), created_by=by, **fields)
        note(user, "key.created", actor=by, address=address, **_named(key), permission=key.permission)
    return key, secret


def update_key(
    key: ApiKey, *, by: User | None, within: Permission | None = None, address: str = "", **changes: Any
) -> ApiKey:
    """Write `changes` (of CHANGEABLE) to `key`. Raises as `create_key` does."""
    fields = _checked(changes)
    most, permission = _most(by, within), fields.get("permission", key.permission)
    _only_up_to(most, key.permission, permission)
    if {"permission", "custom_rate_limit"} & set(fields):
        _only_as_often(most, permission, fields.get("custom_rate_limit", key.custom_rate_limit))
    changed = sorted(name for name, value in fields.items() if getattr(key, name) != value)
    if not changed:
        return key
    for name in changed:
        setattr(key, name, fields[name])
    with transaction.atomic():
        key.save(update_fields=[*changed, "updated_at"])
        told = {"permission": key.permission} if "permission" in changed else {}
        note(key.user, "key.changed", actor=by, address=address, **_named(key), changed=changed, **told)
    return key


def revoke_key(key: ApiKey, *, by: User | None, within: Permission | None = None, address: str = "") -> ApiKey:
    """From the next call on it is refused. Its owner may always do this; its row stays and says so."""
    if by is None or by.pk != key.user_id:
        _only_up_to(_most(by, within), key.permission)
    if key.is_active:
        key.is_active = False
        with transaction.atomic():
            key.save(update_fields=["is_active", "updated_at"])
            note(key.user, "key.revoked", actor=by, address=address, **_named(key))
    return key


def delete_key(key: ApiKey, *, by: User | None, within: Permission | None = None, address: str = "") -> None:
    """Take the key away, row and all. Only the audit log remembers it."""
    _only_up_to(_most(by, within), key.permission)
    with transaction.atomic():
        note(key.user, "key.removed", actor=by, address=address, **_named(key))
        key.delete()


def _named(key: ApiKey) -> dict[str, Any]:
    return {"key": key.pk, "prefix": key.prefix, "name": key.name}


# --- what may be written ------------------------------------------------------------------------------------------
def most_for(user: User | None) -> Permission:
    """The highest permission that a key may get from `user` (None: the operator)."""
    return Permission.FULL_ACCESS if user is None or user.is_staff else Permission.DOWNLOAD


def _most(by: User | None, within: Permission | None) -> Permission:
    return within or most_for(by)


def _only_up_to(most: Permission, *wanted: str) -> None:
    """Nobody gives, changes or takes away a key that can do more than they can themselves."""
    if any(Permission(one).rank > most.rank for one in wanted):
        raise PermissionDeniedError(f"{most.label} is the highest permission of a key that you may hand out or change.")


def _only_as_often(most: Permission, permission: str, custom: int | None) -> None:
    """Only staff let a key call more often than others of its kind."""
    usual = settings.LIMITS.get(f"call.{permission}")
    if most.rank < Permission.ADMIN.rank and custom is not None and usual is not None and custom > usual:
        raise _wrong("custom_rate_limit", f"Only staff can give such a key more than {usual} calls a minute.")


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` as it is stored. Raises ValidationFailedError."""
    if unknown := set(given) - CHANGEABLE:
        raise TypeError(f"no such field of a key: {sorted(unknown)}")
    return {name: _CHECKS[name](name, value) for name, value in given.items()}


def _text(field: str, value: str) -> str:
    text = value.strip()
    if field == "name" and not text:
        raise _wrong(field, "Give the key a name, so that you know it again.")
    if len(text) > LONGEST[field]:
        raise _wrong(field, f"The {field} of a key has at most {LONGEST[field]} characters.")
    if "\x00" in text or (field == "name" and not text.isprintable()):
        raise _wrong(field, f"There are invisible characters in the {field}.")
    return text


def _permission(field: str, value: str) -> Permission:
    if value not in Permission.values:
        raise _wrong(field, f"A key's permission is one of {', '.join(Permission.values)}.")
    return Permission(value)


def _moment(field: str, value: datetime | None) -> datetime | None:
    if value is not None and (value.tzinfo is None or value <= clock.now()):
        raise _wrong(field, "A key expires at a moment in the future, with its time zone.")
    return value


def _a_minute(field: str, value: int | None) -> int | None:
    if value is not None and not 1 <= value <= MOST_A_MINUTE:
        raise _wrong(field, f"A key's own limit is 1 to {MOST_A_MINUTE:,} calls a minute.")
    return value


def _switch(_field: str, value: object) -> bool:
    return cast("bool", value)


def _wrong(field: str, sentence: str) -> ValidationFailedError:
    return ValidationFailedError(sentence, detail={"field": field})


_CHECKS: dict[str, Any] = {
    **dict.fromkeys(LONGEST, _text),
    "permission": _permission,
    "expires_at": _moment,
    "custom_rate_limit": _a_minute,
    "is_active": _switch,
}
