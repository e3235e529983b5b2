"""The rules of the Data API: filters, paging, parts, what is left out, and what is refused how."""

from typing import Any

import pytest

from sandbox import cast
from tests.sandbox.ask import API, Answer, api, ask
from tests.support.sandbox import Sandbox


def everything(
    sandbox: Sandbox, playlist: str, *, part: str = "contentDetails", size: int = 50
) -> list[dict[str, Any]]:
    """All items of a playlist, page by page."""
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"part": part, "playlistId": playlist, "maxResults": size}
    while True:
        body = api(sandbox, "playlistItems", **query).json()
        found += body["items"]
        if "nextPageToken" not in body:
            return found
        query["pageToken"] = body["nextPageToken"]


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.reason()


# Channels


@pytest.mark.parametrize("handle", ["hallowaybench", "@hallowaybench", "@HallowayBench"])
def test_a_handle_is_taken_with_or_without_its_at_sign_in_any_case(sandbox: Sandbox, handle: str) -> None:
    assert api(sandbox, "channels", part="id", forHandle=handle).json()["items"][0]["id"] == cast.HALLOWAY_BENCH.id


def test_a_handle_beyond_ascii_is_found(sandbox: Sandbox) -> None:
    assert api(sandbox, "channels", part="id", forHandle=cast.KAMA.handle).json()["items"][0]["id"] == cast.KAMA.id


def test_a_legacy_name_is_found_and_a_custom_name_is_not(sandbox: Sandbox) -> None:
    found = api(sandbox, "channels", part="id", forUsername=cast.LEGACY_USER).json()
    assert found["items"][0]["id"] == cast.SLOW_KILN.id
    assert "items" not in api(sandbox, "channels", part="id", forUsername=cast.CUSTOM_NAME).json()


def test_nobody_is_200_without_items(sandbox: Sandbox) -> None:
    answer = api(sandbox, "channels", part="snippet", id=cast.UNKNOWN_CHANNEL)
    assert answer.status == 200
    assert "items" not in answer.json()


@pytest.mark.parametrize(
    "query", [{}, {"id": cast.KAMA.id, "forHandle": "@kama"}, {"forUsername": "x", "forHandle": "@kama"}]
)
def test_a_channel_is_asked_for_by_exactly_one_filter(sandbox: Sandbox, query: dict[str, Any]) -> None:
    assert refusal(api(sandbox, "channels", part="id", **query)) == (400, "invalidCriteria")


def test_mine_needs_more_than_a_key(sandbox: Sandbox) -> None:
    assert refusal(api(sandbox, "channels", part="id", mine="true")) == (401, "authorizationRequired")


def test_hidden_subscribers_are_absent_and_others_rounded_down(sandbox: Sandbox) -> None:
    ids = f"{cast.RAIN_BARREL.id},{cast.HALLOWAY_BENCH.id}"
    hidden, shown = (one["statistics"] for one in api(sandbox, "channels", part="statistics", id=ids).json()["items"])
    assert hidden["hiddenSubscriberCount"] is True
    assert "subscriberCount" not in hidden
    assert shown["subscriberCount"] == "48200"
    assert shown["videoCount"] == "184"


@pytest.mark.parametrize("member", cast.CAST, ids=lambda member: member.handle)
def test_the_cast_has_the_uploads_it_says(sandbox: Sandbox, member: cast.Member) -> None:
    body = api(sandbox, "playlistItems", part="id", playlistId=member.uploads_id).json()
    assert body["pageInfo"]["totalResults"] == member.uploads


# Lists


def test_the_demo_channel_is_whole_and_its_newest_is_three_days_old(sandbox: Sandbox) -> None:
    items = everything(sandbox, cast.HALLOWAY_BENCH.uploads_id)
    ids = [item["contentDetails"]["videoId"] for item in items]
    assert len(ids) == len(set(ids)) == 184
    assert items[0]["contentDetails"]["videoPublishedAt"] == "2026-11-17T16:00:00Z"


@pytest.mark.parametrize("size", [1, 7, 50])
def test_pages_of_any_size_make_the_same_list(sandbox: Sandbox, size: int) -> None:
    whole = everything(sandbox, cast.HALLOWAY_OFFCUTS.uploads_id)
    assert everything(sandbox, cast.HALLOWAY_OFFCUTS.uploads_id, size=size) == whole


def test_a_page_is_five_long_unless_said_otherwise(sandbox: Sandbox) -> None:
    body = api(sandbox, "playlistItems", part="id", playlistId=cast.KAMA.uploads_id).json()
    assert len(body["items"]) == body["pageInfo"]["resultsPerPage"] == 5


@pytest.mark.parametrize("size", ["51", "-1", "many"])
def test_no_page_is_longer_than_fifty(sandbox: Sandbox, size: str) -> None:
    answer = api(sandbox, "playlistItems", part="id", playlistId=cast.KAMA.uploads_id, maxResults=size)
    assert refusal(answer) == (400, "invalidParameter")


def test_a_page_token_is_of_one_list_only(sandbox: Sandbox) -> None:
    token = api(sandbox, "playlistItems", part="id", playlistId=cast.KAMA.uploads_id).json()["nextPageToken"]
    other = api(sandbox, "playlistItems", part="id", playlistId=cast.PLOT_LINE.uploads_id, pageToken=token)
    assert refusal(other) == (400, "invalidPageToken")
    made_up = api(sandbox, "playlistItems", part="id", playlistId=cast.KAMA.uploads_id, pageToken="CAUQAA")
    assert refusal(made_up) == (400, "invalidPageToken")


def test_the_way_back_leads_to_the_first_page(sandbox: Sandbox) -> None:
    first = api(sandbox, "playlistItems", part="id", playlistId=cast.KAMA.uploads_id).json()
    assert "prevPageToken" not in first
    second = api(sandbox, "playlistItems", part="id", playlistId=cast.KAMA.uploads_id, pageToken=first["nextPageToken"])
    back = api(
        sandbox, "playlistItems", part="id", playlistId=cast.KAMA.uploads_id, pageToken=second.json()["prevPageToken"]
    )
    assert back.json() == first


def test_added_and_published_are_two_dates_and_scheduled_ones_stand_deep(sandbox: Sandbox) -> None:
    items = everything(sandbox, cast.SUNDAY_OVEN.uploads_id, part="snippet,contentDetails")
    added = [str(item["snippet"]["publishedAt"]) for item in items]
    published = [str(item["contentDetails"]["videoPublishedAt"]) for item in items]
    assert added == sorted(added, reverse=True)
    assert published != sorted(published, reverse=True)
    assert all(early <= late for early, late in zip(added, published, strict=True))


def test_kinds_have_lists_of_their_own_that_make_up_the_whole(sandbox: Sandbox) -> None:
    tail = cast.TWO_FOX_GAMES.id[2:]
    parts = [everything(sandbox, prefix + tail) for prefix in ("UULF", "UUSH")]
    whole = everything(sandbox, "UU" + tail)
    names = {item["contentDetails"]["videoId"] for part in parts for item in part}
    assert names == {item["contentDetails"]["videoId"] for item in whole}
    assert sum(map(len, parts)) == len(whole) == cast.TWO_FOX_GAMES.uploads


@pytest.mark.parametrize("prefix", ["UUSH", "UULV", "UUMO"])
def test_a_kind_of_which_there_is_none_has_no_list(sandbox: Sandbox, prefix: str) -> None:
    answer = api(sandbox, "playlistItems", part="id", playlistId=prefix + cast.PLOT_LINE.id[2:])
    assert refusal(answer) == (404, "playlistNotFound")


def test_members_only_videos_are_in_their_own_list_alone(sandbox: Sandbox) -> None:
    tail = cast.SPECIMENS.id[2:]
    members = everything(sandbox, "UUMO" + tail)
    assert [item["contentDetails"]["videoId"] for item in members] == [cast.MEMBERS_ONLY_VIDEO]
    public = {item["contentDetails"]["videoId"] for item in everything(sandbox, "UU" + tail)}
    hidden = {cast.MEMBERS_ONLY_VIDEO, cast.PRIVATE_VIDEO, cast.DELETED_VIDEO, cast.UNLISTED_VIDEO}
    assert not hidden & public


def test_popular_lists_begin_with_the_most_seen(sandbox: Sandbox) -> None:
    ids = [item["contentDetails"]["videoId"] for item in everything(sandbox, "UULP" + cast.PLOT_LINE.id[2:])]
    videos = api(sandbox, "videos", part="statistics", id=",".join(str(name) for name in ids[:50])).json()["items"]
    views = [int(video["statistics"]["viewCount"]) for video in videos]
    assert views == sorted(views, reverse=True)


def test_a_list_shows_twenty_thousand_at_most(sandbox: Sandbox) -> None:
    body = api(sandbox, "playlistItems", part="id", playlistId=cast.EVERY_HOUR.uploads_id, maxResults=50).json()
    assert body["pageInfo"]["totalResults"] == 20_000


def test_gone_videos_keep_their_place_in_a_playlist_under_a_stand_in_title(sandbox: Sandbox) -> None:
    items = everything(sandbox, cast.DOZEN_PLAYLIST, part="snippet,contentDetails")
    titles = {item["contentDetails"]["videoId"]: item["snippet"]["title"] for item in items}
    assert len(items) == 12
    assert titles[cast.PRIVATE_VIDEO] == "Private video"
    assert titles[cast.DELETED_VIDEO] == "Deleted video"
    gone = next(item for item in items if item["contentDetails"]["videoId"] == cast.DELETED_VIDEO)
    assert "videoOwnerChannelId" not in gone["snippet"]
    assert "videoPublishedAt" not in gone["contentDetails"]


@pytest.mark.parametrize(
    ("playlist", "count"),
    [
        (cast.EMPTY_PLAYLIST, 0),
        (cast.DOZEN_PLAYLIST, 12),
        (cast.PLAYLIST_OF_180, 180),
        (cast.PLAYLIST_OF_20000, 20_000),
    ],
)
def test_playlists_have_the_length_they_say(sandbox: Sandbox, playlist: str, count: int) -> None:
    said = api(sandbox, "playlists", part="contentDetails", id=playlist).json()["items"][0]
    assert said["contentDetails"]["itemCount"] == count
    listed = api(sandbox, "playlistItems", part="id", playlistId=playlist).json()
    assert listed["pageInfo"]["totalResults"] == count


def test_a_private_playlist_is_refused(sandbox: Sandbox) -> None:
    answer = api(sandbox, "playlistItems", part="id", playlistId=cast.PRIVATE_PLAYLIST)
    assert refusal(answer) == (403, "playlistItemsNotAccessible")


# Videos


def test_private_deleted_and_unknown_videos_are_left_out_without_a_word(sandbox: Sandbox) -> None:
    ids = [
        cast.PRIVATE_VIDEO,
        cast.PLAIN_VIDEO,
        cast.DELETED_VIDEO,
        cast.UNKNOWN_VIDEO,
        "not-an-id",
        cast.UNLISTED_VIDEO,
    ]
    answer = api(sandbox, "videos", part="id", id=",".join(ids))
    assert answer.status == 200
    assert [video["id"] for video in answer.json()["items"]] == [cast.PLAIN_VIDEO, cast.UNLISTED_VIDEO]


def test_fifty_ids_are_the_most(sandbox: Sandbox) -> None:
    ids = [cast.RAIN_BARREL.video(number) for number in range(51)]
    assert len(api(sandbox, "videos", part="id", id=",".join(ids[:50])).json()["items"]) == 50
    assert refusal(api(sandbox, "videos", part="id", id=",".join(ids))) == (400, "invalidFilters")


def test_each_specimen_shows_what_is_the_matter(sandbox: Sandbox) -> None:
    names = [
        cast.UPCOMING_VIDEO,
        cast.LIVE_VIDEO,
        cast.AGE_RESTRICTED_VIDEO,
        cast.REGION_BLOCKED_VIDEO,
        cast.LONG_SHORT_VIDEO,
    ]
    parts = "snippet,contentDetails,liveStreamingDetails"
    items = api(sandbox, "videos", part=parts, id=",".join(names)).json()["items"]
    upcoming, live, restricted, blocked, short = items
    assert upcoming["snippet"]["liveBroadcastContent"] == "upcoming"
    assert upcoming["liveStreamingDetails"]["scheduledStartTime"] == "2026-11-23T18:00:00Z"
    assert upcoming["contentDetails"]["duration"] == live["contentDetails"]["duration"] == "P0D"
    assert live["snippet"]["liveBroadcastContent"] == "live"
    assert restricted["contentDetails"]["contentRating"] == {"ytRating": "ytAgeRestricted"}
    assert blocked["contentDetails"]["regionRestriction"] == {"blocked": ["DE", "FR", "JP"]}
    assert short["contentDetails"]["duration"] == "PT2M30S"
    assert "shortsAspectRatio" in short["snippet"]["thumbnails"]


def test_counters_are_strings_and_hidden_ones_absent(sandbox: Sandbox) -> None:
    names = [cast.PLAIN_VIDEO, cast.HIDDEN_LIKES_VIDEO, cast.HIDDEN_COMMENTS_VIDEO, cast.MEMBERS_ONLY_VIDEO]
    items = api(sandbox, "videos", part="statistics", id=",".join(names)).json()["items"]
    plain, no_likes, no_comments, members = (item["statistics"] for item in items)
    assert all(isinstance(value, str) and value.isdecimal() for value in plain.values())
    assert set(plain) == {"viewCount", "likeCount", "commentCount", "favoriteCount"}
    assert "likeCount" not in no_likes
    assert "commentCount" not in no_comments
    assert "viewCount" not in members


def test_batch_stats_speak_of_other_fields(sandbox: Sandbox) -> None:
    body = api(sandbox, "videos:batchGetStats", part="snippet,contentDetails,statistics", id=cast.PLAIN_VIDEO).json()
    (item,) = body["items"]
    assert set(item["snippet"]) == {"publishTime"}
    assert item["contentDetails"] == {"duration": "754s"}
    assert set(item["statistics"]) == {"viewCount", "likeCount", "commentCount"}


# What is asked and how


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ({"id": cast.PLAIN_VIDEO}, (400, "missingRequiredParameter")),
        ({"part": "snippet"}, (400, "missingRequiredParameter")),
        ({"part": "snipet", "id": cast.PLAIN_VIDEO}, (400, "unknownPart")),
        ({"part": "fileDetails", "id": cast.PLAIN_VIDEO}, (403, "forbidden")),
        ({"part": "id", "id": cast.PLAIN_VIDEO, "chart": "mostPopular"}, (400, "incompatibleParameters")),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong_and_costs_one(
    sandbox: Sandbox, query: dict[str, Any], answer: tuple[int, str]
) -> None:
    assert refusal(api(sandbox, "videos", **query)) == answer
    assert sandbox.usage()["pool"] == 1


def test_only_the_parts_asked_for_are_answered(sandbox: Sandbox) -> None:
    (item,) = api(sandbox, "videos", part="statistics", id=cast.PLAIN_VIDEO).json()["items"]
    assert set(item) == {"kind", "etag", "id", "statistics"}


def test_fields_narrow_the_answer(sandbox: Sandbox) -> None:
    fields = "items(id,snippet/title),pageInfo/totalResults"
    body = api(sandbox, "videos", part="snippet,status", id=cast.PLAIN_VIDEO, fields=fields).json()
    assert body == {
        "pageInfo": {"totalResults": 1},
        "items": [{"id": cast.PLAIN_VIDEO, "snippet": {"title": "Nothing is the matter with this one"}}],
    }
    assert refusal(api(sandbox, "videos", part="id", id=cast.PLAIN_VIDEO, fields="items(id")) == (
        400,
        "invalidParameter",
    )


@pytest.mark.parametrize(
    ("key", "answer"),
    [("bad-one", (400, "keyInvalid")), ("malformed", (400, "badRequest")), ("expired", (400, "keyExpired"))],
)
def test_bad_keys_are_refused_and_cost_nothing(sandbox: Sandbox, key: str, answer: tuple[int, str]) -> None:
    refused = api(sandbox, "videos", part="id", id=cast.PLAIN_VIDEO, key=key)
    assert refusal(refused) == answer
    assert refused.json()["error"]["details"][0]["reason"].startswith("API_KEY_")
    assert sandbox.usage()["pool"] == 0


def test_a_key_may_come_in_a_header_and_none_is_403(sandbox: Sandbox) -> None:
    path = f"/youtube/v3/videos?part=id&id={cast.PLAIN_VIDEO}"
    assert ask(sandbox, API, path, headers={"X-Goog-Api-Key": "good"}).status == 200
    assert refusal(ask(sandbox, API, path)) == (403, "forbidden")


def test_both_hosts_serve(sandbox: Sandbox) -> None:
    path = f"/youtube/v3/videos?part=snippet&id={cast.PLAIN_VIDEO}&key=good"
    assert ask(sandbox, "YouTube.googleapis.com:443", path).json() == ask(sandbox, API, path).json()


def test_an_unchanged_answer_is_304_and_still_costs_one(sandbox: Sandbox) -> None:
    first = api(sandbox, "videos", part="snippet", id=cast.PLAIN_VIDEO)
    again = api(
        sandbox, "videos", part="snippet", id=cast.PLAIN_VIDEO, headers={"If-None-Match": first.headers["etag"]}
    )
    assert first.headers["etag"] == f'"{first.json()["etag"]}"'
    assert (again.status, again.body) == (304, b"")
    assert sandbox.usage()["pool"] == 2


def test_an_answer_that_changed_is_no_304(sandbox: Sandbox) -> None:
    first = api(sandbox, "videos", part="snippet", id=cast.PLAIN_VIDEO)
    sandbox.world("edit_video", id=cast.PLAIN_VIDEO, title="Something is the matter now")
    again = api(
        sandbox, "videos", part="snippet", id=cast.PLAIN_VIDEO, headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status == 200
    assert again.json()["items"][0]["snippet"]["title"] == "Something is the matter now"
