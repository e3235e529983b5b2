"""The client against a YouTube that obeys the documented rules: what comes, what it costs, what refuses."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from sandbox import cast
from tests.support.caller import PlainCaller, store_each
from tests.support.sandbox import Sandbox
from vitrine.lib import clock
from vitrine.lib.errors import (
    ContentNotFoundError,
    IntegrationAuthError,
    QuotaExceededError,
    RateLimitError,
    UpstreamUnavailableError,
    Verdict,
    VitrineError,
)
from vitrine.platforms import registry
from vitrine.platforms.types import Availability, Listing, Ref, RemoteItem
from vitrine.platforms.youtube import urls
from vitrine.platforms.youtube.costs import POOL
from vitrine.platforms.youtube.platform import platform as youtube

BENCH = "@hallowaybench"  # 184 videos
SPECIMENS = "@specimens"  # 15, one for each thing that can be the matter
TEN_THOUSAND = "@tenthousand"


def items_of(pages: Iterable[Listing]) -> list[RemoteItem]:
    return [item for page in pages for item in page.items]


def listed(caller: PlainCaller, text: str, *, limit: int | None = None, cursor: str = "") -> list[Listing]:
    return list(youtube.listing(caller, registry.recognise(text), limit=limit, cursor=cursor))


def fetched(caller: PlainCaller, video_id: str) -> RemoteItem:
    return youtube.fetch(caller, urls.video(video_id))


def pool(sandbox: Sandbox) -> int:
    """What YouTube itself counted."""
    return sandbox.usage()["pool"]


# -------------------------------------------------------------------------------------------------- lists with a key


@pytest.mark.parametrize(
    ("text", "limit", "count", "units"),
    [
        ("@emptychannel", None, 0, 1),
        (BENCH, 1, 1, 3),
        (BENCH, 10, 10, 3),
        (BENCH, 50, 50, 3),
        (BENCH, 51, 51, 5),
        (BENCH, 100, 100, 5),
        (BENCH, None, 184, 9),
        (BENCH, 1_000, 184, 9),
        (BENCH, 0, 0, 1),
        (SPECIMENS, None, 15, 3),
        (cast.EMPTY_PLAYLIST, None, 0, 1),
        (cast.DOZEN_PLAYLIST, None, 12, 3),
        (cast.PLAYLIST_OF_180, None, 180, 9),
    ],
)
def test_a_list_comes_whole_for_one_unit_and_two_for_every_fifty(  # noqa: PLR0917 - a table's columns
    keyed: PlainCaller, sandbox: Sandbox, text: str, limit: int | None, count: int, units: int
) -> None:
    items = items_of(listed(keyed, text, limit=limit))
    assert len(items) == len({item.ref.id for item in items}) == count
    assert keyed.units[POOL] == pool(sandbox) == units
    assert set(keyed.units) == {POOL}, "never a search"
    assert youtube.price(registry.recognise(text), count).units == units


def test_the_first_page_says_what_is_being_listed(keyed: PlainCaller) -> None:
    first, *rest = listed(keyed, BENCH)
    assert first.summary is not None
    assert first.summary.ref == urls.channel("UCaXlwLp-8n5PaRQKqGWIBcQ")
    assert (first.summary.title, first.summary.count) == ("Halloway Bench", 184)
    assert first.summary.picture is not None
    assert first.summary.note == ""
    assert first.summary.facts["uploads"] == "UUaXlwLp-8n5PaRQKqGWIBcQ"
    assert all(page.summary is None for page in rest)


def test_only_the_last_page_of_a_whole_list_is_complete(keyed: PlainCaller) -> None:
    assert [page.complete for page in listed(keyed, BENCH)] == [False, False, False, True]
    assert [page.complete for page in listed(keyed, BENCH, limit=60)] == [False, False]
    assert [page.complete for page in listed(keyed, BENCH, limit=184)] == [False, False, False, True]
    assert [page.complete for page in listed(keyed, "@emptychannel")] == [True]


def test_every_way_to_name_a_channel_leads_to_it(keyed: PlainCaller, sandbox: Sandbox) -> None:
    channels = {
        "youtube.com/user/slowkilnpottery": "UCV2ldQ1pkqzbwi3AF-0RDuw",
        "youtube.com/c/NadiOkonlindField": "UClG5NYbQKBH6yZI7YoAPrNg",
        "youtube.com/NadiOkonlindField": "UClG5NYbQKBH6yZI7YoAPrNg",
        "youtube.com/@%E7%AA%AF%E3%81%AE%E3%81%97%E3%81%94%E3%81%A8": "UCvvV6IR2xuQE7uRnWz-I07Q",
        "@HallowayBench": "UCaXlwLp-8n5PaRQKqGWIBcQ",
        "UCaXlwLp-8n5PaRQKqGWIBcQ": "UCaXlwLp-8n5PaRQKqGWIBcQ",
    }
    for text, channel_id in channels.items():
        assert youtube.summary(keyed, registry.recognise(text)).ref == urls.channel(channel_id)
    assert pool(sandbox) == len(channels), "a unit each"


def test_pages_are_on_their_way_before_they_are_asked_for(keyed: PlainCaller) -> None:
    pages = youtube.listing(keyed, registry.recognise(BENCH))
    next(pages)
    assert keyed.asked["videos.list"] >= 2, "the second page's videos"
    assert keyed.asked["playlistItems.list"] >= 3, "the third page's lines"


def test_whoever_stops_early_pays_for_little_more_than_was_read(keyed: PlainCaller, sandbox: Sandbox) -> None:
    pages = youtube.listing(keyed, registry.recognise(TEN_THOUSAND))
    next(pages)
    pages.close()  # type: ignore[attr-defined]  # a generator
    assert pool(sandbox) <= 1 + 2 * 4


def test_a_cursor_takes_up_where_a_run_stopped(keyed: PlainCaller, sandbox: Sandbox) -> None:
    whole = [item.ref.id for item in items_of(listed(keyed, BENCH))]
    pages = youtube.listing(keyed, registry.recognise(BENCH))
    first = next(pages)
    sandbox.reset()
    rest = listed(keyed, BENCH, cursor=first.cursor)
    assert [item.ref.id for item in (*first.items, *items_of(rest))] == whole
    assert pool(sandbox) == 1 + 2 * 3
    assert rest[0].summary is not None
    assert not any(page.complete for page in rest), "this run did not see every item"
    assert rest[-1].cursor == ""


@pytest.mark.parametrize(("limit", "count", "units"), [(50, 0, 1), (60, 10, 3), (120, 70, 5)])
def test_a_limit_counts_what_was_given_before_the_cursor(
    keyed: PlainCaller, sandbox: Sandbox, limit: int, count: int, units: int
) -> None:
    first = next(youtube.listing(keyed, registry.recognise(BENCH)))
    sandbox.reset()
    pages = listed(keyed, BENCH, limit=limit, cursor=first.cursor)
    assert len(items_of(pages)) == count
    assert pages[0].summary is not None
    assert pool(sandbox) == units


@pytest.mark.parametrize("cursor", ["nonsense", "UUaXlwLp-8n5PaRQKqGWIBcQ 50 nonsense", "UUother 50 CDIQAA", "a b c d"])
def test_a_cursor_that_is_no_good_means_from_the_beginning(keyed: PlainCaller, cursor: str) -> None:
    pages = listed(keyed, BENCH, cursor=cursor)
    assert len(items_of(pages)) == 184
    assert pages[-1].complete


# ----------------------------------------------------------------------------------------------------- single videos


@pytest.mark.parametrize(
    ("video_id", "availability"),
    [
        (cast.PLAIN_VIDEO, Availability.AVAILABLE),
        (cast.UNLISTED_VIDEO, Availability.UNLISTED),
        (cast.MEMBERS_ONLY_VIDEO, Availability.MEMBERS_ONLY),
        (cast.UPCOMING_VIDEO, Availability.UPCOMING),
        (cast.LIVE_VIDEO, Availability.LIVE),
        (cast.AGE_RESTRICTED_VIDEO, Availability.AGE_RESTRICTED),
        (cast.PAST_LIVE_VIDEO, Availability.AVAILABLE),
        (cast.REGION_BLOCKED_VIDEO, Availability.AVAILABLE),
    ],
)
def test_each_availability_of_a_single_video(
    keyed: PlainCaller, sandbox: Sandbox, video_id: str, availability: Availability
) -> None:
    item = fetched(keyed, video_id)
    assert (item.ref, item.availability) == (urls.video(video_id), availability)
    assert item.title
    assert pool(sandbox) == 1


@pytest.mark.parametrize("video_id", [cast.PRIVATE_VIDEO, cast.DELETED_VIDEO, cast.UNKNOWN_VIDEO])
def test_a_single_video_that_upstream_leaves_out_is_not_there(keyed: PlainCaller, video_id: str) -> None:
    with pytest.raises(ContentNotFoundError) as caught:
        fetched(keyed, video_id)
    assert video_id in caught.value.log
    assert "a-good-key" not in caught.value.log


def test_in_a_list_each_that_does_not_come_has_its_own_reason(keyed: PlainCaller, sandbox: Sandbox) -> None:
    sandbox.world("edit_video", id=cast.PLAIN_VIDEO, deleted=True, lingers=True)
    found = {item.ref.id: item.availability for item in items_of(listed(keyed, cast.DOZEN_PLAYLIST))}
    assert found[cast.PRIVATE_VIDEO] is Availability.PRIVATE
    assert found[cast.DELETED_VIDEO] is Availability.DELETED
    assert found[cast.UNLISTED_VIDEO] is Availability.UNLISTED
    assert found[cast.MEMBERS_ONLY_VIDEO] is Availability.MEMBERS_ONLY
    assert found[cast.UPCOMING_VIDEO] is Availability.UPCOMING
    assert found[cast.LIVE_VIDEO] is Availability.LIVE
    assert found[cast.AGE_RESTRICTED_VIDEO] is Availability.AGE_RESTRICTED
    assert found[cast.HIDDEN_LIKES_VIDEO] is Availability.AVAILABLE
    uploads = {item.ref.id: item.availability for item in items_of(listed(keyed, SPECIMENS))}
    assert uploads[cast.PLAIN_VIDEO] is Availability.DELETED


def test_hidden_counters_are_absent(keyed: PlainCaller) -> None:
    assert fetched(keyed, cast.HIDDEN_LIKES_VIDEO).counters.keys() == {"views", "comments"}
    assert fetched(keyed, cast.HIDDEN_COMMENTS_VIDEO).counters.keys() == {"views", "likes"}


def test_a_bad_date_costs_the_video_its_date_and_nothing_else(keyed: PlainCaller) -> None:
    items = {item.ref.id: item for item in items_of(listed(keyed, SPECIMENS))}
    assert len(items) == 15
    assert items[cast.BAD_DATE_VIDEO].published_at is None
    assert items[cast.BAD_DATE_VIDEO].unknown == {"published_at"}
    assert all(item.published_at for item in items.values() if item.ref.id != cast.BAD_DATE_VIDEO)


def test_an_id_that_the_channel_does_not_have(keyed: PlainCaller) -> None:
    for ref in (urls.channel(cast.UNKNOWN_CHANNEL), urls.named("handle", "nobody.of.that.name")):
        with pytest.raises(ContentNotFoundError, match="no item"):
            youtube.summary(keyed, ref)


def test_a_private_playlist_is_not_there(keyed: PlainCaller) -> None:
    with pytest.raises(ContentNotFoundError):
        listed(keyed, cast.PRIVATE_PLAYLIST)


def test_a_video_before_it_is_imported(keyed: PlainCaller) -> None:
    summary = youtube.summary(keyed, urls.video(cast.PLAIN_VIDEO))
    assert not summary.is_list
    assert summary.picture is not None
    assert summary.author is not None
    assert summary.facts["availability"] == "available"


def test_wrong_kinds_are_a_mistake_of_ours(keyed: PlainCaller) -> None:
    with pytest.raises(VitrineError) as caught:
        youtube.fetch(keyed, urls.channel(cast.UNKNOWN_CHANNEL))
    assert caught.value.verdict is Verdict.OURS
    with pytest.raises(VitrineError):
        list(youtube.listing(keyed, urls.video(cast.PLAIN_VIDEO)))
    assert not keyed.asked


# ------------------------------------------------------------------------------------------------------------- Shorts


def test_shorts_are_told_by_proof_and_not_by_sixty_seconds(keyed: PlainCaller, keyless: PlainCaller) -> None:
    items = {item.ref.id: item for item in items_of(listed(keyed, SPECIMENS))}
    assert (items[cast.BRIEF_VIDEO].form, items[cast.BRIEF_VIDEO].duration) == ("upload", 40)
    assert (items[cast.LONG_SHORT_VIDEO].form, items[cast.LONG_SHORT_VIDEO].duration) == ("short", 150)
    assert items[cast.PAST_LIVE_VIDEO].form == "live"
    assert fetched(keyed, cast.BRIEF_VIDEO).form == "upload"
    assert fetched(keyed, cast.LONG_SHORT_VIDEO).form == "short"
    assert fetched(keyless, cast.LONG_SHORT_VIDEO).form == "short"


def test_every_form_of_a_channel_agrees_with_its_feed(keyed: PlainCaller, keyless: PlainCaller) -> None:
    forms = {item.ref.id: item.form for item in items_of(listed(keyed, TEN_THOUSAND, limit=50))}
    assert Counter(forms.values()).keys() == {"short", "upload", "live"}
    for item in items_of(listed(keyless, TEN_THOUSAND)):
        assert (forms[item.ref.id] == "short") is (item.form == "short")


# ------------------------------------------------------------------------------------------------------ without a key


def test_without_a_key_the_newest_fifteen_come_and_the_note_says_so(keyless: PlainCaller, sandbox: Sandbox) -> None:
    [page] = listed(keyless, BENCH)
    assert len(page.items) == 15
    assert not page.complete
    assert page.summary is not None
    assert page.summary.ref == urls.channel("UCaXlwLp-8n5PaRQKqGWIBcQ")
    assert page.summary.count is None
    assert page.summary.is_list
    assert "newest 15" in page.summary.note
    assert "YOUTUBE_API_KEY" in page.summary.note
    assert pool(sandbox) == 0
    assert not keyless.units
    for item in page.items:
        assert {"duration", "tags", "language", "availability"} <= item.unknown
        assert item.title
        assert item.published_at
        assert item.pictures
        assert item.author
        assert item.author.id == page.summary.ref.id


def test_without_a_key_the_same_fifteen_as_with_one(keyed: PlainCaller, keyless: PlainCaller) -> None:
    with_key = {item.ref.id: item for item in items_of(listed(keyed, BENCH, limit=15))}
    without = {item.ref.id: item for item in items_of(listed(keyless, BENCH))}
    assert with_key.keys() == without.keys()
    for video_id, item in without.items():
        assert (item.title, item.description) == (with_key[video_id].title, with_key[video_id].description)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("UCaXlwLp-8n5PaRQKqGWIBcQ", "Halloway Bench"),
        ("@窯のしごと", "窯のしごと"),
        ("youtube.com/user/slowkilnpottery", "The Slow Kiln"),
        ("youtube.com/c/NadiOkonlindField", "Nadi Okonlind"),
    ],
)
def test_without_a_key_every_name_is_resolved(keyless: PlainCaller, text: str, title: str) -> None:
    summary = youtube.summary(keyless, registry.recognise(text))
    assert (summary.title, summary.ref.by) == (title, "id")
    assert summary.ref.id.startswith("UC")


def test_without_a_key_a_limit_holds(keyless: PlainCaller) -> None:
    assert len(items_of(listed(keyless, BENCH, limit=3))) == 3
    assert items_of(listed(keyless, BENCH, limit=0)) == []


def test_without_a_key_a_list_of_less_than_fifteen_is_counted_and_not_called_cut(keyless: PlainCaller) -> None:
    [page] = listed(keyless, "@emptychannel")
    assert page.summary is not None
    assert page.summary.count == 0
    assert "newest 15" not in page.summary.note
    assert not page.complete, "a feed may be stale, or leave out what only members see"


def test_without_a_key_a_video_in_the_feed_is_told_in_full(keyless: PlainCaller, keyed: PlainCaller) -> None:
    item, whole = fetched(keyless, cast.PLAIN_VIDEO), fetched(keyed, cast.PLAIN_VIDEO)
    assert (item.title, item.description) == (whole.title, whole.description)
    assert item.published_at == whole.published_at
    assert item.counters["views"] == whole.counters["views"]
    assert "duration" in item.unknown


def test_without_a_key_an_older_video_comes_with_what_oembed_tells(keyless: PlainCaller, keyed: PlainCaller) -> None:
    oldest = items_of(listed(keyed, BENCH))[-1]
    item = fetched(keyless, oldest.ref.id)
    assert item.title == oldest.title
    assert item.author is not None
    assert item.author.name == "Halloway Bench"
    assert {"description", "published_at", "counters", "duration", "blocks"} <= item.unknown


@pytest.mark.parametrize("video_id", [cast.PRIVATE_VIDEO, cast.DELETED_VIDEO, cast.UNKNOWN_VIDEO])
def test_without_a_key_a_video_that_is_not_there(keyless: PlainCaller, video_id: str) -> None:
    with pytest.raises(ContentNotFoundError) as caught:
        fetched(keyless, video_id)
    assert video_id in caught.value.log


@pytest.mark.parametrize(
    "ref", [urls.channel(cast.UNKNOWN_CHANNEL), urls.named("handle", "nobody"), urls.named("custom", "nobody")]
)
def test_without_a_key_a_channel_that_is_not_there(keyless: PlainCaller, ref: Ref) -> None:
    with pytest.raises(ContentNotFoundError):
        list(youtube.listing(keyless, ref))


# ------------------------------------------------------------------------------------------------------------- faults

STORMS: list[dict[str, Any]] = [{"kind": "storm"}, {"kind": "status", "status": 404}, {"kind": "status", "status": 500}]


@pytest.mark.parametrize("storm", STORMS)
@pytest.mark.parametrize("text", ["UCaXlwLp-8n5PaRQKqGWIBcQ", BENCH, cast.PLAYLIST_OF_180])
def test_a_storm_over_the_feeds_is_waited_out(
    keyless: PlainCaller, sandbox: Sandbox, storm: dict[str, Any], text: str
) -> None:
    sandbox.fault(path="/feeds/videos.xml", **storm)
    with pytest.raises(UpstreamUnavailableError) as caught:
        listed(keyless, text)
    assert caught.value.verdict is Verdict.TRANSIENT
    assert "feed" in caught.value.sentence
    sandbox.clear_faults()
    assert len(items_of(listed(keyless, text))) == 15


def test_a_storm_does_not_hide_what_a_channel_is_called(keyless: PlainCaller, sandbox: Sandbox) -> None:
    sandbox.fault("storm")
    summary = youtube.summary(keyless, registry.recognise(BENCH))
    assert summary.title.startswith("Halloway Bench")
    assert "out of order" in summary.note
    with pytest.raises(UpstreamUnavailableError):
        youtube.summary(keyless, urls.playlist(cast.PLAYLIST_OF_180))


def test_a_storm_is_nothing_to_whoever_has_a_key(keyed: PlainCaller, sandbox: Sandbox) -> None:
    sandbox.fault("storm")
    assert len(items_of(listed(keyed, BENCH))) == 184
    assert pool(sandbox) == 9


@pytest.mark.parametrize("status", [403, 429])
def test_an_address_that_the_feed_refuses_waits(keyless: PlainCaller, sandbox: Sandbox, status: int) -> None:
    sandbox.fault("status", status=status, path="/feeds/")
    with pytest.raises(RateLimitError) as caught:
        listed(keyless, BENCH)
    assert caught.value.until is not None


@pytest.mark.parametrize("kind", ["cut", "empty", "html", "invalid_utf8", "truncate_json", "close"])
@pytest.mark.parametrize("path", ["/youtube/v3/channels", "/youtube/v3/playlistItems", "/youtube/v3/videos"])
def test_nonsense_where_an_answer_was_promised(keyed: PlainCaller, sandbox: Sandbox, kind: str, path: str) -> None:
    sandbox.fault(kind, path=path)
    with pytest.raises(UpstreamUnavailableError) as caught:
        listed(keyed, BENCH)
    assert caught.value.verdict in {Verdict.TRANSIENT, Verdict.WAITING}
    assert "a-good-key" not in caught.value.log


@pytest.mark.parametrize("kind", ["cut", "empty", "html", "close"])
def test_nonsense_where_a_feed_was_promised(keyless: PlainCaller, sandbox: Sandbox, kind: str) -> None:
    sandbox.fault(kind, path="/feeds/")
    with pytest.raises(UpstreamUnavailableError):
        listed(keyless, BENCH)


@pytest.mark.parametrize("kind", ["empty", "html", "truncate_json"])
def test_nonsense_where_oembed_was_promised(keyless: PlainCaller, sandbox: Sandbox, kind: str) -> None:
    sandbox.fault(kind, path="/oembed")
    with pytest.raises(UpstreamUnavailableError):
        fetched(keyless, cast.PLAIN_VIDEO)


def test_a_fault_that_passes_is_not_noticed(keyed: PlainCaller, sandbox: Sandbox) -> None:
    sandbox.fault("status", status=503, path="/youtube/v3/videos", times=1)
    assert len(items_of(listed(keyed, BENCH))) == 184


@pytest.mark.parametrize(("told", "seconds"), [({}, 60), ({"retry_after": 120}, 120)])
def test_429_waits_as_long_as_it_is_told_and_a_minute_else(
    keyed: PlainCaller, sandbox: Sandbox, told: dict[str, Any], seconds: int
) -> None:
    sandbox.fault("status", status=429, path="/youtube/v3/", **told)
    with pytest.raises(RateLimitError) as caught:
        listed(keyed, BENCH)
    assert caught.value.verdict is Verdict.WAITING
    assert caught.value.until is not None
    assert caught.value.until - clock.now() == pytest.approx(timedelta(seconds=seconds), abs=timedelta(seconds=10))


def test_a_stall_ends_when_patience_does(keyed: PlainCaller, sandbox: Sandbox) -> None:
    keyed.timeouts = {"read_timeout": 0.2, "total_timeout": 0.5}
    sandbox.fault("stall", seconds=30, path="/youtube/v3/playlistItems")
    with pytest.raises(UpstreamUnavailableError) as caught:
        listed(keyed, BENCH)
    assert caught.value.verdict is Verdict.TRANSIENT


def until_refused(pages: Iterator[Listing]) -> tuple[list[Listing], VitrineError]:
    """The pages given before the error, and the error."""
    given: list[Listing] = []
    with pytest.raises(VitrineError) as caught:
        store_each(pages, given)
    return given, caught.value


def test_each_page_before_the_end_of_the_quota_is_given_first(keyed: PlainCaller, sandbox: Sandbox) -> None:
    sandbox.quota("pool", 10_000 - 6)
    given, error = until_refused(youtube.listing(keyed, registry.recognise(BENCH)))
    assert [len(page.items) for page in given] == [50, 50]
    assert isinstance(error, QuotaExceededError)
    assert error.until is not None
    assert error.detail["bucket"] == POOL
    assert pool(sandbox) == 10_000


def test_what_our_own_ledger_refuses_comes_with_the_cursor_later(keyed: PlainCaller) -> None:
    keyed.left[POOL] = 6
    given, error = until_refused(youtube.listing(keyed, registry.recognise(BENCH)))
    assert isinstance(error, QuotaExceededError)
    before = items_of(given)
    assert len(before) == 100
    keyed.left.clear()
    after = items_of(listed(keyed, BENCH, cursor=given[-1].cursor))
    assert len({item.ref.id for item in (*before, *after)}) == len(before) + len(after) == 184


@pytest.mark.parametrize("key", ["bad-key", "malformed-key", "expired-key", "disabled-key"])
def test_a_key_that_is_not_accepted_is_told_to_whoever_runs_the_site(keyed: PlainCaller, key: str) -> None:
    keyed.api_key = key
    with pytest.raises(IntegrationAuthError) as caught:
        youtube.summary(keyed, registry.recognise(BENCH))
    assert caught.value.verdict is Verdict.PERMANENT
    assert "YOUTUBE_API_KEY" in caught.value.sentence
    assert key not in caught.value.log


def test_the_key_travels_in_no_address(keyed: PlainCaller, sandbox: Sandbox) -> None:
    listed(keyed, BENCH, limit=1)
    rows = sandbox.log()
    assert rows
    assert not any("a-good-key" in str(row["query"]) + str(row["path"]) for row in rows)
