"""`/settings/keys/`: what programs show to act for a person. A new key is on the page that answers its form, and never
again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from vitrine.accounts.actions import keys
from vitrine.accounts.models import ApiKey, User
from vitrine.accounts.origin import address_of
from vitrine.accounts.types import Permission
from vitrine.lib import clock
from vitrine.lib.errors import NotFoundError, ValidationFailedError
from vitrine.web import shown
from vitrine.web.addresses import asker
from vitrine.web.shown import Fact

PATH = "/settings/keys/"
MAY = {
    Permission.READ_ONLY: "Reads what you can read here, and changes nothing.",
    Permission.DOWNLOAD: "Also acts as you: brings work in, changes and deletes it, keeps media.",
    Permission.ADMIN: "Also what staff may do: everybody’s keys, and the numbers of the house.",
    Permission.FULL_ACCESS: "Everything, whatever comes later too.",
}
LASTS = (("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("", "Until I revoke it"))
SOON = timedelta(days=7)
MOST_TYPED = 7  # digits of a limit


@dataclass(slots=True)
class Row:
    """A key in the words of the list. `over` says that it lets nobody in any more."""

    id: int
    name: str
    prefix: str
    may: str
    word: str
    shape: str
    facts: list[Fact]
    over: bool


@dataclass(slots=True)
class Choice:
    """A permission that may be given; `rate` is calls a minute, None where it is not limited."""

    value: str
    words: str
    may: str
    rate: int | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The list and the form; POST makes a key and shows it this once."""
    user = asker(request)
    typed = {"name": "", "permission": str(Permission.READ_ONLY), "days": "90", "custom_rate_limit": ""}
    context: dict[str, Any] = {"wrong": {}}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            context["made"], context["secret"] = _make(request, user, typed)
        except ValidationFailedError as error:
            context["wrong"] = {str(error.detail.get("field", "name")): error.sentence}
    context |= _listed(user) | {"typed": typed, "here": PATH, "choices": _choices(user), "lasts": LASTS}
    response = render(request, "settings/keys.html", context, status=422 if context["wrong"] else 200)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """`/settings/keys/{id}/revoke/`: says what stops; POST does it."""
    key = _own(asker(request), key_id)
    if request.method != "POST":
        return render(request, "settings/revoke.html", {"key": _row(key, clock.now()), "here": PATH})
    keys.revoke_key(key, by=asker(request), address=address_of(request))
    messages.success(request, f"{key.name} is revoked. It lets nobody in from now on.")
    return HttpResponseRedirect(PATH)


def _make(request: HttpRequest, user: User, typed: dict[str, str]) -> tuple[Row, str]:
    key, secret = keys.create_key(
        user,
        typed["name"],
        typed["permission"],
        expires_at=_until(typed["days"]),
        custom_rate_limit=_rate(typed["custom_rate_limit"]),
        by=user,
        address=address_of(request),
    )
    return _row(key, clock.now()), secret


def _until(days: str) -> datetime | None:
    if days not in dict(LASTS):
        raise ValidationFailedError("Pick one of the times that are there.", detail={"field": "days"})
    return clock.now() + timedelta(days=int(days)) if days else None


def _rate(typed: str) -> int | None:
    text = typed.strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= MOST_TYPED):
        raise ValidationFailedError(
            "A whole number of calls a minute, such as 30.", detail={"field": "custom_rate_limit"}
        )
    return int(text) if text else None


def _choices(user: User) -> list[Choice]:
    most = keys.most_for(user)
    return [
        Choice(one.value, one.label, MAY[one], settings.LIMITS.get(f"call.{one.value}"))
        for one in Permission
        if one.rank <= most.rank
    ]


def _listed(user: User) -> dict[str, Any]:
    now = clock.now()
    rows = [_row(key, now) for key in keys.keys_of(user)]
    return {"live": [row for row in rows if not row.over], "over": [row for row in rows if row.over]}


def _own(user: User, key_id: int) -> ApiKey:
    found = next((key for key in keys.keys_of(user) if key.pk == key_id), None)
    if found is None:
        raise NotFoundError("There is no such key.")
    return found


def _row(key: ApiKey, now: datetime) -> Row:
    word, shape = _state(key, now)
    return Row(
        id=key.pk,
        name=key.name,
        prefix=key.prefix,
        may=Permission(key.permission).label,
        word=word,
        shape=shape,
        facts=_facts(key, now),
        over=shape == "off",
    )


def _state(key: ApiKey, now: datetime) -> tuple[str, str]:
    if not key.is_active:
        return "Revoked", "off"
    if key.expires_at is None:
        return "In force", ""
    if key.expires_at <= now:
        return "Expired", "off"
    if key.expires_at - now < SOON:
        return f"Expires {shown.ago(key.expires_at, now)}", "wait"
    return f"Until {shown.day(key.expires_at)}", ""


def _facts(key: ApiKey, now: datetime) -> list[Fact]:
    used = shown.counted(key.usage_count, "call") if key.usage_count else Fact("Never used")
    facts = [Fact(Permission(key.permission).label), used]
    if key.last_used_at:
        last = shown.since(key.last_used_at, now)
        facts.append(last._replace(text=f"last {last.text}"))
    if key.custom_rate_limit:
        facts.append(Fact(f"{shown.exact(key.custom_rate_limit)} a minute"))
    made = shown.since(key.created_at, now)
    return [*facts, made._replace(text=f"made {made.text}")]
