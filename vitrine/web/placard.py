"""The wall label of a work: what is known of it, row by row."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from vitrine.lib import clock
from vitrine.portfolio.types import WorkPage
from vitrine.web import cards, shown

_EDITED = {
    "title": "title",
    "description": "description",
    "image": "picture",
    "tools": "tools",
    "categories": "categories",
    "topics": "topics",
}


def rows(found: WorkPage) -> list[tuple[str, SafeString | str]]:
    """The wall label: what is known, row by row."""
    work, facts = found.work, found.facts
    repository = work.type == "github_repo"
    rows: list[tuple[str, SafeString | str]] = [("Kind", _kind(found))]
    if repository:
        rows.append(("Pushed", _time(work.upstream_updated_at or work.published_at)))
        if commits := facts.get("commits"):
            rows.append(("Commits", shown.exact(int(commits))))
        rows.append(("Stars", _stars(found)))
    else:
        rows.append(("Published", shown.moment(work.published_at)))
    rows.append(("Source", _source(found)))
    if work.views:
        rows.append(("Seen", _seen(found)))
    if checked := found.synced_at or found.stats_as_of:
        rows.append(("Checked", _time(checked)))
    if words := [_EDITED[name] for name in found.edited_fields if name in _EDITED]:
        mine = shown.joined(words)
        rows.append((f"In {found.owner.name or found.owner.slug}’s words", mine[0].upper() + mine[1:]))
    if work.is_private:
        rows.append(("Visible to", "you alone"))
    return [row for row in rows if row[1]]


def _kind(found: WorkPage) -> str:
    work, facts = found.work, found.facts
    if work.type == "github_repo":
        kind = str(facts.get("kind") or "").capitalize()
        words = [kind if kind and kind != "Other" else "Repository"]
        words += [f"{licence} licence"] if (licence := facts.get("licence")) else []
        return ", ".join(words + (["archived"] if facts.get("archived") else []))
    form = cards.form_name(work)
    return f"{form}, {shown.length(work.duration)}" if work.duration else form


def _stars(found: WorkPage) -> SafeString | str:
    stars = found.work.card.get("stars")
    if stars is None:
        return ""
    forks = found.work.card.get("forks")
    more = f", {shown.plural(int(forks), 'fork')}" if forks else ""
    return format_html('<span title="{}">{}</span>{}', shown.exact(int(stars)), shown.short(int(stars)), more)


def _seen(found: WorkPage) -> SafeString:
    views = found.work.views
    liked = shown.short(found.upstream_likes) if found.upstream_likes else ""
    return format_html(
        '<span title="{}">{}</span>{}',
        shown.exact(views),
        f"{shown.short(views)} times" if views != 1 else "once",
        format_html(', liked <span title="{}">{}</span> there', shown.exact(found.upstream_likes or 0), liked)
        if liked
        else "",
    )


def _source(found: WorkPage) -> SafeString:
    work = found.work
    place = cards.platform_name(work.platform)
    if work.type == "github_repo":
        words = found.facts.get("full_name") or work.external_url.split("://", 1)[-1].split("/", 1)[-1]
    else:
        channel = found.source.name if found.source else found.work.card.get("author", "")
        words = f"{channel} on {place}" if channel else place
    return format_html('<a href="{}" rel="noopener">{}</a>', work.external_url, words)


def _time(moment: datetime) -> SafeString:
    fact = shown.since(moment, clock.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', fact.iso, fact.exact, fact.text)
