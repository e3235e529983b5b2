"""The Data API's shapes into ours: pure.

Source: YouTube Data API v3, discovery document revision 20261104, and the revision history to 2026-11-03. Numbers in
`statistics` are strings; what is hidden is absent; `publishedAt` of a playlist's item is the day it was put there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from vitrine.lib.errors import UpstreamUnavailableError
from vitrine.lib.text import chapters, clean, one_line

from ..types import Author, Availability, Broken, Json, Picture, RemoteItem, Summary
from . import urls
from .costs import MOST_ITEMS
from .values import avatar, best_picture, date_of, duration_of, number, part, text_of

# Shorts run to three minutes since October 2024; upstream rounds a length up to the next second.
LONGEST_SHORT = 181
_COUNTERS = {"views": "viewCount", "likes": "likeCount", "comments": "commentCount"}

PLAYER = "https://www.youtube-nocookie.com"  # the one that sets no cookie before the film is played

_GONE_TITLES = {"Private video": Availability.PRIVATE, "Deleted video": Availability.DELETED}
_EVERYTHING_ELSE = frozenset({field.name for field in fields(RemoteItem)} - {"ref", "type", "availability", "unknown"})


class ItemUnreadable(UpstreamUnavailableError):  # noqa: N818 - named for what is wrong with the item
    """One item of an answer lacks what every item has."""

    default_sentence = "YouTube sent this video in a shape that we cannot read. The others are not touched by it."


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a playlist: enough to ask for the video, and to say what became of it when it does not come."""

    video_id: str
    title: str
    published_at: datetime | None
    privacy: str
    owner: Author | None


def counters_of(statistics: Mapping[str, Any]) -> dict[str, int]:
    """What is told of views, likes and comments; hidden ones are absent."""
    return {ours: count for ours, theirs in _COUNTERS.items() if (count := number(statistics.get(theirs))) is not None}


def blocks_of(video_id: str, description: str, pictures: Iterable[Picture]) -> tuple[Json, ...]:
    """The body of a video's page: its picture, the player, and what its maker says of it."""
    cover = next(iter(pictures), None)
    blocks: list[Json] = []
    if cover:
        blocks.append({"type": "cover", "image": cover.url, "width": cover.width, "height": cover.height})
    blocks.append(
        {
            "type": "video",
            "provider": urls.NAME,
            "id": video_id,
            "embed_url": f"{PLAYER}/embed/{video_id}",
        }
    )
    if description.strip():
        blocks.append({"type": "text", "text": description})
    return tuple(blocks)


def channel_author(channel_id: str, name: str) -> Author | None:
    return Author(channel_id, name, urls.channel(channel_id).url) if channel_id else None


# ---------------------------------------------------------------------------------------------------------- videos


def video_item(raw: object, listed: Listed | None = None) -> RemoteItem:
    """One video of videos.list; `listed` is its line in the playlist, whose date is the better one.

    `form` is left empty where only /shorts/ID can tell. Raises ItemUnreadable.
    """
    video, video_id = _identified(raw)
    snippet, details, statistics = part(video, "snippet"), part(video, "contentDetails"), part(video, "statistics")
    title, description = one_line(text_of(snippet, "title")), clean(text_of(snippet, "description"))
    if not title:
        raise ItemUnreadable(log=f"video {video_id} has no title")
    published = (listed and listed.published_at) or date_of(text_of(snippet, "publishedAt"), video_id)
    pictures = best_picture(part(snippet, "thumbnails"))
    availability = availability_of(video)
    return RemoteItem(
        ref=urls.video(video_id),
        type="video",
        title=title,
        description=description,
        published_at=published,
        duration=duration_of(text_of(details, "duration")),
        pictures=pictures,
        author=channel_author(text_of(snippet, "channelId"), one_line(text_of(snippet, "channelTitle"))),
        counters=counters_of(statistics),
        availability=availability,
        form=form_of(video),
        language=text_of(snippet, "defaultAudioLanguage") or text_of(snippet, "defaultLanguage"),
        tags=_tags(snippet),
        blocks=blocks_of(video_id, description, pictures),
        facts=_facts(video, description),
        unknown=frozenset() if published else frozenset({"published_at"}),
    )


def _identified(raw: object) -> tuple[Json, str]:
    if not isinstance(raw, dict):
        raise ItemUnreadable(log=f"an item is no object but {type(raw).__name__}")
    item_id = raw.get("id")
    if not isinstance(item_id, str) or not urls.is_video_id(item_id):
        raise ItemUnreadable(log=f"an item has no id that a video can have: {str(item_id)[:60]!r}")
    return raw, item_id


def availability_of(video: Mapping[str, Any]) -> Availability:
    """What the world can see of a video that videos.list did answer for. The first that applies:

    deleted, failed or refused uploads; private ones (due at a date: upcoming); what is announced or on air; members'
    (the only public statistics without a view count); of age; unlisted; still in processing (not out yet).
    """
    status, snippet = part(video, "status"), part(video, "snippet")
    privacy, upload = text_of(status, "privacyStatus"), text_of(status, "uploadStatus")
    broadcast = text_of(snippet, "liveBroadcastContent")
    statistics = part(video, "statistics")
    verdicts = (
        (upload == "deleted", Availability.DELETED),
        (upload in {"failed", "rejected"}, Availability.MISSING),
        (privacy == "private" and bool(text_of(status, "publishAt")), Availability.UPCOMING),
        (privacy == "private", Availability.PRIVATE),
        (broadcast == "upcoming", Availability.UPCOMING),
        (broadcast == "live", Availability.LIVE),
        (bool(statistics) and "viewCount" not in statistics, Availability.MEMBERS_ONLY),
        (_age_restricted(video), Availability.AGE_RESTRICTED),
        (privacy == "unlisted", Availability.UNLISTED),
        (upload == "uploaded" and not part(video, "liveStreamingDetails"), Availability.UPCOMING),
    )
    return next((verdict for applies, verdict in verdicts if applies), Availability.AVAILABLE)


def _age_restricted(video: Mapping[str, Any]) -> bool:
    rating = part(part(video, "contentDetails"), "contentRating")
    return rating.get("ytRating") == "ytAgeRestricted"


def form_of(video: Mapping[str, Any]) -> str:
    """`live`, `upload` or `short` where the answer itself proves it; empty where only /shorts/ID can tell.

    No field says "Short". A Short is at most three minutes long and not wide; a picture of the key `shortsAspectRatio`
    (since 2026-11-03) is given to Shorts only; `player` tells the proportions when they are known. Premieres count as
    live: upstream tells no difference.
    """
    if part(video, "liveStreamingDetails"):
        return "live"
    if part(part(video, "snippet"), "thumbnails").get("shortsAspectRatio"):
        return "short"
    duration = duration_of(text_of(part(video, "contentDetails"), "duration"))
    if duration is None:
        return ""
    player = part(video, "player")
    width, height = number(player.get("embedWidth")), number(player.get("embedHeight"))
    wide = bool(width and height and width > height)
    return "upload" if duration > LONGEST_SHORT or wide else ""


def _tags(snippet: Mapping[str, Any]) -> tuple[str, ...]:
    tags = snippet.get("tags")
    if not isinstance(tags, list):
        return ()
    found = dict.fromkeys(one_line(tag) for tag in tags if isinstance(tag, str))
    return tuple(tag for tag in found if tag)


def _facts(video: Mapping[str, Any], description: str) -> Json:
    """What the card and the page show beside the fields; a fact that is not there is left out."""
    status, details, live = part(video, "status"), part(video, "contentDetails"), part(video, "liveStreamingDetails")
    upload = text_of(status, "uploadStatus")
    said: Json = {
        "chapters": chapters_of(description, duration_of(text_of(details, "duration"))),
        "licence": "Creative Commons" if status.get("license") == "creativeCommon" else "",
        "definition": text_of(details, "definition"),
        "captions": text_of(details, "caption") == "true",
        "made_for_kids": status.get("madeForKids") is True,
        "scheduled_at": text_of(live, "scheduledStartTime") or text_of(status, "publishAt"),
        "started_at": text_of(live, "actualStartTime"),
        "upload": "" if live or upload == "processed" else upload,  # a stream is never processed while it runs
        "upload_problem": text_of(status, "failureReason") or text_of(status, "rejectionReason"),
        "blocked_in": _countries(details, "blocked"),
        "only_in": _countries(details, "allowed"),
    }
    facts = {name: value for name, value in said.items() if value}
    return {**facts, "embeddable": False} if status.get("embeddable") is False else facts


def _countries(details: Json, key: str) -> list[str]:
    """ISO 3166-1 alpha-2 codes of a region restriction."""
    found = part(details, "regionRestriction").get(key)
    return [code for code in found if isinstance(code, str)] if isinstance(found, list) else []


def chapters_of(description: str, duration: int | None) -> list[Json]:
    """`at` in seconds from the beginning."""
    if "0:00" not in description:  # where the first chapter begins, and most descriptions have none
        return []
    return [{"at": at, "title": title} for at, title in chapters(description, duration)]


# ------------------------------------------------------------------------------------------------------- playlists


def listed(raw: object) -> Listed:
    """One line of playlistItems.list. Raises ItemUnreadable."""
    if not isinstance(raw, dict):
        raise ItemUnreadable(log=f"a line of a playlist is no object but {type(raw).__name__}")
    snippet, details = part(raw, "snippet"), part(raw, "contentDetails")
    video_id = text_of(details, "videoId") or text_of(part(snippet, "resourceId"), "videoId")
    if not urls.is_video_id(video_id):
        raise ItemUnreadable(log=f"a line of a playlist names no video: {video_id[:60]!r}")
    owner_id, owner = text_of(snippet, "videoOwnerChannelId"), one_line(text_of(snippet, "videoOwnerChannelTitle"))
    return Listed(
        video_id=video_id,
        title=one_line(text_of(snippet, "title")),
        published_at=date_of(text_of(details, "videoPublishedAt"), video_id),
        privacy=text_of(part(raw, "status"), "privacyStatus"),
        owner=channel_author(owner_id, owner),
    )


def absent_item(line: Listed) -> RemoteItem:
    """What is left to say of a video that is in the list and that videos.list does not answer for.

    Only its absence gives the title a meaning: a public video may well be called "Private video".
    """
    availability = _GONE_TITLES.get(line.title, Availability.MISSING)
    if availability is Availability.MISSING and line.privacy == "private":
        availability = Availability.PRIVATE
    return RemoteItem(
        ref=urls.video(line.video_id),
        type="video",
        title=line.title,
        published_at=line.published_at,
        author=line.owner,
        availability=availability,
        unknown=_EVERYTHING_ELSE,
    )


def broken(raw: object, error: ItemUnreadable) -> Broken:
    """Name the item that could not be read as well as it can be named."""
    item: Json = raw if isinstance(raw, dict) else {}
    snippet = part(item, "snippet")
    item_id = text_of(part(item, "contentDetails"), "videoId") or text_of(part(snippet, "resourceId"), "videoId")
    return Broken(item_id or text_of(item, "id"), text_of(snippet, "title"), error)


# -------------------------------------------------------------------------------------------------------- channels


def channel_summary(raw: object) -> Summary:
    """A channel of channels.list; `facts["uploads"]` names the playlist of its public videos. Raises ItemUnreadable."""
    item: Json = raw if isinstance(raw, dict) else {}
    snippet, statistics = part(item, "snippet"), part(item, "statistics")
    channel_id, title = text_of(item, "id"), one_line(text_of(snippet, "title"))
    if not urls.is_channel_id(channel_id):
        raise ItemUnreadable(log=f"a channel without an id: {channel_id[:60]!r}")
    picture = avatar(part(snippet, "thumbnails"))
    ref = urls.channel(channel_id)
    return Summary(
        ref=ref,
        title=title,
        description=clean(text_of(snippet, "description")),
        picture=picture,
        author=Author(channel_id, title, ref.url, picture.url if picture else ""),
        count=(count := number(statistics.get("videoCount"))),
        note=_note(count),
        facts={name: value for name, value in _channel_facts(item).items() if value not in {None, ""}} | {"list": True},
    )


def _channel_facts(item: Json) -> Json:
    statistics, snippet = part(item, "statistics"), part(item, "snippet")
    hidden = statistics.get("hiddenSubscriberCount") is True
    return {
        "subscribers": None if hidden else number(statistics.get("subscriberCount")),
        "views": number(statistics.get("viewCount")),
        "handle": text_of(snippet, "customUrl"),
        "country": text_of(snippet, "country"),
        # Undocumented, and true of every channel: its uploads are UU where it is UC.
        "uploads": text_of(part(part(item, "contentDetails"), "relatedPlaylists"), "uploads")
        or f"UU{text_of(item, 'id')[2:]}",
    }


def _note(count: int | None) -> str:
    return f"YouTube shows no more than {MOST_ITEMS:,} videos of any list." if (count or 0) > MOST_ITEMS else ""


def playlist_summary(raw: object) -> Summary:
    """A playlist of playlists.list. Raises ItemUnreadable."""
    item: Json = raw if isinstance(raw, dict) else {}
    snippet = part(item, "snippet")
    playlist_id = text_of(item, "id")
    if not playlist_id:
        raise ItemUnreadable(log="a playlist without an id")
    return Summary(
        ref=urls.playlist(playlist_id),
        title=one_line(text_of(snippet, "title")),
        description=clean(text_of(snippet, "description")),
        picture=next(iter(best_picture(part(snippet, "thumbnails"))), None),
        author=channel_author(text_of(snippet, "channelId"), text_of(snippet, "channelTitle")),
        count=(count := number(part(item, "contentDetails").get("itemCount"))),
        note=_note(count),
        facts={"list": True, "uploads": playlist_id},
    )


def video_summary(item: RemoteItem) -> Summary:
    """A single video, before it is imported."""
    return Summary(
        ref=item.ref,
        title=item.title,
        description=item.description,
        picture=next(iter(item.pictures), None),
        author=item.author,
        newest_at=item.published_at,
        facts={"availability": str(item.availability), "form": item.form, "duration": item.duration},
    )
