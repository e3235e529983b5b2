"""What can be read without a key: the Atom feed, oEmbed, and the head of a channel's page. Pure.

Sources: recorded feeds of 2015 and January 2026. Of today's feed the channel's own id lacks its "UC" at the top and
has it in every entry; entries tell views and likes, no length; Shorts are linked as /shorts/ID.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from vitrine.lib.errors import InvalidURLError, UpstreamUnavailableError
from vitrine.lib.text import clean, one_line

from ..types import Author, Broken, Picture, Ref, RemoteItem
from . import urls
from .parse import ItemUnreadable, blocks_of, chapters_of
from .values import date_of, number, text_of

NEWEST = 15  # entries in a feed; there is no second page

_NS = {
    "a": "http://www.w3.org/2005/Atom",
    "yt": "http://www.youtube.com/xml/schemas/2015",
    "m": "http://search.yahoo.com/mrss/",
}
_FEED_SILENT = frozenset({"duration", "tags", "language", "availability"})
_OEMBED_SILENT = _FEED_SILENT | {"description", "published_at", "updated_at", "counters", "form", "facts", "blocks"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A channel's or playlist's newest works; `channel_id` is empty where the feed does not tell a whole one."""

    title: str
    channel_id: str
    author: Author | None
    items: tuple[RemoteItem, ...]
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The head of a channel's page."""

    channel_id: str
    title: str
    description: str
    picture: str


def read(body: bytes) -> Feed:
    """Read an Atom feed. Raises UpstreamUnavailableError when it is none: a page of HTML, a body cut in the middle."""
    root = _parsed(body)
    if root.tag != f"{{{_NS['a']}}}feed":
        raise UpstreamUnavailableError(log=f"a feed was promised, <{root.tag}> came")
    items, broken = _entries(root)
    channel_id = _channel_id(root)
    name = one_line(_text(root, "a:author/a:name") or _text(root, "a:title"))
    author = Author(channel_id, name, urls.channel(channel_id).url) if channel_id else None
    return Feed(one_line(_text(root, "a:title")), channel_id, author, items, broken)


def _parsed(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise UpstreamUnavailableError(log=f"no feed but {body[:40]!r}…: {exc}") from exc
    return root


def _entries(root: etree._Element) -> tuple[tuple[RemoteItem, ...], tuple[Broken, ...]]:
    items: dict[str, RemoteItem] = {}
    broken: list[Broken] = []
    for entry in root.iterfind("a:entry", _NS):
        try:
            item = _entry(entry)
        except ItemUnreadable as error:
            broken.append(Broken(_text(entry, "yt:videoId"), _text(entry, "a:title"), error))
        else:
            items.setdefault(item.ref.id, item)
    return tuple(items.values()), tuple(broken)


def _entry(entry: etree._Element) -> RemoteItem:
    video_id = _text(entry, "yt:videoId")
    title = one_line(_text(entry, "a:title") or _text(entry, "m:group/m:title"))
    if not urls.is_video_id(video_id) or not title:
        raise ItemUnreadable(log=f"an entry of the feed lacks id or title: {video_id[:60]!r}")
    description = clean(_text(entry, "m:group/m:description"))
    picture = _picture(entry.find("m:group/m:thumbnail", _NS))
    pictures = (picture,) if picture else ()
    published = date_of(_text(entry, "a:published"), video_id)
    short = "/shorts/" in _link(entry)
    silent = {name for name, told in (("form", short), ("published_at", published)) if not told}
    return RemoteItem(
        ref=urls.video(video_id),
        type="video",
        title=title,
        description=description,
        published_at=published,
        updated_at=date_of(_text(entry, "a:updated"), video_id),
        pictures=pictures,
        author=_entry_author(entry),
        counters=_counters(entry),
        form="short" if short else "",
        blocks=blocks_of(video_id, description, pictures),
        facts={"chapters": found} if (found := chapters_of(description, None)) else {},
        unknown=_FEED_SILENT | silent,
    )


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, "", _NS) or "").strip()


def _link(element: etree._Element) -> str:
    link = element.find("a:link[@rel='alternate']", _NS)
    return link.get("href", "") if link is not None else ""


def _picture(thumbnail: etree._Element | None) -> Picture | None:
    if thumbnail is None or not thumbnail.get("url", "").startswith(("http://", "https://")):
        return None
    url = "https://" + thumbnail.get("url", "").partition("://")[2]
    return Picture(url, number(thumbnail.get("width")) or 0, number(thumbnail.get("height")) or 0)


def _counters(entry: etree._Element) -> dict[str, int]:
    """Either may be missing where its owner hides it; the number of star ratings is the number of likes."""
    told = {"views": ("statistics", "views"), "likes": ("starRating", "count")}
    found = {}
    for ours, (tag, attribute) in told.items():
        element = entry.find(f"m:group/m:community/m:{tag}", _NS)
        if element is not None and (count := number(element.get(attribute))) is not None:
            found[ours] = count
    return found


def _entry_author(entry: etree._Element) -> Author | None:
    channel_id = _text(entry, "yt:channelId")
    if not urls.is_channel_id(channel_id):
        return None
    return Author(channel_id, _text(entry, "a:author/a:name"), urls.channel(channel_id).url)


def _channel_id(root: etree._Element) -> str:
    """The whole id, from wherever it stands whole: the author's address, the head with or without UC."""
    return next((each for each in _said_ids(root) if urls.is_channel_id(each)), "")


def _said_ids(root: etree._Element) -> Iterator[str]:
    yield urlsplit(_text(root, "a:author/a:uri")).path.rpartition("/")[2]
    said = _text(root, "yt:channelId")
    yield said
    yield f"UC{said}"


# ---------------------------------------------------------------------------------------------------------- oEmbed


def embedded(data: Mapping[str, Any], video_id: str) -> RemoteItem:
    """A video as oEmbed tells it: title, author, picture. Raises ItemUnreadable."""
    title = one_line(text_of(data, "title"))
    if not title:
        raise ItemUnreadable(log=f"oEmbed gives video {video_id} no title")
    url = text_of(data, "thumbnail_url")
    width, height = number(data.get("thumbnail_width")) or 0, number(data.get("thumbnail_height")) or 0
    pictures = (Picture(url, width, height),) if url.startswith("https://") else ()
    name = one_line(text_of(data, "author_name"))
    return RemoteItem(
        ref=urls.video(video_id),
        type="video",
        title=title,
        pictures=pictures,
        author=_embedded_author(text_of(data, "author_url"), name),
        blocks=blocks_of(video_id, "", pictures),
        unknown=_OEMBED_SILENT,
    )


def _embedded_author(url: str, name: str) -> Author | None:
    """oEmbed names the author by handle more often than by id: then the id stays empty."""
    ref = author_ref(url)
    if ref is None:
        return None
    return Author(ref.id if ref.by == "id" else "", name, ref.url)


def author_ref(url: str) -> Ref | None:
    """The channel that an author's address names, if it is one of YouTube's."""
    try:
        ref = urls.recognise(url)
    except InvalidURLError:
        return None
    return ref if ref and ref.kind == "channel" else None


# ------------------------------------------------------------------------------------------------------------ page


def head_of(body: bytes) -> Page:
    """The channel that a page is the page of. Its id is empty when the page names none (a consent or error page)."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise UpstreamUnavailableError(log=f"no page but {body[:40]!r}…: {exc}") from exc
    if root is None:
        raise UpstreamUnavailableError(log="an empty page")
    return Page(
        channel_id=_canonical(root),
        title=one_line(_meta(root, "og:title")),
        description=clean(_meta(root, "og:description")),
        picture=_meta(root, "og:image"),
    )


def _canonical(root: etree._Element) -> str:
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and (ref := author_ref(link.get("href", ""))) and ref.by == "id":
            return ref.id
    return ""


def _meta(root: etree._Element, name: str) -> str:
    for meta in root.iter("meta"):
        if name in {meta.get("property"), meta.get("name")}:
            return meta.get("content", "").strip()
    return ""
