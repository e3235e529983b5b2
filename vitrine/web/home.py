"""The first page: what Vitrine is, a field that works at once, and pages that live here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vitrine.lib import clock
from vitrine.portfolio import queries
from vitrine.portfolio.types import Room
from vitrine.web import cards, shown
from vitrine.web.addresses import absolute


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    rooms = queries.rooms()
    shown_below = [room.works[0].id for room in rooms if room.works]
    newest = queries.newest_pictured(but=shown_below) or queries.newest_pictured()
    return render(
        request,
        "home.html",
        {
            "place": "home",
            "canonical": absolute("/"),
            "rooms": [_room(room) for room in rooms],
            "newest": cards.card(newest, clock.now(), owner=True) if newest else None,
        },
    )


def _room(room: Room) -> dict[str, Any]:
    owner = room.owner
    return {
        "name": owner.name or owner.slug,
        "url": f"/{owner.slug}/",
        "bio": owner.bio,
        "cards": cards.cards(room.works),
        "facts": [
            shown.plural(owner.work_count, "work"),
            shown.joined([cards.platform_name(one) for one in room.platforms]),
        ],
    }
