"""YouTube's addresses in a table: what each names, what is refused and why, what is not YouTube's at all."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitrine.lib.errors import InvalidURLError
from vitrine.platforms.types import Ref
from vitrine.platforms.youtube import urls

V = "dQw4w9WgXcQ"
DASHES = "-_9aZ0-_9aZ"
C = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
L = "PLOU2XLYxmsIKpaV8h0AGE05so0fAwwfTw"
ALBUM = "OLAK5uy_kJqA2R9l0sJb6zQm1m7i6xY8s4q0tEdXs"
UPLOADS = "UU_x5XG1OV2P6uZZ5FSM9Ttw"

VIDEO = urls.video(V)
CHANNEL = urls.channel(C)
LIST = urls.playlist(L)
HANDLE = urls.named("handle", "hallowaybench")
USER = urls.named("user", "slowkilnpottery")
CUSTOM = urls.named("custom", "nadiokonlindfield")

NAMES_A_VIDEO = [
    f"https://www.youtube.com/watch?v={V}",
    f"http://www.youtube.com/watch?v={V}",
    f"https://youtube.com/watch?v={V}",
    f"www.youtube.com/watch?v={V}",
    f"youtube.com/watch?v={V}",
    f"//www.youtube.com/watch?v={V}",
    f"HTTPS://WWW.YOUTUBE.COM/watch?v={V}",
    f"YouTube.com/watch?v={V}",
    f"https://www.youtube.com./watch?v={V}",
    f"https://www.youtube.com:443/watch?v={V}",
    f"http://www.youtube.com:80/watch?v={V}",
    f"youtube.com:443/watch?v={V}",
    f"https://www.youtube.com/WATCH?v={V}",
    f"https://www.youtube.com//watch?v={V}",
    f"https://www.youtube.com/watch/?v={V}",
    f"  https://www.youtube.com/watch?v={V} \n",
    f"https://www.youtube.com/watch?v={V}&t=43s",
    f"https://www.youtube.com/watch?t=43&v={V}",
    f"https://www.youtube.com/watch?app=desktop&v={V}&feature=share",
    f"https://www.youtube.com/watch?feature=youtu.be&v={V}#t=1m2s",
    f"https://www.youtube.com/watch?v={V}&list={L}&index=3",
    f"https://www.youtube.com/watch?list={L}&v={V}",
    f"https://www.youtube.com/watch?v={V}&list=RD{V}&start_radio=1",
    f"https://www.youtube.com/watch?v={V}&list=WL",
    f"https://www.youtube.com/watch?v={V}&pp=ygUEdGVzdA%3D%3D",
    f"https://www.youtube.com/watch?v={V}&v=aaaaaaaaaaA",
    f"https://www.youtube.com/watch?v=%64{V[1:]}",
    f"https://www.youtube.com/watch?v={V}?si=abcdef",
    f"https://www.youtube.com/watch?v={V}%26t=5",
    f"https://www.youtube.com/watch?vi={V}",
    f"https://www.youtube.com/watch/{V}",
    f"https://www.youtube.com/?v={V}",
    f"https://www.youtube.com/watch_popup?v={V}",
    f"https://www.youtube.com/ytscreeningroom?v={V}",
    f"https://m.youtube.com/watch?v={V}",
    f"https://m.youtube.com/#/watch?v={V}",
    f"https://m.youtube.com/watch?v={V}&dyn=0",
    f"https://music.youtube.com/watch?v={V}&list=RDAMVM{V}",
    f"https://gaming.youtube.com/watch?v={V}",
    f"https://uk.youtube.com/watch?v={V}",
    f"https://youtu.be/{V}",
    f"http://youtu.be/{V}",
    f"youtu.be/{V}",
    f"https://www.youtu.be/{V}",
    f"HTTPS://YOUTU.BE/{V}",
    f"https://youtu.be/{V}/",
    f"https://youtu.be/{V}?t=43",
    f"https://youtu.be/{V}?si=AbCdEfGhIjKlMnOp",
    f"https://youtu.be/{V}?list={L}",
    f"https://youtu.be/{V}&feature=share",
    f"https://youtu.be/watch?v={V}",
    f"https://www.youtube.com/shorts/{V}",
    f"https://youtube.com/shorts/{V}?si=abc&feature=share",
    f"https://m.youtube.com/shorts/{V}",
    f"https://www.youtube.com/Shorts/{V}",
    f"https://www.youtube.com/live/{V}",
    f"https://www.youtube.com/live/{V}?si=abc&t=100",
    f"https://www.youtube.com/embed/{V}",
    f"https://www.youtube.com/embed/{V}?rel=0&autoplay=1",
    f"https://www.youtube.com/embed/{V}?list={L}",
    f"//www.youtube.com/embed/{V}",
    f"https://www.youtube-nocookie.com/embed/{V}",
    f"https://youtube-nocookie.com/embed/{V}?start=5",
    f"https://www.youtube-nocookie.com/v/{V}",
    f"https://www.youtube.com/v/{V}",
    f"https://www.youtube.com/v/{V}&hl=en",
    f"https://www.youtube.com/v/{V}?version=3",
    f"https://www.youtube.com/vi/{V}",
    f"https://www.youtube.com/e/{V}",
    f"https://studio.youtube.com/video/{V}/edit",
    f"https://www.youtube.com/attribution_link?a=abc&u=%2Fwatch%3Fv%3D{V}%26feature%3Dshare",
    f"https://www.youtube.com/attribution_link?u=/watch?v={V}",
    f"https://www.youtube.com/attribution_link?u=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{V}",
    f"https://www.youtube.com/oembed?url=https%3A%2F%2Fyoutu.be%2F{V}&format=json",
    f"https://www.youtube.com/verify_age?next_url=/watch%3Fv%3D{V}",
    V,
    f" {V}\t",
]  # fmt: skip

NAMES_A_LIST = [
    (f"https://www.youtube.com/playlist?list={L}", LIST),
    (f"https://youtube.com/playlist?list={L}&si=abcdef", LIST),
    (f"youtube.com/playlist?feature=shared&list={L}", LIST),
    (f"https://m.youtube.com/playlist?list={L}", LIST),
    (f"https://music.youtube.com/playlist?list={L}", LIST),
    (f"https://www.youtube.com/watch?list={L}", LIST),
    (f"https://www.youtube.com/watch?v=&list={L}", LIST),
    (f"https://www.youtube.com/embed/videoseries?list={L}", LIST),
    (f"https://www.youtube.com/embed?listType=playlist&list={L}", LIST),
    (f"https://www.youtube.com/view_play_list?p={L}", LIST),
    (f"https://www.youtube.com/view_play_list?p={L[2:]}", LIST),
    (f"https://music.youtube.com/browse/VL{L}", LIST),
    (f"https://www.youtube.com/feeds/videos.xml?playlist_id={L}", LIST),
    (f"https://youtu.be/?list={L}", LIST),
    (L, LIST),
    (f"https://music.youtube.com/playlist?list={ALBUM}", urls.playlist(ALBUM)),
    (f"https://www.youtube.com/playlist?list={UPLOADS}", urls.playlist(UPLOADS)),
    (UPLOADS, urls.playlist(UPLOADS)),
]

NAMES_A_CHANNEL = [
    (f"https://www.youtube.com/channel/{C}", CHANNEL),
    (f"youtube.com/channel/{C}/", CHANNEL),
    (f"https://m.youtube.com/channel/{C}/videos", CHANNEL),
    (f"https://www.youtube.com/channel/{C}/live", CHANNEL),
    (f"https://www.youtube.com/channel/{C}?view_as=subscriber", CHANNEL),
    (f"https://www.youtube.com/Channel/{C}", CHANNEL),
    (f"https://music.youtube.com/channel/{C}", CHANNEL),
    (f"https://music.youtube.com/browse/{C}", CHANNEL),
    (f"https://studio.youtube.com/channel/{C}/videos/upload", CHANNEL),
    (f"https://www.youtube.com/embed/live_stream?channel={C}", CHANNEL),
    (f"https://www.youtube.com/feeds/videos.xml?channel_id={C}", CHANNEL),
    (f"https://www.youtube.com/xml/feeds/videos.xml?channel_id={C}", CHANNEL),
    (C, CHANNEL),
    ("https://www.youtube.com/@hallowaybench", HANDLE),
    ("https://www.youtube.com/@HallowayBench", HANDLE),
    ("https://www.youtube.com/@hallowaybench/", HANDLE),
    ("https://www.youtube.com/@hallowaybench/videos", HANDLE),
    ("https://www.youtube.com/@hallowaybench/shorts", HANDLE),
    ("https://www.youtube.com/@hallowaybench/streams", HANDLE),
    ("https://www.youtube.com/@hallowaybench/playlists", HANDLE),
    ("https://www.youtube.com/@hallowaybench?si=abc", HANDLE),
    ("https://www.youtube.com/%40hallowaybench", HANDLE),
    ("m.youtube.com/@hallowaybench", HANDLE),
    ("youtu.be/@hallowaybench", HANDLE),
    ("@hallowaybench", HANDLE),
    ("@HallowayBench", HANDLE),
    ("@two.part-name_1", urls.named("handle", "two.part-name_1")),
    ("https://www.youtube.com/@窯のしごと", urls.named("handle", "窯のしごと")),
    (
        "https://www.youtube.com/@%E7%AA%AF%E3%81%AE%E3%81%97%E3%81%94%E3%81%A8/videos",
        urls.named("handle", "窯のしごと"),
    ),
    ("@窯のしごと", urls.named("handle", "窯のしごと")),
    ("https://www.youtube.com/@हिन्दी", urls.named("handle", "हिन्दी")),
    ("https://www.youtube.com/@Cafe\u0301", urls.named("handle", "caf\u00e9")),
    ("https://www.youtube.com/user/slowkilnpottery", USER),
    ("https://www.youtube.com/user/SlowKilnPottery/videos", USER),
    ("https://www.youtube.com/feeds/videos.xml?user=slowkilnpottery", USER),
    ("https://www.youtube.com/c/NadiOkonlindField", CUSTOM),
    ("https://www.youtube.com/c/nadiokonlindfield/featured", CUSTOM),
    ("https://www.youtube.com/NadiOkonlindField", CUSTOM),
    ("youtube.com/NadiOkonlindField/videos", CUSTOM),
]

REFUSED = [
    ("https://www.youtube.com/", "page of YouTube's own"),
    ("youtube.com", "page of YouTube's own"),
    ("https://youtu.be/", "page of YouTube's own"),
    ("https://www.youtube.com/premium", "page of YouTube's own"),
    ("https://www.youtube.com/shorts", "page of YouTube's own"),
    ("https://www.youtube.com/live", "page of YouTube's own"),
    ("https://www.youtube.com/robots.txt", "page of YouTube's own"),
    ("https://www.youtube.com/one/two/three", "page of YouTube's own"),
    ("https://accounts.youtube.com/something", "page of YouTube's own"),
    ("https://music.youtube.com/explore", "page of YouTube's own"),
    ("https://www.youtube.com/redirect?q=https%3A%2F%2Fexample.org", "page of YouTube's own"),
    ("https://www.youtube.com/attribution_link?u=https%3A%2F%2Fexample.org", "page of YouTube's own"),
    ("https://www.youtube.com/attribution_link?u=//example.org/watch", "page of YouTube's own"),
    ("https://www.youtube.com/attribution_link", "page of YouTube's own"),
    ("https://www.youtube.com/results?search_query=stools", "search"),
    ("https://www.youtube.com/results", "search"),
    ("https://music.youtube.com/search?q=stools", "search"),
    ("https://www.youtube.com/hashtag/woodworking", "search"),
    ("https://www.youtube.com/@hallowaybench/search?query=stool", "search"),
    ("https://www.youtube.com/feed/subscriptions", "each viewer"),
    ("https://www.youtube.com/feed/history", "each viewer"),
    ("https://www.youtube.com/playlist?list=WL", "its owner"),
    ("https://www.youtube.com/playlist?list=LL", "its owner"),
    ("https://music.youtube.com/playlist?list=LM", "its owner"),
    ("https://www.youtube.com/watch?list=WL", "its owner"),
    (f"https://www.youtube.com/playlist?list=RD{V}", "mix"),
    (f"https://www.youtube.com/watch?list=RDMM{V}", "mix"),
    ("https://www.youtube.com/playlist?list=RDCLAK5uy_kmPRjHDECIcuVwnKsx2Ng7fyNgFKWNJFs", "mix"),
    ("https://www.youtube.com/playlist?list=ULabcdefghijk", "mix"),
    ("https://www.youtube.com/watch?list=TLGGabcdefghijklm", "mix"),
    ("https://www.youtube.com/playlist", "no playlist"),
    ("https://www.youtube.com/playlist?list=PL1", "no playlist"),
    ("https://www.youtube.com/playlist?list=PL*bad*characters", "no playlist"),
    ("https://www.youtube.com/watch", "11 characters"),
    ("https://www.youtube.com/watch?v=", "11 characters"),
    (f"https://www.youtube.com/watch?v={V[:-1]}", "11 characters"),
    (f"https://www.youtube.com/watch?v={V}x", "11 characters"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXc!", "11 characters"),
    ("https://youtu.be/short", "11 characters"),
    (f"https://www.youtube.com/shorts/{V}{V}", "11 characters"),
    ("https://www.youtube.com/channel/", "24 characters"),
    ("https://www.youtube.com/channel/UCshort", "24 characters"),
    ("https://music.youtube.com/browse/MPREb_abcdefghijk", "24 characters"),
    ("https://www.youtube.com/@", "name"),
    ("https://www.youtube.com/c/", "name"),
    ("https://www.youtube.com/user/a%20b", "name"),
    ("https://www.youtube.com/@a%2Fb", "name"),
    ("https://www.youtube.com/@%ff%fe", "unreadable"),
    ("https://www.youtube.com/clip/UgkxAbCdEfGhIjKlMnOpQrStUvWxYz", "clip"),
    ("https://www.youtube.com/post/UgkxAbCdEfGh", "post"),
    (f"https://user:secret@www.youtube.com/watch?v={V}", "user name"),
    (f"https://evil.io@www.youtube.com/watch?v={V}", "user name"),
    (f"https://@youtu.be/{V}", "user name"),
    (f"https://www.youtube.com:8080/watch?v={V}", "port"),
    (f"youtube.com:8080/watch?v={V}", "port"),
    (f"http://youtu.be:443/{V}", "port"),
    (f"https://youtu.be:99999/{V}", "port"),
    (f"ftp://www.youtube.com/watch?v={V}", "ftp"),
    (f"javascript://www.youtube.com/%0aalert(1)//{V}", "javascript"),
    (f"file://youtu.be/{V}", "file"),
    (f"https://www.youtube.com\\watch?v={V}", "backslash"),
    (f"https://www.youtube.com/watch?v={V} and more", "spaces"),
    (f"https://www.youtube.com/watch?v=\x00{V}", "invisible"),
    (f"https://www.youtube.com/watch?v={V}&x=" + "y" * 3000, "too long"),
]

NOT_OURS = [
    "",
    " ",
    "hello",
    "@",
    "@ab",
    "@a b",
    "screenshots",
    "hello-world",
    "dQw4w9WgXc",
    "https://notyoutube.com/watch?v=" + V,
    "https://youtube.com.evil.io/watch?v=" + V,
    "https://youtube.evil.io/watch?v=" + V,
    "https://evil.io/youtube.com/watch?v=" + V,
    "https://evil.io/?u=https://www.youtube.com/watch?v=" + V,
    "https://evil.io#youtube.com/watch?v=" + V,
    "https://www.youtube.com@evil.io/watch?v=" + V,
    "https://youtube.com:pass@evil.io/watch?v=" + V,
    "https://www.y\u043eutube.com/watch?v=" + V,
    "https://www.youtube.co/watch?v=" + V,
    "https://youtu.be.evil.io/" + V,
    "https://xyoutu.be/" + V,
    "https://youtube-nocookie.com.evil.io/embed/" + V,
    "https://youtube/watch?v=" + V,
    "https://vimeo.com/1234567",
    "https://github.com/hallowaybench/kerf",
    "http://127.0.0.1/watch?v=" + V,
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/watch?v=" + V,
    "http://[bad/watch?v=" + V,
    "mailto:somebody@youtube.com.evil.io",
    "javascript:alert(1)",
    "x" * 100_000,
]


@pytest.mark.parametrize("text", NAMES_A_VIDEO)
def test_every_way_to_name_a_video_gives_one_ref(text: str) -> None:
    assert urls.recognise(text) == VIDEO
    assert VIDEO.url == f"https://www.youtube.com/watch?v={V}"


@pytest.mark.parametrize(("text", "ref"), NAMES_A_LIST + NAMES_A_CHANNEL)
def test_lists_and_channels(text: str, ref: Ref) -> None:
    assert urls.recognise(text) == ref


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidURLError) as caught:
        urls.recognise(text)
    assert reason in caught.value.sentence


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_is_not_youtubes_is_none(text: str) -> None:
    assert urls.recognise(text) is None


def test_the_table_is_large() -> None:
    assert len(NAMES_A_VIDEO) + len(NAMES_A_LIST) + len(NAMES_A_CHANNEL) + len(REFUSED) + len(NOT_OURS) >= 200


def test_canonical_addresses() -> None:
    assert urls.channel(C).url == f"https://www.youtube.com/channel/{C}"
    assert urls.playlist(L).url == f"https://www.youtube.com/playlist?list={L}"
    assert urls.named("handle", "Café").url == "https://www.youtube.com/@caf%C3%A9"
    assert (urls.named("user", "Abc").url, urls.named("custom", "Abc").url) == (
        "https://www.youtube.com/user/abc",
        "https://www.youtube.com/c/abc",
    )


@pytest.mark.parametrize("ref", [VIDEO, urls.video(DASHES), CHANNEL, LIST, HANDLE, USER, CUSTOM])
def test_a_canonical_address_names_its_own_ref(ref: Ref) -> None:
    assert urls.recognise(ref.url) == ref


AROUND = st.sampled_from(
    ["", " ", "https://", "http://", "//", "www.youtube.com/", "youtu.be/", "youtube.com/watch?v=", "@"]
)
PARTS = st.sampled_from(
    ["watch", "?", "&", "v=", "list=", V, C, L, "/", "#", "%", "%40", "@", ":", "shorts/", "\\", "RD"]
)


@given(st.one_of(st.text(), st.builds(str.__add__, AROUND, st.text()), st.lists(st.one_of(AROUND, PARTS)).map("".join)))
@example("https://www.youtube.com/@\u0130stanbul")
@example("https://www.youtube.com/watch?v=\ud800")
@example("https://[")
def test_any_text_is_a_ref_nothing_or_refused(text: str) -> None:
    ref = None
    with suppress(InvalidURLError):
        ref = urls.recognise(text)
    if ref is not None:
        assert ref.platform == "youtube"
        assert ref.kind in {"video", "channel", "playlist"}
        assert urls.recognise(ref.url) == ref  # canonical once is canonical for ever


@given(st.text(alphabet=st.characters(categories=["L", "M", "N"]), min_size=1, max_size=30))
def test_any_handle_keeps_its_one_spelling(name: str) -> None:
    ref = urls.named("handle", name)
    assert urls.named("handle", ref.id) == ref
    assert urls.recognise(ref.url) == ref


@given(st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True))
def test_any_id_is_read_back_from_every_form(video_id: str) -> None:
    for form in (
        "https://www.youtube.com/watch?v={}",
        "https://youtu.be/{}",
        "youtube.com/shorts/{}",
        "m.youtube.com/live/{}",
    ):
        assert urls.recognise(form.format(video_id)) == urls.video(video_id)
