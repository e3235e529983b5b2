"""A creator's page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from vitrine.lib import clock
from vitrine.lib.errors import ValidationFailedError
from vitrine.portfolio import pictures, queries
from vitrine.portfolio.types import Filters, Owner, Page, Profile, Source, Work
from vitrine.web import cards, filters, shown
from vitrine.web.addresses import absolute, htmx, json_ld, viewer, with_query

FEW = 3  # works that need no sorting out


@require_safe
def page(request: HttpRequest, username: str) -> HttpResponse:
    """`/{username}`: the page, or, asked by HTMX behind a cursor, the next works alone."""
    if username != username.lower():
        return HttpResponseRedirect(with_query(f"/{username.lower()}/", **request.GET.dict()), status=301)
    wanted = filters.read(request.GET)
    after = request.GET.get("after", "")
    try:
        if after and htmx(request):
            return _more(request, username, wanted, after)
        found = queries.profile(username, wanted, after, viewer=viewer(request))
    except ValidationFailedError:
        return HttpResponseRedirect(filters.link(f"/{username}/", wanted))
    response = render(request, "portfolio/profile.html", _context(found, wanted, after))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _more(request: HttpRequest, username: str, wanted: Filters, after: str) -> HttpResponse:
    owner, works = queries.more(username, wanted, after, viewer=viewer(request))
    context = {"works": cards.cards(works.items), **_onward(owner, works, wanted, filters.seen(request.GET))}
    response = render(request, "portfolio/fragment.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _context(found: Profile, wanted: Filters, after: str) -> dict[str, Any]:
    owner, works = found.owner, found.works.items
    name, path = owner.name or owner.slug, f"/{owner.slug}/"
    listed = cards.cards(works)
    first = not after
    return {
        "owner": owner,
        "own": found.own,
        "place": "own" if found.own else "",
        "name": name,
        "name_class": _name_class(name),
        "about": _about(owner, name),
        "canonical": absolute(path),
        "canonical_path": path,
        "filters": wanted,
        "after": after,
        "links": _links(owner),
        "latest": listed[0] if first and listed else None,
        "latest_word": "Most viewed" if wanted.sort == "views" else "Latest",
        "latest_source": _source_name(works[0], found.sources) if works else "",
        "works": listed[1:] if first else listed,
        "list_title": "All works, most viewed first" if wanted.sort == "views" else "All works, newest first",
        "tab_all": filters.link(path, wanted, type=""),
        "tabs": [
            filters.Tab(filters.link(path, wanted, type=kind), word, number, kind == wanted.type)
            for kind, word, number in cards.tabs(owner)
        ],
        "picks": _picks(found, wanted) if owner.work_count > FEW or wanted.narrow else [],
        "og_image": _og_image(works),
        "ld": _ld(owner, name),
        **_on_view(owner),
        **_in_step(found.sources),
        **_onward(owner, found.works, wanted, 0, first_url=filters.link(path, wanted) if after else ""),
    }


def _name_class(name: str) -> str:
    """How large a name can stand: its longest word must fit a narrow screen in one piece."""
    longest = max(len(word) for word in name.replace("-", "- ").split())
    return "long wordy" if longest > 13 else "long" if len(name) > 18 else ""  # noqa: PLR2004 - letters


def _onward(owner: Owner, works: Page[Work], wanted: Filters, before: int, first_url: str = "") -> dict[str, Any]:
    """The line under the works: how many are shown, and the way to the next."""
    path, seen = f"/{owner.slug}/", before + len(works.items)
    total = owner.work_counts.get(wanted.type, 0) if wanted.type else owner.work_count
    known = not (wanted.platform or wanted.source or wanted.tool or wanted.topic or wanted.category or first_url)
    if known and works.next and seen < total:
        words = f"{shown.exact(seen)} of {shown.exact(total)} shown"
    elif works.next or first_url or not seen:
        words = ""
    else:
        words = f"{shown.plural(seen, 'work')}, and that is all of them" if seen > 1 else ""
    return {"shown_words": words, **filters.onward(path, wanted, works, seen, first=first_url)}


def _on_view(owner: Owner) -> dict[str, str]:
    words = shown.plural(owner.work_count, "work")
    return {"on_view": f"{words} since {owner.first_work_at.year}" if owner.first_work_at else words}


def _in_step(sources: list[Source]) -> dict[str, Any]:
    followed = [one for one in sources if one.enabled]
    checked: list[datetime] = [one.last_synced_at for one in followed if one.last_synced_at]
    names = dict.fromkeys(cards.platform_name(one.platform) for one in followed)
    return {
        "sources": followed,
        "in_step": shown.plural(len(followed), "source"),
        "checked": max(checked, default=None),
        "in_step_words": shown.joined(list(names)),
    }


def _picks(found: Profile, wanted: Filters) -> list[filters.Pick]:
    picks = []
    channels = [one for one in found.sources if one.name]
    platforms = list(dict.fromkeys(one.platform for one in found.sources))
    if len(channels) > 1 or wanted.source:
        options = [(str(one.id), one.name) for one in channels]
        picks.append(filters.pick("Works from", "source", wanted.source, "All sources", options))
    if 1 < len(platforms) < len(channels) or wanted.platform:
        options = [(one, cards.platform_name(one)) for one in platforms]
        picks.append(filters.pick("On", "platform", wanted.platform, "Everywhere", options))
    if found.tools or wanted.tool:
        options = [(one.slug, one.name) for one in found.tools]
        picks.append(filters.pick("Tool", "tool", wanted.tool, "Any", options))
    return [*picks, filters.sort_pick(wanted)]


def _source_name(work: Work, sources: list[Source]) -> str:
    return next((one.name for one in sources if one.id == work.source_id), "")


def _links(owner: Owner) -> list[dict[str, str]]:
    """The owner's links as they typed or imported them: addresses, or pairs with a name."""
    told = [link if isinstance(link, dict) else {"url": str(link)} for link in owner.links]
    web = [link for link in told if str(link.get("url", "")).startswith(("https://", "http://"))]
    return [{"url": link["url"], "text": link.get("text") or link.get("title") or _bare(link["url"])} for link in web]


def _bare(url: str) -> str:
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def _about(owner: Owner, name: str) -> str:
    works = shown.plural(owner.work_count, "work")
    return f"{owner.bio.rstrip('.')}: {works} by {name}." if owner.bio else f"{works} by {name}."


def _og_image(works: list[Work]) -> str:
    pictured = next((one for one in works if one.has_cover), None)
    return absolute(pictures.address(pictures.cover(pictured.id, pictured.image_url), 1280)) if pictured else ""


def _ld(owner: Owner, name: str) -> Any:
    kind = "Organization" if owner.kind == "agent" else "Person"
    person = {
        "@type": kind,
        "name": name,
        "url": absolute(f"/{owner.slug}/"),
        "description": owner.bio,
        "sameAs": [link["url"] for link in _links(owner)],
    }
    if owner.avatar_url:
        person["image"] = absolute(pictures.address(pictures.portrait(owner.avatar_url), 320))
    return json_ld({"@type": "ProfilePage", "dateModified": _iso(owner.latest_work_at), "mainEntity": person})


def _iso(moment: datetime | None) -> str:
    return (moment or clock.now()).strftime("%Y-%m-%dT%H:%M:%SZ")
