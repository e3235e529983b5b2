"""YouTube without a key: the feed's newest 15, oEmbed for a single video, the page for a name. Nothing of it costs.

The feed answers 404 for hours on many days whoever asks, so a 404 of it alone never says that a channel is gone: the
channel's own page is asked then.
"""

from collections.abc import Iterator
from dataclasses import replace

from vitrine.lib.errors import ContentNotFoundError, UpstreamUnavailableError, VitrineError

from ..types import Author, Caller, Listing, Picture, Ref, RemoteItem, Summary
from . import api, feed, urls
from .errors import feed_trouble, page_trouble
from .forms import form_told, with_form
from .parse import video_summary

_OK = 200
_GONE = 404
_NEWEST_ONLY = (
    f"Only the newest {feed.NEWEST} came, because YouTube's public feed holds no more. "
    "Whoever runs this site can set YOUTUBE_API_KEY to bring all of them."
)
_NO_DETAILS = (
    "Without a key YouTube tells neither lengths nor tags. "
    "Whoever runs this site can set YOUTUBE_API_KEY to bring them too."
)
_FEED_DOWN = (
    "YouTube's public feed is out of order right now, as it is for hours on some days. "
    "The videos come in when it is back."
)
_OEMBED_GONE = {
    401: "The owner of this video keeps it private or lets nobody embed it, and without a key YouTube tells no more.",
    403: "The owner of this video keeps it private or lets nobody embed it, and without a key YouTube tells no more.",
    404: "YouTube has no such video, or it is private.",
}
_NOT_THERE = "YouTube has no channel at this address: it was closed or renamed, or never was."


def summary(caller: Caller, ref: Ref) -> Summary:
    """What the address leads to. Raises ContentNotFoundError only where oEmbed or the channel's own page says so."""
    if ref.kind == "video":
        return replace(video_summary(_embedded(caller, ref.id)), note=_NO_DETAILS)
    try:
        return _list_summary(*_newest(caller, ref))
    except UpstreamUnavailableError:
        if ref.kind != "channel":
            raise
        return _head_summary(_head(caller, ref))


def listing(caller: Caller, ref: Ref, *, limit: int | None) -> Iterator[Listing]:
    """One page of at most 15. Never complete: the feed is a copy up to 15 minutes old, and leaves things out."""
    stable, found = _newest(caller, ref)
    items = found.items if limit is None else found.items[: max(limit, 0)]
    yield Listing(items=items, broken=found.broken, summary=_list_summary(stable, found))


def fetch(caller: Caller, ref: Ref) -> RemoteItem:
    """One video by oEmbed, and, while it is among its channel's newest, with all that the feed adds."""
    probe = caller.send(api.shorts_probe(ref.id))
    item = _embedded(caller, ref.id)
    fuller = _in_feed(caller, item) or item
    if not fuller.form and form_told(probe) == "short":  # what is none may be a stream as well as an upload
        return with_form(fuller, "short")
    return fuller


def channel_id_of(caller: Caller, ref: Ref) -> str:
    """The id behind a name that the API has no parameter for: the page's canonical link."""
    return _head(caller, ref).channel_id


def _embedded(caller: Caller, video_id: str) -> RemoteItem:
    response = caller.get(api.oembed(video_id))
    if response.status in _OEMBED_GONE:
        line = f"oembed: HTTP {response.status} for video {video_id}"
        raise ContentNotFoundError(_OEMBED_GONE[response.status], log=line)
    return feed.embedded(api.free_json(response, "oembed"), video_id)


def _in_feed(caller: Caller, item: RemoteItem) -> RemoteItem | None:
    """The same video as its channel's feed tells it, if it is still there. Trouble on the way is no trouble here."""
    ref = feed.author_ref(item.author.url) if item.author else None
    if ref is None:
        return None
    try:
        _, found = _newest(caller, ref)
    except VitrineError:
        return None
    return next((each for each in found.items if each.ref == item.ref), None)


def _newest(caller: Caller, ref: Ref) -> tuple[Ref, feed.Feed]:
    """The stable Ref of a list, and its feed."""
    if ref.by in {"handle", "custom"}:
        ref = urls.channel(channel_id_of(caller, ref))
    which = "playlist_id" if ref.kind == "playlist" else {"user": "user"}.get(ref.by, "channel_id")
    response = caller.get(api.feed(which, ref.id))
    if response.status != _OK:
        if response.status == _GONE and ref.kind == "channel":
            _head(caller, ref)  # the channel's own page tells a channel that is gone from a feed that is out of order
        raise feed_trouble(response, f"feed of {ref.kind} {ref.id}")
    found = feed.read(response.body)
    return _stable(ref, found), found


def _stable(ref: Ref, found: feed.Feed) -> Ref:
    """A legacy user name becomes the id that its feed tells."""
    if ref.by == "id":
        return ref
    if not found.channel_id:
        raise UpstreamUnavailableError(log=f"the feed of {ref.by} {ref.id} does not tell its channel's id")
    return urls.channel(found.channel_id)


def _head(caller: Caller, ref: Ref) -> feed.Page:
    """The head of a channel's page, its id made sure of. Raises ContentNotFoundError when there is no such page."""
    what = f"page of channel {ref.id}"
    response = caller.get(api.page(ref.url))
    if response.status == _GONE:
        raise ContentNotFoundError(_NOT_THERE, log=f"{what}: 404")
    if response.status != _OK:
        raise page_trouble(response, what)
    head = feed.head_of(response.body)
    if not head.channel_id:
        raise UpstreamUnavailableError(log=f"{what} has no canonical link to one")
    return head


def _list_summary(ref: Ref, found: feed.Feed) -> Summary:
    shown = len(found.items) + len(found.broken)
    full = shown >= feed.NEWEST
    return Summary(
        ref=ref,
        title=found.title,
        author=found.author,
        picture=next((picture for item in found.items[:1] for picture in item.pictures), None),
        count=None if full else shown,
        newest_at=found.items[0].published_at if found.items else None,
        note=_NEWEST_ONLY if full else _NO_DETAILS,
        facts={"list": True},
    )


def _head_summary(head: feed.Page) -> Summary:
    """A channel while its feed is out of order."""
    ref = urls.channel(head.channel_id)
    return Summary(
        ref=ref,
        title=head.title,
        description=head.description,
        picture=Picture(head.picture) if head.picture.startswith("https://") else None,
        author=Author(ref.id, head.title, ref.url, head.picture),
        note=_FEED_DOWN,
        facts={"list": True},
    )
