"""From rows to what a template prints: a work in its case, with the placard's words already found.

All decisions about a card are made here, once; the template loops over finished text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from vitrine.lib import clock
from vitrine.platforms import registry
from vitrine.platforms.types import About
from vitrine.portfolio import pictures
from vitrine.portfolio.types import Owner, Work
from vitrine.web import shown
from vitrine.web.shown import Fact

KINDS = {  # a type of work: (one, many)
    "video": ("Video", "Videos"),
    "github_repo": ("Repository", "Repositories"),
    "article": ("Article", "Articles"),
}
FORMS = {"short": "Short", "live": "Live recording"}
HIGH, STEP = 30, 3  # the year of commits is drawn on a field of 52 × 3 by 30


@dataclass(slots=True)
class Card:
    """A work as a list shows it. `look` is `picture`, `sheet` or `slate`: what the case holds."""

    url: str
    title: str
    look: str
    mark: str
    facts: list[Fact]
    colour: str = ""
    src: str = ""
    srcset: str = ""
    length: str = ""
    name: str = ""
    weeks: str = ""
    sentence: str = ""
    host: str = ""
    private: bool = False
    lead: str = ""
    owner_name: str = ""
    owner_url: str = ""


def kind_name(kind: str, *, many: bool = False) -> str:
    """`Video`, `Repositories`; a type we have no word for is shown as it is written."""
    known = KINDS.get(kind)
    return known[many] if known else kind.replace("_", " ").capitalize()


def form_name(work: Work) -> str:
    """`Video`, `Short`, `Live recording`, `Live now`."""
    return "Live now" if work.availability == "live" else FORMS.get(work.form) or kind_name(work.type)


def platform_name(platform: str) -> str:
    """`YouTube`; a platform that is no longer there is shown as it is written."""
    about = about_platform(platform)
    return about.label if about else platform.capitalize()


def about_platform(platform: str) -> About | None:
    return registry.get(platform).about if platform in registry.names() else None


def work_url(work: Work) -> str:
    return f"/{work.owner_slug}/{work.slug}/"


def cards(works: Iterable[Work], *, owners: bool = False, now: datetime | None = None) -> list[Card]:
    """Cards for `works`; with `owners` each says whose it is."""
    moment = now or clock.now()
    return [card(work, moment, owner=owners) for work in works]


def card(work: Work, now: datetime, *, owner: bool = False) -> Card:
    made = Card(
        url=work_url(work),
        title=work.title,
        look="sheet",
        mark=work.platform,
        facts=_facts(work, now),
        private=work.is_private,
        lead=work.lead,
    )
    if owner:
        made.owner_name, made.owner_url = work.owner_name or work.owner_slug, f"/{work.owner_slug}/"
    if work.type == "github_repo":
        _on_slate(made, work)
    elif work.image_url:
        _in_picture(made, work)
    else:
        _on_sheet(made, work)
    return made


def _in_picture(made: Card, work: Work) -> None:
    name = pictures.cover(work.id, work.image_url)
    made.look, made.colour = "picture", work.image_colour
    made.src, made.srcset = pictures.address(name, 640), pictures.srcset(name)
    made.length = shown.clock(work.duration) if work.duration else ""


def _on_slate(made: Card, work: Work) -> None:
    made.look, made.name = "slate", work.external_url.rstrip("/").rsplit("/", 1)[-1] or work.title
    if work.lead and work.title == made.name:
        made.title = f"{work.title}: {work.lead}"
    made.weeks = weeks_path(work.card.get("weeks") or [])


def _on_sheet(made: Card, work: Work) -> None:
    made.sentence = work.card.get("sentence") or work.lead or work.title
    made.host = work.external_url.split("://")[-1].split("/")[0].removeprefix("www.")


def _facts(work: Work, now: datetime) -> list[Fact]:
    """Kind · number · age, as far as they are known."""
    facts = [Fact(form_name(work))]
    if work.is_private:
        facts.append(Fact("Only you see this"))
    if work.type == "github_repo":
        return [*facts, *_repository_facts(work, now)]
    if minutes := work.card.get("read_minutes"):
        facts.append(Fact(f"{minutes} min"))
    if work.views:
        facts.append(shown.counted(work.views, "view"))
    facts.append(shown.since(work.published_at, now))
    return facts


def _repository_facts(work: Work, now: datetime) -> list[Fact]:
    facts = []
    if language := work.card.get("language") or work.card.get("primary_language"):
        facts.append(Fact(str(language)))
    if stars := work.card.get("stars"):
        facts.append(shown.counted(int(stars), "star"))
    age = shown.since(work.upstream_updated_at or work.published_at, now)
    return [*facts, age._replace(text=f"pushed {age.text}")]


def weeks_path(weeks: list[int]) -> str:
    """A year of commits as one SVG path on a field of 156 × 30, to be stroked 2 wide; a quiet week keeps a foot."""
    if not weeks:
        return ""
    most = max(*weeks, 1)
    heights = [max(1, round(HIGH * commits / most)) for commits in weeks[-52:]]
    return f"M1 {HIGH}" + f"m{STEP} 0".join([f"v-{height}v{height}" for height in heights])


def tabs(owner: Owner) -> list[tuple[str, str, int]]:
    """(type, its word, how many) of the kinds of work on a page, the most first."""
    counted = sorted(owner.work_counts.items(), key=lambda pair: -pair[1])
    return [(kind, kind_name(kind, many=True), number) for kind, number in counted if number > 0]
