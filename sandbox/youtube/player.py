"""Something to watch: an embedded player and the few seconds of film that every video of this world is."""

import re
from functools import cache
from html import escape
from pathlib import Path

from aiohttp import web

from sandbox.world.world import World

ASSETS = Path(__file__).parents[1] / "assets"
SECONDS = 6  # then it begins again
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@cache
def film(form: str) -> bytes:
    """`mp4` or `webm`."""
    return (ASSETS / f"surface.{form}").read_bytes()


def playback(request: web.Request) -> web.Response:
    """`/videoplayback?mime=video/mp4` or video/webm, whole or in ranges."""
    form = "webm" if request.query.get("mime", "").endswith("webm") else "mp4"
    data, mime = film(form), f"video/{form}"
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, max-age=21000"}
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked[1] == asked[2] == "":
        return web.Response(body=data, content_type=mime, headers=headers)
    first = int(asked[1]) if asked[1] else max(0, len(data) - int(asked[2]))
    last = min(int(asked[2]), len(data) - 1) if asked[1] and asked[2] else len(data) - 1
    if first > last:
        return web.Response(status=416, headers={**headers, "Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return web.Response(status=206, body=data[first : last + 1], content_type=mime, headers=headers)


def embed(world: World, video_id: str, request: web.Request) -> web.Response:
    """The page of an embedded player; `autoplay` and `start` (seconds) are heard. No script, nothing from elsewhere."""
    video = world.video_by_id(video_id)
    channel = world.channel(video.channel) if video else None
    if not video or not channel or not video.open or video.age_restricted:
        return _page("Video unavailable", "<p>Video unavailable</p>")
    start = request.query.get("start", "0")
    moment = int(start) % SECONDS if start.isdecimal() else 0
    autoplay = "autoplay" if request.query.get("autoplay") == "1" else ""
    sources = "".join(
        f'<source src="/videoplayback?id={video.id}&amp;mime=video/{form}#t={moment}" type="video/{form}">'
        for form in ("webm", "mp4")
    )
    poster = f"/vi/{video.id}/{'maxresdefault' if 'maxres' in video.sizes else 'mqdefault'}.jpg"
    return _page(
        video.title,
        f'<video controls loop playsinline {autoplay} poster="{poster}">{sources}</video>'
        f"<p><b>{escape(video.title)}</b><br>{escape(channel.title)}</p>",
    )


def _page(title: str, body: str) -> web.Response:
    style = (
        "html,body{margin:0;height:100%;background:#000;color:#fff;font:15px/1.35 system-ui,sans-serif}"
        "video{width:100%;height:100%;object-fit:contain}"
        "p{position:absolute;top:0;left:0;right:0;margin:0;padding:14px 18px;pointer-events:none;"
        "background:linear-gradient(#000a,#0000)}"
    )
    text = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head><body>{body}</body></html>'
    )
    return web.Response(text=text, content_type="text/html")
