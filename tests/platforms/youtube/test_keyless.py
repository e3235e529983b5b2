"""Without a key, when the free endpoints are not as they should be."""

import json

import pytest

from tests.platforms.youtube.scripted import CHANNEL
from tests.support.caller import PlainCaller
from tests.support.wire import Wire, answer, says, stalls
from vitrine.lib.errors import ContentNotFoundError, RateLimitError, UpstreamUnavailableError, Verdict
from vitrine.platforms.youtube import urls
from vitrine.platforms.youtube.platform import platform as youtube

V = "dQw4w9WgXcQ"
FEEDS, OEMBED, PAGE = "/feeds/videos.xml", "/oembed", f"/channel/{CHANNEL}"
HEAD = f'<html><head><link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">'
HEAD += '<meta property="og:title" content="Bench"><meta property="og:image" content="https://yt3.ggpht.com/x"></head>'
NAMES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015"'
ENTRY = (
    f'<entry><yt:videoId>{V}</yt:videoId><title>T</title><link rel="alternate" href="https://x/watch?v={V}"/></entry>'
)
FEED = f"<feed {NAMES}><title>Bench</title><yt:channelId>{CHANNEL}</yt:channelId>{ENTRY}</feed>"


@pytest.fixture
def caller(wired: PlainCaller) -> PlainCaller:
    wired.api_key = ""
    return wired


def serve(wire: Wire, path: str, body: str = "", status: int = 200) -> None:
    wire.on(path, says(answer(status, body.encode())))


def test_gone_is_what_feed_and_page_say_both(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, FEEDS, status=404)
    serve(wire, PAGE, status=404)
    with pytest.raises(ContentNotFoundError):
        list(youtube.listing(caller, urls.channel(CHANNEL)))


@pytest.mark.parametrize(
    ("status", "body"), [(200, HEAD), (200, "<html>Before you continue</html>"), (503, ""), (200, "")]
)
def test_a_feed_that_is_gone_alone_is_waited_out(wire: Wire, caller: PlainCaller, status: int, body: str) -> None:
    serve(wire, FEEDS, status=404)
    serve(wire, PAGE, body, status)
    with pytest.raises(UpstreamUnavailableError) as caught:
        list(youtube.listing(caller, urls.channel(CHANNEL)))
    assert caught.value.verdict is Verdict.TRANSIENT


def test_a_page_that_refuses_our_address_waits(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, "/@bench", status=429)
    with pytest.raises(RateLimitError) as caught:
        youtube.summary(caller, urls.named("handle", "bench"))
    assert caught.value.until is not None


def test_a_page_without_a_canonical_link_leads_nowhere(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, "/@bench", "<html><head><title>Before you continue to YouTube</title></head></html>")
    with pytest.raises(UpstreamUnavailableError):
        youtube.summary(caller, urls.named("handle", "bench"))


def test_a_page_larger_than_any_is_not_read_to_the_end(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, "/@bench", HEAD + "x" * 5_000_000)
    with pytest.raises(UpstreamUnavailableError):
        youtube.summary(caller, urls.named("handle", "bench"))


def test_while_the_feed_is_down_the_page_tells_who_it_is(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, FEEDS, status=404)
    serve(wire, PAGE, HEAD)
    summary = youtube.summary(caller, urls.channel(CHANNEL))
    assert (summary.title, summary.ref, summary.is_list) == ("Bench", urls.channel(CHANNEL), True)
    assert summary.picture is not None
    assert "out of order" in summary.note


def test_a_user_whose_feed_does_not_tell_its_channel(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, FEEDS, FEED.replace(CHANNEL, "?"))
    with pytest.raises(UpstreamUnavailableError):
        list(youtube.listing(caller, urls.named("user", "bench")))


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_oembed_says_of_a_video_that_is_not_for_all(wire: Wire, caller: PlainCaller, status: int) -> None:
    serve(wire, OEMBED, "Unauthorized", status)
    with pytest.raises(ContentNotFoundError) as caught:
        youtube.fetch(caller, urls.video(V))
    assert caught.value.verdict is Verdict.PERMANENT


@pytest.mark.parametrize(
    ("status", "kind"), [(400, UpstreamUnavailableError), (429, RateLimitError), (500, UpstreamUnavailableError)]
)
def test_trouble_with_oembed(wire: Wire, caller: PlainCaller, status: int, kind: type[Exception]) -> None:
    serve(wire, OEMBED, "?", status)
    with pytest.raises(kind):
        youtube.fetch(caller, urls.video(V))


@pytest.mark.parametrize(
    "author",
    ["", "https://evil.io/@bench", "https://www.youtube.com/@bench", f"https://www.youtube.com/channel/{CHANNEL}"],
)
def test_trouble_with_the_feed_is_no_trouble_for_a_single_video(wire: Wire, caller: PlainCaller, author: str) -> None:
    serve(wire, OEMBED, json.dumps({"title": "T", "author_name": "Bench", "author_url": author}))
    wire.on(FEEDS, stalls(30))
    wire.on("/@bench", says(answer(200, HEAD.encode())))
    item = youtube.fetch(caller, urls.video(V))
    assert item.title == "T"
    assert item.form == ""
    assert "description" in item.unknown


def test_a_single_short_is_told_by_its_own_address(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, OEMBED, json.dumps({"title": "T"}))
    serve(wire, f"/shorts/{V}")
    item = youtube.fetch(caller, urls.video(V))
    assert item.form == "short"
    assert "form" not in item.unknown


def test_what_is_no_short_may_be_a_stream_as_well(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, OEMBED, json.dumps({"title": "T"}))
    wire.on(f"/shorts/{V}", says(answer(303, b"", {"Location": f"https://www.youtube.com/watch?v={V}"})))
    assert youtube.fetch(caller, urls.video(V)).form == ""


def test_no_call_costs_anything(wire: Wire, caller: PlainCaller) -> None:
    serve(wire, FEEDS, FEED)
    serve(wire, OEMBED, json.dumps({"title": "T"}))
    youtube.summary(caller, urls.channel(CHANNEL))
    youtube.fetch(caller, urls.video(V))
    list(youtube.listing(caller, urls.channel(CHANNEL)))
    assert not caller.units
    assert not any("key" in name for seen in wire.seen for name in seen.headers)
