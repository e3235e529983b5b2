"""What may be the address of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.accounts import slugs
from vitrine.accounts.types import RESERVED_SLUGS
from vitrine.lib.errors import ValidationFailedError


@pytest.mark.parametrize(
    ("wish", "slug"),
    [("wren", "wren"), (" Wren ", "wren"), ("@WREN", "wren"), ("wren-halloway-2", "wren-halloway-2"), ("a1", "a1")],
)
def test_a_name_for_an_address(wish: str, slug: str) -> None:
    assert slugs.checked(wish) == slug


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ("", "2 to 40"),
        ("a", "2 to 40"),
        ("a" * 41, "2 to 40"),
        ("12345", "at least one letter"),
        ("wren_halloway", "single hyphens"),
        ("-wren", "single hyphens"),
        ("wren--h", "single hyphens"),
        ("wren/..", "single hyphens"),
        ("🦜" * 200, "no emoji"),
        ("wr\x00en", "no signs"),
        ("wren\u202e", "no signs"),
        ("\u0430lice", "cyrillic small letter a"),
        ("wre\u0578", "armenian small letter vo"),
        ("\uff57ren", "fullwidth latin small letter w"),
        ("\u212aren", "kelvin sign"),
        ("wrén", "latin small letter e with acute"),
        ("admin", "one of our own pages"),
        ("ADMIN", "one of our own pages"),
        ("adm1n", "one of our own pages"),
        ("ad-min", "one of our own pages"),
        ("api", "one of our own pages"),
        ("settings", "one of our own pages"),
        ("5ett1ngs", "one of our own pages"),
        ("webh00ks", "one of our own pages"),
    ],
)
def test_what_is_none_is_refused_with_its_reason(wish: str, why: str) -> None:
    with pytest.raises(ValidationFailedError, match=why) as refused:
        slugs.checked(wish)
    assert refused.value.detail == {"field": "slug"}


@given(st.text(max_size=60))
def test_any_words_make_a_slug_that_may_be_taken(words: str) -> None:
    made = slugs.from_words(words)
    assert slugs.checked(made) == made


@pytest.mark.parametrize("word", sorted(RESERVED_SLUGS))
def test_no_word_of_ours_is_ever_made(word: str) -> None:
    assert slugs.checked(slugs.from_words(word)) not in RESERVED_SLUGS
