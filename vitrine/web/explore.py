"""The works of everybody whose page is public."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from vitrine.lib.errors import ValidationFailedError
from vitrine.platforms import registry
from vitrine.portfolio import queries
from vitrine.portfolio.types import Filters
from vitrine.web import cards, filters
from vitrine.web.addresses import absolute, htmx

PATH = "/explore/"
PAGE = 24  # fills rows of two and of three


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/explore/`: the page, or, asked by HTMX behind a cursor, the next works alone."""
    wanted = filters.read(request.GET)
    after = request.GET.get("after", "")
    try:
        works = queries.explore(wanted, after, size=PAGE)
    except ValidationFailedError:
        return HttpResponseRedirect(filters.link(PATH, wanted))
    part = bool(after) and htmx(request)
    top = filters.link(PATH, wanted) if after else ""
    onward = filters.onward(PATH, wanted, works, filters.seen(request.GET) + len(works.items), first=top)
    context = {"works": cards.cards(works.items, owners=True), **onward}
    if not part:
        context |= _frame(wanted)
    response = render(request, "portfolio/fragment.html" if part else "explore.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _frame(wanted: Filters) -> dict[str, Any]:
    labels = queries.explore_labels()
    kinds = [("", "All"), *((kind, many) for kind, (_, many) in cards.KINDS.items())]
    platforms = [(one.name, one.label) for one in registry.all_about()]
    return {
        "place": "explore",
        "canonical": absolute(PATH),
        "filters": wanted,
        "headline": _headline(wanted, labels),
        "tabs": [(filters.link(PATH, wanted, type=kind), word, kind == wanted.type) for kind, word in kinds],
        "picks": [
            filters.pick("On", "platform", wanted.platform, "Everywhere", platforms),
            filters.pick("Tool", "tool", wanted.tool, "Any", [(one.slug, one.name) for one in labels["tool"]]),
            filters.pick("Topic", "topic", wanted.topic, "Any", [(one.slug, one.name) for one in labels["topic"]]),
            filters.sort_pick(wanted),
        ],
    }


def _headline(wanted: Filters, labels: dict[str, Any]) -> str:
    """The page's finding, from what was picked."""
    names = {label.slug: label.name for found in labels.values() for label in found}
    if slug := wanted.topic or wanted.tool or wanted.category:
        return names.get(slug) or slug.replace("-", " ").capitalize()
    return "Most seen, by everyone" if wanted.sort == "views" else "Newest from everyone"
