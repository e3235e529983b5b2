"""What an address leads to, in the words of the page."""

from dataclasses import dataclass, field

from vitrine.lib import clock
from vitrine.platforms.types import Summary
from vitrine.portfolio import pictures
from vitrine.sync.actions.browse import Offer
from vitrine.sync.actions.request import Found, Option
from vitrine.web import shown
from vitrine.web.shown import Fact


@dataclass(slots=True)
class Choice:
    """One way to import a list."""

    value: str
    words: str
    cost: str
    now: bool


@dataclass(slots=True)
class Finding:
    """What stands under the field. `page` is the work's own page where it is there already."""

    url: str
    title: str
    mark: str
    kind: str
    facts: list[Fact]
    picture: str = ""
    round: bool = False
    promise: str = ""
    note: str = ""
    choices: list[Choice] = field(default_factory=list)
    pick: bool = False
    page: str = ""


@dataclass(slots=True)
class Offered:
    url: str
    title: str
    lead: str
    facts: list[Fact]
    page: str


def found(seen: Found, url: str) -> Finding:
    summary = seen.summary
    ref = summary.ref
    kind, (one, many) = seen.about.word(ref.kind), seen.about.works
    finding = Finding(url=url, title=summary.title, mark=ref.platform, kind=kind, facts=_facts(summary, one, many))
    finding.note = summary.note
    if summary.picture:
        finding.round = bool(seen.options)
        name = pictures.portrait(summary.picture.url) if finding.round else pictures.signed(summary.picture.url)
        finding.picture = pictures.address(name, 160)
    if seen.project:
        finding.page = f"/{seen.project.user.slug}/{seen.project.slug}/"
    if seen.options:
        finding.choices = [_choice(option, one, many, now=index == 0) for index, option in enumerate(seen.options)]
        finding.pick = "detail" in seen.about.can
    finding.promise = _promise(summary, is_list=bool(seen.options))
    return finding


def _facts(summary: Summary, one: str, many: str) -> list[Fact]:
    facts = []
    if summary.author and not summary.is_list:
        facts.append(Fact(summary.author.name))
    if summary.count is not None:
        facts.append(Fact(shown.plural(summary.count, one, many)))
    if summary.newest_at:
        age = shown.since(summary.newest_at, clock.now())
        facts.append(age._replace(text=f"newest {age.text}") if summary.is_list else age)
    return facts


def _promise(summary: Summary, *, is_list: bool) -> str:
    if not is_list:
        return "Becomes a work on your page."
    if summary.count == 0:
        return "There is nothing in it that everybody may see."
    works = shown.plural(summary.count, "work") if summary.count is not None else "its works"
    return f"Becomes a page of {works}, which you can bring up to date at any time."


def _choice(option: Option, one: str, many: str, *, now: bool) -> Choice:
    if option.count == "all":
        words = f"All {shown.plural(option.items, one, many)}" if option.items is not None else f"All {many}"
    else:
        words = f"The newest {option.count}"
    cost = f"{shown.plural(option.units, 'unit')} of today’s allowance" if option.units else "costs nothing"
    return Choice(str(option.count), words, cost, now)


def offers(found_offers: list[Offer], owner: str) -> list[Offered]:
    return [_offered(one, owner) for one in found_offers]


def _offered(one: Offer, owner: str) -> Offered:
    item = one.item
    facts = []
    if language := item.facts.get("primary_language"):
        facts.append(Fact(str(language)))
    if stars := item.counters.get("stars"):
        facts.append(shown.counted(stars, "star"))
    if moved := item.updated_at or item.published_at:
        facts.append(shown.since(moved, clock.now()))
    page = f"/{owner}/{one.slug}/" if one.slug else ""
    return Offered(item.ref.url, item.title, item.description[:200], facts, page)
