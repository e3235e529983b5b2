"""API keys, for staff: hand out, look at, change, take away; and figures of the whole place."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from vitrine.accounts import actions as accounts
from vitrine.accounts import callers, permissions, queries
from vitrine.accounts.models import ApiKey, User
from vitrine.api import auth, examples
from vitrine.api.describe import CHANGE, REMOVE, answers
from vitrine.api.schemas import DoneOut
from vitrine.api.schemas_keys import KeyChangeIn, KeyIn, KeyOut, KeysOut, KeysWanted, NewKeyOut, StatsOut
from vitrine.catalog.models import Project
from vitrine.lib import clock
from vitrine.lib.errors import ValidationFailedError
from vitrine.work import queries as jobs

router = Router(tags=["keys"], auth=auth.staff)
STAFF_ONLY = ("PERMISSION_DENIED",)


@router.get(
    "/admin/api-keys/",
    **answers(200, KeysOut, examples.KEYS, refuses=(*STAFF_ONLY, "VALIDATION_ERROR")),
    operation_id="list_keys",
    summary="Everybody's keys, newest first",
)
def keys(request: HttpRequest, wanted: Query[KeysWanted]) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    rows, behind = queries.all_keys(slug=wanted.user, before=wanted.cursor, size=wanted.limit)
    return {"items": [wire(one) for one in rows], "next": str(behind) if behind else None}


@router.post(
    "/admin/api-keys/",
    **answers(201, NewKeyOut, examples.NEW_KEY, refuses=CHANGE, takes=examples.KEY_IN),
    operation_id="create_key",
    summary="Hand out a key",
)
def create(request: HttpRequest, said: KeyIn) -> Status[dict[str, Any]]:
    """With a key, none that can do more than it; with a session of staff, any."""
    given = said.dict(exclude={"user", "permission_level"})
    owner = _owner(said.user) if said.user else auth.caller(request)
    key, secret = accounts.create_key(owner, permission=said.permission_level, **given, **_by(request))
    message = "Keep the key where only your program finds it. It cannot be shown again."
    return Status(201, {"api_key": secret, "key_info": wire(key), "message": message})


@router.get(
    "/admin/api-keys/{int:key_id}/",
    **answers(200, KeyOut, examples.KEY, refuses=(*STAFF_ONLY, "NOT_FOUND")),
    operation_id="get_key",
    summary="One key",
)
def key(request: HttpRequest, key_id: int) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    return wire(queries.key_by_id(key_id))


@router.put(
    "/admin/api-keys/{int:key_id}/",
    **answers(200, KeyOut, examples.KEY, refuses=(*CHANGE, "NOT_FOUND"), takes=examples.KEY_CHANGE),
    operation_id="change_key",
    summary="Change a key, or revoke it",
)
def change(request: HttpRequest, key_id: int, said: KeyChangeIn) -> dict[str, Any]:
    """Revoked is one with `is_active` false: refused from the next call on."""
    changes = said.dict(exclude_unset=True)
    if "permission_level" in changes:
        changes["permission"] = changes.pop("permission_level")
    return wire(accounts.update_key(queries.key_by_id(key_id), **changes, **_by(request)))


@router.delete(
    "/admin/api-keys/{int:key_id}/",
    **answers(200, DoneOut, examples.DONE, refuses=REMOVE),
    operation_id="delete_key",
    summary="Take a key away for good",
)
def delete(request: HttpRequest, key_id: int) -> dict[str, Any]:
    """Nothing but the audit log of its user remembers it."""
    accounts.delete_key(queries.key_by_id(key_id), **_by(request))
    return {"success": True}


@router.get(
    "/admin/stats/",
    **answers(200, StatsOut, examples.STATS, refuses=STAFF_ONLY),
    operation_id="get_stats",
    summary="How much there is of everything",
)
def stats(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    return {
        "keys": queries.key_census(),
        "users": queries.people_census(),
        "projects": Project.objects.count(),
        "jobs": jobs.census(),
    }


def _by(request: HttpRequest) -> dict[str, Any]:
    """Who asks, and how far they may go."""
    found = auth.of(request)
    return {"by": found.user, "within": permissions.ceiling(found), "address": found.address}


def _owner(slug: str) -> User:
    found = User.objects.filter(slug=slug.lower()).first()
    if found is None:
        raise ValidationFailedError(f"There is nobody called {slug}.", detail={"field": "user"})
    return found


def wire(key: ApiKey) -> dict[str, Any]:
    """The contract's key_info."""
    now = clock.now()
    left = key.expires_at - now if key.expires_at else None
    same = ("id", "name", "prefix", "is_active", "description", "usage_count", "last_used_at", "custom_rate_limit")
    told = ("created_at", "updated_at", "expires_at", "notes")
    return {
        **{name: getattr(key, name) for name in (*same, *told)},
        "user": key.user.slug,
        "permission_level": key.permission,
        "created_by": key.created_by.slug if key.created_by else None,
        "is_expired": left is not None and left.total_seconds() <= 0,
        "is_valid": not callers.why_dead(key),
        "days_until_expiry": None if left is None else max(0, left.days),
    }
