"""A work's own page: a film behind its facade, a repository on its dark board, anything else on a sheet."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from vitrine.catalog.types import TermKind
from vitrine.lib import clock
from vitrine.portfolio import pictures, queries
from vitrine.portfolio.types import WorkPage
from vitrine.web import cards, placard, shown
from vitrine.web.addresses import absolute, json_ld, viewer, with_query
from vitrine.web.middleware import policy
from vitrine.web.prose import prose

LANGUAGES_SHOWN = 4
ENTRIES_SHOWN = 30
_GONE = {
    "deleted": "It has been taken down there.",
    "private": "It is private there.",
    "missing": "It no longer answers there.",
}


@dataclass(slots=True)
class Chapter:
    """`x` and `width` place it on the line of the film, in percent."""

    at: int
    clock: str
    title: str
    url: str
    x: float
    width: float


@dataclass(slots=True)
class Share:
    """A language's part of a repository. `x` and `width` in percent; `tone` is one of five inks, darkest first."""

    name: str
    percent: str
    x: float
    width: float
    tone: int


@require_safe
def page(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """`/{username}/{slug}`."""
    if username != username.lower():
        return HttpResponseRedirect(with_query(f"/{username.lower()}/{slug}/", **request.GET.dict()), status=301)
    found = queries.work(username, slug, viewer=viewer(request))
    kind = {"video": _film, "github_repo": _repository}.get(found.work.type, _sheet)
    response = render(request, f"portfolio/work_{kind.__name__.strip('_')}.html", {**_common(found), **kind(found)})
    if kind is _film:
        response["Content-Security-Policy"] = policy(frame_src=_player(found) or "'none'")
    return response


def _common(found: WorkPage) -> dict[str, Any]:
    work, owner = found.work, found.owner
    path = cards.work_url(work)
    return {
        "page": found,
        "work": work,
        "owner": owner,
        "owner_name": owner.name or owner.slug,
        "owner_url": f"/{owner.slug}/",
        "canonical": absolute(path),
        "about": _cut(work.lead or found.description or work.title),
        "og_image": _og_image(found),
        "ld": _ld(found),
        "placard": placard.rows(found),
        "chips": _chips(found),
        "related": cards.cards(found.related),
        "newer": found.newer,
        "older": found.older,
        "gone": _GONE.get(work.availability, ""),
        "platform": cards.platform_name(work.platform),
    }


# --- a film ------------------------------------------------------------------------------------------------------


def _film(found: WorkPage) -> dict[str, Any]:
    work = found.work
    chapters = _chapters(found)
    return {
        "card": cards.card(work, clock.now()),
        "length": shown.clock(work.duration) if work.duration else "",
        "embed": _embed(found),
        "chapters": chapters,
        "prose": prose(
            found.description,
            at_second=work.external_url + at_second if (at_second := _at_second(found)) else "",
            duration=work.duration,
            without_chapters=bool(chapters),
        ),
        "upright": work.form == "short",
    }


def _embed(found: WorkPage) -> str:
    """The address of the film in its player, or empty where it may only be watched on the platform itself."""
    if found.facts.get("embeddable") is False or not (real := _real_player(found)):
        return ""
    urls = (str(block.get("embed_url", "")) for block in found.blocks if block.get("type") == "video")
    url = next((one for one in urls if one.startswith(f"{real}/")), "")
    return url.replace(real, _player(found), 1)


def _player(found: WorkPage) -> str:
    """Where films play. In the demo the stand-in plays them itself, at the address a browser can reach it by."""
    stand_in = f"http://{settings.SANDBOX_ADDRESS}" if settings.SANDBOX_ON and settings.SANDBOX_ADDRESS else ""
    return (stand_in or real) if (real := _real_player(found)) else ""


def _real_player(found: WorkPage) -> str:
    about = cards.about_platform(found.work.platform)
    return about.player if about else ""


def _at_second(found: WorkPage) -> str:
    about = cards.about_platform(found.work.platform)
    return about.at_second if about else ""


def _chapters(found: WorkPage) -> list[Chapter]:
    told = [one for one in found.facts.get("chapters") or [] if isinstance(one, dict) and "at" in one]
    starts = [int(one["at"]) for one in told]
    whole = found.work.duration or (starts[-1] + 60 if starts else 0)
    chapters = []
    for one, at, end in zip(told, starts, [*starts[1:], whole], strict=False):
        x, width = (round(100 * part / whole, 2) if whole else 0.0 for part in (at, max(end - at, 0)))
        url = found.work.external_url + _at_second(found).format(at)
        chapters.append(Chapter(at, shown.clock(at), str(one.get("title", "")), url, x, width))
    return chapters


# --- a repository ------------------------------------------------------------------------------------------------


def _repository(found: WorkPage) -> dict[str, Any]:
    facts, work = found.facts, found.work
    weeks = facts.get("weeks") or work.card.get("weeks") or []
    commits = sum(weeks)
    readme = next((block for block in found.blocks if block.get("type") == "readme"), {})
    structure = [one for one in facts.get("structure") or [] if isinstance(one, dict) and one.get("name")]
    return {
        "name": work.title,
        "weeks": cards.weeks_path(weeks),
        "weeks_words": f"{shown.plural(commits, 'commit')} in the last year, week by week" if weeks else "",
        "shares": _shares(facts.get("languages") or {}),
        "readme": mark_safe(found.html),  # noqa: S308 - sanitised when it was stored: lib.markup
        "readme_note": readme.get("note", ""),
        "readme_url": readme.get("html_url", work.external_url),
        "commit": str(facts.get("last_commit") or "")[:7],
        "structure": structure[:ENTRIES_SHOWN],
        "structure_more": max(0, len(structure) - ENTRIES_SHOWN),
        "archived": bool(facts.get("archived")),
        "homepage": facts.get("homepage") or "",
    }


def _shares(languages: dict[str, int]) -> list[Share]:
    whole = sum(languages.values())
    if not whole:
        return []
    most = sorted(languages.items(), key=lambda pair: -pair[1])
    rest = sum(size for _, size in most[LANGUAGES_SHOWN:])
    told = most[:LANGUAGES_SHOWN] + ([("Other", rest)] if rest else [])
    shares, x = [], 0.0
    for tone, (name, size) in enumerate(told, 1):
        width = 100 * size / whole
        shares.append(Share(name, f"{width:.1f}{shown.THIN}%", round(x, 2), round(width, 2), tone))
        x += width
    return shares


# --- anything else -----------------------------------------------------------------------------------------------


def _sheet(found: WorkPage) -> dict[str, Any]:
    return {"card": cards.card(found.work, clock.now()), "prose": prose(found.description)}


# --- for machines ------------------------------------------------------------------------------------------------


def _chips(found: WorkPage) -> list[tuple[str, str]]:
    """Tools first, as they are ranked; a name that is a tool and a topic stands once."""
    chips: dict[str, str] = {}
    for label in sorted(found.labels, key=lambda label: label.kind != TermKind.TOOL):
        chips.setdefault(label.name, _label_url(found.owner.slug, label.kind, label.slug))
    return list(chips.items())


def _label_url(owner: str, kind: str, slug: str) -> str:
    if kind == TermKind.TOOL:
        return with_query(f"/{owner}/", tool=slug)
    return with_query("/explore/", **{str(kind): slug})


def _og_image(found: WorkPage) -> str:
    work = found.work
    return absolute(pictures.address(pictures.cover(work.id, work.image_url), 1280)) if work.image_url else ""


def _ld(found: WorkPage) -> SafeString:
    work = found.work
    told: dict[str, Any] = {
        "@type": {"video": "VideoObject", "github_repo": "SoftwareSourceCode"}.get(work.type, "CreativeWork"),
        "name": work.title,
        "description": _cut(found.description or work.lead or work.title, 500),
        "url": absolute(cards.work_url(work)),
        "author": {
            "@type": "Person",
            "name": work.owner_name or work.owner_slug,
            "url": absolute(f"/{work.owner_slug}/"),
        },
        "sameAs": work.external_url,
    }
    if image := _og_image(found):
        told["thumbnailUrl" if work.type == "video" else "image"] = image
    if work.type == "video":
        told["uploadDate"] = f"{work.published_at:%Y-%m-%dT%H:%M:%SZ}"
        if embed := _embed(found):
            told["embedUrl"] = embed
        if work.duration:
            told["duration"] = shown.iso_length(work.duration)
        if work.views:
            told["interactionStatistic"] = {
                "@type": "InteractionCounter",
                "interactionType": {"@type": "WatchAction"},
                "userInteractionCount": work.views,
            }
    elif work.type == "github_repo":
        told["codeRepository"] = work.external_url
        told["programmingLanguage"] = list(found.facts.get("languages") or {})[:LANGUAGES_SHOWN]
    return json_ld(told)


def _cut(text: str, most: int = 180) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"
