"""Signed texts: ours come back, nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.lib.signing import BadSignatureError, matches, sign, signature, verify


@given(st.text(max_size=200))
def test_what_was_signed_comes_back_and_fits_an_address(payload: str) -> None:
    try:
        payload.encode()
    except UnicodeEncodeError:
        return
    token = sign(payload, key="k", purpose="picture")
    assert verify(token, key="k", purpose="picture") == payload
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "x" + token,
        lambda token: token.partition(".")[0],
        lambda token: token + "=",
        lambda token: token + "\n",
        lambda token: token.replace(".", "=."),
        lambda _: "",
        lambda _: "é.é",
        lambda _: ".",
        lambda token: "____." + token.partition(".")[2],
    ],
)
def test_what_was_touched_does_not(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(BadSignatureError):
        verify(spoil(sign("https://a.example/b", key="k", purpose="p")), key="k", purpose="p")


def test_another_key_or_purpose_opens_nothing() -> None:
    token = sign("x", key="k", purpose="p")
    for key, purpose in [("other", "p"), ("k", "other"), ("kp", ""), ("", "kp")]:
        with pytest.raises(BadSignatureError):
            verify(token, key=key, purpose=purpose)


def test_a_signature_may_travel_alone() -> None:
    given_one = signature("x", key="k", purpose="p")
    assert matches(given_one, "x", key="k", purpose="p")
    assert not matches(given_one, "y", key="k", purpose="p")
    assert not matches("é\ud800", "x", key="k", purpose="p")
