"""Every kind of Data API answer fits Google's discovery document, for every kind of video."""

from typing import Any

import pytest

from sandbox import cast
from tests.sandbox.ask import api
from tests.sandbox.discovery import ALWAYS, faults
from tests.support.sandbox import Sandbox

CHANNEL_PARTS = (
    "snippet,contentDetails,statistics,topicDetails,status,brandingSettings,contentOwnerDetails,localizations,id"
)
VIDEO_PARTS = (
    "snippet,contentDetails,status,statistics,player,topicDetails,recordingDetails,liveStreamingDetails,localizations,"
    "paidProductPlacementDetails,brandPartner,id"
)
SPECIMENS = [value for name, value in vars(cast).items() if name.endswith("_VIDEO")]

CALLS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "channels by id": (
        "channels",
        "ChannelListResponse",
        {"part": CHANNEL_PARTS, "id": ",".join(member.id for member in cast.CAST)},
    ),
    "a channel by handle": ("channels", "ChannelListResponse", {"part": CHANNEL_PARTS, "forHandle": "@northlathe100"}),
    "no channel": ("channels", "ChannelListResponse", {"part": "id", "id": cast.UNKNOWN_CHANNEL}),
    "playlists of a channel": (
        "playlists",
        "PlaylistListResponse",
        {"part": "snippet,status,contentDetails,player,localizations,id", "channelId": cast.SLOW_KILN.id},
    ),
    "playlists by id": (
        "playlists",
        "PlaylistListResponse",
        {"part": "snippet,status,contentDetails", "id": f"{cast.DOZEN_PLAYLIST},{cast.HALLOWAY_BENCH.uploads_id}"},
    ),
    "items with gone ones": (
        "playlistItems",
        "PlaylistItemListResponse",
        {"part": "snippet,contentDetails,status,id", "playlistId": cast.DOZEN_PLAYLIST, "maxResults": 50},
    ),
    "uploads in the middle": (
        "playlistItems",
        "PlaylistItemListResponse",
        {"part": "snippet,contentDetails,status", "playlistId": cast.TWO_FOX_GAMES.uploads_id, "maxResults": 50},
    ),
    "an empty list": (
        "playlistItems",
        "PlaylistItemListResponse",
        {"part": "snippet", "playlistId": cast.EMPTY_PLAYLIST},
    ),
    "specimens": ("videos", "VideoListResponse", {"part": VIDEO_PARTS, "id": ",".join(SPECIMENS)}),
    "ordinary videos": (
        "videos",
        "VideoListResponse",
        {"part": VIDEO_PARTS, "id": ",".join(cast.LOW_DARK_SKY.video(number) for number in range(50))},
    ),
    "no video": ("videos", "VideoListResponse", {"part": "snippet", "id": cast.UNKNOWN_VIDEO}),
    "counters": (
        "videos:batchGetStats",
        "BatchGetStatsResponse",
        {"part": "id,snippet,statistics,contentDetails", "id": ",".join(SPECIMENS)},
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_fits_the_discovery_document(sandbox: Sandbox, name: str) -> None:
    resource, schema, query = CALLS[name]
    answer = api(sandbox, resource, **query)
    assert answer.status == 200
    found = faults(answer.json(), schema)
    assert [fault for fault in found if "0000-00-00" not in fault] == []  # the one that is there to be wrong


def test_only_the_specimen_of_a_bad_date_has_one(sandbox: Sandbox) -> None:
    resource, schema, query = CALLS["specimens"]
    found = faults(api(sandbox, resource, **query).json(), schema)
    assert len(found) == 1
    assert "publishedAt" in found[0]


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ({"kind": "youtube#videoListResponse", "etag": "x", "items": [], "pageInfo": {}, "extra": 1}, "extra: unknown"),
        ({"items": [{"snippet": {"thumbnails": {"huge": {}}}}]}, "huge: unknown"),
        ({"items": [{"statistics": {"viewCount": 12}}]}, "is no string"),
        ({"items": [{"kind": "youtube#video", "etag": "x", "id": "y", "snippet": {}}]}, "lacks snippet.title"),
        ({"items": [{"snippet": {"liveBroadcastContent": "soon"}}]}, "is none of"),
    ],
)
def test_the_checker_finds_what_is_wrong(broken: dict[str, Any], complaint: str) -> None:
    assert any(complaint in fault for fault in faults(broken, "VideoListResponse"))


def test_every_kind_that_is_played_is_held_to_its_fields() -> None:
    assert {schema for _, schema, _ in CALLS.values()} == {
        kind.removeprefix("youtube#")[0].upper() + kind.removeprefix("youtube#")[1:]
        for kind in ALWAYS
        if "Response" in kind
    }
