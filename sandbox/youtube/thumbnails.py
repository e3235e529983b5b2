"""Which pictures a video, a channel or nothing has, and under which addresses.

Keys and sizes: YouTube Data API, thumbnails; fhd, qhd and uhd since 2026-09-11, shortsAspectRatio since 2026-11-03.
"""

from typing import Any

from sandbox.world.model import Channel, Video

Size = tuple[int, int]
SIZES: dict[str, tuple[str, Size]] = {
    "default": ("default", (120, 90)),
    "medium": ("mqdefault", (320, 180)),
    "high": ("hqdefault", (480, 360)),
    "standard": ("sddefault", (640, 480)),
    "maxres": ("maxresdefault", (1280, 720)),
    "fhd": ("fhddefault", (1920, 1080)),
    "qhd": ("qhddefault", (2560, 1440)),
    "uhd": ("uhddefault", (3840, 2160)),
    "shortsAspectRatio": ("oardefault", (1080, 1920)),
}


def thumbnail_set(video: Video) -> dict[str, Any]:
    folder = f"https://i.ytimg.com/vi/{video.id}"
    return {
        key: {"url": f"{folder}/{SIZES[key][0]}.jpg", "width": SIZES[key][1][0], "height": SIZES[key][1][1]}
        for key in video.sizes
    }


def unavailable_set() -> dict[str, Any]:
    """What stands for a deleted video."""
    return {"default": {"url": "https://i.ytimg.com/img/no_thumbnail.jpg", "width": 120, "height": 90}}


def avatar_set(channel: Channel) -> dict[str, Any]:
    address = f"https://yt3.ggpht.com/{channel.id[2:]}"
    tail = "c-k-c0x00ffffff-no-rj"
    sizes = {"default": 88, "medium": 240, "high": 800}
    return {key: {"url": f"{address}=s{side}-{tail}", "width": side, "height": side} for key, side in sizes.items()}
