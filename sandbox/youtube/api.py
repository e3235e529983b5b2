"""YouTube Data API v3: the reads that Vitrine's kind of client makes.

Rules: YouTube Data API reference and discovery document, rev 20261104.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

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
    """The parameters of one call, read strictly."""

    def __init__(self, request: web.Request) -> None:
        self._all = request.query

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
        """The `part` parameter. Raises ApiError when it is missing, unknown or the owner's alone."""
        parts = self.words("part") or ([default] if default else [])
        if not parts:
            raise failures.missing("part")
        for part in parts:
            if part in owners:
                raise failures.owners_part(part)
            if part not in known:
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

    def __init__(self, world: World, quota: Quota) -> None:
        self._world, self._quota = world, quota
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
            self._check_key(request)
            self._quota.spend(bucket, 1)
            noted.units = 1
            return self._respond(request, answer(Query(request)))
        except ApiError as error:
            return error.response()

    def _check_key(self, request: web.Request) -> None:
        """No key and bad keys belong to no project, so they cost nothing."""
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
        if given[0] in {"mine", "managedByMe"}:
            raise failures.unauthorized(given[0])
        found = self._channels_by(given[0], query)
        items = [made.channel_resource(self._world, channel, parts) for channel in found]
        return _whole("channelListResponse", items, query.page_size())

    def _channels_by(self, name: str, query: Query) -> list[Channel]:
        world = self._world
        if name == "id":
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
        if given[0] == "mine":
            raise failures.unauthorized("mine")
        if given[0] == "id":
            return self._playlists_by_id(query, parts)
        return self._playlists_of(query, parts)

    def _playlists_by_id(self, query: Query, parts: list[str]) -> Json:
        ids = _unique(query.words("id"))
        if len(ids) > MOST:
            raise failures.too_many_ids()
        found = [self._world.playlist_by_id(text) or self._automatic(text) for text in ids]
        items = [
            made.playlist_resource(self._world, playlist, parts)
            for playlist in found
            if playlist and playlist.privacy != "private"
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

    def _playlists_of(self, query: Query, parts: list[str]) -> Json:
        channel = self._world.channel_by_id(query.text("channelId"))
        if channel is None:
            raise failures.channel_not_found()
        made_by = [self._world.playlist(channel, number) for number in range(channel.playlists)]
        public = [playlist for playlist in made_by if playlist and playlist.privacy == "public"]
        size = query.page_size()
        start = query.page_start(channel.id)
        items = [made.playlist_resource(self._world, one, parts) for one in public[start : start + size]]
        return _page("playlistListResponse", items, channel.id, start=start, size=size, total=len(public))

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
        owner, total, videos, added = self._list(name, start, size)
        items = [
            made.item_resource(self._world, made.Item(name, owner, video, start + at, added(video, start + at)), parts)
            for at, video in enumerate(videos)
        ]
        return _page("playlistItemListResponse", items, name, start=start, size=size, total=total)

    def _list(
        self, name: str, start: int, size: int
    ) -> tuple[Channel, int, Sequence[Video], Callable[[Video, int], datetime]]:
        """Owner, length, a page, and when each came in. Raises ApiError when there is no such list."""
        channel, prefix = self._world.automatic(name)
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
        if playlist.privacy == "private":
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
        items = [made.video_resource(self._world, video, parts) for video in self._open_videos(query)]
        return _whole("videoListResponse", items, len(items))

    def _stats(self, query: Query) -> Json:
        parts = query.parts(made.STATS_PARTS, default="id")
        if not query.text("id"):
            raise failures.missing("id")
        items = [made.stats_resource(video, parts) for video in self._open_videos(query)]
        return {"kind": "youtube#batchGetStatsResponse", "items": items}

    def _open_videos(self, query: Query) -> list[Video]:
        """Those of `id` that anyone may see, in the order asked for; the rest is left out without a word."""
        ids = _unique(query.words("id"))
        if len(ids) > MOST:
            raise failures.too_many_ids()
        found = [self._world.video_by_id(text) for text in ids]
        return [video for video in found if video is not None and video.open]


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
