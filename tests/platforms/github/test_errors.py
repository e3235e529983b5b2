"""What GitHub's refusals mean, as a table."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from vitrine.lib import clock
from vitrine.lib.errors import (
    ContentNotFoundError,
    IntegrationAuthError,
    PermissionDeniedError,
    RateLimitError,
    UpstreamUnavailableError,
    Verdict,
    VitrineError,
)
from vitrine.lib.http import Response
from vitrine.platforms.github.errors import refusal

KERF = "https://github.com/wren/kerf"
AN_HOUR_ON = clock.now().replace(microsecond=0) + timedelta(minutes=47)
USED_UP = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(AN_HOUR_ON.timestamp()))}


def refused(status: int, message: str = "", *, token: str = "", headers: dict[str, str] | None = None) -> VitrineError:
    body = json.dumps({"message": message}).encode()
    response = Response(status=status, headers=headers or {}, body=body, url="https://api.github.com/repos/wren/kerf")
    error = refusal(response, url=KERF, token=token)
    assert error is not None
    return error


TABLE = [
    (301, "Moved Permanently", UpstreamUnavailableError, Verdict.TRANSIENT),
    (400, "Unsupported API version", VitrineError, Verdict.OURS),
    (401, "Bad credentials", IntegrationAuthError, Verdict.RECONNECT),
    (403, "Resource protected by organization SAML enforcement", PermissionDeniedError, Verdict.PERMANENT),
    (403, "Repository access blocked", PermissionDeniedError, Verdict.PERMANENT),
    (403, "You have exceeded a secondary rate limit", RateLimitError, Verdict.WAITING),
    (403, "You have triggered an abuse detection mechanism", RateLimitError, Verdict.WAITING),
    (404, "Not Found", ContentNotFoundError, Verdict.PERMANENT),
    (410, "Gone", ContentNotFoundError, Verdict.PERMANENT),
    (422, "Validation Failed", VitrineError, Verdict.OURS),
    (429, "", RateLimitError, Verdict.WAITING),
    (451, "Repository access blocked", ContentNotFoundError, Verdict.PERMANENT),
    (500, "", UpstreamUnavailableError, Verdict.TRANSIENT),
    (502, "Server Error", UpstreamUnavailableError, Verdict.TRANSIENT),
    (503, "", UpstreamUnavailableError, Verdict.TRANSIENT),
]


@pytest.mark.parametrize(("status", "message", "kind", "verdict"), TABLE)
def test_status_and_message_give_a_verdict(
    status: int, message: str, kind: type[VitrineError], verdict: Verdict
) -> None:
    error = refused(status, message)
    assert (type(error), error.verdict) == (kind, verdict)
    assert error.log == f"GitHub answered {status} for {KERF}: {message}"


@pytest.mark.parametrize("status", [200, 202, 204])
def test_what_answers_is_no_refusal(status: int) -> None:
    assert refusal(Response(status=status, headers={}, body=b"", url="x"), url=KERF, token="") is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"x"', b'{"message": 7}', b"\xff"])
def test_a_refusal_without_a_message_is_one_all_the_same(body: bytes) -> None:
    error = refusal(Response(status=403, headers={}, body=body, url="x"), url=KERF, token="")
    assert isinstance(error, PermissionDeniedError)


class TestUsedUp:
    @pytest.mark.parametrize("status", [403, 429])
    def test_without_a_token_says_so_and_what_would_help(self, status: int) -> None:
        error = refused(status, "API rate limit exceeded", headers=USED_UP | {"x-ratelimit-limit": "60"})
        assert (type(error), error.until) == (RateLimitError, AN_HOUR_ON)
        assert error.sentence == (
            f"GitHub lets us ask 60 times an hour without a token; those are used up until {AN_HOUR_ON:%H:%M} UTC. "
            "It goes on by itself then. To ask 5,000 times an hour, set GITHUB_TOKEN."
        )
        assert error.suggestion == "To ask 5,000 times an hour, set GITHUB_TOKEN."
        assert error.detail == {"limit_per_hour": 60, "until": AN_HOUR_ON.isoformat()}

    def test_with_a_token_there_is_nothing_to_do_but_wait(self) -> None:
        error = refused(403, "API rate limit exceeded", token="t", headers=USED_UP)  # the limit itself is not told
        assert error.sentence == (
            f"GitHub lets us ask 5,000 times an hour; those are used up until {AN_HOUR_ON:%H:%M} UTC. "
            "It goes on by itself then."
        )
        assert (error.until, error.suggestion) == (AN_HOUR_ON, "")

    def test_a_longer_wait_that_is_asked_for_beside_counts(self) -> None:
        error = refused(403, headers=USED_UP | {"retry-after": "7200"})
        assert error.until is not None
        assert error.until > AN_HOUR_ON

    @pytest.mark.parametrize("reset", ["", "soon", "0", "1507651200000", "9" * 30, "-5"])
    def test_a_reset_that_makes_no_sense_is_a_minute(self, reset: str) -> None:
        before = clock.now()
        error = refused(403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset})
        assert error.until is not None
        assert timedelta(seconds=59) < error.until - before < timedelta(seconds=70)

    def test_a_reset_that_has_passed_does_not_lie_in_the_past(self) -> None:
        before = clock.now()
        error = refused(403, headers=USED_UP | {"x-ratelimit-reset": "1700000000"})
        assert error.until is not None
        assert error.until >= before > datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("number", ["9" * 11, "9" * 30, "9" * 5_000])
@pytest.mark.parametrize("remaining", ["0", "40"])
def test_no_number_of_theirs_stops_us_for_good(number: str, remaining: str) -> None:
    headers = {"x-ratelimit-remaining": remaining, "x-ratelimit-reset": number, "retry-after": number}
    error = refused(429, headers=headers)
    assert error.until is not None
    assert error.until <= clock.now() + timedelta(days=1)


class TestSlowDown:
    @pytest.mark.parametrize(
        ("status", "message", "headers", "seconds"),
        [
            (403, "You have exceeded a secondary rate limit", {"retry-after": "17"}, 17),
            (429, "", {"retry-after": "17"}, 17),
            (403, "Whatever", {"retry-after": "17"}, 17),
            (403, "You have exceeded a secondary rate limit", {}, 60),
            (429, "", {}, 60),
            (429, "", {"retry-after": "nonsense"}, 60),
            (429, "", {"x-ratelimit-remaining": "41", "x-ratelimit-reset": "1"}, 60),
        ],
    )
    def test_waits_as_long_as_it_is_told_or_a_minute(
        self, status: int, message: str, headers: dict[str, str], seconds: int
    ) -> None:
        before = clock.now()
        error = refused(status, message, headers=headers)
        assert isinstance(error, RateLimitError)
        assert error.until is not None
        assert timedelta(0) <= error.until - before - timedelta(seconds=seconds) < timedelta(seconds=5)
        assert error.sentence.startswith("GitHub asks us to slow down until ")


def test_a_token_that_is_no_good_says_how_to_mend_it() -> None:
    error = refused(401, "Bad credentials", token="t")
    assert error.action == "connect_github"
    assert "GITHUB_TOKEN" in error.suggestion
    assert "t" not in error.log.split()


def test_a_refusal_without_token_asks_for_one() -> None:
    assert (
        refused(401, "Requires authentication").sentence == "GitHub wants a sign-in for this. Connect GitHub to go on."
    )
