# ruff: noqa: RUF001 - look-alike characters are the subject
"""Addresses found in what people paste, taken apart, and refused with the reason."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitrine.lib.addresses import MOST_ADDRESS, candidates, parse
from vitrine.lib.errors import InvalidURLError, Verdict

VIDEO = "https://youtu.be/dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (VIDEO, [VIDEO]),
        (f"  \n\t{VIDEO}\u00a0\n", [VIDEO]),
        (f"<{VIDEO}>", [VIDEO]),
        (f'"{VIDEO}"', [VIDEO]),
        (f"“{VIDEO}”", [VIDEO]),
        (f"({VIDEO})", [VIDEO]),
        (f"{VIDEO}.", [VIDEO]),
        (f"{VIDEO}?!", [VIDEO]),
        (f"\u200b{VIDEO}\u200e", [VIDEO]),
        (f"\u202e{VIDEO}\u2069", [VIDEO]),
        (f"Look at this: {VIDEO}, it is great", [VIDEO]),
        (f"Check out this video!\n\n{VIDEO}?si=abc via @YouTube", [f"{VIDEO}?si=abc"]),
        (f"[a video]({VIDEO})", [VIDEO]),
        (f"【标题】{VIDEO} 复制打开", [VIDEO]),
        (f"{VIDEO} and {VIDEO}", [VIDEO]),
        (f"{VIDEO} https://github.com/a/b", [VIDEO, "https://github.com/a/b"]),
        ("https://www.youtube.com/watch?v=a&amp;t=3", ["https://www.youtube.com/watch?v=a&t=3"]),
        ("https://en.wikipedia.org/wiki/Rust_(film)", ["https://en.wikipedia.org/wiki/Rust_(film)"]),
        ("https://youtu.be/abcdefghij_", ["https://youtu.be/abcdefghij_"]),
        ("https://youtu.be/abcdefghij-", ["https://youtu.be/abcdefghij-"]),
        ("youtube.com/watch?v=x", ["youtube.com/watch?v=x"]),
        ("see youtube.com/@some.one now", ["youtube.com/@some.one"]),
        ("//github.com/a/b", ["//github.com/a/b"]),
        ("git@github.com:a/b.git", ["git@github.com:a/b.git"]),
        ("clone git@github.com:a/b.git please", ["git@github.com:a/b.git"]),
        ("my page is on github.com somewhere", ["github.com"]),
        ("I am @handle there", ["@handle"]),
        ("@handle", ["@handle"]),
        ("dQw4w9WgXcQ", ["dQw4w9WgXcQ"]),
        ("_Qw4w9WgXc_", ["_Qw4w9WgXc_"]),
        ("just some words", ["just some words"]),
        ("javascript:alert(1)", ["javascript:alert(1)"]),
    ],
)
def test_what_was_meant_is_found(text: str, found: list[str]) -> None:
    assert candidates(text) == found


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "<>", "x" * 100_000, "🎬" * 25_600, "https://a.b/ " * 10_000])
def test_nothing_and_far_too_much_are_refused(text: str) -> None:
    with pytest.raises(InvalidURLError) as caught:
        candidates(text)
    assert caught.value.verdict is Verdict.PERMANENT


@pytest.mark.parametrize(
    ("text", "scheme", "host", "path", "query", "fragment"),
    [
        ("https://youtube.com/watch?v=x", "https", "youtube.com", "/watch", (("v", "x"),), ""),
        ("HTTP://WWW.YouTube.COM", "http", "www.youtube.com", "/", (), ""),
        ("youtube.com/a", "https", "youtube.com", "/a", (), ""),
        ("youtube.com:443/a", "https", "youtube.com", "/a", (), ""),
        ("//youtube.com/a", "https", "youtube.com", "/a", (), ""),
        ("http://youtube.com:80/a", "http", "youtube.com", "/a", (), ""),
        ("https://youtube.com./a", "https", "youtube.com", "/a", (), ""),
        ("https://youtube。com/a", "https", "youtube.com", "/a", (), ""),
        ("https://ｙｏｕｔｕｂｅ.com/", "https", "youtube.com", "/", (), ""),
        ("https://bücher.example/ü", "https", "xn--bcher-kva.example", "/ü", (), ""),
        ("https://yоutube.com/", "https", "xn--yutube-wqf.com", "/", (), ""),
        ("https://a.example/%40caf%C3%A9/x", "https", "a.example", "/@café/x", (), ""),
        ("https://a.example/a%2Fb/%252F", "https", "a.example", "/a%2Fb/%252F", (), ""),
        ("https://a.example/a/../b/./c/..", "https", "a.example", "/b/", (), ""),
        ("https://a.example/%2e%2e/%2E/b", "https", "a.example", "/b", (), ""),
        ("https://a.example/../../b", "https", "a.example", "/b", (), ""),
        (
            "https://a.example?x=1&y=&x=a+b%20c#t=3",
            "https",
            "a.example",
            "/",
            (("x", "1"), ("y", ""), ("x", "a b c")),
            "t=3",
        ),
        ("https://a.example/?u=https://x@y:9/", "https", "a.example", "/", (("u", "https://x@y:9/"),), ""),
        ("https://a.example/?v=a%FF", "https", "a.example", "/", (("v", "a\ufffd"),), ""),
        ("https://127.0.0.1/", "https", "127.0.0.1", "/", (), ""),
        ("http://0x7f.1/", "http", "0x7f.1", "/", (), ""),
        ("https://[::1]/a", "https", "[::1]", "/a", (), ""),
        ("[::1]:443/a", "https", "[::1]", "/a", (), ""),
        ("http://localhost/", "http", "localhost", "/", (), ""),
        ("https://my_host.example/", "https", "my_host.example", "/", (), ""),
    ],
)
def test_an_address_is_taken_apart(
    *, text: str, scheme: str, host: str, path: str, query: tuple[tuple[str, str], ...], fragment: str
) -> None:
    got = parse(text)
    assert (got.scheme, got.host, got.path, got.query, got.fragment) == (scheme, host, path, query, fragment)
    assert got.port == {"https": 443, "http": 80}[scheme]


def test_segments_are_whole_words() -> None:
    assert parse("https://a.example//x/a%2Fb/?k=1&k=2").segments == ("x", "a/b")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://user@youtube.com/", "user name"),
        ("https://youtube.com@evil.example/", "user name"),
        ("https://user:pass@youtube.com/", "user name"),
        ("https://youtube.com:8080/", "port"),
        ("http://youtube.com:443/", "port"),
        ("youtube.com:99999999999999/", "port"),
        ("http://127.0.0.1:6379/", "port"),
        ("ftp://youtube.com/", "ftp"),
        ("javascript:alert(1)", "javascript"),
        ("data:text/html,x", "data"),
        ("file:///etc/passwd", "file"),
        ("mailto:a@b.example", "mailto"),
        ("ssh://git@github.com/a/b", "ssh"),
        ("https://youtube.com\\@evil.example/", "backslash"),
        ("https:\\\\youtube.com", "backslash"),
        ("https://you tube.com/", "spaces"),
        ("https://youtube.com/\x00", "invisible"),
        ("https://youtube.com/%00", "invisible"),
        ("https://youtube.com/%0d%0aHost:x", "invisible"),
        ("https://youtube.com/?v=%01", "invisible"),
        ("https://youtube.com/%ff", "unreadable"),
        ("https://", "no host"),
        ("https:youtube.com", "no host"),
        ("https:///x", "no host"),
        ("https://-a.example/", "host"),
        ("https://a..example/", "host"),
        ("https://.example/", "host"),
        ("https://a%2eexample/", "host"),
        ("https://exa$mple.example/", "host"),
        ("https://" + "a" * 64 + ".example/", "host"),
        ("https://" + "ä" * 1500 + ".example/", "host"),
        ("https://[::1/", "host"),
        ("https://[fe80::1%25eth0]/", "host"),
        ("https://xn--a.example/ü:" + "x" * MOST_ADDRESS, "too long"),
        ("https://a.example/?" + "&".join("abcdefgh") * 20, "more to it"),
        ("", "no address"),
        ("hello", "not an address"),
        ("watch?v=abc", "not an address"),
    ],
)
def test_what_is_refused_says_why(text: str, reason: str) -> None:
    with pytest.raises(InvalidURLError) as caught:
        parse(text)
    assert reason in caught.value.sentence


URLISH = st.text(st.sampled_from(list("htps:/.?#[]@%&=;\\ \t\n\x00aZ09-_é。⁄xn２\u200b\ud800ß")), max_size=60)


@given(st.one_of(st.text(max_size=80), URLISH, URLISH.map("https://".__add__), URLISH.map("https://a.b/".__add__)))
@example("https://\u00ad/")
@example("https://xn--/")
@example("//[:")
@example("https://a.b:²/")
def test_nothing_but_invalid_url_is_ever_raised_and_what_passes_is_well_formed(text: str) -> None:
    try:
        for candidate in candidates(text):
            address = parse(candidate)
            assert address.host == address.host.lower()
            assert address.host.isascii()
            assert not set(address.host) & set("@/\\ ?#%")
            assert address.path.startswith("/")
            assert not {".", ".."} & set(address.segments)
    except InvalidURLError:
        pass
