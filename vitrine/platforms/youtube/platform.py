"""The face of YouTube: videos, channels and playlists, with an API key or without."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from vitrine.lib.errors import ContentNotFoundError, VitrineError
from vitrine.lib.http import Response

from ..oauth import CodeFlow
from ..types import About, Ask, Caller, Cost, Listing, Pending, Ref, RemoteItem, Summary
from . import api, costs, keyless, oauth, own, parse, urls, walk
from .forms import Forms

ABOUT: Final = About(
    name=urls.NAME,
    label="YouTube",
    reaches=(
        api.API_HOST,
        *oauth.HOSTS,
        "www.youtube.com",
        *(f"i{number}.ytimg.com" for number in ("", 1, 2, 3, 4)),
        "yt3.ggpht.com",
        "yt3.googleusercontent.com",
    ),
    kinds=("video", "channel", "playlist"),
    lists=("channel", "playlist"),
    can=frozenset({"import", "list", "connect", "private"}),
    needs="Nothing for the newest 15 videos of a channel. With a YouTube Data API key, all of them.",
    works=("video", "videos"),
    player=parse.PLAYER,
    example="youtube.com/@you",
    at_second="&t={}s",
    buckets=costs.BUCKETS,
    day_zone=costs.RESET_ZONE,
    key_setting="YOUTUBE_API_KEY",
)

_NO_CHANNEL = "YouTube has no channel of this name: it was closed or renamed, or never was."
_NO_LIST = "YouTube has no playlist at this address: it was deleted, is private, or never was."
_NO_VIDEO = "YouTube has no such video: it was deleted, is private, or never was."


class YouTube:
    """Platform of `vitrine.platforms.types`. Every method raises what `errors.judge` makes of a refusal, and
    UpstreamUnavailableError when YouTube is down, slow or not to be understood.
    """

    @property
    def about(self) -> About:
        return ABOUT

    @property
    def oauth(self) -> CodeFlow:
        return oauth.sign_in

    def own_works(self, caller: Caller, account_id: str, cursor: str = "") -> Listing:
        return own.page(caller, account_id, cursor)

    def recognise(self, text: str) -> Ref | None:
        return urls.recognise(text)

    def price(self, ref: Ref, count: int | None) -> Cost:
        """With a key; without one nothing costs. A list of unknown length is priced as one page."""
        units = 1 if ref.kind == "video" else costs.listing_units(costs.PAGE if count is None else count)
        return Cost(costs.POOL, units)

    def fetch(self, caller: Caller, ref: Ref) -> RemoteItem:
        """One video: one unit with a key, and a free question where only /shorts/ID can tell a Short."""
        if ref.kind != "video":
            raise VitrineError(log=f"fetch is for videos, not for the {ref.kind} {ref.id}")
        if _is_keyless(caller):
            return keyless.fetch(caller, ref)
        return Forms(caller).ask([self._video(caller, ref)]).settled()[0]

    def summary(self, caller: Caller, ref: Ref) -> Summary:
        """One unit with a key, and nothing without. A channel's /c/ address is read from its page, for nothing."""
        caller = _as_visitors(caller, ref)
        if _is_keyless(caller):
            return keyless.summary(caller, ref)
        if ref.kind == "video":
            return parse.video_summary(self._video(caller, ref))
        return self._playlist(caller, ref) if ref.kind == "playlist" else self._channel(caller, ref)

    def listing(self, caller: Caller, ref: Ref, *, limit: int | None = None, cursor: str = "") -> Iterator[Listing]:
        """The newest first, 50 a page: 1 + 2 units for every 50 with a key; the newest 15 at once without.

        A cursor takes up where an earlier run stopped, and `limit` counts what that run gave; such a run is never
        complete. A channel whose count of public videos is 0 is listed for one unit.
        """
        if ref.kind == "video":
            raise VitrineError(log=f"video {ref.id} is no list")
        caller = _as_visitors(caller, ref)
        if _is_keyless(caller):
            yield from keyless.listing(caller, ref, limit=limit)
            return
        summary = self.summary(caller, ref)
        empty = summary.count == 0 and not caller.token  # the owner's token sees what the count leaves out
        if empty or limit == 0:
            yield Listing(summary=summary, complete=empty)
            return
        yield from self._pages(caller, summary, limit, cursor)

    def _pages(self, caller: Caller, summary: Summary, limit: int | None, cursor: str) -> Iterator[Listing]:
        uploads = str(summary.facts["uploads"])
        pages = walk.listings(
            caller,
            walk.Place.read(cursor, uploads),
            limit=limit,
            forms=Forms(caller, _newest(caller, summary.ref, cursor)),
        )
        try:
            first = next(pages, Listing())
        except ContentNotFoundError:
            if summary.ref.kind == "playlist":
                raise
            first = Listing()  # a channel without a single public upload has no such list: 404 playlistNotFound
        yield replace(first, summary=summary)
        yield from pages

    def _video(self, caller: Caller, ref: Ref) -> RemoteItem:
        return parse.video_item(_only(caller, api.videos(caller, [ref.id]), _NO_VIDEO))

    def _channel(self, caller: Caller, ref: Ref) -> Summary:
        if ref.by == "custom":
            ref = urls.channel(keyless.channel_id_of(caller, ref))
        try:
            found = _only(caller, api.channels(caller, ref.by, ref.id), _NO_CHANNEL)
        except ContentNotFoundError:
            if ref.by != "user":
                raise
            # /user/ leads to channels of later names, too, which forUsername does not know.
            found = _only(caller, api.channels(caller, "id", keyless.channel_id_of(caller, ref)), _NO_CHANNEL)
        return parse.channel_summary(found)

    def _playlist(self, caller: Caller, ref: Ref) -> Summary:
        return parse.playlist_summary(_only(caller, api.playlists(caller, ref.id), _NO_LIST))


@dataclass(frozen=True, slots=True)
class _Visitor:
    """A caller without the person's own token."""

    caller: Caller
    token: str = ""

    @property
    def api_key(self) -> str:
        return self.caller.api_key

    def send(self, ask: Ask) -> Pending:
        return self.caller.send(ask)

    def get(self, ask: Ask) -> Response:
        return self.caller.get(ask)


def _as_visitors(caller: Caller, ref: Ref) -> Caller:
    """Who reads a channel's list as visitors see it, where the operator's key lets us: by its owner's token the newest
    ten would be fewer, with private ones among them. Those are picked one by one (`own_works`).
    """
    return _Visitor(caller) if ref.kind == "channel" and caller.token and caller.api_key else caller


def _is_keyless(caller: Caller) -> bool:
    return not caller.api_key and not caller.token


def _only(caller: Caller, ask: Ask, nothing: str) -> object:
    """The one item of an answer. An answer without items is 200 too: ContentNotFoundError with that sentence."""
    items = api.objects(api.answer(caller.get(ask), ask.endpoint))
    if not items:
        raise ContentNotFoundError(nothing, log=f"{ask.endpoint} has no item for {dict(ask.request.params)}")
    return items[0]


def _newest(caller: Caller, ref: Ref, cursor: str) -> Pending | None:
    """The feed of the list on its way, for what it tells of Shorts; trouble with it is nobody's trouble."""
    if cursor:  # the newest were listed before
        return None
    which = "playlist_id" if ref.kind == "playlist" else "channel_id"
    try:
        return caller.send(api.feed(which, ref.id, patient=False))
    except VitrineError:
        return None


platform = YouTube()
