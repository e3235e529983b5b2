"""YouTube's addresses, as people paste them: pure, no network.

Every way to name one video gives one Ref. What is YouTube's but leads to no work (a search, a mix made for one viewer)
is refused with a sentence that says why; what is not YouTube's gives None.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn
from urllib.parse import quote

from vitrine.lib import addresses
from vitrine.lib.addresses import Address
from vitrine.lib.errors import InvalidURLError

from ..types import Ref

NAME = "youtube"
SITE = "https://www.youtube.com"
HOSTS = ("www.youtube.com", "youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be", "www.youtube-nocookie.com")

Query = Mapping[str, str]

_SHORT_HOSTS = frozenset({"youtu.be", "www.youtu.be"})
_TREES = ("youtube.com", "youtube-nocookie.com")
_VANITY_HOST = re.compile(r"(?:(?:www|m|gaming|[a-z]{2})\.)?youtube\.com")
_NESTING = 3  # an attribution link holds the real address; nobody needs more than one of them

_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_CHANNEL_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")
_PLAYLIST_ID = re.compile(r"[A-Za-z0-9_-]{12,64}")
_BARE_PLAYLIST_ID = re.compile(r"(?:PL|UU|FL|OLAK5uy_)[A-Za-z0-9_-]{16,60}")
_HOST = re.compile(r"(?:[a-zA-Z][\w+-]*:(?=//))?(?:/{2})?(?:[^/?#]*@)?([^/?#:@\s\\]+)")
_SHORTEST_HANDLE = 3
_LONGEST_NAME = 100
_NAME_MARKS = frozenset("_-.·")

# Pages whose address carries another address, and in which parameter.
_WRAPPERS = {"attribution_link": "u", "oembed": "url", "signin": "next", "verify_age": "next_url"}
_PRIVATE_LISTS = frozenset({"WL", "LL", "LM", "HL"})
# RD and UL are mixes, TL lists live for a session: none of them is the same for two people.
_PASSING_LISTS = ("RD", "UL", "TL")
_TABS = frozenset({
    "videos", "shorts", "streams", "live", "playlists", "featured", "about", "community", "posts", "podcasts",
    "releases", "courses", "store", "membership", "join", "channels", "discussion",
})  # fmt: skip

_OWN_PAGES = frozenset({
    "about", "ads", "channels", "creators", "explore", "gaming", "howyoutubeworks", "jobs", "kids", "learning",
    "logout", "movies", "music", "new", "news", "podcasts", "premium", "press", "redirect", "shopping", "sports", "t",
    "trending", "tv", "watch_videos", "yt",
})  # fmt: skip

_PASTE = "Paste the address of a video, a channel or a playlist."
_FRONT = f"This is a page of YouTube's own. {_PASTE}"
_VIEWER = f"This page is made anew for each viewer. {_PASTE}"
_SEARCH = f"This is a search, whose results change all the time. {_PASTE}"
_MIX = f"This is a mix that YouTube makes anew for each viewer, so there is no list to bring. {_PASTE}"
_OWN_LIST = "Only its owner can see this list, so it cannot be brought. Make a playlist of it, or paste the videos."
_POST = "This is a post. Only videos, channels and playlists can be brought from YouTube."
_CLIP = "This is a clip, and YouTube does not tell what it is cut from. Paste the address of the whole video."
_CUT = "This YouTube address seems to be cut or mistyped: {}."
_NO_VIDEO = _CUT.format("the id of a video has 11 characters")
_NO_CHANNEL = _CUT.format("the id of a channel begins with UC and has 24 characters")
_NO_LIST = _CUT.format("it names no playlist")
_NO_NAME = _CUT.format("a channel's name has letters, digits, dots, dashes and underscores only")


def video(video_id: str) -> Ref:
    """The one Ref of a video."""
    return Ref(NAME, "video", video_id, f"{SITE}/watch?v={video_id}")


def channel(channel_id: str) -> Ref:
    """The stable Ref of a channel."""
    return Ref(NAME, "channel", channel_id, f"{SITE}/channel/{channel_id}")


def playlist(playlist_id: str) -> Ref:
    """The Ref of a playlist, of an album, or of a channel's list of uploads."""
    return Ref(NAME, "playlist", playlist_id, f"{SITE}/playlist?list={playlist_id}")


def named(by: str, name: str) -> Ref:
    """A channel by its `handle`, legacy `user` name or `custom` address. Names have no case: one name, one Ref."""
    spelt = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    prefix = {"handle": "@", "user": "user/", "custom": "c/"}[by]
    return Ref(NAME, "channel", spelt, f"{SITE}/{prefix}{quote(spelt)}", by=by)


def is_video_id(text: str) -> bool:
    return bool(_VIDEO_ID.fullmatch(text))


def is_channel_id(text: str) -> bool:
    return bool(_CHANNEL_ID.fullmatch(text))


def is_ours(host: str) -> bool:
    """Whether `host` (any case, with or without the last dot) is one of YouTube's."""
    host = host.lower().removesuffix(".")
    return host in _SHORT_HOSTS or any(host == tree or host.endswith("." + tree) for tree in _TREES)


def recognise(text: str) -> Ref | None:
    """The Ref that one candidate names; None when it is not YouTube's.

    Raises InvalidURLError, with the reason as its sentence, when it is YouTube's and cannot be brought.
    """
    text = text.strip()
    return _bare(text) or _address(text, _NESTING)


def _bare(text: str) -> Ref | None:
    """What stands without an address around it: an @handle, the id of a channel, of a playlist or of a video."""
    if text.startswith("@") and len(text) > _SHORTEST_HANDLE and _is_name(text[1:]):
        return named("handle", text[1:])
    if _CHANNEL_ID.fullmatch(text):
        return channel(text)
    if _BARE_PLAYLIST_ID.fullmatch(text):
        return playlist(text)
    # Eleven small letters are a word ("screenshots"); one real id in 13,000 has no capital, digit or underscore.
    if _VIDEO_ID.fullmatch(text) and re.search(r"[A-Z0-9_]", text):
        return video(text)
    return None


def _address(text: str, depth: int) -> Ref | None:
    try:
        address = addresses.parse(text)
    except InvalidURLError:
        if is_ours(_claimed_host(text)):
            raise
        return None
    return _place(address, depth) if is_ours(address.host) else None


def _claimed_host(text: str) -> str:
    """The host that a text which cannot be parsed seems to have: where a browser would go, or a person believe to."""
    found = _HOST.match(text)
    return found[1] if found else ""


def _place(address: Address, depth: int) -> Ref:
    segments = address.segments
    query = {name: value for name, value in reversed(address.query) if value}  # of a name said twice, the first counts
    if not segments and address.fragment.startswith("/"):  # m.youtube.com/#/watch?v=…
        return _nested(address.fragment, depth)
    head = segments[0].lower() if segments else ""
    if head in _WRAPPERS:
        return _nested(query.get(_WRAPPERS[head], ""), depth)
    return _read(address.host, head, segments, query)


def _nested(inner: str, depth: int) -> Ref:
    """The address inside another one of YouTube's: relative to the site, or whole and of YouTube's again."""
    if depth and inner.startswith("/") and not inner.startswith("//"):
        inner = SITE + inner
    found = _address(inner, depth - 1) if depth and inner else None
    return found or _refuse(_FRONT)


def _read(host: str, head: str, segments: Sequence[str], query: Query) -> Ref:
    """The Ref that host, path and query name."""
    rest = segments[1:]
    if host in _SHORT_HOSTS and len(segments) == 1 and head not in _READERS and not head.startswith("@"):
        return _video(segments[0])
    if head.startswith("@"):
        return _channel_page("handle", [segments[0][1:], *rest])
    if reader := _READERS.get(head):
        return reader(rest, query)
    if head in _REFUSED:
        _refuse(_REFUSED[head])
    if _VANITY_HOST.fullmatch(host) and "." not in head and (not rest or (rest[0].lower() in _TABS and not rest[1:])):
        return _channel_page("custom", segments)
    return _refuse(_FRONT)


def _video(video_id: str) -> Ref:
    """A video by its id; what people's programs glue to its end (`?si=…` after `?v=…`) is cut off."""
    clean = re.split(r"[?&#]", video_id, maxsplit=1)[0].strip()
    return video(clean) if _VIDEO_ID.fullmatch(clean) else _refuse(_NO_VIDEO)


def _watch(rest: Sequence[str], query: Query) -> Ref:
    """/watch?v=ID in any order of parameters; with no video named, the list it plays."""
    if "v" in query or "vi" in query:
        return _video(query.get("v") or query["vi"])
    if rest:
        return _video(rest[0])
    return _list(query) if "list" in query else _refuse(_NO_VIDEO)


def _embed(rest: Sequence[str], query: Query) -> Ref:
    """/embed/ID, and the two players that are named in place of an id."""
    if rest and rest[0] == "live_stream":
        return _channel_id(query.get("channel", ""))
    if rest and rest[0] != "videoseries":
        return _video(rest[0])
    return _list(query)


def _video_path(rest: Sequence[str], _query: Query) -> Ref:
    """/shorts/ID, /live/ID, /v/ID: the id follows at once."""
    return _video(rest[0]) if rest else _refuse(_FRONT)


def _list(query: Query) -> Ref:
    """?list=ID, unless it is one that nobody else sees, or not the same way."""
    list_id = query.get("list") or query.get("playlist_id") or ""
    if list_id in _PRIVATE_LISTS:
        _refuse(_OWN_LIST)
    if list_id.startswith(_PASSING_LISTS):
        _refuse(_MIX)
    return playlist(list_id) if _PLAYLIST_ID.fullmatch(list_id) else _refuse(_NO_LIST)


def _old_list(_rest: Sequence[str], query: Query) -> Ref:
    """/view_play_list?p=ID, whose ids may lack the PL of today."""
    old = query.get("p", "")
    return _list({"list": old if old.startswith("PL") else f"PL{old}"})


def _browse(rest: Sequence[str], _query: Query) -> Ref:
    """music.youtube.com/browse/VL… and /browse/UC…: a playlist or an artist's channel."""
    name = rest[0] if rest else ""
    return _list({"list": name[2:]}) if name.startswith("VL") else _channel_id(name)


def _feed(_rest: Sequence[str], query: Query) -> Ref:
    """The Atom feed of a channel, a playlist or a legacy user name leads to what it is the feed of."""
    if "channel_id" in query:
        return _channel_id(query["channel_id"])
    if "user" in query:
        return _channel_page("user", [query["user"]])
    return _list(query)


def _channel_id(channel_id: str) -> Ref:
    return channel(channel_id) if _CHANNEL_ID.fullmatch(channel_id) else _refuse(_NO_CHANNEL)


def _channel_page(by: str, segments: Sequence[str]) -> Ref:
    """A channel's page on any of its tabs, but for the search inside it."""
    if not segments or not _is_name(segments[0]):
        _refuse(_NO_NAME)
    if len(segments) > 1 and segments[1].lower() == "search":
        _refuse(_SEARCH)
    return named(by, segments[0])


def _is_name(name: str) -> bool:
    """Letters of any script with their marks, digits, `_ - . ·`. YouTube Help, "Handles overview"."""
    letters = all(sign in _NAME_MARKS or unicodedata.category(sign)[0] in "LMN" for sign in name)
    return 0 < len(name) <= _LONGEST_NAME and letters


def _refuse(sentence: str) -> NoReturn:
    raise InvalidURLError(sentence)


# The first segment of a path -> who reads the rest of it.
_READERS: dict[str, Callable[[Sequence[str], Query], Ref]] = {
    "": lambda _, query: _watch((), query) if query.keys() & {"v", "list"} else _refuse(_FRONT),
    "watch": _watch,
    "watch_popup": _watch,
    "ytscreeningroom": _watch,
    "embed": _embed,
    "playlist": lambda _, query: _list(query),
    "view_play_list": _old_list,
    "browse": _browse,
    "feeds": _feed,
    "xml": _feed,
    "channel": lambda rest, _: _channel_id(rest[0] if rest else ""),
    "c": lambda rest, _: _channel_page("custom", rest),
    "user": lambda rest, _: _channel_page("user", rest),
    **dict.fromkeys(("shorts", "live", "v", "vi", "e", "video"), _video_path),
}

# First segments that are no channel's name, with what to say of each.
_REFUSED = {
    **dict.fromkeys(("results", "search", "hashtag"), _SEARCH),
    **dict.fromkeys(("feed", "library", "history", "account", "my_videos", "dashboard", "upload"), _VIEWER),
    **dict.fromkeys(("post", "community"), _POST),
    "clip": _CLIP,
    **dict.fromkeys(_OWN_PAGES, _FRONT),
}
