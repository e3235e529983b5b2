"""YouTube Data API v3: the reads that Vitrine's kind of client makes.

Rules: YouTube Data API reference and discovery document, rev 20261104.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.oauth.google import Caller, Google
from sandbox.oauth.wire import bearer
from sandbox.service import note
from sandbox.world.model import Channel, Playlist, Video
from sandbox.world.world import World
from sandbox.youtube import failures, paging
from sandbox.youtube import resources as made
from sandbox.youtube.failures import ApiError
from sandbox.youtube.partial import read_fields, select
from sandbox.youtube.quota import POOL, SEARCH, STATS, UPLOADS, Quota

Json = dict[str, Any]
MOST = 50
ORDINARY = 5


class Query:
    """The parameters of one call, read strictly; `caller` is whose token came with it."""

    def __init__(self, request: web.Request, caller: Caller | None) -> None:
        self._all = request.query
        self.caller = caller

    def owns(self, channel: int) -> bool:
        return self.caller is not None and channel in self.caller.channels

    def own_channels(self, parameter: str) -> frozenset[int]:
        """Raises ApiError when nobody has signed in."""
        if self.caller is None:
            raise failures.unauthorized(parameter)
        return self.caller.channels

    def text(self, name: str) -> str:
        return self._all.get(name, "")

    def words(self, name: str) -> list[str]:
        """Comma-separated, repeatable."""
        return [word for value in self._all.getall(name, []) for word in value.split(",") if word]

    def flag(self, name: str) -> bool:
        return self.text(name).lower() == "true"

    def given(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if self.text(name)]

    def parts(self, known: frozenset[str], owners: frozenset[str] = frozenset(), default: str = "") -> list[str]:
        """The `part` parameter. Raises ApiError when it is missing, unknown or the owner's and nobody signed in."""
        parts = self.words("part") or ([default] if default else [])
        if not parts:
            raise failures.missing("part")
        for part in parts:
            if part in owners and self.caller is None:
                raise failures.owners_part(part)
            if part not in known | owners:
                raise failures.unknown_part(part)
        return parts

    def page_size(self) -> int:
        text = self.text("maxResults")
        if not text:
            return ORDINARY
        if not text.isdecimal() or int(text) > MOST:
            raise failures.invalid_number("maxResults", text, 0, MOST)
        return int(text)

    def page_start(self, list_name: str) -> int:
        text = self.text("pageToken")
        return paging.offset(list_name, text) if text else 0


class DataApi:
    """Answers `/youtube/v3/…`."""

    def __init__(self, world: World, quota: Quota, accounts: Google) -> None:
        self._world, self._quota, self._accounts = world, quota, accounts
        self._calls: dict[tuple[str, str], tuple[str, str, Callable[[Query], Json]]] = {
            ("GET", "channels"): ("channels.list", POOL, self._channels),
            ("GET", "playlists"): ("playlists.list", POOL, self._playlists),
            ("GET", "playlistItems"): ("playlistItems.list", POOL, self._items),
            ("GET", "videos"): ("videos.list", POOL, self._videos),
            ("GET", "videos:batchGetStats"): ("videos.batchGetStats", STATS, self._stats),
            ("GET", "search"): ("search.list", SEARCH, self._unplayed("search.list")),
            ("POST", "videos"): ("videos.insert", UPLOADS, self._unplayed("videos.insert")),
        }

    def handle(self, request: web.Request, resource: str) -> web.Response:
        call = self._calls.get((request.method, resource))
        if call is None:
            return web.Response(status=404, text="Not Found", content_type="text/html")
        endpoint, bucket, answer = call
        noted = note(request)
        noted.endpoint, noted.bucket = endpoint, bucket
        try:
            caller = self._admit(request)
            self._quota.spend(bucket, 1)
            noted.units = 1
            if caller and not caller.may_read:
                raise failures.insufficient_scopes(endpoint)
            return self._respond(request, answer(Query(request, caller)))
        except ApiError as error:
            return error.response()

    def _admit(self, request: web.Request) -> Caller | None:
        """By token or key; both belong to the one project. What belongs to none costs nothing."""
        text = bearer(request)
        if not text:
            self._check_key(request)
            return None
        caller = self._accounts.caller(text)
        if caller is None:
            raise failures.dead_token()
        return caller

    def _check_key(self, request: web.Request) -> None:
        key = request.query.get("key") or request.headers.get("X-Goog-Api-Key", "")
        refusals: Mapping[str, Callable[[], ApiError]] = {
            "bad": failures.bad_key,
            "malformed": failures.bad_key_newly_said,
            "expired": failures.expired_key,
            "disabled": failures.not_enabled,
        }
        if not key:
            raise failures.no_key()
        for start, refusal in refusals.items():
            if key.startswith(start):
                raise refusal()

    def _respond(self, request: web.Request, body: Json) -> web.Response:
        frame = {name: value for name, value in body.items() if name != "items"}
        tag = made.etag([frame, [item["etag"] for item in body.get("items", ())]])
        body = {"kind": body.pop("kind"), "etag": tag, **body}
        headers = {"ETag": f'"{tag}"', "Vary": "Origin, X-Origin, Referer", "Cache-Control": "private"}
        known = {
            text.strip().removeprefix("W/").strip('"') for text in request.headers.get("If-None-Match", "").split(",")
        }
        if tag in known:
            return web.Response(status=304, headers=headers)
        if fields := request.query.get("fields"):
            body = select(body, read_fields(fields))
        return web.json_response(body, headers=headers)

    @staticmethod
    def _unplayed(endpoint: str) -> Callable[[Query], Json]:
        def refuse(_: Query) -> Json:
            raise failures.not_implemented(endpoint)

        return refuse

    # channels.list

    def _channels(self, query: Query) -> Json:
        parts = query.parts(made.CHANNEL_PARTS_ALL)
        filters = ("id", "forHandle", "forUsername", "mine", "managedByMe", "categoryId")
        given = query.given(filters)
        if len(given) != 1:
            raise failures.invalid_criteria(", ".join(filters))
        if given[0] == "managedByMe":  # for content owners, of whom there is none here
            raise failures.not_a_content_owner() if query.caller else failures.unauthorized(given[0])
        found = self._channels_by(given[0], query)
        items = [made.channel_resource(self._world, channel, parts) for channel in found]
        return _whole("channelListResponse", items, query.page_size())

    def _channels_by(self, name: str, query: Query) -> list[Channel]:
        world = self._world
        found: list[Channel | None]
        if name == "mine":
            found = [world.channel(number) for number in sorted(query.own_channels("mine"))]
        elif name == "id":
            ids = _unique(query.words("id"))
            if len(ids) > MOST:
                raise failures.too_many_ids()
            found = [world.channel_by_id(text) for text in ids]
        elif name == "forHandle":
            found = [world.channel_by_handle(query.text(name))]
        elif name == "forUsername":
            found = [world.channel_by_username(query.text(name))]
        else:
            found = []
        return [channel for channel in found if channel]

    # playlists.list

    def _playlists(self, query: Query) -> Json:
        parts = query.parts(made.PLAYLIST_PARTS)
        given = query.given(("channelId", "id", "mine"))
        if not given:
            raise failures.no_filter("channelId, id, mine")
        if len(given) > 1:
            raise failures.incompatible(", ".join(given))
        if given[0] == "id":
            return self._playlists_by_id(query, parts)
        if given[0] == "mine":
            own = sorted(query.own_channels("mine"))
            return self._playlists_of(query, parts, [self._world.channel(number) for number in own])
        channel = self._world.channel_by_id(query.text("channelId"))
        if channel is None:
            raise failures.channel_not_found()
        return self._playlists_of(query, parts, [channel])

    def _playlists_by_id(self, query: Query, parts: list[str]) -> Json:
        ids = _unique(query.words("id"))
        if len(ids) > MOST:
            raise failures.too_many_ids()
        found = [self._world.playlist_by_id(text) or self._automatic(text) for text in ids]
        items = [
            made.playlist_resource(self._world, playlist, parts)
            for playlist in found
            if playlist and (playlist.privacy != "private" or query.owns(playlist.channel))
        ]
        return _whole("playlistListResponse", items, query.page_size())

    def _automatic(self, text: str) -> Playlist | None:
        """An uploads list as a playlist."""
        channel, prefix = self._world.automatic(text)
        if channel is None or not self._world.listed(channel, prefix):
            return None
        return Playlist(
            id=text,
            channel=channel.number,
            number=-1,
            title=f"Uploads from {channel.title}",
            description="",
            created=channel.created,
            count=self._world.listed(channel, prefix),
        )

    def _playlists_of(self, query: Query, parts: list[str], channels: Iterable[Channel | None]) -> Json:
        known = [channel for channel in channels if channel]
        made_by = [self._world.playlist(channel, number) for channel in known for number in range(channel.playlists)]
        shown = [one for one in made_by if one and (one.privacy == "public" or query.owns(one.channel))]
        size, name = query.page_size(), ".".join(channel.id for channel in known)
        start = query.page_start(name)
        items = [made.playlist_resource(self._world, one, parts) for one in shown[start : start + size]]
        return _page("playlistListResponse", items, name, start=start, size=size, total=len(shown))

    # playlistItems.list

    def _items(self, query: Query) -> Json:
        parts = query.parts(made.ITEM_PARTS)
        given = query.given(("playlistId", "id"))
        if not given:
            raise failures.no_filter("id, playlistId")
        if len(given) > 1:
            raise failures.incompatible(", ".join(given))
        if given[0] == "id":
            raise failures.not_implemented("playlistItems.list by id")
        name = query.text("playlistId")
        size, start = query.page_size(), query.page_start(name)
        owner, total, videos, added = self._list(query, name, start, size)
        rows = [
            made.Item(name, owner, video, start + at, added(video, start + at), owned=query.owns(video.channel))
            for at, video in enumerate(videos)
        ]
        items = [made.item_resource(self._world, row, parts) for row in rows]
        return _page("playlistItemListResponse", items, name, start=start, size=size, total=total)

    def _list(
        self, query: Query, name: str, start: int, size: int
    ) -> tuple[Channel, int, Sequence[Video], Callable[[Video, int], datetime]]:
        """Owner, length, a page, and when each came in. Raises ApiError when there is no such list. Who asks for their
        own uploads sees the private and unlisted ones, too.
        """
        channel, prefix = self._world.automatic(name)
        if channel is not None and prefix == "UU" and query.owns(channel.number):
            numbers = self._world.own_uploads(channel)
            found = [self._world.video(channel, number) for number in numbers[start : start + size]]
            return channel, len(numbers), [video for video in found if video], lambda video, _: video.uploaded
        if channel is not None:
            total = self._world.listed(channel, prefix)
            if not total and prefix != "UU":
                raise failures.playlist_not_found()  # a kind of which there is none has no list
            page = self._world.listing(channel, prefix, start, size)
            return channel, total, page, lambda video, _: video.uploaded
        playlist = self._world.playlist_by_id(name)
        owner = self._world.channel(playlist.channel) if playlist else None
        if playlist is None or owner is None:
            raise failures.playlist_not_found()
        if playlist.privacy == "private" and not query.owns(playlist.channel):
            raise failures.playlist_forbidden()
        added = self._world.added_to
        page = list(self._world.items(playlist, start, size))
        return owner, playlist.count, page, lambda _, position: added(playlist, position)

    # videos.list and videos:batchGetStats

    def _videos(self, query: Query) -> Json:
        parts = query.parts(made.VIDEO_PARTS, made.OWNER_PARTS)
        given = query.given(("id", "chart", "myRating"))
        if not given:
            raise failures.no_filter("id, chart, myRating")
        if len(given) > 1:
            raise failures.incompatible(", ".join(given))
        if given[0] == "chart":
            raise failures.no_such_chart()
        if given[0] == "myRating":
            raise failures.unauthorized("myRating")
        if query.text("pageToken"):
            raise failures.incompatible("id, pageToken")
        videos = self._seen_videos(query)
        theirs = made.OWNER_PARTS.intersection(parts)
        if theirs and not all(query.owns(video.channel) for video in videos):
            raise failures.owners_part(min(theirs))
        items = [made.video_resource(self._world, video, parts) for video in videos]
        return _whole("videoListResponse", items, len(items))

    def _stats(self, query: Query) -> Json:
        parts = query.parts(made.STATS_PARTS, default="id")
        if not query.text("id"):
            raise failures.missing("id")
        items = [made.stats_resource(video, parts) for video in self._seen_videos(query)]
        return {"kind": "youtube#batchGetStatsResponse", "items": items}

    def _seen_videos(self, query: Query) -> list[Video]:
        """Those of `id` that the caller may see, in the order asked for; the rest is left out without a word."""
        ids = _unique(query.words("id"))
        if len(ids) > MOST:
            raise failures.too_many_ids()
        found = [self._world.video_by_id(text) for text in ids]
        return [video for video in found if video and (video.open or (query.owns(video.channel) and not video.deleted))]


def _unique(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _whole(kind: str, items: list[Json], size: int) -> Json:
    """A list that has no further pages. Of nothing, channels.list has not even the name `items`."""
    body: Json = {"kind": f"youtube#{kind}", "pageInfo": {"totalResults": len(items), "resultsPerPage": size}}
    if items or kind != "channelListResponse":
        body["items"] = items
    return body


def _page(kind: str, items: list[Json], name: str, *, start: int, size: int, total: int) -> Json:
    return {
        "kind": f"youtube#{kind}",
        **paging.around(name, start, size, total),
        "items": items,
        "pageInfo": {"totalResults": total, "resultsPerPage": size},
    }
