"""The Atom feed and its quirks."""

import xml.etree.ElementTree as ET

import pytest

from sandbox import cast
from tests.sandbox.ask import SITE, Answer, api, ask
from tests.support.sandbox import Sandbox

ATOM, YT = "{http://www.w3.org/2005/Atom}", "{http://www.youtube.com/xml/schemas/2015}"
MEDIA = "{http://search.yahoo.com/mrss/}"


def feed(sandbox: Sandbox, query: str, **headers: str) -> Answer:
    return ask(sandbox, SITE, f"/feeds/videos.xml?{query}", headers=headers)


def tree(answer: Answer) -> ET.Element:
    assert answer.status == 200
    return ET.fromstring(answer.body)  # noqa: S314  of our own making


def video_ids(root: ET.Element) -> list[str]:
    return [entry.findtext(f"{YT}videoId", "") for entry in root.iter(f"{ATOM}entry")]


def test_it_is_the_first_fifteen_of_the_uploads_in_their_order(sandbox: Sandbox) -> None:
    page = api(sandbox, "playlistItems", part="contentDetails", playlistId=cast.SUNDAY_OVEN.uploads_id, maxResults=15)
    listed = [item["contentDetails"]["videoId"] for item in page.json()["items"]]
    assert video_ids(tree(feed(sandbox, f"channel_id={cast.SUNDAY_OVEN.id}"))) == listed
    assert video_ids(tree(feed(sandbox, f"playlist_id={cast.SUNDAY_OVEN.uploads_id}"))) == listed


def test_it_costs_nothing(sandbox: Sandbox) -> None:
    feed(sandbox, f"channel_id={cast.SUNDAY_OVEN.id}")
    assert sandbox.usage()["pool"] == 0
    assert sandbox.log("feed")[0]["units"] == 0


def test_ids_lack_their_uc_at_the_top_and_have_it_in_the_entries(sandbox: Sandbox) -> None:
    root = tree(feed(sandbox, f"channel_id={cast.SLOW_KILN.id}"))
    assert root.findtext(f"{ATOM}id") == f"yt:channel:{cast.SLOW_KILN.id[2:]}"
    assert root.findtext(f"{YT}channelId") == cast.SLOW_KILN.id[2:]
    assert {entry.findtext(f"{YT}channelId") for entry in root.iter(f"{ATOM}entry")} == {cast.SLOW_KILN.id}


def test_shorts_are_told_by_their_link_whatever_their_length(sandbox: Sandbox) -> None:
    root = tree(feed(sandbox, f"channel_id={cast.SPECIMENS.id}"))
    links = {}
    for entry in root.iter(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        links[entry.findtext(f"{YT}videoId")] = link.get("href")
    assert links[cast.LONG_SHORT_VIDEO] == f"https://www.youtube.com/shorts/{cast.LONG_SHORT_VIDEO}"
    assert links[cast.BRIEF_VIDEO] == f"https://www.youtube.com/watch?v={cast.BRIEF_VIDEO}"


def test_upcoming_ones_are_in_it_and_members_only_ones_are_not(sandbox: Sandbox) -> None:
    ids = video_ids(tree(feed(sandbox, f"channel_id={cast.SPECIMENS.id}")))
    assert cast.UPCOMING_VIDEO in ids
    assert cast.MEMBERS_ONLY_VIDEO not in ids


def test_hidden_counters_are_missing(sandbox: Sandbox) -> None:
    root = tree(feed(sandbox, f"channel_id={cast.SPECIMENS.id}"))
    entries = {entry.findtext(f"{YT}videoId"): entry for entry in root.iter(f"{ATOM}entry")}
    assert entries[cast.PLAIN_VIDEO].find(f".//{MEDIA}starRating") is not None
    assert entries[cast.HIDDEN_LIKES_VIDEO].find(f".//{MEDIA}starRating") is None
    assert entries[cast.HIDDEN_LIKES_VIDEO].find(f".//{MEDIA}statistics") is not None


def test_it_may_be_kept_a_quarter_of_an_hour_and_knows_no_etag(sandbox: Sandbox) -> None:
    answer = feed(sandbox, f"channel_id={cast.PLOT_LINE.id}", **{"If-None-Match": '"anything"'})
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=900"
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers
    assert b'rel="hub"' not in answer.body


def test_a_legacy_name_and_a_playlist_have_feeds(sandbox: Sandbox) -> None:
    assert tree(feed(sandbox, f"user={cast.LEGACY_USER}")).findtext(f"{ATOM}title") == cast.SLOW_KILN.title
    root = tree(feed(sandbox, f"playlist_id={cast.PLAYLIST_OF_180}"))
    assert root.findtext(f"{YT}playlistId") == cast.PLAYLIST_OF_180
    assert len(video_ids(root)) == 15


def test_a_list_of_shorts_has_a_feed(sandbox: Sandbox) -> None:
    root = tree(feed(sandbox, f"playlist_id=UUSH{cast.HALLOWAY_OFFCUTS.id[2:]}"))
    assert all("/shorts/" in (link.get("href") or "") for link in root.findall(f"{ATOM}entry/{ATOM}link"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("c=anything", 400),
        (f"channel_id={cast.UNKNOWN_CHANNEL}", 404),
        (f"playlist_id={cast.PRIVATE_PLAYLIST}", 404),
    ],
)
def test_what_there_is_not_is_told(sandbox: Sandbox, query: str, status: int) -> None:
    assert feed(sandbox, query).status == status


def test_markup_in_titles_stays_text(sandbox: Sandbox) -> None:
    root = tree(feed(sandbox, f"channel_id={cast.SPECIMENS.id}"))
    assert any((title.text or "").startswith("<script>") for title in root.iter(f"{ATOM}title"))


def test_a_storm_takes_all_feeds_and_nothing_else(sandbox: Sandbox) -> None:
    sandbox.fault("storm", times=2)
    for _ in range(2):
        gone = feed(sandbox, f"channel_id={cast.PLOT_LINE.id}")
        assert (gone.status, gone.headers["server"]) == (404, "YouTube RSS Feeds server")
        assert b"<!DOCTYPE html>" in gone.body
        assert api(sandbox, "channels", part="id", id=cast.PLOT_LINE.id).status == 200
    assert feed(sandbox, f"channel_id={cast.PLOT_LINE.id}").status == 200
