"""The Data API's resources: one function a part, one table a resource."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.clock import iso
from sandbox.world.model import Channel, Kind, Live, Playlist, Video
from sandbox.world.subjects import subject
from sandbox.world.world import World
from sandbox.youtube.thumbnails import avatar_set, thumbnail_set, unavailable_set

Json = dict[str, Any]


def etag(value: Any) -> str:
    """A tag that follows from the content alone (dicts keep their order, so their text does)."""
    digest = hashlib.blake2b(repr(value).encode(), digest_size=20).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def resource(kind: str, name: str, parts: Iterable[str], make: Mapping[str, Callable[[], Json | None]]) -> Json:
    """kind, etag, id and the parts asked for, in the order of `make`."""
    wanted = set(parts)
    made = {part: build() for part, build in make.items() if part in wanted}
    body = {part: content for part, content in made.items() if content is not None}
    return {"kind": f"youtube#{kind}", "etag": etag([kind, name, body]), "id": name, **body}


def duration(seconds: int) -> str:
    """ISO 8601 as YouTube writes it: PT1H2M3S; P0D for what has no length yet."""
    hours, rest = divmod(seconds, 3600)
    days, hours = divmod(hours, 24)
    minutes, rest = divmod(rest, 60)
    time = "".join(f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if value)
    day = f"{days}D" if days or not time else ""
    return f"P{day}" + (f"T{time}" if time else "")


# Channels

CHANNEL_PARTS = frozenset({"snippet", "contentDetails", "statistics", "topicDetails", "status", "brandingSettings"})
CHANNEL_PARTS_ALL = CHANNEL_PARTS | {"id", "localizations", "contentOwnerDetails"}


def channel_resource(world: World, channel: Channel, parts: Iterable[str]) -> Json:
    return resource(
        "channel",
        channel.id,
        parts,
        {
            "snippet": lambda: _channel_snippet(channel),
            "contentDetails": lambda: {"relatedPlaylists": {"likes": "", "uploads": "UU" + channel.id[2:]}},
            "statistics": lambda: _channel_statistics(world, channel),
            "topicDetails": lambda: _topics(subject(channel.subject).topics),
            "status": lambda: {
                "privacyStatus": "public",
                "isLinked": True,
                "longUploadsStatus": "longUploadsUnspecified",
            },
            "brandingSettings": lambda: _branding(channel),
            "contentOwnerDetails": dict,
        },
    )


def _topics(names: Iterable[str]) -> Json:
    return {"topicCategories": [f"https://en.wikipedia.org/wiki/{name}" for name in names]}


def _channel_snippet(channel: Channel) -> Json:
    return {
        "title": channel.title,
        "description": channel.description,
        "customUrl": channel.handle.lower(),
        "publishedAt": channel.created.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "thumbnails": avatar_set(channel),
        "localized": {"title": channel.title, "description": channel.description},
        "country": channel.country,
    }


def rounded_down(count: int) -> int:
    """To three significant figures, as subscriber counts are shown to everyone."""
    unit = int(10 ** max(0, len(str(count)) - 3))
    return count // unit * unit


def _channel_statistics(world: World, channel: Channel) -> Json:
    videos = world.listed(channel, "UU")
    shown = {} if channel.hidden_subscribers else {"subscriberCount": str(rounded_down(channel.subscribers))}
    return {
        "viewCount": str(channel.reach * 2 * videos),
        **shown,
        "hiddenSubscriberCount": channel.hidden_subscribers,
        "videoCount": str(videos),
    }


def _branding(channel: Channel) -> Json:
    keywords = " ".join(f'"{word}"' if " " in word else word for word in channel.keywords)
    return {
        "channel": {
            "title": channel.title,
            "description": channel.description,
            **({"keywords": keywords} if keywords else {}),
            "country": channel.country,
        },
        "image": {"bannerExternalUrl": f"https://yt3.googleusercontent.com/banner-{channel.id}"},
    }


# Playlists and their items

PLAYLIST_PARTS = frozenset({"snippet", "status", "contentDetails", "player", "id", "localizations"})
ITEM_PARTS = frozenset({"snippet", "status", "contentDetails", "id"})


def playlist_resource(world: World, playlist: Playlist, parts: Iterable[str]) -> Json:
    address = f"https://www.youtube.com/embed/videoseries?list={playlist.id}"
    return resource(
        "playlist",
        playlist.id,
        parts,
        {
            "snippet": lambda: _playlist_snippet(world, playlist),
            "status": lambda: {"privacyStatus": playlist.privacy},
            "contentDetails": lambda: {"itemCount": playlist.count},
            "player": lambda: {"embedHtml": f'<iframe width="640" height="360" src="{address}"></iframe>'},
        },
    )


def _playlist_snippet(world: World, playlist: Playlist) -> Json:
    owner = world.channel(playlist.channel)
    first = world.items(playlist, 0, 1)
    return {
        "publishedAt": iso(playlist.created),
        "channelId": owner.id if owner else "",
        "title": playlist.title,
        "description": playlist.description,
        "thumbnails": thumbnail_set(first[0]) if first and first[0].open else unavailable_set(),
        "channelTitle": owner.title if owner else "",
        "localized": {"title": playlist.title, "description": playlist.description},
    }


@dataclass(frozen=True, slots=True)
class Item:
    """A video in a playlist. `added` is when it came into that list; `owned`: whether its owner asks."""

    playlist_id: str
    owner: Channel
    video: Video
    position: int
    added: datetime
    owned: bool = False

    @property
    def seen(self) -> bool:
        return self.video.open or (self.owned and not self.video.deleted)


def item_resource(world: World, item: Item, parts: Iterable[str]) -> Json:
    video, position = item.video, item.position
    key = f"{item.playlist_id}.{hashlib.blake2b(f'{video.id}{position}'.encode(), digest_size=8).hexdigest().upper()}"
    name = base64.b64encode(key.encode()).decode().rstrip("=")
    published = {"videoPublishedAt": published_text(video)} if item.seen else {}
    return resource(
        "playlistItem",
        name,
        parts,
        {
            "snippet": lambda: _item_snippet(world, item),
            "contentDetails": lambda: {"videoId": video.id, **published},
            "status": lambda: {"privacyStatus": "private" if video.deleted else video.privacy},
        },
    )


def _item_snippet(world: World, item: Item) -> Json:
    video = item.video
    snippet: Json = {
        "publishedAt": iso(item.added),
        "channelId": item.owner.id,
        **_item_words(item),
        "channelTitle": item.owner.title,
        "playlistId": item.playlist_id,
        "position": item.position,
        "resourceId": {"kind": "youtube#video", "videoId": video.id},
    }
    maker = world.channel(video.channel)
    if item.seen and maker:
        snippet |= {"videoOwnerChannelTitle": maker.title, "videoOwnerChannelId": maker.id}
    return snippet


def _item_words(item: Item) -> Json:
    """Title, description and pictures; stand-ins for what cannot be seen any more."""
    video = item.video
    if item.seen:
        return {"title": video.title, "description": video.description, "thumbnails": thumbnail_set(video)}
    word = "Deleted" if video.deleted else "Private"
    reason = "unavailable" if video.deleted else "private"
    return {
        "title": f"{word} video",
        "description": f"This video is {reason}.",
        "thumbnails": unavailable_set() if video.deleted else {},
    }


# Videos

VIDEO_PARTS = frozenset({
    "snippet", "contentDetails", "status", "statistics", "player", "topicDetails", "recordingDetails",
    "liveStreamingDetails", "localizations", "id", "paidProductPlacementDetails", "brandPartner",
})  # fmt: skip
OWNER_PARTS = frozenset({"fileDetails", "processingDetails", "suggestions"})


def published_text(video: Video) -> str:
    return video.raw_published or iso(video.published)


def video_resource(world: World, video: Video, parts: Iterable[str]) -> Json:
    return resource(
        "video",
        video.id,
        parts,
        {
            "snippet": lambda: _video_snippet(world, video),
            "contentDetails": lambda: _video_details(video),
            "status": lambda: _video_status(video),
            "statistics": lambda: _video_statistics(video),
            "player": lambda: {"embedHtml": _player(video)},
            "topicDetails": lambda: _topics(video.topics),
            "recordingDetails": dict,
            "liveStreamingDetails": lambda: _live_details(video),
            "paidProductPlacementDetails": lambda: {"hasPaidProductPlacement": False},
            "fileDetails": lambda: {"fileName": f"{video.id}.mp4", "fileType": "video", "container": "mov"},
            "processingDetails": lambda: {"processingStatus": "succeeded", "fileDetailsAvailability": "available"},
            "suggestions": dict,
        },
    )


def _video_snippet(world: World, video: Video) -> Json:
    channel = world.channel(video.channel)
    return {
        "publishedAt": published_text(video),
        "channelId": channel.id if channel else "",
        "title": video.title,
        "description": video.description,
        "thumbnails": thumbnail_set(video),
        "channelTitle": channel.title if channel else "",
        **({"tags": list(video.tags)} if video.tags else {}),
        "categoryId": video.category,
        "liveBroadcastContent": video.live.value,
        "defaultLanguage": video.language,
        "localized": {"title": video.title, "description": video.description},
        "defaultAudioLanguage": video.language,
    }


def _video_details(video: Video) -> Json:
    running = video.live is not Live.NONE
    return {
        "duration": "P0D" if running else duration(video.seconds),
        "dimension": "2d",
        "definition": "hd",
        "caption": "true" if video.captions else "false",
        "licensedContent": not video.creative_commons,
        "contentRating": {"ytRating": "ytAgeRestricted"} if video.age_restricted else {},
        "projection": "rectangular",
        **({"regionRestriction": {"blocked": list(video.blocked_in)}} if video.blocked_in else {}),
    }


def _video_status(video: Video) -> Json:
    return {
        "uploadStatus": "uploaded" if video.live is not Live.NONE else "processed",
        "privacyStatus": video.privacy,
        "license": "creativeCommon" if video.creative_commons else "youtube",
        "embeddable": not video.age_restricted,
        "publicStatsViewable": video.likes is not None,
        "madeForKids": False,
    }


def counts(video: Video) -> Json:
    """Views, likes and comments as strings; what is hidden is absent."""
    found = {"viewCount": video.views, "likeCount": video.likes, "commentCount": video.comments}
    return {name: str(count) for name, count in found.items() if count is not None}


def _video_statistics(video: Video) -> Json:
    return {**counts(video), "favoriteCount": "0"}


def _player(video: Video) -> str:
    return (
        f'<iframe width="480" height="270" src="//www.youtube.com/embed/{video.id}" frameborder="0" '
        'allow="accelerometer; autoplay; clipboard-write; encrypted-media; gyroscope; picture-in-picture; web-share" '
        'referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe>'
    )


def _live_details(video: Video) -> Json | None:
    if video.live is Live.UPCOMING and video.scheduled:
        return {"scheduledStartTime": iso(video.scheduled), "activeLiveChatId": f"chat-{video.id}"}
    if video.live is Live.LIVE:
        started = iso(video.published)
        return {"actualStartTime": started, "scheduledStartTime": started, "concurrentViewers": "41"}
    if video.kind is Kind.LIVE:
        return {"actualStartTime": iso(video.uploaded), "actualEndTime": iso(video.published)}
    return None


# What videos.batchGetStats tells

STATS_PARTS = frozenset({"id", "snippet", "statistics", "contentDetails"})


def stats_resource(video: Video, parts: Iterable[str]) -> Json:
    """Publish time, length and three counters; other names than videos.list has."""
    length = 0 if video.live is not Live.NONE else video.seconds
    return resource(
        "videoStats",
        video.id,
        parts,
        {
            "snippet": lambda: {"publishTime": published_text(video)},
            "statistics": lambda: counts(video),
            "contentDetails": lambda: {"duration": f"{length}s"},
        },
    )
