"""YouTube's hosts: which path goes where."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.oauth.google import Google
from sandbox.service import Ground, note
from sandbox.world.world import World
from sandbox.youtube import edits, pages, player
from sandbox.youtube.api import DataApi
from sandbox.youtube.feed import feed
from sandbox.youtube.pictures import Pictures
from sandbox.youtube.quota import LIMITS, Quota

API_HOSTS = ("www.googleapis.com", "youtube.googleapis.com")
SITE_HOSTS = ("www.youtube.com", "youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtu.be")
# A browser that shows the demo cannot say another host than the one it goes to.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost")
PICTURE_HOSTS = (
    "i.ytimg.com", "i1.ytimg.com", "i2.ytimg.com", "i3.ytimg.com", "i4.ytimg.com", "img.youtube.com",
    "yt3.ggpht.com", "yt3.googleusercontent.com",
)  # fmt: skip


class YouTube:
    """The service. Buckets: pool, search, uploads, batchGetStats."""

    hosts: tuple[str, ...] = (*API_HOSTS, *SITE_HOSTS, *PICTURE_HOSTS, *LOOPBACK_HOSTS)
    operations = edits.OPERATIONS

    def __init__(self, ground: Ground, accounts: Google) -> None:
        self._ground = ground
        self._world = World(ground.seed, ground.born)
        self._quota = Quota(ground.clock)
        self._api = DataApi(self._world, self._quota, accounts)
        self._pictures = Pictures(self._world)

    def reset(self) -> None:
        self._world.reset()
        self._quota.reset()

    def usage(self) -> Mapping[str, int]:
        return dict(self._quota.used())

    def spend(self, bucket: str, used: int) -> None:
        if bucket not in LIMITS:
            raise ValueError(f"no bucket {bucket!r}")
        self._quota.put(bucket, used)

    def edit(self, operation: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return edits.edit(self._world, operation, data, self._ground.clock.now())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        host = (request.host or "").partition(":")[0].lower()
        if host in API_HOSTS:
            return self._api.handle(request, request.path.removeprefix("/youtube/v3/"))
        if host in PICTURE_HOSTS or request.path.startswith(("/vi/", "/vi_webp/")):
            return await self._pictures.handle(request)
        return self._site(request)

    def _site(self, request: web.Request) -> web.StreamResponse:  # noqa: PLR0911  a table of paths
        path = request.path
        if path == "/feeds/videos.xml":
            note(request).endpoint = "feed"
            return feed(self._world, request, self._ground.clock.now())
        if path == "/oembed":
            note(request).endpoint = "oembed"
            return pages.oembed(self._world, request)
        if path.startswith("/embed/"):
            return player.embed(self._world, path.removeprefix("/embed/").strip("/"), request)
        if path == "/videoplayback":
            return player.playback(request)
        if path.startswith("/shorts/"):
            return pages.shorts(self._world, path.removeprefix("/shorts/").strip("/"))
        if path == "/watch":
            return pages.watch(self._world, request.query.get("v", ""))
        return pages.channel_page(self._world, path)
