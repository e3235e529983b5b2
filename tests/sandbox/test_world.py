"""The world: the same for the same seed, endless without a list of it, and editable."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import cast
from sandbox.world import ids
from tests.sandbox.ask import API, SITE, api, ask
from tests.support.sandbox import Sandbox

PATHS = (
    (API, f"/youtube/v3/videos?part=snippet,statistics,contentDetails&key=k&id={cast.TEN_THOUSAND.video(6_543)}"),
    (
        API,
        f"/youtube/v3/playlistItems?part=snippet,contentDetails&key=k&maxResults=50&playlistId={cast.PLOT_LINE.uploads_id}",
    ),
    (API, "/youtube/v3/channels?part=snippet,statistics,brandingSettings&key=k&forHandle=northlathe100"),
    (SITE, f"/feeds/videos.xml?channel_id={cast.SLOW_KILN.id}"),
    ("i.ytimg.com", f"/vi/{cast.RAIN_BARREL.video(200)}/mqdefault.jpg"),
    ("i.ytimg.com", f"/vi/{cast.LOW_DARK_SKY.video(100)}/maxresdefault.jpg"),
    ("yt3.ggpht.com", f"/{cast.SPOKE_COUNT.id[2:]}=s88-c-k-c0x00ffffff-no-rj"),
)


@pytest.fixture
def twin() -> Iterator[Sandbox]:
    """Another process of the same seed and birth."""
    other = Sandbox()
    yield other
    assert other.stop() == 0


@pytest.fixture
def stranger() -> Iterator[Sandbox]:
    """A process of another seed."""
    other = Sandbox(seed=8)
    yield other
    other.stop()


def test_two_processes_of_one_seed_tell_the_same(sandbox: Sandbox, twin: Sandbox) -> None:
    for host, path in reversed(PATHS):
        ask(twin, host, path)  # in another order, so that nothing hangs on what was asked before
    for host, path in PATHS:
        assert ask(sandbox, host, path).body == ask(twin, host, path).body


def test_another_seed_is_another_world_with_the_same_ids(sandbox: Sandbox, stranger: Sandbox) -> None:
    query: dict[str, Any] = {"part": "snippet", "id": cast.PLOT_LINE.video(40)}
    here, there = (api(one, "videos", **query).json()["items"][0] for one in (sandbox, stranger))
    assert here["id"] == there["id"]
    assert here["snippet"]["description"] != there["snippet"]["description"]


@pytest.mark.parametrize(("channel", "number"), [(0, 0), (22, 9_999), (99_999, 16_000_000), (1_048_575, 1)])
def test_ids_read_back(channel: int, number: int) -> None:
    video, playlist, name = ids.video_id(channel, number), ids.playlist_id(channel, number), ids.channel_id(channel)
    assert (len(video), len(playlist), len(name)) == (11, 34, 24)
    assert ids.read_video_id(video) == (channel, number)
    assert ids.read_playlist_id(playlist) == (channel, number)
    assert ids.read_channel_id(name) == channel


@pytest.mark.parametrize(
    "text", ["", "short", "dQw4w9WgXcQ", "!!!!!!!!!!!", "日本語日本語日本語日本", cast.PLAIN_VIDEO[:-1] + "_"]
)
def test_what_is_no_id_of_ours_reads_as_nothing(text: str) -> None:
    assert ids.read_video_id(text) is None


def test_any_of_a_hundred_thousand_channels_answers(sandbox: Sandbox) -> None:
    names = [ids.channel_id(number) for number in (100, 54_321, 99_999)]
    items = api(sandbox, "channels", part="snippet", id=",".join(names)).json()["items"]
    assert [item["id"] for item in items] == names
    for item in items:
        again = api(sandbox, "channels", part="id", forHandle=item["snippet"]["customUrl"]).json()
        assert again["items"][0]["id"] == item["id"]
    assert "items" not in api(sandbox, "channels", part="id", id=ids.channel_id(100_000)).json()


def test_titles_fit_youtube_and_hardly_repeat(sandbox: Sandbox) -> None:
    names = [cast.HALLOWAY_BENCH.video(number) for number in range(184)]
    titles = []
    for start in range(0, 184, 50):
        page = api(sandbox, "videos", part="snippet", id=",".join(names[start : start + 50])).json()
        titles += [item["snippet"]["title"] for item in page["items"]]
    assert len(set(titles)) == 184
    assert max(map(len, titles)) <= 100


# Edits


def test_a_new_upload_is_first_everywhere(sandbox: Sandbox) -> None:
    new = sandbox.world("add_video", channel="@slowkiln", title="Out of the kiln just now", seconds=61)["id"]
    first = api(sandbox, "playlistItems", part="snippet", playlistId=cast.SLOW_KILN.uploads_id, maxResults=1).json()
    assert first["items"][0]["snippet"]["resourceId"]["videoId"] == new
    assert first["pageInfo"]["totalResults"] == cast.SLOW_KILN.uploads + 1
    assert f"yt:video:{new}".encode() in ask(sandbox, SITE, f"/feeds/videos.xml?channel_id={cast.SLOW_KILN.id}").body
    (video,) = api(sandbox, "videos", part="contentDetails,snippet", id=new).json()["items"]
    assert video["contentDetails"]["duration"] == "PT1M1S"
    channel = api(sandbox, "channels", part="statistics", id=cast.SLOW_KILN.id).json()["items"][0]
    assert channel["statistics"]["videoCount"] == str(cast.SLOW_KILN.uploads + 1)


@pytest.mark.parametrize("change", [{"deleted": True}, {"privacy": "private"}, {"privacy": "unlisted"}])
def test_what_is_taken_away_leaves_no_hole(sandbox: Sandbox, change: dict[str, object]) -> None:
    gone = [cast.PLOT_LINE.video(number) for number in (87, 60, 59, 0)]
    for name in gone:
        sandbox.world("edit_video", id=name, **change)
    found: list[str] = []
    query: dict[str, Any] = {"part": "contentDetails", "playlistId": cast.PLOT_LINE.uploads_id, "maxResults": 20}
    while True:
        page = api(sandbox, "playlistItems", **query).json()
        found += [item["contentDetails"]["videoId"] for item in page["items"]]
        if "nextPageToken" not in page:
            break
        query["pageToken"] = page["nextPageToken"]
    assert found == [name for name in map(cast.PLOT_LINE.video, range(87, -1, -1)) if name not in gone]
    assert page["pageInfo"]["totalResults"] == 84


def test_a_deleted_one_may_linger_in_the_list(sandbox: Sandbox) -> None:
    newest = cast.PLOT_LINE.video(87)
    sandbox.world("edit_video", id=newest, deleted=True, lingers=True)
    first = api(sandbox, "playlistItems", part="snippet", playlistId=cast.PLOT_LINE.uploads_id, maxResults=1).json()
    assert first["items"][0]["snippet"]["title"] == "Deleted video"
    assert api(sandbox, "videos", part="id", id=newest).json()["items"] == []


def test_a_premiere_begins_and_ends(sandbox: Sandbox) -> None:
    def shown() -> tuple[str, str]:
        (item,) = api(sandbox, "videos", part="snippet,contentDetails", id=cast.UPCOMING_VIDEO).json()["items"]
        return item["snippet"]["liveBroadcastContent"], item["contentDetails"]["duration"]

    assert shown() == ("upcoming", "P0D")
    sandbox.world("edit_video", id=cast.UPCOMING_VIDEO, live="live")
    assert shown() == ("live", "P0D")
    sandbox.world("edit_video", id=cast.UPCOMING_VIDEO, live="none", seconds=3_725)
    assert shown() == ("none", "PT1H2M5S")


def test_a_channel_takes_another_name_and_handle(sandbox: Sandbox) -> None:
    sandbox.world("edit_channel", channel=cast.KAMA.id, title="Kama no Shigoto", handle="@kamanoshigoto")
    (found,) = api(sandbox, "channels", part="snippet", forHandle="kamanoshigoto").json()["items"]
    assert (found["id"], found["snippet"]["title"]) == (cast.KAMA.id, "Kama no Shigoto")
    assert "items" not in api(sandbox, "channels", part="id", forHandle=cast.KAMA.handle).json()


def test_a_playlist_is_set(sandbox: Sandbox) -> None:
    videos = [cast.KAMA.video(3), cast.DELETED_VIDEO, cast.PLAIN_VIDEO]
    sandbox.world("set_playlist", playlist=cast.EMPTY_PLAYLIST, videos=videos)
    page = api(sandbox, "playlistItems", part="contentDetails", playlistId=cast.EMPTY_PLAYLIST).json()
    assert [item["contentDetails"]["videoId"] for item in page["items"]] == videos


def test_a_reset_forgets_edits(sandbox: Sandbox) -> None:
    sandbox.world("edit_video", id=cast.PLAIN_VIDEO, title="Other")
    sandbox.reset()
    (video,) = api(sandbox, "videos", part="snippet", id=cast.PLAIN_VIDEO).json()["items"]
    assert video["snippet"]["title"] == "Nothing is the matter with this one"


@pytest.mark.parametrize(
    ("operation", "data"),
    [
        ("edit_video", {"id": cast.PLAIN_VIDEO, "colour": "red"}),
        ("edit_video", {"id": "x"}),
        ("burn", {}),
        ("add_video", {"channel": "@x"}),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(sandbox: Sandbox, operation: str, data: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="error"):
        sandbox.world(operation, **data)
