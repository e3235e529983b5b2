"""From a pasted text to the platform that knows it."""

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.lib.errors import InvalidURLError, UnknownPlatformError
from vitrine.platforms import registry

V = "dQw4w9WgXcQ"


def test_every_platform_has_its_line_and_says_who_it_is() -> None:
    assert registry.names() == ("youtube", "github")
    for name, about in zip(registry.names(), registry.all_about(), strict=True):
        assert about.name == name
        assert registry.get(name) is registry.get(name)
        assert set(about.lists) <= set(about.kinds)
        assert about.reaches


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownPlatformError, match="myspace"):
        registry.get("myspace")


def test_a_platform_is_imported_when_it_is_first_asked_for() -> None:
    code = """if True:
        import sys
        from vitrine.platforms import registry
        assert not any("youtube" in name or "github" in name for name in sys.modules), "too early"
        registry.get("github")
        assert "vitrine.platforms.github.platform" in sys.modules
        assert "vitrine.platforms.youtube.platform" not in sys.modules, "not asked for"
    """
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize(
    ("text", "platform", "ref_id"),
    [
        (f"https://youtu.be/{V}", "youtube", V),
        (f"  <https://youtu.be/{V}>  ", "youtube", V),
        (f"(https://www.youtube.com/watch?v={V}).", "youtube", V),
        (f"Watch this: https://youtu.be/{V}?si=x, it is good!", "youtube", V),
        (f"“A stool” — Halloway Bench\nhttps://www.youtube.com/watch?v={V}\n\nShared from my phone", "youtube", V),
        (f"see youtube.com/watch?v={V} for more", "youtube", V),
        (f"https://vimeo.com/1 and then https://youtu.be/{V}", "youtube", V),
        (f"https://www.youtube.com/results?search_query=x but I mean https://youtu.be/{V}", "youtube", V),
        (f"https://www.youtube.com/watch?v={V}&amp;t=5s", "youtube", V),
        ("@hallowaybench", "youtube", "hallowaybench"),
        ("I am @hallowaybench there", "youtube", "hallowaybench"),
        (V, "youtube", V),
        ("https://github.com/hallowaybench/kerf", "github", "hallowaybench/kerf"),
        ("git clone git@github.com:hallowaybench/kerf.git", "github", "hallowaybench/kerf"),
    ],
)
def test_the_first_thing_that_a_platform_knows_is_taken(text: str, platform: str, ref_id: str) -> None:
    ref = registry.recognise(text)
    assert (ref.platform, ref.id) == (platform, ref_id)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Nothing was pasted"),
        (" \n\t", "Nothing was pasted"),
        ("hello", "not an address"),
        ("hello there, you", "spaces"),
        ("x" * 100_000, "whole text"),
        (f"https://youtu.be/{V} " * 5_000, "whole text"),
        ("http://127.0.0.1/", "public internet"),
        ("http://127.0.0.1:8000/admin", "port"),
        ("http://169.254.169.254/latest/meta-data/", "public internet"),
        ("http://[::1]/", "public internet"),
        ("http://localhost/", "public internet"),
        ("http://metadata.google.internal/computeMetadata/v1/", "public internet"),
        ("https://www.youtube.com/playlist?list=WL", "its owner"),
        (f"https://u:p@www.youtube.com/watch?v={V}", "user name"),
        ("javascript:alert(1)", "javascript"),
    ],
)
def test_what_is_no_address_or_refused_says_why(text: str, reason: str) -> None:
    with pytest.raises(InvalidURLError) as caught:
        registry.recognise(text)
    assert reason in caught.value.sentence


@pytest.mark.parametrize("host", ["vimeo.com", "notyoutube.com", "youtube.com.evil.io", "xn--youtbe-5fg.com"])
def test_a_place_that_nobody_covers_is_named_with_those_that_are(host: str) -> None:
    with pytest.raises(UnknownPlatformError) as caught:
        registry.recognise(f"https://{host}/watch?v={V}")
    assert host in caught.value.sentence
    assert "YouTube and GitHub" in caught.value.sentence
    assert caught.value.detail == {"host": host, "known": ["youtube", "github"]}


@given(st.text(max_size=300))
def test_any_text_at_all_gives_a_ref_or_is_refused(text: str) -> None:
    with suppress(InvalidURLError, UnknownPlatformError):
        assert registry.recognise(text).platform in registry.names()
