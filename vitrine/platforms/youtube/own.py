"""A channel's videos as its owner sees them: private and unlisted ones too, a page at a time, two units each."""

from typing import Final

from vitrine.lib.errors import ContentNotFoundError

from ..types import Caller, Listing
from . import api, parse, walk
from .values import text_of

_LINES: Final = "playlistItems.list"


def page(caller: Caller, channel_id: str, cursor: str = "") -> Listing:
    """Up to 50, newest first; `cursor` is YouTube's page token. Raises what the calls come to."""
    uploads = f"UU{channel_id[2:]}"  # undocumented, and true of every channel (see `parse.channel_summary`)
    try:
        data = api.answer(caller.get(api.playlist_items(caller, uploads, token=cursor)), _LINES)
    except ContentNotFoundError:
        return Listing(complete=True)  # a channel without a single upload has no such list
    lines, broken = [], []
    for raw in api.objects(data):
        try:
            lines.append(parse.listed(raw))
        except parse.ItemUnreadable as error:
            broken.append(parse.broken(raw, error))
    videos = caller.send(api.videos(caller, [line.video_id for line in lines])) if lines else None
    token = text_of(data, "nextPageToken")
    items, unread = walk.read(walk.Page(tuple(lines), tuple(broken), videos, token, complete=False))
    return Listing(items=items, broken=(*broken, *unread), cursor=token, complete=not token)
