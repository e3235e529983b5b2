"""Edits of the world, as posted to `/__sandbox/world`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.clock import parse
from sandbox.world.ids import read_video_id
from sandbox.world.model import Channel, Kind, Live, Video
from sandbox.world.world import World

OPERATIONS = frozenset({"add_video", "edit_video", "edit_channel", "set_playlist"})
_READERS: dict[str, Any] = {
    "title": str,
    "description": str,
    "tags": tuple,
    "privacy": str,
    "deleted": bool,
    "lingers": bool,
    "live": Live,
    "kind": Kind,
    "scheduled": parse,
    "published": parse,
    "raw_published": str,
    "seconds": int,
    "views": lambda value: value if value is None else int(value),
    "likes": lambda value: value if value is None else int(value),
    "comments": lambda value: value if value is None else int(value),
    "age_restricted": bool,
    "blocked_in": tuple,
}
_CHANNEL_READERS: dict[str, Any] = {
    "title": str,
    "description": str,
    "handle": str,
    "hidden_subscribers": bool,
    "subscribers": int,
}


def edit(world: World, operation: str, data: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """Do it; answers the id of what was edited. Raises ValueError with a sentence."""
    if operation == "add_video":
        return {"id": _add(world, _channel(world, data), data, now).id}
    if operation == "edit_video":
        video = world.video_by_id(str(data.get("id")))
        if video is None:
            raise ValueError(f"no video {data.get('id')!r}")
        _lay(world, video, data)
        return {"id": video.id}
    if operation == "set_playlist":
        return {"id": _set_playlist(world, data)}
    channel = _channel(world, data)
    changes = _read(_CHANNEL_READERS, {name: value for name, value in data.items() if name != "channel"})
    world.channel_edits.setdefault(channel.number, {}).update(changes)
    return {"id": channel.id}


def _set_playlist(world: World, data: Mapping[str, Any]) -> str:
    """`playlist` holds `videos` from now on, in that order; ids of videos that are gone may stand among them."""
    found = world.playlist_by_id(str(data.get("playlist")))
    if found is None:
        raise ValueError(f"no playlist {data.get('playlist')!r}")
    keys = [read_video_id(str(name)) for name in data["videos"]]
    if None in keys:
        raise ValueError("not all of these are video ids")
    world.playlist_edits[found.channel, found.number] = [key for key in keys if key is not None]
    return found.id


def _channel(world: World, data: Mapping[str, Any]) -> Channel:
    """By id or handle."""
    name = str(data.get("channel", ""))
    found = world.channel_by_id(name) or world.channel_by_handle(name)
    if found is None:
        raise ValueError(f"no channel {name!r}")
    return found


def _add(world: World, channel: Channel, data: Mapping[str, Any], now: datetime) -> Video:
    number = world.uploads(channel)
    world.added[channel.number] += 1
    moment = now.replace(microsecond=0)
    world.video_edits[channel.number, number] = {"uploaded": moment, "published": moment, "kind": Kind.LONG}
    video = world.video(channel, number)
    if video is None:
        raise ValueError("the video did not come to be")
    _lay(world, video, {name: value for name, value in data.items() if name != "channel"})
    return video


def _lay(world: World, video: Video, data: Mapping[str, Any]) -> None:
    changes = _read(_READERS, {name: value for name, value in data.items() if name != "id"})
    world.video_edits.setdefault((video.channel, video.number), {}).update(changes)


def _read(readers: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(data) - set(readers):
        raise ValueError(f"unknown names: {', '.join(sorted(unknown))}; there are {', '.join(sorted(readers))}")
    return {name: readers[name](value) for name, value in data.items()}
