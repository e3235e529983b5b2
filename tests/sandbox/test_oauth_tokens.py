"""Google's tokens: how they come, how long they live, and of what they die."""

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from sandbox.oauth import cast
from tests.sandbox.signing_in import AS_FORM, FORM, READ, TOKENS, UPLOAD, VERIFIER, Google, data_api, send, told
from tests.support.sandbox import Sandbox

DAY = 24 * 3600


@pytest.fixture
def google(sandbox: Sandbox) -> Google:
    return Google(sandbox)


@pytest.fixture
def testing(sandbox: Sandbox) -> Google:
    return Google(sandbox, cast.GOOGLE_TESTING, cast.GOOGLE_TESTING_SECRET)


def reads(google: Google, token: str) -> bool:
    return data_api(google.sandbox, "channels", token, part="id", mine="true").status == 200


def test_a_code_becomes_tokens(google: Google) -> None:
    answer = google.exchange(google.code())
    body = answer.json()
    assert set(body) == {"access_token", "expires_in", "refresh_token", "scope", "token_type"}
    assert (body["expires_in"], body["token_type"], body["scope"]) == (3599, "Bearer", READ)
    assert "no-store" in answer.headers["cache-control"]
    assert reads(google, body["access_token"])


@pytest.mark.parametrize(
    ("wrong", "status", "error", "description"),
    [
        ({"code": "4/0Aunknown"}, 400, "invalid_grant", "Bad Request"),
        ({"code": None}, 400, "invalid_request", "Missing required parameter: code"),
        ({"code_verifier": VERIFIER + "x"}, 400, "invalid_grant", "Invalid code verifier."),
        ({"code_verifier": "short"}, 400, "invalid_grant", "Invalid code verifier."),
        ({"code_verifier": None}, 400, "invalid_grant", "Missing code verifier."),
        ({"redirect_uri": "http://127.0.0.1:54321/else"}, 400, "redirect_uri_mismatch", "Bad Request"),
        ({"redirect_uri": None}, 400, "invalid_request", "Missing required parameter: redirect_uri"),
        ({"client_id": None}, 400, "invalid_request", "Could not determine client ID from request."),
        ({"client_id": "who"}, 401, "invalid_client", "The OAuth client was not found."),
        ({"client_secret": "guess"}, 401, "invalid_client", "The provided client secret is invalid."),
        ({"client_secret": None}, 400, "invalid_request", "client_secret is missing."),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", "Invalid grant_type: password"),
        ({"grant_type": None}, 400, "invalid_request", "Missing required parameter: grant_type"),
    ],
)
def test_what_is_wrong_with_an_exchange_is_said(
    google: Google, wrong: dict[str, str | None], status: int, error: str, description: str
) -> None:
    answer = google.exchange(
        wrong.get("code", google.code()), **{name: wrong[name] for name in wrong if name != "code"}
    )
    assert (answer.status, answer.json()) == (status, {"error": error, "error_description": description})


def test_a_code_is_its_client_s_alone(google: Google) -> None:
    code = google.code()
    other = Google(google.sandbox, cast.GOOGLE_TESTING, cast.GOOGLE_TESTING_SECRET)
    assert other.exchange(code).json()["error"] == "invalid_grant"
    assert google.exchange(code).status == 200  # and a stranger's try did it no harm


def test_a_code_used_again_takes_back_what_it_gave(google: Google) -> None:
    code = google.code()
    first = google.exchange(code).json()
    fresh = google.refresh(first["refresh_token"]).json()
    assert google.exchange(code).json()["error"] == "invalid_grant"
    assert not reads(google, first["access_token"])
    assert not reads(google, fresh["access_token"])
    assert google.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_code_lives_for_ten_minutes(google: Google) -> None:
    early, late = google.code(), google.code()
    google.sandbox.clock(advance=590)
    assert google.exchange(early).status == 200
    google.sandbox.clock(advance=20)
    assert google.exchange(late).json()["error"] == "invalid_grant"


def test_a_code_cannot_be_tried_with_two_verifiers(google: Google) -> None:
    code = google.code()
    google.exchange(code, code_verifier=VERIFIER + "x")
    assert google.exchange(code).json()["error"] == "invalid_grant"


def test_the_client_may_say_who_it_is_in_a_header(google: Google) -> None:
    said = base64.b64encode(f"{google.client}:{google.secret}".encode()).decode()
    fields = {"grant_type": "authorization_code", "code": google.code(), "redirect_uri": google.back}
    body = urlencode({**fields, "code_verifier": VERIFIER})
    headers = {"Content-Type": FORM, "Authorization": f"Basic {said}"}
    assert send(google.sandbox, "POST", TOKENS, "/token", body=body, headers=headers).status == 200


@pytest.mark.parametrize(("method", "body", "kind"), [("GET", "", ""), ("POST", "{}", "application/json")])
def test_the_token_endpoint_takes_posted_forms_only(sandbox: Sandbox, method: str, body: str, kind: str) -> None:
    answer = send(sandbox, method, TOKENS, "/token?grant_type=refresh_token", body=body, headers={"Content-Type": kind})
    assert answer.status == (404 if method == "GET" else 400)


def test_a_field_given_twice_is_refused(google: Google) -> None:
    body = urlencode([("grant_type", "refresh_token"), ("grant_type", "refresh_token")])
    answer = send(google.sandbox, "POST", TOKENS, "/token", body=body, headers=AS_FORM)
    assert (answer.status, answer.json()["error"]) == (400, "invalid_request")


# When a refresh token comes


def test_it_comes_with_the_first_offline_consent_only(google: Google) -> None:
    assert "refresh_token" in google.sign_in()
    assert "refresh_token" not in google.sign_in()
    assert "refresh_token" in google.sign_in(prompt="consent")
    assert "refresh_token" in google.sign_in(scope=f"{READ} {UPLOAD}")  # asked for something new


def test_it_does_not_come_online(google: Google) -> None:
    assert "refresh_token" not in google.sign_in(access_type=None)
    assert "refresh_token" not in google.sign_in(access_type="online", prompt="consent")
    assert "refresh_token" not in google.sign_in()  # the first consent is over


def test_it_can_be_withheld_by_a_test(google: Google) -> None:
    assert "refresh_token" not in google.sign_in("wren", {"withhold_refresh": True}, prompt="consent")


# Refreshing


def test_refreshing_gives_an_access_token_and_does_not_rotate(google: Google) -> None:
    first = google.sign_in()
    bodies = [google.refresh(first["refresh_token"]).json() for _ in range(3)]
    assert all(set(body) == {"access_token", "expires_in", "scope", "token_type"} for body in bodies)
    assert len({first["access_token"], *(body["access_token"] for body in bodies)}) == 4
    assert all(reads(google, body["access_token"]) for body in [first, *bodies])
    assert google.sandbox.grants("wren")[0]["refreshes"] == 3
    assert len(google.sandbox.log("google.refresh")) == 3


def test_a_refresh_can_ask_for_less_but_not_for_more(google: Google) -> None:
    token = google.sign_in(scope=f"{READ} {UPLOAD}")["refresh_token"]
    assert google.refresh(token, scope=READ).json()["scope"] == READ
    more = google.refresh(token, scope=f"{READ} https://www.googleapis.com/auth/youtube")
    assert (more.status, more.json()["error"]) == (400, "invalid_scope")


def test_an_old_refresh_token_has_the_scopes_it_came_with(google: Google) -> None:
    old = google.sign_in()["refresh_token"]
    new = google.sign_in(scope=UPLOAD, include_granted_scopes="true")["refresh_token"]
    assert google.refresh(old).json()["scope"] == READ
    assert set(google.refresh(new).json()["scope"].split()) == {READ, UPLOAD}


@pytest.mark.parametrize("token", ["1//0unknown", ""])
def test_a_refresh_token_that_nobody_gave_is_invalid(google: Google, token: str) -> None:
    answer = google.refresh(token)
    error = "invalid_grant" if token else "invalid_request"
    assert (answer.status, answer.json()["error"]) == (400, error)


def test_an_access_token_refreshes_nothing(google: Google) -> None:
    assert google.refresh(google.sign_in()["access_token"]).json()["error"] == "invalid_grant"


def test_a_refresh_token_is_its_client_s_alone(google: Google, testing: Google) -> None:
    answer = testing.refresh(google.sign_in()["refresh_token"])
    assert (answer.status, answer.json()["error"]) == (401, "unauthorized_client")


def test_twenty_at_once_are_counted_one_by_one(google: Google) -> None:
    token = google.sign_in()["refresh_token"]
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: google.refresh(token), range(20)))
    assert {answer.status for answer in answers} == {200}
    assert google.sandbox.grants("wren")[0]["refreshes"] == 20


# Of what they die


def dead(answer: Any) -> bool:
    return bool(
        answer.status == 400
        and answer.json() == {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
    )


def test_an_access_token_lives_for_an_hour(google: Google) -> None:
    body = google.sign_in()
    google.sandbox.clock(advance=3590)
    assert reads(google, body["access_token"])
    google.sandbox.clock(advance=10)
    assert not reads(google, body["access_token"])
    assert reads(google, google.refresh(body["refresh_token"]).json()["access_token"])


def test_in_testing_a_refresh_token_dies_after_seven_days_used_or_not(testing: Google) -> None:
    body = testing.sign_in()
    assert 7 * DAY - 5 <= body["refresh_token_expires_in"] <= 7 * DAY
    testing.sandbox.clock(advance=6 * DAY)
    left = testing.refresh(body["refresh_token"]).json()["refresh_token_expires_in"]
    assert DAY - 5 <= left <= DAY
    testing.sandbox.clock(advance=DAY)
    assert dead(testing.refresh(body["refresh_token"]))


def test_published_ones_do_not_say_when_they_die(google: Google) -> None:
    body = google.sign_in()
    assert "refresh_token_expires_in" not in body
    google.sandbox.clock(advance=8 * DAY)
    assert google.refresh(body["refresh_token"]).status == 200


def test_six_months_without_use_are_the_end(google: Google) -> None:
    used, unused = google.sign_in()["refresh_token"], google.sign_in(prompt="consent")["refresh_token"]
    google.sandbox.clock(advance=150 * DAY)
    assert google.refresh(used).status == 200
    google.sandbox.clock(advance=40 * DAY)
    assert google.refresh(used).status == 200
    assert dead(google.refresh(unused))


def test_of_more_than_a_hundred_the_oldest_dies_silently(google: Google) -> None:
    google.sandbox.consent("wren", times=101)
    codes = [told(google.authorize(prompt="consent"))["code"] for _ in range(101)]
    bodies = [google.exchange(code).json() for code in codes]
    assert dead(google.refresh(bodies[0]["refresh_token"]))
    assert google.refresh(bodies[1]["refresh_token"]).status == 200
    assert reads(google, bodies[0]["access_token"])
    assert google.sandbox.grants("wren")[0]["refresh_tokens"] == 100


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_revoking_either_ends_the_grant(google: Google, which: str) -> None:
    first, second = google.sign_in(), google.sign_in(prompt="consent")
    other = google.sign_in("nadi")
    answer = google.revoke(first[which])
    assert (answer.status, answer.json()) == (200, {})
    assert not reads(google, second["access_token"])
    assert dead(google.refresh(second["refresh_token"]))
    assert reads(google, other["access_token"])
    assert google.sandbox.grants("wren") == []
    assert "refresh_token" in google.sign_in()  # the next consent is a first one


def test_a_code_not_yet_used_dies_with_the_grant(google: Google) -> None:
    code = google.code()
    assert google.sandbox.revoke_grant("wren") == 1
    assert google.exchange(code).json()["error"] == "invalid_grant"


def test_what_is_dead_cannot_be_revoked(google: Google) -> None:
    token = google.sign_in()["access_token"]
    google.revoke(token)
    again = google.revoke(token)
    assert (again.status, again.json()["error"]) == (400, "invalid_token")
    assert google.revoke("").json()["error"] == "invalid_request"


# Levers


def test_a_grant_can_be_revoked_where_the_person_would(google: Google) -> None:
    body = google.sign_in()
    google.sign_in("nadi")
    assert google.sandbox.revoke_grant("wren", provider="google") == 1
    assert dead(google.refresh(body["refresh_token"]))
    assert [row["account"] for row in google.sandbox.grants()] == ["nadi"]


def test_tokens_can_be_let_die_now(google: Google) -> None:
    body = google.sign_in()
    assert google.sandbox.expire_tokens(account="nadi") == 0
    assert google.sandbox.expire_tokens(account="wren") == 1
    assert not reads(google, body["access_token"])
    assert google.refresh(body["refresh_token"]).status == 200
    assert google.sandbox.expire_tokens("refresh") == 1
    assert dead(google.refresh(body["refresh_token"]))


def test_refreshes_can_fail_while_codes_are_exchanged(google: Google) -> None:
    body = google.sign_in()
    google.sandbox.fault("status", host=TOKENS, form="grant_type=refresh_token", status=503, times=2)
    assert [google.refresh(body["refresh_token"]).status for _ in range(2)] == [503, 503]
    assert google.exchange(google.code()).status == 200
    assert google.refresh(body["refresh_token"]).status == 200
    google.sandbox.fault("status", form="refresh_token", status=400, body='{"error": "invalid_grant"}', times=1)
    assert google.refresh(body["refresh_token"]).json() == {"error": "invalid_grant"}


def test_a_reset_forgets_everything(google: Google) -> None:
    body = google.sign_in()
    google.sandbox.register(cast.GOOGLE_DESKTOP, testing=True)
    google.sandbox.reset()
    assert google.sandbox.grants() == []
    assert dead(google.refresh(body["refresh_token"]))
    assert "refresh_token_expires_in" not in google.sign_in("stranger")


def test_levers_say_what_they_do_not_know(sandbox: Sandbox) -> None:
    for pull in (
        lambda: sandbox.consent("nobody"),
        lambda: sandbox.consent("wren", untik=[]),
        lambda: sandbox.register("no-client"),
        lambda: sandbox.expire_tokens("all"),
        lambda: sandbox.revoke_grant("wren", provider="gitlab"),
    ):
        with pytest.raises(AssertionError, match="error"):
            pull()
