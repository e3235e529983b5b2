"""The Atom feed, with its quirks as of January 2026: no "UC" in the ids at feed level, /shorts/ links, no ETag."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from sandbox.clock import iso
from sandbox.faults import STORM_PAGE
from sandbox.world.model import Channel, Video
from sandbox.world.world import World
from sandbox.youtube.resources import published_text

ENTRIES = 15
SERVER = "YouTube RSS Feeds server"


def feed(world: World, request: web.Request, now: datetime) -> web.Response:
    """`channel_id`, `playlist_id` or `user`; anything else is 400."""
    for name, find in (("channel_id", _by_channel), ("playlist_id", _by_playlist), ("user", _by_user)):
        if value := request.query.get(name):
            found = find(world, value)
            return _found(world, request, found, now) if found else _not_found()
    return web.Response(status=400, text="Bad Request", content_type="text/html", headers={"Server": SERVER})


Found = tuple[str, str, Channel, Sequence[Video]]  # extra element, title, channel, entries


def _by_channel(world: World, value: str) -> Found | None:
    channel = world.channel_by_id(value)
    return _of_channel(world, channel) if channel else None


def _by_user(world: World, value: str) -> Found | None:
    channel = world.channel_by_username(value)
    return _of_channel(world, channel) if channel else None


def _of_channel(world: World, channel: Channel) -> Found:
    return "", channel.title, channel, world.listing(channel, "UU", 0, ENTRIES)


def _by_playlist(world: World, value: str) -> Found | None:
    extra = f" <yt:playlistId>{escape(value)}</yt:playlistId>\n"
    channel, prefix = world.automatic(value)
    if channel:
        entries = world.listing(channel, prefix, 0, ENTRIES)
        return (extra, f"Uploads from {channel.title}", channel, entries) if entries or prefix == "UU" else None
    playlist = world.playlist_by_id(value)
    owner = world.channel(playlist.channel) if playlist else None
    if not playlist or not owner or playlist.privacy == "private":
        return None
    entries = [video for video in world.items(playlist, 0, ENTRIES) if video.open]
    return extra, playlist.title, owner, entries


def _not_found() -> web.Response:
    return web.Response(status=404, text=STORM_PAGE, content_type="text/html", headers={"Server": SERVER})


def _found(world: World, request: web.Request, found: Found, now: datetime) -> web.Response:
    extra, title, channel, videos = found
    entries = "".join(_entry(world.channel(video.channel) or channel, video) for video in videos)
    address = f"http://www.youtube.com{request.path_qs}"
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns="http://www.w3.org/2005/Atom">\n'
        f' <link rel="self" href={quoteattr(address)}/>\n <id>yt:channel:{channel.id[2:]}</id>\n{extra}'
        f" <yt:channelId>{channel.id[2:]}</yt:channelId>\n <title>{escape(title)}</title>\n"
        f' <link rel="alternate" href="https://www.youtube.com/channel/{channel.id}"/>\n{_author(channel)}'
        f" <published>{_offset(iso(channel.created))}</published>\n{entries}</feed>\n"
    )
    headers = {
        "Server": SERVER,
        "Cache-Control": "public, max-age=900",
        "Expires": format_datetime(now + timedelta(seconds=900), usegmt=True),
        "Age": "0",
    }
    return web.Response(body=text.encode(), headers=headers, content_type="text/xml", charset="UTF-8")


def _offset(moment: str) -> str:
    return moment.removesuffix("Z") + "+00:00"


def _author(channel: Channel) -> str:
    return (
        f" <author>\n  <name>{escape(channel.title)}</name>\n"
        f"  <uri>https://www.youtube.com/channel/{channel.id}</uri>\n </author>\n"
    )


def _entry(channel: Channel, video: Video) -> str:
    path = f"/shorts/{video.id}" if video.is_short else f"/watch?v={video.id}"
    published = _offset(published_text(video))
    title = escape(video.title)
    return (
        f" <entry>\n  <id>yt:video:{video.id}</id>\n  <yt:videoId>{video.id}</yt:videoId>\n"
        f"  <yt:channelId>{channel.id}</yt:channelId>\n  <title>{title}</title>\n"
        f'  <link rel="alternate" href="https://www.youtube.com{path}"/>\n{_author(channel)}'
        f"  <published>{published}</published>\n  <updated>{published}</updated>\n"
        f"  <media:group>\n   <media:title>{title}</media:title>\n"
        f'   <media:content url="https://www.youtube.com/v/{video.id}?version=3" '
        'type="application/x-shockwave-flash" width="640" height="390"/>\n'
        f'   <media:thumbnail url="https://i1.ytimg.com/vi/{video.id}/hqdefault.jpg" width="480" height="360"/>\n'
        f"   <media:description>{escape(video.description)}</media:description>\n{_community(video)}"
        "  </media:group>\n </entry>\n"
    )


def _community(video: Video) -> str:
    """Likes stand in `count`, views in `views`; what is hidden is missing."""
    rating = (
        ""
        if video.likes is None
        else (f'    <media:starRating count="{video.likes}" average="5.00" min="1" max="5"/>\n')
    )
    views = "" if video.views is None else f'    <media:statistics views="{video.views}"/>\n'
    return f"   <media:community>\n{rating}{views}   </media:community>\n" if rating or views else ""
