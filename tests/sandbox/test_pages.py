"""What may be read without the API: oEmbed, /shorts/, channel pages, the embedded player and its film."""

from urllib.parse import quote

import pytest

from sandbox import cast
from tests.sandbox.ask import SITE, Answer, ask
from tests.support.sandbox import Sandbox


def oembed(sandbox: Sandbox, url: str) -> Answer:
    return ask(sandbox, SITE, f"/oembed?format=json&url={quote(url, safe='')}")


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={cast.PLAIN_VIDEO}",
        f"https://youtu.be/{cast.PLAIN_VIDEO}",
        f"https://www.youtube.com/embed/{cast.PLAIN_VIDEO}",
    ],
)
def test_oembed_tells_of_a_public_video(sandbox: Sandbox, url: str) -> None:
    told = oembed(sandbox, url).json()
    assert told["title"] == "Nothing is the matter with this one"
    assert told["author_name"] == cast.SPECIMENS.title
    assert told["author_url"] == cast.SPECIMENS.url
    assert told["thumbnail_url"] == f"https://i.ytimg.com/vi/{cast.PLAIN_VIDEO}/hqdefault.jpg"


@pytest.mark.parametrize(
    ("video", "status"),
    [
        (cast.UNLISTED_VIDEO, 200),
        (cast.PRIVATE_VIDEO, 404),
        (cast.DELETED_VIDEO, 404),
        (cast.UNKNOWN_VIDEO, 404),
        ("too-short", 400),
    ],
)
def test_oembed_is_a_probe(sandbox: Sandbox, video: str, status: int) -> None:
    assert oembed(sandbox, f"https://www.youtube.com/watch?v={video}").status == status


def test_oembed_knows_playlists_and_no_other_sites(sandbox: Sandbox) -> None:
    assert oembed(sandbox, f"https://www.youtube.com/playlist?list={cast.PLAYLIST_OF_180}").json()["type"] == "video"
    assert oembed(sandbox, f"https://www.youtube.com/playlist?list={cast.PRIVATE_PLAYLIST}").status == 404
    assert oembed(sandbox, "https://example.com/watch?v=x").status == 404


@pytest.mark.parametrize(
    ("video", "status"),
    [(cast.LONG_SHORT_VIDEO, 200), (cast.BRIEF_VIDEO, 303), (cast.UNKNOWN_VIDEO, 404), (cast.PRIVATE_VIDEO, 404)],
)
def test_the_shorts_page_says_what_a_video_is(sandbox: Sandbox, video: str, status: int) -> None:
    answer = ask(sandbox, SITE, f"/shorts/{video}", method="HEAD")
    assert (answer.status, answer.body) == (status, b"")
    if status == 303:
        assert answer.headers["location"] == f"https://www.youtube.com/watch?v={video}"


@pytest.mark.parametrize(
    ("path", "member"),
    [
        (f"/c/{cast.CUSTOM_NAME}", cast.NADI_OKONLIND),
        (f"/c/{cast.CUSTOM_NAME.lower()}/videos", cast.NADI_OKONLIND),
        (f"/user/{cast.LEGACY_USER}", cast.SLOW_KILN),
        ("/@HallowayBench/shorts", cast.HALLOWAY_BENCH),
        (f"/{quote(cast.KAMA.handle)}", cast.KAMA),
        (f"/channel/{cast.PLOT_LINE.id}", cast.PLOT_LINE),
    ],
)
def test_a_channel_page_names_its_id_in_the_canonical_link(sandbox: Sandbox, path: str, member: cast.Member) -> None:
    page = ask(sandbox, SITE, path).body.decode()
    assert f'<link rel="canonical" href="https://www.youtube.com/channel/{member.id}">' in page


def test_nobody_has_no_page(sandbox: Sandbox) -> None:
    assert ask(sandbox, SITE, "/c/NobodyAtAll").status == 404
    assert ask(sandbox, SITE, "/@nobody-at-all").status == 404


def test_markup_in_a_title_is_escaped_on_pages(sandbox: Sandbox) -> None:
    page = ask(sandbox, SITE, f"/watch?v={cast.HOSTILE_VIDEO}").body.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("host", ["www.youtube-nocookie.com", "www.youtube.com", "127.0.0.1"])
def test_the_player_plays_for_any_name_a_browser_can_say(sandbox: Sandbox, host: str) -> None:
    page = ask(sandbox, host, f"/embed/{cast.PLAIN_VIDEO}?autoplay=1&start=64").body.decode()
    assert "<video controls loop playsinline autoplay" in page
    assert "#t=4" in page
    poster = ask(sandbox, host, f"/vi/{cast.PLAIN_VIDEO}/mqdefault.jpg")
    assert (poster.status, poster.headers["content-type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("video", [cast.PRIVATE_VIDEO, cast.UNKNOWN_VIDEO, cast.AGE_RESTRICTED_VIDEO])
def test_the_player_says_when_it_cannot(sandbox: Sandbox, video: str) -> None:
    page = ask(sandbox, "www.youtube-nocookie.com", f"/embed/{video}").body.decode()
    assert "Video unavailable" in page
    assert "<video" not in page


@pytest.mark.parametrize(("form", "magic"), [("mp4", b"ftyp"), ("webm", b"\x1a\x45\xdf\xa3")])
def test_the_film_comes_whole_and_in_ranges(sandbox: Sandbox, form: str, magic: bytes) -> None:
    path = f"/videoplayback?id={cast.PLAIN_VIDEO}&mime=video/{form}"
    whole = ask(sandbox, SITE, path)
    assert (whole.status, whole.headers["content-type"]) == (200, f"video/{form}")
    assert magic in whole.body[:16]
    part = ask(sandbox, SITE, path, headers={"Range": "bytes=100-199"})
    assert (part.status, part.body) == (206, whole.body[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.body)}"
    end = ask(sandbox, SITE, path, headers={"Range": "bytes=-50"})
    assert end.body == whole.body[-50:]
    beyond = ask(sandbox, SITE, path, headers={"Range": f"bytes={len(whole.body)}-"})
    assert (beyond.status, beyond.headers["content-range"]) == (416, f"bytes */{len(whole.body)}")
