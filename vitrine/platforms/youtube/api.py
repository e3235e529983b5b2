"""YouTube's endpoints: one function each, giving the Ask. `answer` reads what came back.

Source: YouTube Data API v3, discovery document revision 20261104. The key travels in a header, never in the address,
so that no log or proxy on the way can hold it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from vitrine.lib.errors import UpstreamUnavailableError
from vitrine.lib.http import Request, Response

from ..types import Ask, Caller, Json
from . import costs
from .errors import judge, page_trouble
from .urls import SITE, video

API_HOST = "www.googleapis.com"
_API = f"https://{API_HOST}/youtube/v3"
# The European consent page stands before pages and /shorts/ for whoever lacks this cookie.
_CONSENT = {"cookie": "SOCS=CAI"}
_FEED_BYTES = 2 * 1024 * 1024
_PAGE_BYTES = 4 * 1024 * 1024  # a channel's page is 1 MB of script; its canonical link stands in the first part

_CHANNEL_PARTS = "snippet,statistics,contentDetails"
# With a maximum given, `player` tells the picture's proportions. Parts cost nothing extra.
_VIDEO_PARTS = "snippet,contentDetails,statistics,status,liveStreamingDetails,player"
_PLAYER_BOX = "720"


def _ask(caller: Caller, noun: str, **params: str) -> Ask:
    """A metered call of `noun`.list with whatever credentials there are."""
    headers = {"authorization": f"Bearer {caller.token}"} if caller.token else {"x-goog-api-key": caller.api_key}
    endpoint = f"{noun}.list"
    request = Request(url=f"{_API}/{noun}", params=params, headers=headers, redirects=0)
    return Ask(request, endpoint, costs.COSTS[endpoint])


def channels(caller: Caller, by: str, name: str) -> Ask:
    """channels.list by `id`, `handle` or `user`: a list of one, or no list at all."""
    parameter = {"id": "id", "handle": "forHandle", "user": "forUsername"}[by]
    return _ask(caller, "channels", part=_CHANNEL_PARTS, **{parameter: f"@{name}" if by == "handle" else name})


def my_channel(caller: Caller) -> Ask:
    """The channel that the caller's token was granted for."""
    return _ask(caller, "channels", part=_CHANNEL_PARTS, mine="true")


def playlists(caller: Caller, playlist_id: str) -> Ask:
    return _ask(caller, "playlists", part="snippet,contentDetails,status", id=playlist_id)


def playlist_items(caller: Caller, playlist_id: str, *, token: str = "", size: int = costs.PAGE) -> Ask:
    """One page of at most `size` items; `contentDetails.videoPublishedAt` is the video's own date."""
    paging = {"pageToken": token} if token else {}
    return _ask(
        caller,
        "playlistItems",
        part="snippet,contentDetails,status",
        playlistId=playlist_id,
        maxResults=str(size),
        **paging,
    )


def videos(caller: Caller, ids: Sequence[str]) -> Ask:
    """Up to 50 videos. Ids that are gone or private are left out of the answer without a word."""
    return _ask(caller, "videos", part=_VIDEO_PARTS, id=",".join(ids), maxHeight=_PLAYER_BOX, maxWidth=_PLAYER_BOX)


def feed(by: str, name: str, *, patient: bool = True) -> Ask:
    """The public Atom feed, by `channel_id`, `playlist_id` or `user`: the newest 15, no paging, no ETag, free.

    Without patience it is asked once and soon given up: for what is good to know and no more.
    """
    request = Request(url=f"{SITE}/feeds/videos.xml", params={by: name}, max_bytes=_FEED_BYTES, purpose="feed")
    if not patient:
        request = replace(request, repeatable=False, read_timeout=5.0, total_timeout=8.0)
    return Ask(request, "feed")


def oembed(video_id: str) -> Ask:
    """Title, author and picture of one public video: 404 when private or unknown. Free."""
    request = Request(url=f"{SITE}/oembed", params={"url": video(video_id).url, "format": "json"}, purpose="oembed")
    return Ask(request, "oembed")


def page(url: str) -> Ask:
    """A channel's own page, for the canonical link in it. Free."""
    request = Request(url=url, headers=_CONSENT, max_bytes=_PAGE_BYTES, purpose="page")
    return Ask(request, "page")


def shorts_probe(video_id: str) -> Ask:
    """HEAD /shorts/ID, not followed: 200 is a Short, a redirect to /watch is not. Free, sent once, given up soon."""
    request = Request(
        url=f"{SITE}/shorts/{video_id}",
        method="HEAD",
        headers=_CONSENT,
        read_timeout=5.0,
        total_timeout=8.0,
        purpose="shorts",
        repeatable=False,
        redirects=0,
    )
    return Ask(request, "shorts")


def answer(response: Response, endpoint: str) -> Json:
    """The JSON object of an API answer. Raises what a refusal amounts to."""
    if response.status >= 400:  # noqa: PLR2004 - where refusals begin
        raise judge(response, endpoint)
    return _json_object(response, endpoint)


def free_json(response: Response, endpoint: str) -> Json:
    """The JSON object of a free endpoint. Raises what `page_trouble` makes of a refusal."""
    if response.status >= 400:  # noqa: PLR2004 - where refusals begin
        raise page_trouble(response, endpoint)
    return _json_object(response, endpoint)


def _json_object(response: Response, endpoint: str) -> Json:
    data: Any = response.json()
    if not isinstance(data, dict):
        raise UpstreamUnavailableError(log=f"{endpoint}: a JSON object was promised, {type(data).__name__} came")
    return data


def objects(data: Json, key: str = "items") -> list[Any]:
    """The list under `key`; an empty result has no such key. Raises UpstreamUnavailableError when it is no list."""
    found = data.get(key, [])
    if not isinstance(found, list):
        raise UpstreamUnavailableError(log=f"{key} is no list but {type(found).__name__}")
    return found
