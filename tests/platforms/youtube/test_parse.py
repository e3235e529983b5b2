"""The Data API's answers into our words: every value that can be odd, and what others recorded."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tests.support.recorded import recorded
from vitrine.platforms.types import Availability, Picture
from vitrine.platforms.youtube import parse, values

V = "dQw4w9WgXcQ"
C = "UC_x5XG1OV2P6uZZ5FSM9Ttw"


def thumbnails(*keys: str) -> dict[str, Any]:
    sizes = values._SIZES | {"qhd": (2560, 1440), "uhd": (3840, 2160), "shortsAspectRatio": (1080, 1920)}
    return {
        key: {"url": f"https://i.ytimg.com/vi/{V}/{key}.jpg", "width": sizes[key][0], "height": sizes[key][1]}
        for key in keys
    }


def video(**parts: dict[str, Any]) -> dict[str, Any]:
    """A plain public video with `parts` laid over its own."""
    plain: dict[str, Any] = {
        "snippet": {
            "publishedAt": "2026-03-01T10:00:00Z",
            "channelId": C,
            "channelTitle": "Halloway Bench",
            "title": "A stool",
            "description": "Three legs.",
            "thumbnails": thumbnails("default", "medium", "high", "standard", "maxres"),
            "liveBroadcastContent": "none",
        },
        "contentDetails": {"duration": "PT10M", "definition": "hd", "caption": "false", "contentRating": {}},
        "statistics": {"viewCount": "1234", "likeCount": "56", "commentCount": "7", "favoriteCount": "0"},
        "status": {"uploadStatus": "processed", "privacyStatus": "public", "license": "youtube", "embeddable": True},
    }
    return {"id": V, **{name: {**plain.get(name, {}), **parts.get(name, {})} for name in plain | parts}}


# ---------------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT3M33S", 213),
        ("PT1H2M3S", 3723),
        ("PT59S", 59),
        ("PT1H", 3600),
        ("P1DT2H", 93_600),
        ("P1W", 604_800),
        ("PT213.5S", 213),
        ("PT0S", None),
        ("P0D", None),
        ("", None),
        ("PT", None),
        ("3:33", None),
        ("213s", None),
        ("PT-3S", None),
        ("PT3M33S ", None),
        ("PT٣S", None),
        ("PT999999999H", None),
        ("PT" + "9" * 5000 + "S", None),
    ],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert values.duration_of(text) == seconds


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019-03-21T20:37:49.000Z", datetime(2019, 3, 21, 20, 37, 49, tzinfo=UTC)),
        ("2019-03-21T20:37:49Z", datetime(2019, 3, 21, 20, 37, 49, tzinfo=UTC)),
        ("2019-03-21T22:37:49+02:00", datetime(2019, 3, 21, 20, 37, 49, tzinfo=UTC)),
        ("2015-04-01T19:05:24.552394+00:00", datetime(2015, 4, 1, 19, 5, 24, 552394, tzinfo=UTC)),
        ("2019-03-21T20:37:49", datetime(2019, 3, 21, 20, 37, 49, tzinfo=UTC)),
    ],
)
def test_dates(text: str, date: datetime) -> None:
    with capture_logs() as logs:
        assert values.date_of(text, V) == date
    assert not logs


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00",
     "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00Z", "0000-00-00", "2026-02-28T24:00:01Z"],
)  # fmt: skip
def test_a_bad_date_is_logged_with_its_item(text: str) -> None:
    with capture_logs() as logs:
        assert values.date_of(text, V) is None
    [line] = logs
    assert (line["event"], line["item"], line["value"]) == ("youtube.bad_date", V, text)


def test_no_date_is_no_news() -> None:
    with capture_logs() as logs:
        assert values.date_of("", V) is None
    assert not logs


@pytest.mark.parametrize(
    ("value", "count"),
    [("1234", 1234), (1234, 1234), ("0", 0), ("-1", None), ("", None), (None, None), (True, None), ("12,3", None),
     ("1e3", None), ("٣", None), (1.5, None), ("9" * 18, int("9" * 18)), ("9" * 19, None), ([], None)],
)  # fmt: skip
def test_numbers(value: object, count: int | None) -> None:
    assert values.number(value) == count


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["default", "medium", "high", "standard", "maxres", "fhd", "qhd", "uhd"], ["fhd", "maxres", "medium"]),
        (["default", "medium", "high", "standard", "maxres"], ["maxres", "medium"]),
        (["default", "medium", "high", "standard"], ["standard", "high", "default"]),
        (["default", "medium", "high"], ["high", "default"]),
        (["default", "medium"], ["medium"]),
        (["default"], ["default"]),
        (["qhd", "uhd", "shortsAspectRatio"], []),
        ([], []),
    ],
)
def test_the_best_picture_and_its_smaller_kin(keys: list[str], chosen: list[str]) -> None:
    pictures = values.best_picture(thumbnails(*keys))
    assert [picture.url.rpartition("/")[2].removesuffix(".jpg") for picture in pictures] == chosen
    widths = [picture.width for picture in pictures]
    assert widths == sorted(widths, reverse=True)


def test_pictures_without_size_or_address() -> None:
    assert values.best_picture({"maxres": {"url": f"https://i.ytimg.com/vi/{V}/m.jpg"}}) == (
        Picture(f"https://i.ytimg.com/vi/{V}/m.jpg", 1280, 720),
    )
    assert (
        values.best_picture({"maxres": {"url": "javascript:alert(1)"}, "high": {}, "medium": "text", "default": None})
        == ()
    )


# ---------------------------------------------------------------------------------------------------------- videos


def test_a_plain_video() -> None:
    item = parse.video_item(video())
    assert item.ref.url == f"https://www.youtube.com/watch?v={V}"
    assert (item.type, item.title, item.description) == ("video", "A stool", "Three legs.")
    assert item.published_at == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    assert item.duration == 600
    assert item.counters == {"views": 1234, "likes": 56, "comments": 7}
    assert item.author is not None
    assert (item.author.id, item.author.name, item.author.url) == (
        C,
        "Halloway Bench",
        f"https://www.youtube.com/channel/{C}",
    )
    assert (item.availability, item.form, item.unknown) == (Availability.AVAILABLE, "upload", frozenset())
    assert [block["type"] for block in item.blocks] == ["cover", "video", "text"]
    assert item.blocks[1] == {
        "type": "video",
        "provider": "youtube",
        "id": V,
        "embed_url": f"https://www.youtube-nocookie.com/embed/{V}",
    }
    json.dumps([item.blocks, item.facts])


def test_the_date_of_the_video_is_not_that_of_the_list() -> None:
    line = parse.listed(
        {
            "snippet": {"publishedAt": "2026-09-09T00:00:00Z", "title": "A stool"},
            "contentDetails": {"videoId": V, "videoPublishedAt": "2026-02-02T02:02:02Z"},
        }
    )
    assert line.published_at == datetime(2026, 2, 2, 2, 2, 2, tzinfo=UTC)
    assert parse.video_item(video(), line).published_at == line.published_at


def test_a_video_with_a_bad_date_is_kept_without_one() -> None:
    item = parse.video_item(video(snippet={"publishedAt": "never"}))
    assert item.published_at is None
    assert item.unknown == {"published_at"}


@pytest.mark.parametrize(
    ("parts", "availability"),
    [
        ({}, Availability.AVAILABLE),
        ({"status": {"privacyStatus": "unlisted"}}, Availability.UNLISTED),
        ({"status": {"privacyStatus": "private"}}, Availability.PRIVATE),
        ({"status": {"privacyStatus": "private", "publishAt": "2027-01-01T00:00:00Z"}}, Availability.UPCOMING),
        ({"status": {"uploadStatus": "uploaded"}}, Availability.UPCOMING),
        ({"status": {"uploadStatus": "failed", "failureReason": "codec"}}, Availability.MISSING),
        ({"status": {"uploadStatus": "rejected", "rejectionReason": "copyright"}}, Availability.MISSING),
        ({"status": {"uploadStatus": "deleted"}}, Availability.DELETED),
        ({"snippet": {"liveBroadcastContent": "upcoming"}}, Availability.UPCOMING),
        ({"snippet": {"liveBroadcastContent": "live"}, "status": {"uploadStatus": "uploaded"}}, Availability.LIVE),
        ({"liveStreamingDetails": {"actualEndTime": "2026-03-01T11:00:00Z"}}, Availability.AVAILABLE),
        ({"contentDetails": {"contentRating": {"ytRating": "ytAgeRestricted"}}}, Availability.AGE_RESTRICTED),
        ({"contentDetails": {"contentRating": {"mpaaRating": "mpaaR"}}}, Availability.AVAILABLE),
    ],
)
def test_what_the_world_can_see(parts: dict[str, dict[str, Any]], availability: Availability) -> None:
    assert parse.video_item(video(**parts)).availability is availability


def test_members_only_is_known_by_the_views_that_are_not_told() -> None:
    raw = video()
    del raw["statistics"]["viewCount"]
    item = parse.video_item(raw)
    assert item.availability is Availability.MEMBERS_ONLY
    assert item.counters == {"likes": 56, "comments": 7}
    del raw["statistics"]
    assert parse.video_item(raw).availability is Availability.AVAILABLE, "statistics not told at all prove nothing"


def test_hidden_counters_are_absent() -> None:
    raw = video()
    del raw["statistics"]["likeCount"], raw["statistics"]["commentCount"]
    assert parse.video_item(raw).counters == {"views": 1234}


@pytest.mark.parametrize(
    ("parts", "form"),
    [
        ({"contentDetails": {"duration": "PT10M"}}, "upload"),
        ({"contentDetails": {"duration": "PT3M2S"}}, "upload"),
        ({"contentDetails": {"duration": "PT3M"}}, ""),
        ({"contentDetails": {"duration": "PT40S"}}, ""),
        ({"contentDetails": {"duration": "PT40S"}, "player": {"embedWidth": "720", "embedHeight": "405"}}, "upload"),
        ({"contentDetails": {"duration": "PT40S"}, "player": {"embedWidth": "405", "embedHeight": "720"}}, ""),
        ({"contentDetails": {"duration": "PT40S"}, "player": {"embedWidth": "720", "embedHeight": "720"}}, ""),
        ({"contentDetails": {"duration": "PT40S"}, "snippet": {"title": "Look #shorts"}}, ""),
        (
            {"contentDetails": {"duration": "PT40S"}, "snippet": {"thumbnails": thumbnails("shortsAspectRatio")}},
            "short",
        ),
        (
            {
                "contentDetails": {"duration": "PT40S"},
                "liveStreamingDetails": {"actualStartTime": "2026-03-01T10:00:00Z"},
            },
            "live",
        ),
        ({"contentDetails": {"duration": "P0D"}}, ""),
    ],
)
def test_the_form_is_told_by_proof_alone(parts: dict[str, dict[str, Any]], form: str) -> None:
    assert parse.video_item(video(**parts)).form == form


def test_facts_of_a_video() -> None:
    raw = video(
        snippet={
            "description": "0:00 Why\n1:42 Choosing\n4:38 Cutting",
            "defaultAudioLanguage": "en-GB",
            "tags": ["a", " a ", "b", 3, ""],
        },
        contentDetails={"caption": "true", "regionRestriction": {"blocked": ["DE", "AT", 3]}},
        status={"license": "creativeCommon", "embeddable": False},
    )
    item = parse.video_item(raw)
    assert item.language == "en-GB"
    assert item.tags == ("a", "b")
    assert item.facts == {
        "chapters": [{"at": 0, "title": "Why"}, {"at": 102, "title": "Choosing"}, {"at": 278, "title": "Cutting"}],
        "licence": "Creative Commons",
        "definition": "hd",
        "captions": True,
        "blocked_in": ["DE", "AT"],
        "embeddable": False,
    }


def test_what_no_database_takes_is_taken_out() -> None:
    raw = video(
        snippet={
            "title": "A\x00 st\ud800ool",
            "description": "x\x00y\ud83d",
            "tags": ["\x00t"],
            "channelTitle": "H\x00B",
        }
    )
    item = parse.video_item(raw)
    assert (item.title, item.description, item.tags) == ("A stool", "xy", ("t",))
    json.dumps([item.blocks, item.facts], ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "raw",
    [None, [], "text", 3, {}, {"id": 3}, {"id": ""}, {"id": {"videoId": V}}, {"id": "tooshort"}, {"id": V},
     {"id": V, "snippet": 3}, {"id": V, "snippet": {"title": ""}}, {"id": V, "snippet": {"title": " \x00 "}},
     {"id": V, "snippet": {"title": ["x"]}}],
)  # fmt: skip
def test_an_item_that_cannot_be_read_says_so(raw: object) -> None:
    with pytest.raises(parse.ItemUnreadable):
        parse.video_item(raw)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["id", "snippet", "title", "thumbnails", "url", "width", "tags", "publishedAt", "contentDetails", "duration",
     "videoId", "statistics", "viewCount", "status", "privacyStatus", "liveStreamingDetails", "player", "resourceId",
     "contentRating", "regionRestriction", "blocked", "maxres", "relatedPlaylists", "uploads"]
)  # fmt: skip
SHAPES = st.recursive(JSON_VALUES, lambda inner: st.dictionaries(FIELDS, inner, max_size=8), max_leaves=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES)
def test_whatever_shape_comes_is_read_or_refused(raw: Any) -> None:
    shaped = {**raw, "id": V, "snippet": {"title": "T", **raw.get("snippet", {})}} if _is_shaped(raw) else raw
    for read in (parse.video_item, parse.listed, parse.channel_summary, parse.playlist_summary):
        try:
            read(shaped)
        except parse.ItemUnreadable as error:
            assert parse.broken(shaped, error).error is error  # noqa: PT017 - either outcome is right


def _is_shaped(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("snippet", {}), dict)


# ------------------------------------------------------------------------------------------------------- playlists


def line(title: str = "A stool", privacy: str = "public", **details: str) -> dict[str, Any]:
    return {
        "snippet": {"title": title, "resourceId": {"kind": "youtube#video", "videoId": V}},
        "contentDetails": {"videoId": V, **details},
        "status": {"privacyStatus": privacy},
    }


@pytest.mark.parametrize(
    ("raw", "availability"),
    [
        (line("Private video", "private"), Availability.PRIVATE),
        (line("Private video", "privacyStatusUnspecified"), Availability.PRIVATE),
        (line("Deleted video", "privacyStatusUnspecified"), Availability.DELETED),
        (line("A stool", "private"), Availability.PRIVATE),
        (line("A stool", "public"), Availability.MISSING),
        (line("", ""), Availability.MISSING),
    ],
)
def test_what_became_of_a_video_that_does_not_come(raw: dict[str, Any], availability: Availability) -> None:
    item = parse.absent_item(parse.listed(raw))
    assert item.availability is availability
    assert {"title", "description", "published_at", "counters", "pictures"} <= item.unknown


def test_a_public_video_may_be_called_private_video() -> None:
    item = parse.video_item(video(snippet={"title": "Private video"}), parse.listed(line("Private video")))
    assert item.availability is Availability.AVAILABLE


@pytest.mark.parametrize("raw", [None, [], {}, {"snippet": {"title": "x"}}, {"contentDetails": {"videoId": "short"}}])
def test_a_line_without_a_video_is_named_as_well_as_can_be(raw: object) -> None:
    with pytest.raises(parse.ItemUnreadable) as caught:
        parse.listed(raw)
    assert parse.broken(raw, caught.value).external_id in {"", "short"}


@pytest.mark.parametrize(("count", "said"), [("20000", ""), ("20001", "20,000"), (None, "")])
def test_a_list_longer_than_youtube_shows_says_so(count: str | None, said: str) -> None:
    channel = parse.channel_summary({"id": C, "snippet": {"title": "T"}, "statistics": {"videoCount": count}})
    playlist = parse.playlist_summary({"id": "PLx", "contentDetails": {"itemCount": int(count) if count else None}})
    assert said in channel.note
    assert bool(channel.note) is bool(playlist.note) is bool(said)


# -------------------------------------------------------------------------------------------------------- recorded


def recorded_json(name: str) -> Any:
    return json.loads(recorded(f"youtube-data-api/{name}"))


def test_recorded_videos() -> None:
    for name in ("videos/videos_info_multi.json", "videos/videos_info_single.json", "videos/videos_chart_paged_1.json"):
        for raw in recorded_json(name)["items"]:
            item = parse.video_item(raw)
            assert item.ref.id == raw["id"]
            assert item.title
            assert item.published_at is not None
            assert item.author is not None
            assert item.pictures[0].width >= 640
            assert item.availability is Availability.AVAILABLE


def test_recorded_lists() -> None:
    raws = [
        raw for page in (1, 2) for raw in recorded_json(f"playlist_items/playlist_items_paged_{page}.json")["items"]
    ]
    lines = [parse.listed(raw) for raw in raws]
    assert len(lines) == 13
    assert len({one.video_id for one in lines}) == 13
    assert all(one.title for one in lines)


def test_recorded_channels() -> None:
    google, developers = (parse.channel_summary(raw) for raw in recorded_json("channels/info_multiple.json")["items"])
    assert (google.title, google.count, google.facts["subscribers"]) == ("Google", 2678, 10_700_000)
    assert google.facts["uploads"] == "UUK8sQmJBp8GCxrOtXWBpyEA"
    assert google.facts["handle"] == "@google"
    assert google.picture is not None
    assert google.picture.width == 800
    assert developers.ref.id == C
    assert developers.is_list


def test_recorded_playlists() -> None:
    for raw in recorded_json("playlists/playlists_paged_1.json")["items"]:
        summary = parse.playlist_summary(raw)
        assert summary.title
        assert summary.is_list
        assert summary.author is not None
