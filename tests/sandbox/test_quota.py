"""Quota: buckets, what is said when they are empty, and when the day begins."""

from typing import Any

from sandbox import cast
from tests.sandbox.ask import api
from tests.support.sandbox import Sandbox


def test_the_pool_ends_with_403_and_html_in_the_message(sandbox: Sandbox) -> None:
    sandbox.quota("pool", 9_999)
    assert api(sandbox, "videos", part="id", id=cast.PLAIN_VIDEO).status == 200
    refused = api(sandbox, "videos", part="id", id=cast.PLAIN_VIDEO)
    error = refused.json()["error"]
    assert (refused.status, refused.reason()) == (403, "quotaExceeded")
    assert error["errors"][0]["domain"] == "youtube.quota"
    assert "<a href=" in error["message"]
    assert sandbox.usage()["pool"] == 10_000


def test_a_granular_bucket_ends_with_429_per_day(sandbox: Sandbox) -> None:
    sandbox.quota("batchGetStats", 10_000)
    refused = api(sandbox, "videos:batchGetStats", part="id", id=cast.PLAIN_VIDEO)
    error = refused.json()["error"]
    assert (refused.status, refused.reason()) == (429, "rateLimitExceeded")
    assert "per day" in error["message"]
    assert error["errors"][0]["domain"] == "global"
    assert "retry-after" not in refused.headers
    assert api(sandbox, "videos", part="id", id=cast.PLAIN_VIDEO).status == 200  # the pool is another


def test_counters_are_paid_from_their_own_bucket(sandbox: Sandbox) -> None:
    api(sandbox, "videos:batchGetStats", part="id", id=cast.PLAIN_VIDEO)
    usage = sandbox.usage()
    assert (usage["batchGetStats"], usage["pool"]) == (1, 0)


def test_the_day_begins_at_midnight_in_los_angeles(sandbox: Sandbox) -> None:
    sandbox.clock("2026-11-20T07:59:00+00:00")  # 23:59 the day before, Pacific standard time
    sandbox.quota("pool", 10_000)
    assert api(sandbox, "videos", part="id", id=cast.PLAIN_VIDEO).status == 403
    sandbox.clock(advance=120)
    assert api(sandbox, "videos", part="id", id=cast.PLAIN_VIDEO).status == 200
    assert sandbox.usage()["pool"] == 1


def test_the_day_begins_an_hour_earlier_in_summer(sandbox: Sandbox) -> None:
    sandbox.clock("2026-07-01T06:59:00+00:00")
    sandbox.quota("pool", 10_000)
    sandbox.clock(advance=120)
    assert sandbox.usage()["pool"] == 0


def test_the_log_tells_endpoint_bucket_and_units(sandbox: Sandbox) -> None:
    api(sandbox, "channels", part="id", forHandle="@slowkiln")
    api(sandbox, "channels", part="id", forHandle="@slowkiln", key="bad")
    paid, free = sandbox.log("channels.list")
    assert (paid["status"], paid["bucket"], paid["units"]) == (200, "pool", 1)
    assert (free["status"], free["units"]) == (400, 0)


def test_a_whole_channel_costs_one_and_two_a_page(sandbox: Sandbox) -> None:
    api(sandbox, "channels", part="contentDetails", forHandle="@hallowaybench")
    token: dict[str, Any] = {}
    while True:
        page = api(
            sandbox,
            "playlistItems",
            part="contentDetails",
            playlistId=cast.HALLOWAY_BENCH.uploads_id,
            maxResults=50,
            **token,
        ).json()
        ids = ",".join(item["contentDetails"]["videoId"] for item in page["items"])
        assert len(api(sandbox, "videos", part="snippet", id=ids).json()["items"]) == len(page["items"])
        if "nextPageToken" not in page:
            break
        token = {"pageToken": page["nextPageToken"]}
    assert sandbox.usage()["pool"] == 1 + 4 * 2
