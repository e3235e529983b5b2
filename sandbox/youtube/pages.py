"""What a client may read of YouTube without the API: oEmbed, /shorts/ redirects, channel pages, watch pages."""

import re
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

from aiohttp import web

from sandbox.world.ids import read_video_id
from sandbox.world.model import Channel
from sandbox.world.world import World

_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)
_HOSTS = frozenset({"www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "music.youtube.com"})


def oembed(world: World, request: web.Request) -> web.Response:
    """A free probe of a video or playlist: 200 public, 404 private or unknown, 400 malformed."""
    address = urlsplit(request.query.get("url", ""))
    host = address.hostname or ""
    if host not in _HOSTS:
        return _plain(404, "Not Found")
    if address.path == "/playlist":
        return _playlist_embedding(world, parse_qs(address.query).get("list", [""])[0])
    name = _video_in(host, address.path, address.query)
    if name is None or not _VIDEO_ID.fullmatch(name):
        return _plain(400, "Bad Request")
    video = world.video_by_id(name)
    channel = world.channel(video.channel) if video else None
    if not video or not channel or not video.open:
        return _plain(404, "Not Found")
    upright = video.is_short
    size, picture = ((113, 200), "hq2") if upright else ((200, 113), "hqdefault")
    return web.json_response(
        _embedding(channel, video.title, f"{video.id}?feature=oembed", size, f"{video.id}/{picture}.jpg")
    )


def _playlist_embedding(world: World, name: str) -> web.Response:
    playlist = world.playlist_by_id(name)
    channel = world.channel(playlist.channel) if playlist else None
    if not playlist or not channel or playlist.privacy == "private":
        return _plain(404, "Not Found")
    first = next((video for video in world.items(playlist, 0, 5) if video.open), None)
    picture = f"{first.id}/hqdefault.jpg" if first else "img/no_thumbnail.jpg"
    return web.json_response(
        _embedding(channel, playlist.title, f"videoseries?list={playlist.id}", (200, 113), picture)
    )


def _video_in(host: str, path: str, query: str) -> str | None:
    if host == "youtu.be":
        return path.strip("/") or None
    if path == "/watch":
        return parse_qs(query).get("v", [None])[0]
    found = re.match(r"/(?:shorts|live|embed|v)/([^/]+)", path)
    return found[1] if found else None


def _embedding(channel: Channel, title: str, frame: str, size: tuple[int, int], picture: str) -> dict[str, object]:
    width, height = size
    return {
        "title": title,
        "author_name": channel.title,
        "author_url": f"https://www.youtube.com/{quote(channel.handle, safe='@')}",
        "type": "video",
        "height": height,
        "width": width,
        "version": "1.0",
        "provider_name": "YouTube",
        "provider_url": "https://www.youtube.com/",
        "thumbnail_height": 360,
        "thumbnail_width": 480,
        "thumbnail_url": f"https://i.ytimg.com/vi/{picture}",
        "html": (
            f'<iframe width="{width}" height="{height}" src="https://www.youtube.com/embed/{frame}" frameborder="0" '
            'allow="accelerometer; autoplay; clipboard-write; encrypted-media; gyroscope; picture-in-picture; '
            'web-share" referrerpolicy="strict-origin-when-cross-origin" allowfullscreen '
            f'title="{escape(title)}"></iframe>'
        ),
    }


def shorts(world: World, name: str) -> web.Response:
    """200 for a Short, 303 to /watch for another video, 404 for none."""
    video = world.video_by_id(name)
    if not video or not video.open:
        return _plain(404, "Not Found")
    if video.is_short:
        return _html(_head(video.title, f"https://www.youtube.com/shorts/{video.id}"))
    return web.Response(status=303, headers={"Location": f"https://www.youtube.com/watch?v={video.id}"})


def watch(world: World, name: str) -> web.Response:
    """A page for any id, as YouTube has; only the title tells that there is nothing."""
    video = world.video_by_id(name) if read_video_id(name) else None
    title = f"{video.title} - YouTube" if video and video.open else "YouTube"
    return _html(_head(title, f"https://www.youtube.com/watch?v={name}"))


def channel_page(world: World, path: str) -> web.Response:
    """/@handle, /c/NAME, /user/NAME and /channel/ID: a page whose canonical link names the id."""
    channel = _channel_at(world, path)
    if channel is None:
        return _plain(404, "Not Found")
    address = f"https://www.youtube.com/channel/{channel.id}"
    extra = (
        f'<meta itemprop="identifier" content="{channel.id}"><link rel="alternate" type="application/rss+xml" '
        f'title="RSS" href="https://www.youtube.com/feeds/videos.xml?channel_id={channel.id}">'
    )
    return _html(_head(f"{channel.title} - YouTube", address, extra))


def _channel_at(world: World, path: str) -> Channel | None:
    first, _, rest = path.strip("/").partition("/")
    name = rest.partition("/")[0]
    if first.startswith("@"):
        return world.channel_by_handle(first)
    if first == "c":
        return world.channel_by_custom_name(name)
    if first == "user":
        return world.channel_by_username(name)
    return world.channel_by_id(name) if first == "channel" else None


def _head(title: str, canonical: str, extra: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<link rel="canonical" href="{escape(canonical)}">'
        f'<meta property="og:title" content="{escape(title)}">{extra}</head><body></body></html>'
    )


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


def _plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/plain")
