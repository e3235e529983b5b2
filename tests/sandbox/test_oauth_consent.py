"""Google's consent: what is refused before anybody is asked, what the person decides, and what is handed back."""

import re
from urllib.parse import urlsplit

import pytest

from sandbox.oauth import cast
from tests.sandbox.signing_in import ANALYTICS, BACK, READ, UPLOAD, Google, challenge, send, told
from tests.support.sandbox import Sandbox


@pytest.fixture
def google(sandbox: Sandbox) -> Google:
    return Google(sandbox)


@pytest.mark.parametrize(
    ("wrong", "status", "error"),
    [
        ({"client_id": None}, 400, "invalid_request"),
        ({"client_id": "nobody.apps.googleusercontent.com"}, 401, "invalid_client"),
        ({"redirect_uri": None}, 400, "invalid_request"),
        ({"redirect_uri": "http://192.168.0.7:80/back"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://127.0.0.1.evil.example/back"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://user@127.0.0.1/back"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://127.0.0.1/back#there"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, 400, "redirect_uri_mismatch"),
        ({"response_type": "token"}, 400, "unsupported_response_type"),
        ({"response_type": None}, 400, "invalid_request"),
        ({"scope": None}, 400, "invalid_request"),
        ({"scope": f"{READ} https://www.googleapis.com/auth/youtube.everything"}, 400, "invalid_scope"),
        ({"code_challenge": None}, 400, "invalid_request"),
        ({"code_challenge": "short"}, 400, "invalid_request"),
        ({"code_challenge_method": "plain"}, 400, "invalid_request"),
        ({"code_challenge_method": None}, 400, "invalid_request"),  # which means plain
        ({"code_challenge_method": "S512"}, 400, "invalid_request"),
        ({"access_type": "forever"}, 400, "invalid_request"),
        ({"prompt": "none consent"}, 400, "invalid_request"),
    ],
)
def test_what_is_asked_wrongly_is_told_to_the_person_and_taken_nowhere(
    google: Google, wrong: dict[str, str | None], status: int, error: str
) -> None:
    google.sandbox.consent("wren")  # which would allow it at once
    answer = google.authorize(**wrong)
    assert answer.status == status
    assert f"<code id=error>{error}</code>" in answer.body.decode()
    assert "location" not in answer.headers


def test_a_parameter_given_twice_is_refused(google: Google) -> None:
    answer = send(google.sandbox, "GET", "accounts.google.com", f"{google.address()}&state=another")
    assert (answer.status, "single value: state" in answer.body.decode()) == (400, True)


@pytest.mark.parametrize("back", [BACK, "http://localhost:9/x?y=1", "http://[::1]:8080/", "http://127.0.0.1"])
def test_a_desktop_application_is_answered_on_loopback_at_any_port(google: Google, back: str) -> None:
    google.sandbox.consent("wren")
    location = google.authorize(redirect_uri=back).headers["location"]
    assert urlsplit(location)._replace(query="").geturl() == back.partition("?")[0]
    assert ("y=1&" in location) == ("?" in back)


@pytest.mark.parametrize(
    "nearly",
    [
        "https://portfolio.example/google/callback/",
        "https://portfolio.example/google/callback?x=1",
        "https://portfolio.example/google/CALLBACK",
        "http://portfolio.example/google/callback",
        "https://portfolio.example:443/google/callback",
        "http://127.0.0.1:8001/google/callback",
    ],
)
def test_a_web_application_is_answered_exactly_where_it_is_registered(sandbox: Sandbox, nearly: str) -> None:
    web = Google(sandbox, cast.GOOGLE_WEB, cast.GOOGLE_WEB_SECRET, "https://portfolio.example/google/callback")
    assert web.authorize().status == 200
    assert "redirect_uri_mismatch" in web.authorize(redirect_uri=nearly).body.decode()
    sandbox.register(cast.GOOGLE_WEB, redirects=[nearly])
    assert web.authorize(redirect_uri=nearly).status == 200
    assert web.authorize().status == 400


def test_state_comes_back_as_it_was(google: Google) -> None:
    state = "ä b+c/%2F==&x=\U0001f600"
    google.sandbox.consent("wren", times=3)
    assert told(google.authorize(state=state))["state"] == state
    assert told(google.authorize(state=""))["state"] == ""
    assert "state" not in told(google.authorize(state=None))


def test_the_page_can_be_used_by_hand(google: Google) -> None:
    page = google.authorize(scope=f"openid {READ} {UPLOAD}")
    text = page.body.decode()
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert re.findall(r'name="scope" value="([^"]+)" checked', text) == [READ, UPLOAD]
    assert set(re.findall(r'name="account" value="([^"]+)"', text)) == set(cast.ACCOUNTS)
    ticked = [("account", "nadi"), ("scope", READ), ("decision", "allow")]
    answer = google.decide(ticked, scope=f"openid {READ} {UPLOAD}")
    assert told(answer)["state"] == "s"
    body = google.exchange(told(answer)["code"]).json()
    assert set(body["scope"].split()) == {"openid", READ}


def test_the_hint_says_who_is_chosen(google: Google) -> None:
    text = google.authorize(login_hint="nadi@okonlind.example").body.decode()
    assert re.findall(r'value="(\w+)" required checked', text) == ["nadi"]


def test_the_page_is_in_nobodys_frame(google: Google) -> None:
    headers = google.authorize().headers
    assert (headers["x-frame-options"], headers["cache-control"]) == ("DENY", "no-store")


@pytest.mark.parametrize("form", [[("account", "wren")], [("account", "who"), ("decision", "allow")], []])
def test_a_form_that_decides_nothing_is_refused(google: Google, form: list[tuple[str, str]]) -> None:
    assert google.decide(form).status == 400
    assert google.sandbox.grants() == []


def test_who_denies_sends_back_access_denied_and_grants_nothing(google: Google) -> None:
    assert told(google.decide([("account", "wren"), ("decision", "deny")])) == {"state": "s", "error": "access_denied"}
    google.sandbox.consent("wren", deny=True)
    assert told(google.authorize())["error"] == "access_denied"
    assert google.sandbox.grants() == []


def test_unticking_everything_is_a_denial(google: Google) -> None:
    google.sandbox.consent("wren", untick=[READ, UPLOAD])
    assert told(google.authorize(scope=f"{READ} {UPLOAD}"))["error"] == "access_denied"


def test_an_unticked_scope_is_absent_from_the_token_answer(google: Google) -> None:
    body = google.sign_in("wren", {"untick": [UPLOAD]}, scope=f"openid email {READ} {UPLOAD}")
    assert set(body["scope"].split()) == {"openid", "https://www.googleapis.com/auth/userinfo.email", READ}


def test_signing_in_cannot_be_unticked(google: Google) -> None:
    body = google.sign_in("wren", {"untick": ["openid", READ]}, scope=f"openid {READ}")
    assert body["scope"] == "openid"


def test_a_decision_made_beforehand_counts_once(google: Google) -> None:
    google.sandbox.consent("wren")
    assert google.authorize().status == 302
    assert google.authorize().status == 200  # the page again
    google.sandbox.consent("nadi", times=None)
    assert {google.authorize().status for _ in range(3)} == {302}
    google.sandbox.clear_consent()
    assert google.authorize().status == 200


def test_a_decision_for_github_is_not_google_s(google: Google) -> None:
    google.sandbox.consent("wren", provider="github")
    assert google.authorize().status == 200


def test_without_a_session_nothing_is_granted_silently(google: Google) -> None:
    assert told(google.authorize(prompt="none"))["error"] == "interaction_required"


def test_more_can_be_asked_for_later_and_what_was_granted_comes_along(google: Google) -> None:
    google.sign_in(scope=READ)
    apart = google.sign_in(scope=ANALYTICS)
    assert apart["scope"] == ANALYTICS
    together = google.sign_in(scope=UPLOAD, include_granted_scopes="true")
    assert set(together["scope"].split()) == {READ, ANALYTICS, UPLOAD}


def test_what_was_granted_stays_granted_though_unticked(google: Google) -> None:
    google.sign_in(scope=READ)
    again = google.sign_in("wren", {"untick": [READ, UPLOAD]}, scope=f"{READ} {UPLOAD}", prompt="consent")
    assert again["scope"] == READ


def test_an_application_in_testing_is_for_its_testers(sandbox: Sandbox) -> None:
    testing = Google(sandbox, cast.GOOGLE_TESTING, cast.GOOGLE_TESTING_SECRET)
    sandbox.consent("stranger")
    refused = testing.authorize()
    assert (refused.status, "access_denied" in refused.body.decode()) == (403, True)
    assert testing.sign_in("nadi")["scope"] == READ
    sandbox.register(cast.GOOGLE_TESTING, testing=False)
    assert testing.sign_in("stranger")["scope"] == READ


def test_two_accounts_are_two_grants(google: Google) -> None:
    google.sign_in("wren")
    google.sign_in("nadi", scope=f"{READ} {UPLOAD}")
    rows = [(row["account"], row["scopes"], row["refresh_tokens"]) for row in google.sandbox.grants()]
    assert rows == [("wren", [READ], 1), ("nadi", [READ, UPLOAD], 1)]


def test_another_challenge_than_the_verifier_s_is_a_different_43_letters() -> None:
    """RFC 7636, appendix B."""
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
