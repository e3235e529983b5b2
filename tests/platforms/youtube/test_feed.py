"""What can be read without a key: feeds of today and of 2015, oEmbed, the head of a page; and what is none of these."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.recorded import recorded
from vitrine.lib.errors import UpstreamUnavailableError
from vitrine.platforms.youtube import feed
from vitrine.platforms.youtube.parse import ItemUnreadable

V = "dQw4w9WgXcQ"
C = "UCaXlwLp-8n5PaRQKqGWIBcQ"
NAMES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)


def atom(*entries: str, head: str = "") -> bytes:
    """A feed as of 2026: its own ids lack the UC."""
    head = head or f"<id>yt:channel:{C[2:]}</id><yt:channelId>{C[2:]}</yt:channelId><title>Halloway Bench</title>"
    return f'<?xml version="1.0" encoding="UTF-8"?><feed {NAMES}>{head}{"".join(entries)}</feed>'.encode()


def entry(
    video_id: str = V,
    title: str = "A stool",
    link: str = f"https://www.youtube.com/watch?v={V}",
    community: str = "",
    **more: str,
) -> str:
    return f"""<entry><id>yt:video:{video_id}</id><yt:videoId>{video_id}</yt:videoId><yt:channelId>{C}</yt:channelId>
      <title>{title}</title><link rel="alternate" href="{link}"/><author><name>Halloway Bench</name>
      <uri>https://www.youtube.com/channel/{C}</uri></author>
      <published>{more.get("published", "2026-01-26T15:00:00+00:00")}</published>
      <updated>2026-01-27T09:30:15+00:00</updated>
      <media:group><media:title>{title}</media:title>
      <media:thumbnail url="https://i2.ytimg.com/vi/{video_id}/hqdefault.jpg" width="480" height="360"/>
      <media:description>Three legs.</media:description>{community}</media:group></entry>"""


COMMUNITY = """<media:community><media:starRating count="56" average="5.00" min="1" max="5"/>
    <media:statistics views="1234"/></media:community>"""


def test_a_feed_of_today() -> None:
    found = feed.read(
        atom(entry(community=COMMUNITY), entry("c9rEXpDuF0c", link="https://www.youtube.com/shorts/c9rEXpDuF0c"))
    )
    assert (found.title, found.channel_id) == ("Halloway Bench", C)
    assert found.author is not None
    assert found.author.url == f"https://www.youtube.com/channel/{C}"
    item, short = found.items
    assert item.ref.url == f"https://www.youtube.com/watch?v={V}"
    assert (item.title, item.description) == ("A stool", "Three legs.")
    assert item.published_at == datetime(2026, 1, 26, 15, 0, tzinfo=UTC)
    assert item.updated_at == datetime(2026, 1, 27, 9, 30, 15, tzinfo=UTC)
    assert item.counters == {"views": 1234, "likes": 56}
    assert item.pictures[0].url == f"https://i2.ytimg.com/vi/{V}/hqdefault.jpg"
    assert (item.form, short.form) == ("", "short")
    assert "form" in item.unknown
    assert "form" not in short.unknown
    assert {"duration", "tags", "language", "availability"} <= item.unknown
    assert short.ref.url == "https://www.youtube.com/watch?v=c9rEXpDuF0c"
    assert short.counters == {}, "likes and views may be hidden"


def test_the_feed_of_2015() -> None:
    found = feed.read(recorded("youtube-feed/feedjira_youtube_atom_2015.xml"))
    assert (found.title, found.channel_id) == ("Google", "UCK8sQmJBp8GCxrOtXWBpyEA")
    assert len(found.items) == 15
    assert not found.broken
    first = found.items[0]
    assert (first.ref.id, first.counters) == ("5shykyfmb28", {"views": 251_497, "likes": 3546})
    assert first.author is not None
    assert (first.author.id, first.author.name) == ("UCK8sQmJBp8GCxrOtXWBpyEA", "Google")
    assert all(picture.url.startswith("https://") for item in found.items for picture in item.pictures)


@pytest.mark.parametrize(
    ("head", "channel_id"),
    [
        (f"<yt:channelId>{C}</yt:channelId>", C),
        (f"<yt:channelId>{C[2:]}</yt:channelId>", C),
        (f"<author><uri>http://www.youtube.com/channel/{C}</uri></author>", C),
        ("<yt:channelId>odd</yt:channelId>", ""),
        ("<yt:playlistId>PLx</yt:playlistId>", ""),
    ],
)
def test_whose_feed_it_is(head: str, channel_id: str) -> None:
    assert feed.read(atom(head=head)).channel_id == channel_id


def test_one_bad_entry_stops_no_other() -> None:
    found = feed.read(atom(entry(), entry("odd", "Odd"), entry("c9rEXpDuF0c", ""), entry(), "<entry/>"))
    assert [item.ref.id for item in found.items] == [V]
    assert [(each.external_id, each.title) for each in found.broken] == [("odd", "Odd"), ("c9rEXpDuF0c", ""), ("", "")]


def test_a_bad_date_is_unknown() -> None:
    [item] = feed.read(atom(entry(published="soon"))).items
    assert item.published_at is None
    assert "published_at" in item.unknown


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"<!DOCTYPE html><html><head><title>404</title></head></html>", b"<html><p>Not closed", b'{"a": 1}',
     atom(entry())[:300], b"\xff\xfe\x00", b"<feed/>", b"<rss/>", atom(entry(title="\x00"))],
)  # fmt: skip
def test_what_is_no_feed_is_trouble_upstream(body: bytes) -> None:
    with pytest.raises(UpstreamUnavailableError):
        feed.read(body)


def test_a_feed_opens_no_file_and_swells_no_memory() -> None:
    doctype = '<!DOCTYPE feed [<!ENTITY file SYSTEM "file:///etc/hostname"><!ENTITY a "aaaaaaaaaa">'
    doctype += "".join(
        f'<!ENTITY {after} "{("&" + before + ";") * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = atom(entry(title="x&file;y&i;")).replace(b"<feed", f"{doctype}]><feed".encode(), 1)
    try:
        found = feed.read(body)
    except UpstreamUnavailableError:
        return
    assert all(len(item.title) < 100 for item in found.items)
    assert all("root" not in item.title for item in found.items)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_trouble(body: bytes) -> None:
    for read in (feed.read, feed.head_of):
        try:
            read(body)
        except UpstreamUnavailableError as error:
            assert error.log  # noqa: PT017 - either outcome is right


# ---------------------------------------------------------------------------------------------------- oEmbed and page


def test_oembed() -> None:
    item = feed.embedded(
        {
            "title": "A stool",
            "author_name": "Halloway Bench",
            "author_url": "https://www.youtube.com/@HallowayBench",
            "thumbnail_url": f"https://i.ytimg.com/vi/{V}/hqdefault.jpg",
            "thumbnail_width": 480,
            "thumbnail_height": 360,
        },
        V,
    )
    assert item.author is not None
    assert (item.author.id, item.author.name, item.author.url) == (
        "",
        "Halloway Bench",
        "https://www.youtube.com/@hallowaybench",
    )
    assert item.pictures[0].width == 480
    assert {"description", "published_at", "duration", "counters", "blocks"} <= item.unknown


@pytest.mark.parametrize(
    "url", ["", "https://evil.io/@x", "https://www.youtube.com/results?q=x", f"https://youtu.be/{V}", "text"]
)
def test_an_author_elsewhere_is_no_author(url: str) -> None:
    assert feed.embedded({"title": "T", "author_url": url}, V).author is None


@pytest.mark.parametrize("data", [{}, {"title": 3}, {"title": " "}])
def test_oembed_without_a_title_is_no_video(data: dict[str, object]) -> None:
    with pytest.raises(ItemUnreadable):
        feed.embedded(data, V)


@pytest.mark.parametrize(
    ("link", "channel_id"),
    [
        (f'<link rel="canonical" href="https://www.youtube.com/channel/{C}">', C),
        (f"<link href='https://www.youtube.com/channel/{C}' rel='canonical'/>", C),
        ('<link rel="canonical" href="https://www.youtube.com/@hallowaybench">', ""),
        (f'<link rel="alternate" href="https://www.youtube.com/channel/{C}">', ""),
        (f'<link rel="canonical" href="https://evil.io/channel/{C}">', ""),
        ('<link rel="canonical">', ""),
        ("", ""),
    ],
)
def test_the_canonical_link_of_a_page(link: str, channel_id: str) -> None:
    body = f"<!DOCTYPE html><html><head>{link}<meta property='og:title' content='Bench &amp; Co'></head><body>…"
    head = feed.head_of(body.encode())
    assert (head.channel_id, head.title) == (channel_id, "Bench & Co")


def test_a_page_of_script_is_read_for_its_head_alone() -> None:
    body = (
        f'<html><head><link rel="canonical" href="https://www.youtube.com/channel/{C}"></head><body><script>'.encode()
    )
    body += b"var ytInitialData = {" + b'"a": "</div><link rel=canonical>",' * 40_000 + b"};</script>"
    assert feed.head_of(body).channel_id == C
