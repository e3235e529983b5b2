# ruff: noqa: RUF001 - look-alike characters are the subject
"""Words made safe, short, and read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.lib.text import (
    RESERVED_SLUGS,
    chapters,
    clean,
    lead,
    link_spans,
    one_line,
    shorten,
    slugify,
)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Building a Chair, Part 2", "building-a-chair-part-2"),
        ("Don’t panic & carry on", "dont-panic-and-carry-on"),
        ("Çà et là — été", "ca-et-la-ete"),
        ("Ещё один день", "eshchio-odin-den"),
        ("北京", "bei-jing"),
        ("C++ in C#", "cpp-in-csharp"),
        ("🎬🎬", "abc123"),
        ("", "abc123"),
        ("2024", "2024-abc123"),
        ("1 / 2 / 3", "1-2-3"),
        ("edit", "edit-abc123"),
        ("--- ---", "abc123"),
    ],
)
def test_a_slug_reads_like_its_title(title: str, slug: str) -> None:
    assert slugify(title, "abc123") == slug


def test_a_long_slug_ends_at_a_word() -> None:
    slug = slugify("a very long title about wood " * 10, "x")
    assert len(slug) <= 80
    assert slug.endswith(("a", "very", "long", "title", "about", "wood"))


def test_a_slug_without_anything_to_go_by() -> None:
    assert slugify("🎬", "") == "untitled"
    assert slugify("123", "456") == "no-123"


@given(st.text(max_size=300), st.text(max_size=20))
def test_every_slug_fits_an_address(title: str, fallback: str) -> None:
    slug = slugify(title, fallback)
    assert 0 < len(slug) <= 80
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.isdigit()
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert slug not in RESERVED_SLUGS


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b\x07c", "abc"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("e\u0301", "é"),
        ("pay\u202egpj.exe\u202c", "paygpj.exe"),
        ("in\u200bvi\ufeffsi\u00adble", "invisible"),
        ("a\u200db", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("x\U000e0041\U000e0042", "x"),
        ("bad\ud83d", "bad"),
    ],
)
def test_clean_leaves_what_can_be_stored_and_read(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters(categories=None), max_size=100))
def test_clean_is_stable_and_storable(text: str) -> None:
    once = clean(text)
    once.encode()
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\x00\u202e\u200b\r")


def test_one_line_has_no_line_breaks() -> None:
    assert one_line("  a\n\n b\t\u00a0c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/x, and (http://b.example/y_(z)).", ["https://a.example/x", "http://b.example/y_(z)"]),
        ("https://a.example https://b.example", ["https://a.example", "https://b.example"]),
        ("**https://a.example/b**", ["https://a.example/b"]),
        ("https://a.example/_x_", ["https://a.example/_x_"]),
        ("链接https://a.example/x。后面", ["https://a.example/x"]),
        ("ftp://a.example a.example https://", []),
    ],
)
def test_links(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in link_spans(text)] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A stool from one board. No glue, no screws. And much more to say.",
            "A stool from one board. No glue, no screws.",
        ),
        ("https://shop.example\n#wood #stool\n\nHow to cut a dovetail by hand.", "How to cut a dovetail by hand."),
        ("SUBSCRIBE to my channel today!\nHow to cut a dovetail by hand.", "How to cut a dovetail by hand."),
        ("0:00 Introduction and welcome\n1:00 The tools that we use\n", ""),
        ("►►► How to cut a dovetail by hand", "How to cut a dovetail by hand"),
        ("Plans here: https://a.example\nCut it by hand. And so on.", "Cut it by hand. And so on."),
        ("Nothing but the plans at https://a.example", "Nothing but the plans at"),
        ("The “Chair of the Year.” It was won. See https://a.example", "The “Chair of the Year.” It was won."),
        ("", ""),
        ("short", ""),
        (
            "A sentence with far too many words to ever fit into the little room on the card",
            "A sentence with far too many words to ever fit…",
        ),
    ],
)
def test_lead(text: str, expected: str) -> None:
    assert lead(text, 50) == expected


@given(st.text(max_size=300), st.integers(10, 200))
def test_lead_fits(text: str, limit: int) -> None:
    assert len(lead(text, limit)) <= limit


def test_shorten() -> None:
    assert shorten("one two three", 13) == "one two three"
    assert shorten("one two three", 12) == "one two…"
    assert len(shorten("x" * 50, 10)) == 10


THREE = [(0, "Intro"), (60, "Middle"), (3661, "End")]


@pytest.mark.parametrize(
    "text",
    [
        "0:00 Intro\n1:00 Middle\n1:01:01 End",
        "00:00 - Intro\n01:00 – Middle\n01:01:01 | End",
        "Chapters:\n(0:00) Intro\n[1:00] Middle\n• 1:01:01 End\n\nThanks for watching at 9:00 sharp",
        "Intro 0:00\nMiddle 1:00\nEnd 1:01:01",
        "1. 0:00 Intro\n2. 1:00 Middle\n3. 1:01:01 End",
        "0:00 - 1:00 Intro\n1:00 - 1:01:01 Middle\n1:01:01 - 1:05:00 End",
        "12:30 is when we start\n\n0:00 Intro\n1:00 Middle\n1:01:01 End",
    ],
)
def test_chapters_in_the_ways_people_write_them(text: str) -> None:
    assert chapters(text, 4000) == THREE


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("0:00 Intro\n1:00 End", 4000),  # two
        ("0:05 Intro\n1:00 Middle\n2:00 End", 4000),  # not from the start
        ("0:00 Intro\n2:00 Middle\n1:00 End", 4000),  # not ascending
        ("0:00 Intro\n0:09 Middle\n1:00 End", 4000),  # too short
        ("0:00 Intro\n1:00 Middle\n2:00 End", 125),  # the last too short
        ("0:00 Intro\n1:00 Middle\n2:00 End", 100),  # beyond the end
        ("0:00\n1:00\n2:00", 4000),  # no titles
        ("0:00 a\n1:75 b\n2:00 c", 4000),  # no such time
        ("", None),
    ],
)
def test_what_is_no_list_of_chapters(text: str, duration: int | None) -> None:
    assert chapters(text, duration) == []


def test_without_a_duration_the_last_may_be_anywhere() -> None:
    assert len(chapters("0:00 a\n1:00 b\n2:00 c", None)) == 3
