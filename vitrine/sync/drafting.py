"""From what upstream says to what is written: texts cleaned and cut to size, labels chosen, the README made safe."""

from collections.abc import Iterable, Mapping
from typing import Any

from vitrine import enrich
from vitrine.catalog.types import Draft, LabelDraft, TermKind
from vitrine.lib import markup, text
from vitrine.platforms.types import Picture, RemoteItem
from vitrine.portfolio import pictures

CARD_FACTS = ("primary_language", "weeks", "kind", "archived", "fork")
CARD_COUNTERS = ("stars", "forks")
README_PICTURE_WIDTH = 1280


def draft(
    item: RemoteItem, *, slug: str, fingerprint: str, is_private: bool = False, is_showcase: bool = False
) -> Draft:
    """`item` as a Draft. `slug` is free for this person."""
    description = text.clean(item.description)
    best = item.pictures[0].url if item.pictures else ""
    return Draft(
        external_id=item.ref.id,
        external_url=item.ref.url,
        platform=item.ref.platform,
        type=item.type,
        title=title(item),
        slug=slug,
        lead=text.lead(description, 300),
        description=description,
        image_url=best,
        pictures=tuple(_picture(one) for one in item.pictures),
        duration=item.duration,
        form=item.form,
        language=item.language[:12],
        card=_card(item),
        facts={**item.facts, "counters": dict(item.counters), "author": _author(item), "tags": list(item.tags)},
        blocks=item.blocks,
        html=_readme(item.blocks),
        availability=item.availability.value,
        published_at=item.published_at,
        views=item.counters.get("views", 0),
        upstream_likes=item.counters.get("likes"),
        has_counters=bool(item.counters),
        upstream_updated_at=item.updated_at,
        labels=tuple(_labels(item, description)),
        fingerprint=fingerprint,
        is_private=is_private,
        is_showcase=is_showcase,
        unknown=item.unknown,
    )


def counters_only(item: RemoteItem, *, slug: str) -> Draft:
    """What is worth writing of an item that has not changed."""
    return Draft(
        external_id=item.ref.id,
        external_url=item.ref.url,
        platform=item.ref.platform,
        type=item.type,
        title="",
        slug=slug,
        views=item.counters.get("views", 0),
        upstream_likes=item.counters.get("likes"),
        has_counters=bool(item.counters),
    )


def title(item: RemoteItem) -> str:
    return text.one_line(item.title)[:300] or item.ref.id


def slug_wish(item: RemoteItem) -> str:
    return text.slugify(title(item), fallback=item.ref.id)


def _picture(one: Picture) -> dict[str, Any]:
    return {"url": one.url, "width": one.width, "height": one.height}


def _author(item: RemoteItem) -> dict[str, str]:
    if item.author is None:
        return {}
    return {"id": item.author.id, "name": item.author.name, "url": item.author.url, "picture": item.author.picture}


def _card(item: RemoteItem) -> dict[str, Any]:
    card = {name: item.facts[name] for name in CARD_FACTS if item.facts.get(name)}
    card |= {name: item.counters[name] for name in CARD_COUNTERS if name in item.counters}
    if item.counters and "views" not in item.counters:
        card["untold"] = ["views"]
    if item.author:
        card["author"] = item.author.name
    return card


def _readme(blocks: Iterable[Mapping[str, Any]]) -> str:
    """Safe HTML of the first README among the blocks; its pictures come from our own address."""
    for block in blocks:
        if block.get("type") == "readme":
            if block.get("format") == "plain":
                return markup.preformatted_html(block.get("markdown", ""))
            return markup.readme_html(
                block.get("markdown", ""),
                link_base=block.get("link_base", ""),
                image_base=block.get("image_base", ""),
                picture=lambda url: pictures.address(pictures.signed(url), README_PICTURE_WIDTH),
            )
    return ""


def _labels(item: RemoteItem, description: str) -> Iterable[LabelDraft]:
    """Tools, categories and topics by the rules, each kind best first."""
    said = enrich.Text(
        type=item.type,
        title=item.title,
        description=description,
        tags=item.tags,
        languages=item.facts.get("languages") or {},
        body=next((block.get("markdown", "") for block in item.blocks if block.get("type") == "readme"), ""),
        topics=item.tags if item.facts.get("topics") else (),
    )
    found = enrich.enrich(said)
    for kind, labels in (
        (TermKind.TOOL, found.tools),
        (TermKind.CATEGORY, found.categories),
        (TermKind.TOPIC, found.topics),
    ):
        yield from (LabelDraft(kind, label.slug[:80], label.name[:80]) for label in labels)
