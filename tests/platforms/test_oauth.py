"""The code flow without a wire: what is asked, and what answers mean."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from vitrine.lib.errors import ValidationFailedError
from vitrine.lib.http import Response
from vitrine.lib.secret import Secret
from vitrine.platforms import registry
from vitrine.platforms.github.oauth import sign_in as github
from vitrine.platforms.oauth import Client, CodeFlow, Connects, challenge
from vitrine.platforms.youtube.oauth import READ
from vitrine.platforms.youtube.oauth import sign_in as google

CLIENT = Client("an-id", Secret("a-secret"))
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B


def answer(said: Any, status: int = 200) -> Response:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Response(status=status, headers={}, body=body, url="https://x.example/token")


def test_the_challenge_is_that_of_the_rfc() -> None:
    assert challenge(VERIFIER) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_every_platform_that_says_so_can_be_connected_and_reaches_its_provider() -> None:
    for about in registry.all_about():
        face = registry.get(about.name)
        assert isinstance(face, Connects) == ("connect" in about.can)
        if isinstance(face, Connects):
            flow = face.oauth
            assert flow.platform == about.name
            assert {urlsplit(url).hostname for url in (flow.authorize_url, flow.token_url, flow.revoke_url)} <= set(
                about.reaches
            )
            assert all(scope.sentence.endswith(".") for step in flow.steps for scope in step.scopes)


def test_a_consent_page_is_asked_for_in_full() -> None:
    url = google.consent_url(
        CLIENT,
        scopes=[READ],
        state="s t&",
        verifier=VERIFIER,
        redirect_uri="https://v.example/back/?x",
        must_consent=True,
        choose=True,
    )
    assert {name: values for name, (values, *_) in parse_qs(urlsplit(url).query).items()} == {
        "client_id": "an-id",
        "redirect_uri": "https://v.example/back/?x",
        "response_type": "code",
        "scope": READ,
        "state": "s t&",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
        "access_type": "offline",
        "include_granted_scopes": "true",
        "prompt": "consent select_account",
    }


def test_steps_are_asked_for_together_and_once() -> None:
    asked = google.scopes(["read", "analytics", "read"])
    assert [name.rpartition("/")[2] for name in asked] == ["youtube.readonly", "yt-analytics.readonly"]
    with pytest.raises(ValidationFailedError):
        google.scopes(["read", "world"])


@pytest.mark.parametrize(
    ("said", "lives", "scopes"),
    [
        ({}, None, ()),
        ({"expires_in": 3599, "scope": f"{READ} openid"}, 3599, (READ, "openid")),
        ({"expires_in": "3599", "scope": "repo,read:user"}, 3599, ("repo", "read:user")),
        ({"expires_in": -5, "scope": "  "}, 0, ()),
        ({"expires_in": 10**30, "scope": ["no"]}, 2_592_000, ()),
        ({"expires_in": True}, None, ()),
        ({"expires_in": "soon"}, None, ()),
        ({"expires_in": None, "scope": f"{READ} {READ}"}, None, (READ,)),
        ({"expires_in": 59.9}, 59, ()),
    ],
)
def test_a_token_answer_is_read(said: dict[str, Any], lives: int | None, scopes: tuple[str, ...]) -> None:
    grant = google.grant(answer({"access_token": "ya29.x", "token_type": "Bearer", **said}))
    assert (grant.access, grant.lives, grant.scopes, grant.refresh) == ("ya29.x", lives, scopes, "")
    assert "ya29" not in repr(grant)


def test_a_grant_of_the_testing_mode_tells_its_end() -> None:
    said = {"access_token": "a", "refresh_token": "1//r", "expires_in": 3599, "refresh_token_expires_in": 604799}
    assert google.grant(answer(said)).grant_lives == 604799


@pytest.mark.parametrize(
    ("flow", "status", "said", "code", "verdict"),
    [
        (google, 400, {"error": "invalid_grant"}, "RECONNECT_REQUIRED", "reconnect"),
        (google, 401, {"error": "invalid_client"}, "AUTH_ERROR", "permanent"),
        (google, 400, {"error": "redirect_uri_mismatch"}, "AUTH_ERROR", "permanent"),
        (google, 429, {}, "RATE_LIMITED", "waiting"),
        (google, 403, {"error": "rate_limit_exceeded"}, "RATE_LIMITED", "waiting"),
        (google, 500, {"error": "internal_failure"}, "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 503, b"<html>", "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 400, {"error": "never_heard_of"}, "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 400, {"error": {"code": 400}}, "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 200, {}, "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 200, b"[]", "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 200, {"access_token": ""}, "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 200, {"access_token": 7}, "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 200, {"access_token": "a", "token_type": "mac"}, "UPSTREAM_UNAVAILABLE", "transient"),
        (google, 302, {}, "UPSTREAM_UNAVAILABLE", "transient"),
        (github, 200, {"error": "bad_verification_code"}, "RECONNECT_REQUIRED", "reconnect"),
        (github, 200, {"error": "incorrect_client_credentials"}, "AUTH_ERROR", "permanent"),
        (github, 200, {"error": "redirect_uri_mismatch"}, "AUTH_ERROR", "permanent"),
    ],
)
def test_a_refusal_carries_its_verdict(flow: CodeFlow, status: int, said: Any, code: str, verdict: str) -> None:
    with pytest.raises(Exception, match=flow.platform) as refused:
        flow.grant(answer(said, status))
    assert (getattr(refused.value, "code", ""), getattr(refused.value, "verdict", "")) == (code, verdict)


def test_what_is_sent_shows_no_secret() -> None:
    asks = (
        google.exchange(CLIENT, "4/code", VERIFIER, "https://v.example/"),
        google.refresh(CLIENT, "1//refresh"),
        google.revoke(CLIENT, access="ya29.a", refresh="1//refresh"),
        github.revoke(CLIENT, access="gho_a", refresh=""),
    )
    for ask in asks:
        assert not any(
            secret in repr(ask) for secret in ("a-secret", "4/code", VERIFIER, "1//refresh", "gho_a", "ya29")
        )
    assert "a-secret" not in repr(CLIENT)
