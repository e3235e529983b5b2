"""Tags and filters that templates of all pages share. What they say is decided in `vitrine.web.shown`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vitrine.lib import clock
from vitrine.platforms import registry
from vitrine.portfolio import pictures
from vitrine.upstream.clients import for_browsers
from vitrine.web import icons, platforms, shown

register = template.Library()


def _drawn(context: Mapping[str, Any], name: str, css: str) -> SafeString:
    used = context.get("icons")
    if isinstance(used, icons.Used):
        used.add(name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', css, name)


@register.simple_tag(takes_context=True)
def icon(context: Mapping[str, Any], name: str) -> SafeString:
    """An outline icon; always beside a word, so hidden from those who listen."""
    return _drawn(context, f"i-{name}", "i")


@register.simple_tag(takes_context=True)
def mark(context: Mapping[str, Any], platform: str) -> SafeString:
    """A platform's mark, in the ink of the words beside it; a plain link where we have none."""
    return (
        _drawn(context, f"m-{platform}", "mark") if icons.has_mark(platform) else _drawn(context, "i-link", "mark line")
    )


@register.simple_tag
def drawing(platform: str) -> SafeString:
    """A mark's own strokes, for parts of a page that arrive after its symbols were gathered."""
    symbol = icons.symbols().get(f"m-{platform}") or icons.symbols()["i-link"]
    return mark_safe(symbol.split(">", 1)[1].removesuffix("</symbol>"))  # noqa: S308 - our own file of drawings


@register.simple_tag(takes_context=True)
def needs(context: Mapping[str, Any], *names: str) -> str:
    """Say that the page draws these symbols although no tag here does (cards come as finished text)."""
    used = context.get("icons")
    if isinstance(used, icons.Used):
        used.update(names)
    return ""


@register.simple_tag(takes_context=True)
def needs_marks(context: Mapping[str, Any]) -> str:
    """Say that cards of any platform may stand on this page."""
    return needs(context, *(f"m-{name}" for name in registry.names()))


@register.simple_tag
def example_address() -> str:
    """What stands in an empty field."""
    return registry.all_about()[0].example


@register.simple_tag
def what_is_read() -> str:
    """What may be pasted, by platform: `… videos, channels and playlists, and … repositories and accounts`."""
    return ", and ".join(
        f"{about.label} {shown.joined([shown.many(about.words.get(kind, kind)) for kind in about.kinds])}"
        for about in registry.all_about()
    )


@register.simple_tag(takes_context=True)
def sprite(context: Mapping[str, Any]) -> SafeString:
    """The symbols this page has used; the last thing in its body."""
    used = context.get("icons")
    drawn = used.sprite() if isinstance(used, icons.Used) else ""
    return mark_safe(f'<svg class="vh" aria-hidden="true">{drawn}</svg>')  # noqa: S308 - our own file of drawings


@register.simple_tag(takes_context=True)
def leads_to(context: Mapping[str, Any], platform: str) -> str:
    """Say that a form of this page leads to the platform's consent page."""
    targets, flow = context.get("form_targets"), platforms.flow_of(platform)
    if isinstance(targets, set) and flow:
        targets.add("{0.scheme}://{0.netloc}".format(urlsplit(for_browsers(flow.authorize_url))))
    return ""


@register.simple_tag
def face(url: str, width: int) -> str:
    """Where somebody's portrait is to be had from us, `width` pixels wide."""
    return pictures.address(pictures.portrait(url), width)


@register.simple_tag
def when(then: datetime | None) -> SafeString | str:
    """A moment as its age, exact in `title`."""
    if then is None:
        return ""
    fact = shown.since(then, clock.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', fact.iso, fact.exact, fact.text)


@register.simple_tag
def tally(number: int, one: str, many: str = "") -> SafeString:
    """`12.3 K views`, exact in `title`."""
    fact = shown.counted(number, one, many)
    if not fact.exact:
        return format_html("{}", fact.text)
    return format_html('<span title="{}">{}</span>', fact.exact, fact.text)


register.filter("exact", shown.exact)
