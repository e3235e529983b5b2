"""Lists that misbehave: tokens that go stale or round in circles, empty pages, lines and videos out of shape."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.platforms.youtube.scripted import (
    API,
    CHANNEL,
    UPLOADS,
    Script,
    asked,
    json_answer,
    line,
    page,
    refusal,
    video,
    video_id,
)
from tests.support.caller import PlainCaller, store_each
from tests.support.wire import Wire, answer, says, stalls
from vitrine.lib.errors import ContentNotFoundError, UpstreamUnavailableError, VitrineError
from vitrine.platforms.types import Availability, Broken, Listing, RemoteItem
from vitrine.platforms.youtube import urls
from vitrine.platforms.youtube.costs import MOST_ITEMS, POOL
from vitrine.platforms.youtube.errors import PageTokenError
from vitrine.platforms.youtube.forms import MOST_PROBES
from vitrine.platforms.youtube.platform import platform as youtube
from vitrine.platforms.youtube.walk import Place, one_ahead


def listed(caller: PlainCaller, *, limit: int | None = None, cursor: str = "") -> list[Listing]:
    return list(youtube.listing(caller, urls.channel(CHANNEL), limit=limit, cursor=cursor))


def items_of(pages: list[Listing]) -> list[RemoteItem]:
    return [item for page in pages for item in page.items]


def ids(pages: list[Listing]) -> list[str]:
    return [item.ref.id for item in items_of(pages)]


def numbered(*numbers: int) -> list[str]:
    return [video_id(number) for number in numbers]


def broken_of(pages: list[Listing]) -> list[Broken]:
    return [broken for page in pages for broken in page.broken]


# -------------------------------------------------------------------------------------------------------------- pages


def test_a_page_token_that_came_before_ends_the_walk(wire: Wire, wired: PlainCaller) -> None:
    script = Script(wire, {"": page([1, 2], "B"), "B": page([3, 4], "A"), "A": page([5, 6], "B")}).serve()
    pages = listed(wired)
    assert ids(pages) == numbered(1, 2, 3, 4, 5, 6)
    assert script.tokens == ["", "B", "A"]
    assert not pages[-1].complete, "nobody knows what else there is"


def test_a_page_that_names_itself_as_the_next_ends_the_walk(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": page([1], "B"), "B": page([2], "B")}).serve()
    pages = listed(wired)
    assert (ids(pages), pages[-1].complete) == (numbered(1, 2), False)


def test_a_stale_token_means_from_the_first_page_and_nothing_twice(wire: Wire, wired: PlainCaller) -> None:
    stale = [refusal(400, "invalidPageToken"), page([3, 4])]
    script = Script(wire, {"": [page([1, 2], "B"), page([0, 1, 2], "B")], "B": stale}).serve()
    pages = listed(wired)
    assert ids(pages) == numbered(1, 2, 0, 3, 4)
    assert script.tokens == ["", "B", "", "B"]
    assert pages[-1].complete, "the second run saw everything"


def test_a_token_that_is_stale_time_and_again_is_told(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": page([1, 2], "B")}).serve()
    given: list[Listing] = []
    with pytest.raises(PageTokenError):
        store_each(youtube.listing(wired, urls.channel(CHANNEL)), given)
    assert ids(given) == numbered(1, 2)


def test_a_cursor_gone_stale_means_the_whole_list_again(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": page([1, 2])}).serve()
    pages = listed(wired, cursor=str(Place("UU_x5XG1OV2P6uZZ5FSM9Ttw", 50, "OLD")))
    assert ids(pages) == numbered(1, 2)
    assert pages[-1].complete


def test_an_empty_page_is_no_end_and_three_of_them_are(wire: Wire, wired: PlainCaller) -> None:
    one = {"": page([1], "B"), "B": page([], "C"), "C": page([2])}
    Script(wire, one).serve()
    pages = listed(wired)
    assert (ids(pages), pages[-1].complete) == (numbered(1, 2), True)
    script = Script(wire, {"": page([1], "B"), "B": page([], "C"), "C": page([], "D"), "D": page([], "E")}).serve()
    pages = listed(wired)
    assert (ids(pages), pages[-1].complete) == (numbered(1), False)
    assert script.tokens == ["", "B", "C", "D"]


def test_what_is_in_a_list_twice_is_given_once(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": page([1, 2, 1], "B"), "B": page([2, 3])}).serve()
    assert ids(listed(wired)) == numbered(1, 2, 3)


def test_the_same_page_under_ever_new_tokens_ends(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {}).serve()
    wire.on(f"{API}/playlistItems", asked(lambda query: page([1, 2], str(int(query.get("pageToken", "0")) + 1))))
    pages = listed(wired)
    assert (ids(pages), pages[-1].complete) == (numbered(1, 2), False)
    assert wired.asked["playlistItems.list"] <= 501


def test_the_longest_list_there_is(wire: Wire, wired: PlainCaller) -> None:
    def lines(query: dict[str, str]) -> Any:
        first = int(query.get("pageToken", "0"))
        return page(range(first, first + 50), str(first + 50))  # without end

    Script(wire, {}).serve()
    wire.on(f"{API}/playlistItems", asked(lines))
    count, last = 0, Listing()
    for last in youtube.listing(wired, urls.channel(CHANNEL)):
        count += len(last.items)
    assert count == MOST_ITEMS == 20_000
    assert not last.complete
    assert wired.units[POOL] == 801


def test_an_uploads_list_that_is_not_there_is_an_empty_channel(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": refusal(404, "playlistNotFound")}).serve()
    [only] = listed(wired)
    assert only.summary is not None
    assert (only.items, only.complete) == ((), False)


def test_a_playlist_that_is_not_there_is_not_there(wire: Wire, wired: PlainCaller) -> None:
    wire.on(f"{API}/playlists", asked(lambda _: {"items": [{"id": "PLabcdefghijklm", "snippet": {"title": "P"}}]}))
    wire.on(f"{API}/playlistItems", asked(lambda _: refusal(404, "playlistNotFound")))
    with pytest.raises(ContentNotFoundError):
        list(youtube.listing(wired, urls.playlist("PLabcdefghijklm")))


def test_a_channel_that_does_not_name_its_uploads_has_them_all_the_same(wire: Wire, wired: PlainCaller) -> None:
    script = Script(wire, {"": page([1])}).serve()
    nameless = {**script.channel(), "contentDetails": {}}
    wire.on(f"{API}/channels", asked(lambda _: {"items": [nameless]}))
    assert ids(listed(wired)) == numbered(1)
    assert any(f"playlistId={UPLOADS}" in seen.target for seen in wire.seen)


def test_a_name_that_only_the_page_knows(wire: Wire, wired: PlainCaller) -> None:
    script = Script(wire, {"": page([1])}).serve()
    wire.on(f"{API}/channels", asked(lambda query: {"items": [script.channel()]} if "id" in query else {}))
    link = f'<html><head><link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}"></head>'
    wire.on("/user/later", says(answer(200, link.encode())))
    assert youtube.summary(wired, urls.named("user", "later")).ref == urls.channel(CHANNEL)
    with pytest.raises(ContentNotFoundError):
        youtube.summary(wired, urls.named("user", "never"))
    with pytest.raises(ContentNotFoundError):
        youtube.summary(wired, urls.named("handle", "never"))


def test_a_limit_asks_for_no_more_than_it_needs(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": page(range(10), "B")}).serve()
    pages = listed(wired, limit=10)
    assert len(items_of(pages)) == 10
    assert not pages[-1].complete
    [sizes] = [seen.target for seen in wire.seen if seen.path.endswith("playlistItems")]
    assert "maxResults=10" in sizes
    assert wired.units[POOL] == 3


# --------------------------------------------------------------------------------------------------- lines and videos


def test_one_line_out_of_shape_stops_no_other(wire: Wire, wired: PlainCaller) -> None:
    odd = [None, "text", {}, {"contentDetails": {"videoId": "short"}, "snippet": {"title": "Odd"}}]
    Script(wire, {"": {"items": [line(1), *odd, line(2)]}}).serve()
    pages = listed(wired)
    assert ids(pages) == numbered(1, 2)
    assert [(each.external_id, each.title) for each in broken_of(pages)] == [
        ("", ""),
        ("", ""),
        ("", ""),
        ("short", "Odd"),
    ]
    assert all(each.error.sentence for each in broken_of(pages))
    assert not pages[-1].complete, "what has no name may be anything"


@pytest.mark.parametrize("odd", [{"id": video_id(2)}, {"id": video_id(2), "snippet": {"title": 3}}])
def test_one_video_out_of_shape_is_broken_by_name(wire: Wire, wired: PlainCaller, odd: Any) -> None:
    Script(wire, {"": page([1, 2, 3])}, videos={video_id(2): odd}).serve()
    pages = listed(wired)
    assert ids(pages) == numbered(1, 3)
    assert [(each.external_id, each.title) for each in broken_of(pages)] == [(video_id(2), "Video 2")]
    assert pages[-1].complete, "it is there, and known by name"


@pytest.mark.parametrize("odd", [None, 3, "text", {}, {"id": 3}])
def test_a_video_that_came_without_its_name_is_not_called_missing(wire: Wire, wired: PlainCaller, odd: Any) -> None:
    Script(wire, {"": page([1, 2, 3])}).serve()
    found = [video(video_id(1)), odd, video(video_id(3))]
    wire.on(f"{API}/videos", asked(lambda _: {"items": found}))
    pages = listed(wired)
    assert ids(pages) == numbered(1, 3)
    assert [each.external_id for each in broken_of(pages)] == numbered(2)


def test_a_video_that_is_left_out_is_missing(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": page([1, 2])}, videos={video_id(2): None}).serve()
    availabilities = {item.ref.id: item.availability for item in items_of(listed(wired))}
    assert availabilities == {video_id(1): Availability.AVAILABLE, video_id(2): Availability.MISSING}


@pytest.mark.parametrize("path", ["channels", "playlistItems", "videos"])
@pytest.mark.parametrize("data", [[], "text", 3, None, {"items": "text"}, {"items": {"a": 1}}])
def test_json_of_another_shape_is_trouble_upstream(wire: Wire, wired: PlainCaller, path: str, data: Any) -> None:
    Script(wire, {"": page([1])}).serve()
    wire.on(f"{API}/{path}", says(json_answer(data)))
    with pytest.raises(UpstreamUnavailableError):
        listed(wired)


def test_a_redirect_is_no_answer(wire: Wire, wired: PlainCaller) -> None:
    wire.on(f"{API}/channels", says(answer(302, b"", {"Location": "https://www.youtube.com/"})))
    with pytest.raises(UpstreamUnavailableError):
        listed(wired)
    assert wire.count("/") == 0, "the key goes nowhere else"


# ------------------------------------------------------------------------------------------------------------- Shorts


def brief(name: str) -> dict[str, Any]:
    return video(name, contentDetails={"duration": "PT50S"})


def shorts_are(wire: Wire, reply: Callable[[int], bytes], count: int) -> None:
    for number in range(count):
        wire.on(f"/shorts/{video_id(number)}", says(reply(number)))


TO_WATCH = answer(303, b"", {"Location": "https://www.youtube.com/watch?v=x"})
TO_CONSENT = answer(302, b"", {"Location": "https://consent.youtube.com/m?continue=https://www.youtube.com/watch"})


@pytest.mark.parametrize(
    ("reply", "form"),
    [
        (answer(200), "short"),
        (TO_WATCH, "upload"),
        (TO_CONSENT, ""),
        (answer(404), ""),
        (answer(429), ""),
        (answer(500), ""),
    ],
)
def test_what_the_address_of_a_short_answers(wire: Wire, wired: PlainCaller, reply: bytes, form: str) -> None:
    Script(wire, {"": page([0])}, videos={video_id(0): brief(video_id(0))}).serve()
    shorts_are(wire, lambda _: reply, 1)
    [item] = items_of(listed(wired))
    assert item.form == form
    assert ("form" in item.unknown) is (form == "")
    [seen] = [seen for seen in wire.seen if seen.path.startswith("/shorts/")]
    assert seen.method == "HEAD"
    assert seen.headers["cookie"] == "SOCS=CAI"


def test_the_feed_spares_the_question(wire: Wire, wired: PlainCaller) -> None:
    entries = "".join(
        f'<entry><yt:videoId>{video_id(number)}</yt:videoId><title>T</title><link rel="alternate" '
        f'href="https://www.youtube.com/{"shorts/" if number else "watch?v="}{video_id(number)}"/></entry>'
        for number in (0, 1)
    )
    names = 'xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015"'
    wire.on("/feeds/videos.xml", says(answer(200, f"<feed {names}>{entries}</feed>".encode())))
    Script(wire, {"": page([0, 1])}, videos={video_id(n): brief(video_id(n)) for n in (0, 1)}).serve()
    assert [item.form for item in items_of(listed(wired))] == ["upload", "short"]
    assert wired.asked["shorts"] == 0


def test_only_so_many_are_asked_about(wire: Wire, wired: PlainCaller) -> None:
    count = MOST_PROBES + 20
    pages = {
        str(n) if n else "": page(range(n, min(n + 50, count)), str(n + 50) if n + 50 < count else "")
        for n in range(0, count, 50)
    }
    Script(wire, pages, videos={video_id(n): brief(video_id(n)) for n in range(count)}).serve()
    shorts_are(wire, lambda _: answer(200), count)
    items = items_of(listed(wired))
    assert [item.form for item in items] == ["short"] * MOST_PROBES + [""] * 20
    assert all(("form" in item.unknown) is (item.form == "") for item in items)
    assert wired.units[POOL] == 1 + 2 * 7, "asking costs nothing"


def test_after_three_failures_nobody_is_asked_any_more(wire: Wire, wired: PlainCaller) -> None:
    pages = {str(n) if n else "": page(range(n, n + 5), str(n + 5) if n < 20 else "") for n in range(0, 25, 5)}
    Script(wire, pages, videos={video_id(n): brief(video_id(n)) for n in range(25)}).serve()
    shorts_are(wire, lambda _: answer(429), 25)
    pages_read = listed(wired)
    assert {item.form for item in items_of(pages_read)} == {""}
    assert wired.asked["shorts"] <= 15, "no more than the pages that were under way"


def test_a_stalled_question_delays_no_more_than_its_patience(wire: Wire, wired: PlainCaller) -> None:
    Script(wire, {"": page([0])}, videos={video_id(0): brief(video_id(0))}).serve()
    wire.on(f"/shorts/{video_id(0)}", stalls(30))
    wire.on("/feeds/videos.xml", stalls(30))
    [item] = items_of(listed(wired))
    assert item.form == ""


# ------------------------------------------------------------------------------------------------------------- cursor


@pytest.mark.parametrize(
    ("cursor", "place"),
    [
        ("", Place("UUx")),
        ("UUx 50 CDIQAA", Place("UUx", 50, "CDIQAA")),
        ("UUy 50 CDIQAA", Place("UUx")),
        ("UUx -1 CDIQAA", Place("UUx")),
        ("UUx 50 ", Place("UUx")),
        ("UUx 50 A B", Place("UUx")),
    ],
)
def test_a_cursor_is_read_or_passed_over(cursor: str, place: Place) -> None:
    assert Place.read(cursor, "UUx") == place
    assert Place.read(str(place), "UUx") == place


def test_one_ahead_gives_what_it_has_before_it_raises() -> None:
    given: list[int] = []
    asked_for: list[int] = []

    def source() -> Any:
        for number in range(3):
            asked_for.append(number)
            yield number
        raise VitrineError("at the end")

    walk = one_ahead(source())
    given.append(next(walk))
    assert asked_for == [0, 1], "the next one is under way"
    given += [next(walk), next(walk)]
    with pytest.raises(VitrineError, match="at the end"):
        next(walk)
    assert given == [0, 1, 2]
    assert list(one_ahead(iter(()))) == []
