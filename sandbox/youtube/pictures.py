"""The picture hosts: /vi/ID/NAME.jpg, avatars and banners."""

import asyncio
import io

from aiohttp import web

from sandbox.world.ids import Dice
from sandbox.world.world import World
from sandbox.youtube.thumbnails import SIZES

_NAMES = {name: key for key, (name, _) in SIZES.items()} | {"hq720": "maxres", "hq2": "high", "0": "high"}


class Pictures:
    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.Response:
        parts = request.path.strip("/").split("/")
        if len(parts) == 3 and parts[0] in {"vi", "vi_webp"}:
            return await self._thumbnail(parts[1], parts[2].partition(".")[0])
        return web.Response(status=404)

    async def _thumbnail(self, video_id: str, name: str) -> web.Response:
        video = self._world.video_by_id(video_id)
        key = _NAMES.get(name, "")
        if video is None or video.deleted or key not in video.sizes:
            return web.Response(
                status=404, body=await asyncio.to_thread(_plain, (120, 90), 0), content_type="image/jpeg"
            )
        body = await asyncio.to_thread(_plain, SIZES[key][1], Dice(video.channel, video.number).word())
        return web.Response(body=body, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=7200"})


def _plain(size: tuple[int, int], seed: int) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    colour = (128, 128, 128) if not seed else (seed & 255, (seed >> 8) & 255, (seed >> 16) & 255)
    Image.new("RGB", size, colour).save(made, "JPEG", quality=85)
    return made.getvalue()
