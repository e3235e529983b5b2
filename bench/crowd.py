"""A database full of works: one creator with very many, and a crowd of others, as an import would have written them.

Deterministic. Films have pictures, lengths and views; every eighth work is a repository with a year of weeks; each has
labels, a body and a row in the ledger.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from vitrine.accounts.models import User
from vitrine.catalog import bulk
from vitrine.catalog.actions import recount
from vitrine.catalog.models import ContentSource, Project, ProjectBody, ProjectTerm, SourceItem, Term

SLUG = "hundred-thousand"
CHUNK = 500  # rows a statement
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOOLS = (
    *("Blender", "Python", "Rust", "PostgreSQL", "Table saw", "Hand plane", "FreeCAD", "Krita"),
    *("Ableton Live", "Django", "KiCad", "Arduino", "Godot", "OpenSCAD", "Inkscape", "Figma", "SQLite"),
    *("React", "LaTeX", "DaVinci Resolve"),
)
TOPICS = (
    *("Woodwork", "Synthesisers", "Data", "Gardening", "Astronomy", "Bicycles", "Games", "Pottery", "Maps"),
    "Servers",
)
RARE = "Rare"  # a tool of one work in ten thousand
WORDS = (
    *("stool", "from", "one", "board", "slow", "lamp", "cabinet", "on", "the", "wall", "small", "kiln"),
    *("how", "to", "fold", "a", "map", "dovetails", "without", "hurry", "night", "sky", "machine", "that"),
    *("sorts", "screws"),
)
PROJECT = (
    *("user_id", "source_id", "platform", "type", "external_id", "external_url", "title", "slug", "lead", "image_url"),
    *("image_colour", "duration", "form", "language", "card", "is_showcase", "is_private", "availability"),
    *("published_at", "upstream_updated_at", "views", "upstream_likes", "stats_as_of", "likes", "comments"),
    *("edited_fields", "enriched_by", "enriched_at", "fingerprint", "synced_at", "created_at", "updated_at"),
)
BODY = ("project_id", "description", "blocks", "html", "facts", "pictures", "upstream")
ITEM = (
    *("source_id", "external_id", "title", "url", "state", "reason", "sentence", "published_at", "project_id"),
    *("first_seen", "changed_at"),
)
LABEL = ("project_id", "term_id", "by", "rank")


class Maker(NamedTuple):
    """Somebody with sources to import from: film channels, then one account of repositories."""

    user_id: int
    sources: Sequence[int]


def fill(works: int, others: int, *, each: int = 50) -> None:
    """`works` of one creator (SLUG), and `each` of every one of `others` further creators."""
    dice = random.Random(7)  # noqa: S311 - the same crowd every time
    terms = _terms()
    _write(_maker(SLUG, "Hundred Thousand", 3), works, terms, dice)
    for number in range(others):
        _write(_maker(f"maker-{number}", f"Maker {number}", 2), each, terms, dice)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum would before long; nobody does it for SQLite


def _terms() -> dict[str, list[int]]:
    named = (
        [("tool", name) for name in (*TOOLS, RARE)] + [("topic", name) for name in TOPICS] + [("category", "Making")]
    )
    rows = [(kind, name.lower().replace(" ", "-"), name) for kind, name in named]
    made = bulk.insert(Term, ("kind", "slug", "name"), rows, returning=("kind", "id"))
    return {kind: [pk for one, pk in made if one == kind] for kind in ("tool", "topic", "category")}


def _maker(slug: str, name: str, sources: int) -> Maker:
    user = User.objects.create(
        slug=slug,
        name=name,
        bio="Furniture, instruments and the programs that help with both.",
        avatar_url=f"https://yt3.ggpht.com/{slug}=s800",
        links=[{"url": "https://example.org/workshop", "text": "The workshop"}, f"https://github.com/{slug}"],
    )
    kinds = [("youtube", "channel")] * (sources - 1) + [("github", "account")]
    made = [
        ContentSource.objects.create(
            user=user,
            platform=platform,
            kind=kind,
            identifier=f"{slug}-{number}",
            display_name=f"{name} {number}",
            url=f"https://example.org/{slug}/{number}",
            last_synced_at=NOW - timedelta(minutes=4),
        ).pk
        for number, (platform, kind) in enumerate(kinds)
    ]
    return Maker(user.pk, made)


def _write(maker: Maker, works: int, terms: dict[str, list[int]], dice: random.Random) -> None:
    for start in range(0, works, 10 * CHUNK):
        numbers = range(start, min(start + 10 * CHUNK, works))
        with transaction.atomic():
            rows = [_project(maker, number, dice) for number in numbers]
            ids = [pk for (pk,) in _insert(Project, PROJECT, rows, returning=("id",))]
            told = [dict(zip(PROJECT, row, strict=True)) for row in rows]
            _insert(ProjectBody, BODY, [_body(pk, one) for pk, one in zip(ids, told, strict=True)])
            _insert(SourceItem, ITEM, [_item(pk, one) for pk, one in zip(ids, told, strict=True)])
            _insert(ProjectTerm, LABEL, [row for pk in ids for row in _labels(pk, terms, dice)])
    recount(maker.user_id)


def _insert(
    model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Any], returning: tuple[str, ...] = ()
) -> list[tuple[Any, ...]]:
    parts = (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
    return [found for part in parts for found in bulk.insert(model, columns, part, returning=returning)]


def _project(maker: Maker, number: int, dice: random.Random) -> tuple[Any, ...]:
    """One work; the lower its number the newer it is."""
    published = NOW - timedelta(minutes=37 * number + dice.randrange(37))
    make = _repository if number % 8 == 3 else _film
    source, own = make(maker, number, dice)
    words = " ".join(dice.choices(WORDS, k=7)).capitalize()
    told = {
        "user_id": maker.user_id,
        "source_id": source,
        "title": words,
        "slug": f"{words.lower().replace(' ', '-')}-{number}",
        "lead": f"{words}. Drawn, cut and put together in a week, with everything that went wrong left in.",
        "image_colour": f"#{dice.randrange(1 << 24):06x}",
        "language": "en",
        "is_showcase": False,
        "is_private": number % 50 == 49,
        "availability": "available",
        "published_at": published,
        "stats_as_of": NOW,
        "likes": 0,
        "comments": 0,
        "edited_fields": [],
        "enriched_by": "rules",
        "enriched_at": NOW,
        "fingerprint": f"{number:032x}",
        "synced_at": NOW,
        "created_at": published,
        "updated_at": NOW,
        **own,
    }
    return tuple(told[name] for name in PROJECT)


def _film(maker: Maker, number: int, dice: random.Random) -> tuple[int, dict[str, Any]]:
    name = f"{maker.user_id:03d}{number:08d}"
    views = int(10 ** dice.uniform(1.5, 6.5))
    return maker.sources[number % (len(maker.sources) - 1)], {
        "platform": "youtube",
        "type": "video",
        "external_id": name,
        "external_url": f"https://www.youtube.com/watch?v={name}",
        "image_url": f"https://i.ytimg.com/vi/{name}/maxresdefault.jpg",
        "duration": dice.randrange(40, 5400),
        "form": "short" if number % 5 == 0 else "video",
        "card": {"author": "Hundred Thousand"},
        "upstream_updated_at": None,
        "views": views,
        "upstream_likes": views // 30,
    }


def _repository(maker: Maker, number: int, dice: random.Random) -> tuple[int, dict[str, Any]]:
    weeks = [max(0, int(dice.gauss(6, 7))) for _ in range(52)]
    return maker.sources[-1], {
        "platform": "github",
        "type": "github_repo",
        "external_id": str(10**8 + 10**6 * maker.user_id + number),
        "external_url": f"https://github.com/maker-{maker.user_id}/repository-{number}",
        "image_url": "",
        "duration": None,
        "form": "",
        "card": {"weeks": weeks, "language": dice.choice(("Python", "Rust", "C++")), "stars": dice.randrange(9000)},
        "upstream_updated_at": NOW - timedelta(hours=number),
        "views": 0,
        "upstream_likes": None,
    }


def _body(pk: int, told: dict[str, Any]) -> tuple[Any, ...]:
    original = {"title": told["title"], "description": told["lead"] * 4, "image": told["image_url"]}
    return (pk, told["lead"] * 4, [], "", {}, [told["image_url"]], original)


def _item(pk: int, told: dict[str, Any]) -> tuple[Any, ...]:
    words = (told["external_id"], told["title"], told["external_url"], "imported", "", "")
    return (told["source_id"], *words, told["published_at"], pk, NOW, NOW)


def _labels(pk: int, terms: dict[str, list[int]], dice: random.Random) -> Iterator[tuple[Any, ...]]:
    *tools, rare = terms["tool"]
    chosen = [*dice.sample(tools, 3), *dice.sample(terms["topic"], 2), terms["category"][0]]
    if pk % 10_000 == 5_000:
        chosen.append(rare)
    return ((pk, term, "rules", rank) for rank, term in enumerate(chosen))
