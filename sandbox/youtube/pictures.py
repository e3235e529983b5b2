"""The picture hosts: thumbnails, avatars, banners. Drawn when asked for, kept while there is room."""

import asyncio
import math
import re
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web

from sandbox import cast
from sandbox.service import note
from sandbox.world.ids import Dice
from sandbox.world.model import Channel, Video
from sandbox.world.subjects import subject
from sandbox.world.world import World
from sandbox.youtube.thumbnails import SIZES

ROOM = 64 * 1024 * 1024  # bytes of finished pictures that are kept
AT_ONCE = 2
FOUR_BY_THREE = frozenset({"default", "high", "standard"})
_NAMES = {name: key for key, (name, _) in SIZES.items()}
_ALSO = {"0": "high", "hq2": "high", "hq720": "maxres", "1": "default", "2": "default", "3": "default"}
_AVATAR = re.compile(r"/([\w-]{22})(?:=s(\d+)[\w-]*)?", re.ASCII)
_BANNER = re.compile(r"/banner-(UC[\w-]{22})(?:=w(\d+)[\w-]*)?", re.ASCII)
LARGEST_SIDE, BANNER_SIDE = 1600, 2560

Key = tuple[str, str]


class Store:
    """Finished pictures, the least recently used forgotten first."""

    def __init__(self, room: int) -> None:
        self._room, self._held = room, 0
        self._kept: OrderedDict[Key, bytes] = OrderedDict()

    def get(self, key: Key) -> bytes | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: Key, data: bytes) -> None:
        self._held += len(data) - len(self._kept.pop(key, b""))
        self._kept[key] = data
        while self._held > self._room:
            self._held -= len(self._kept.popitem(last=False)[1])


class Pictures:
    def __init__(self, world: World) -> None:
        self._world = world
        self._store = Store(ROOM)
        self._drawing: dict[Key, asyncio.Future[bytes]] = {}
        self._hands: ThreadPoolExecutor | None = None

    async def handle(self, request: web.Request) -> web.Response:
        note(request).endpoint = "picture"
        parts = request.path.strip("/").split("/")
        if len(parts) == 3 and parts[0] in {"vi", "vi_webp"}:
            name, _, ending = parts[2].partition(".")
            return await self._thumbnail(parts[1], name, "WEBP" if ending == "webp" else "JPEG")
        if request.path == "/img/no_thumbnail.jpg":
            return await self._answer(("", "grey"), _grey)
        if found := _BANNER.fullmatch(request.path):
            return await self._banner(found[1], min(int(found[2] or BANNER_SIDE), BANNER_SIDE))
        if found := _AVATAR.fullmatch(request.path):
            return await self._avatar("UC" + found[1], min(int(found[2] or 800) or 800, LARGEST_SIDE))
        return await self._nothing()

    async def _thumbnail(self, video_id: str, name: str, form: str) -> web.Response:
        """Those of private videos are there too, for whoever knows the id."""
        video = self._world.video_by_id(video_id)
        key = _NAMES.get(name) or _ALSO.get(name, "")
        if video is None or video.deleted or key not in video.sizes:
            return await self._nothing()
        master = await self._made((video.id, "master"), lambda: _master(self._world, video))
        return await self._answer(
            (video.id, f"{key}.{form}"), lambda: _sized(master, key, form), f"image/{form.lower()}"
        )

    async def _avatar(self, channel_id: str, side: int) -> web.Response:
        channel = self._world.channel_by_id(channel_id)
        if channel is None or not side:
            return await self._nothing()
        return await self._answer((channel.id, f"avatar{side}"), lambda: _face(channel, side))

    async def _banner(self, channel_id: str, wide: int) -> web.Response:
        channel = self._world.channel_by_id(channel_id)
        if channel is None or wide < 16:
            return await self._nothing()
        return await self._answer((channel.id, f"banner{wide}"), lambda: _broad(channel, wide))

    async def _nothing(self) -> web.Response:
        body = await self._made(("", "grey"), _grey)
        return web.Response(status=404, body=body, content_type="image/jpeg")

    async def _answer(self, key: Key, make: Callable[[], bytes], mime: str = "image/jpeg") -> web.Response:
        body = await self._made(key, make)
        return web.Response(body=body, content_type=mime, headers={"Cache-Control": "public, max-age=7200"})

    async def _made(self, key: Key, make: Callable[[], bytes]) -> bytes:
        """From the store, or drawn once however many wait for it."""
        kept = self._store.get(key)
        if kept is not None:
            return kept
        drawing = self._drawing.get(key)
        if drawing is None:
            self._hands = self._hands or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="painter")
            drawing = asyncio.get_running_loop().run_in_executor(self._hands, make)
            self._drawing[key] = drawing
            drawing.add_done_callback(lambda _: self._drawing.pop(key, None))
        made = await asyncio.shield(drawing)
        self._store.put(key, made)
        return made


# What follows runs in a painter's thread; Pillow is imported there, when the first picture is wanted.


def _grey() -> bytes:
    from sandbox.pictures import painter

    return painter.grey()


def _master(world: World, video: Video) -> bytes:
    """The picture that all sizes of a thumbnail are made from: 1280 × 720."""
    from sandbox.pictures import painter

    if video.picture:
        return painter.encoded(painter.shipped(video.picture))
    channel = world.channel(video.channel)
    families = subject(channel.subject).pictures if channel else ("hills",)
    dice = Dice(world.seed, video.channel, video.number, 3)
    return painter.encoded(painter.painted(_family(families, video), dice.word()))


def _family(families: tuple[str, ...], video: Video) -> str:
    """Walks through the list in leaps, another way each time round, so that neighbours differ."""
    turn, place = divmod(video.number, len(families))
    leaps = [leap for leap in range(2, len(families)) if math.gcd(leap, len(families)) == 1] or [1]
    return families[(place * leaps[turn % len(leaps)] + video.channel) % len(families)]


def _sized(master: bytes, key: str, form: str) -> bytes:
    from sandbox.pictures import painter

    size = SIZES[key][1]
    if key == "maxres" and form == "JPEG":
        return master
    image = painter.decoded(master)
    made = painter.letterboxed(image, size) if key in FOUR_BY_THREE else painter.fitted(image, size)
    return painter.encoded(made, form)


def _face(channel: Channel, side: int) -> bytes:
    from sandbox.pictures import painter

    if channel.number in {cast.HALLOWAY_BENCH.number, cast.HALLOWAY_OFFCUTS.number}:
        return painter.encoded(painter.fitted(painter.shipped("wren"), (side, side)))
    image = painter.painted("emblem", Dice(channel.number, 4).word())
    wide, high = image.size
    square = image.crop((wide // 2 - high // 2 + 60, 70, wide // 2 + high // 2 - 60, high - 50))
    return painter.encoded(painter.fitted(square, (side, side)))


def _broad(channel: Channel, wide: int) -> bytes:
    from sandbox.pictures import painter

    families = subject(channel.subject).pictures
    dice = Dice(channel.number, 5)
    image = painter.painted(dice.pick(families), dice.word())
    return painter.encoded(painter.fitted(image, (wide, wide * 9 // 16)))
