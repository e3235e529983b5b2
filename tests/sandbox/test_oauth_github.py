"""GitHub's sign-in: errors that are 200, scopes that are told in headers, and private repositories."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from sandbox.github import cast as projects
from sandbox.oauth import cast
from tests.sandbox.signing_in import AS_FORM, FORM, GITHUB, VERIFIER, GitHub, send, told
from tests.support.sandbox import Sandbox


@pytest.fixture
def github(sandbox: Sandbox) -> GitHub:
    return GitHub(sandbox)


def names(answer: Any) -> list[str]:
    return [row["name"] for row in answer.json()]


# Consent


def test_an_unknown_application_is_a_page_not_found(github: GitHub) -> None:
    answer = github.authorize(client_id="who")
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "wrong", ["https://evil.example/back", "http://127.0.0.1.evil.example/", "http://x@127.0.0.1/"]
)
def test_another_address_is_told_to_the_registered_one(github: GitHub, wrong: str) -> None:
    github.sandbox.consent("wren")
    answer = github.authorize(redirect_uri=wrong)
    assert answer.headers["location"].startswith("http://127.0.0.1/?")
    assert (told(answer)["error"], told(answer)["state"]) == ("redirect_uri_mismatch", "s")


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://portfolio.example/github/callback", True),
        ("https://portfolio.example/github/callback/deeper", True),
        ("https://portfolio.example/github/callbacks", False),
        ("https://portfolio.example/github/callback/../evil", False),
        ("https://portfolio.example:8443/github/callback", False),
        ("http://portfolio.example/github/callback", False),
        ("https://portfolio.example/", False),
    ],
)
def test_a_web_application_is_answered_where_it_is_registered_or_below(
    sandbox: Sandbox, address: str, *, good: bool
) -> None:
    web = GitHub(sandbox, cast.GITHUB_WEB, cast.GITHUB_WEB_SECRET, address)
    assert (web.authorize().status == 200) is good


@pytest.mark.parametrize(
    "wrong", [{"code_challenge": None}, {"code_challenge_method": "plain"}, {"code_challenge_method": None}]
)
def test_pkce_with_s256_is_a_must(github: GitHub, wrong: dict[str, str | None]) -> None:
    github.sandbox.consent("wren")
    assert told(github.authorize(**wrong))["error"] == "invalid_request"


def test_who_denies_sends_back_access_denied(github: GitHub) -> None:
    github.sandbox.consent("wren", deny=True)
    back = told(github.authorize(state="a b"))
    assert (back["error"], back["state"]) == ("access_denied", "a b")
    assert github.sandbox.grants() == []


def test_the_page_can_be_used_by_hand(github: GitHub) -> None:
    text = github.authorize(scope="repo,user:email").body.decode()
    assert 'value="repo" checked' in text
    assert "hallowaybench" in text
    form = urlencode([("account", "wren"), ("scope", "user:email"), ("decision", "allow")])
    answer = send(github.sandbox, "POST", GITHUB, github.address(scope="repo,user:email"), body=form, headers=AS_FORM)
    assert github.exchange(told(answer)["code"]).json()["scope"] == "user:email"


# Tokens


def test_the_answer_is_a_form_unless_json_is_asked_for(github: GitHub) -> None:
    form = github.exchange(github.code(), accept="*/*")
    assert form.headers["content-type"].startswith(FORM)
    body = dict(parse_qsl(form.body.decode()))
    assert (body["token_type"], body["scope"]) == ("bearer", "public_repo,read:user")
    assert body["access_token"].startswith("gho_")
    assert github.exchange(github.code()).json()["token_type"] == "bearer"


def test_it_can_be_asked_in_json_too(github: GitHub) -> None:
    fields = {"client_id": github.client, "client_secret": github.secret, "code": github.code()}
    body = json.dumps({**fields, "code_verifier": VERIFIER})
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    answer = send(github.sandbox, "POST", GITHUB, "/login/oauth/access_token", body=body, headers=headers)
    assert "access_token" in answer.json()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code": "0123456789abcdef0123"}, "bad_verification_code"),
        ({"code": None}, "bad_verification_code"),
        ({"code_verifier": VERIFIER + "x"}, "bad_verification_code"),
        ({"code_verifier": None}, "bad_verification_code"),
        ({"client_secret": "guess"}, "incorrect_client_credentials"),
        ({"client_id": "who"}, "incorrect_client_credentials"),
        ({"redirect_uri": "http://127.0.0.1:54321/else"}, "redirect_uri_mismatch"),
    ],
)
def test_errors_are_200_and_say_so_in_the_body(github: GitHub, wrong: dict[str, str | None], error: str) -> None:
    answer = github.exchange(
        wrong.get("code", github.code()),
        accept="application/json",
        **{name: wrong[name] for name in wrong if name != "code"},
    )
    body = answer.json()
    assert (answer.status, body["error"], set(body)) == (200, error, {"error", "error_description", "error_uri"})


def test_a_code_counts_once_and_its_second_use_takes_back_the_token(github: GitHub) -> None:
    code = github.code()
    token = github.exchange(code).json()["access_token"]
    assert github.exchange(code).json()["error"] == "bad_verification_code"
    assert github.get("/user", token).status == 401


def test_a_code_lives_for_ten_minutes(github: GitHub) -> None:
    code = github.code()
    github.sandbox.clock(advance=601)
    assert github.exchange(code).json()["error"] == "bad_verification_code"


def test_a_token_does_not_grow_old(github: GitHub) -> None:
    token = github.sign_in()
    github.sandbox.clock(advance=300 * 24 * 3600)
    assert github.get("/user", token).status == 200


def test_of_eleven_tokens_with_the_same_scopes_the_oldest_dies(github: GitHub) -> None:
    tokens = [github.sign_in() for _ in range(11)]
    assert [github.get("/user", token).status for token in tokens[:2]] == [401, 200]


def test_what_one_scope_contains_is_not_said_twice(github: GitHub) -> None:
    github.sandbox.consent("wren")
    back = told(github.authorize(scope="user repo public_repo read:user nonsense"))
    assert github.exchange(back["code"]).json()["scope"] == "repo,user"


# The API


def test_the_headers_say_what_was_granted_and_what_would_do(github: GitHub) -> None:
    token = github.sign_in(scope="read:user repo")
    user = github.get("/user", token)
    assert user.headers["x-oauth-scopes"] == "read:user, repo"
    assert user.headers["x-accepted-oauth-scopes"] == ""
    assert user.headers["x-oauth-client-id"] == github.client
    assert github.get(f"/repos/{projects.KERF.full_name}", token).headers["x-accepted-oauth-scopes"] == "repo"
    none = github.get("/user", github.sign_in("nadi", {"untick": ["read:user", "public_repo"]}))
    assert none.headers["x-oauth-scopes"] == ""


def test_who_it_is_and_what_only_they_may_know(github: GitHub) -> None:
    known = github.get("/user", github.sign_in()).json()
    assert (known["login"], known["owned_private_repos"]) == ("hallowaybench", 1)
    public = github.get("/user", github.sign_in("nadi", scope="public_repo")).json()
    assert public["login"] == "nadiokonlind"
    assert "owned_private_repos" not in public


def test_an_address_that_is_kept_private_is_in_the_list_alone(github: GitHub) -> None:
    token = github.sign_in("ossian", scope="read:user user:email")
    assert github.get("/user", token).json()["email"] is None
    assert github.get("/user/emails", token).json() == [
        {"email": "ossian@pell.example", "primary": True, "verified": True, "visibility": "private"},
        {"email": "ossianpell@users.noreply.github.com", "primary": False, "verified": True, "visibility": None},
    ]


def test_addresses_need_their_scope(github: GitHub) -> None:
    answer = github.get("/user/emails", github.sign_in(scope="read:user"))
    assert (answer.status, answer.headers["x-accepted-oauth-scopes"]) == (404, "user, user:email")
    assert (
        github.get("/user/emails", github.sign_in("nadi", scope="user")).json()[0]["email"] == "nadi@okonlind.example"
    )


def test_an_address_that_was_not_verified_is_said_to_be(github: GitHub) -> None:
    (row,) = github.get("/user/emails", github.sign_in("mallory", scope="user:email")).json()
    assert (row["email"], row["verified"]) == ("wren@halloway.example", False)


def test_private_repositories_need_repo(github: GitHub) -> None:
    open_only, everything = github.sign_in(scope="public_repo"), github.sign_in(scope="repo")
    assert "next-film" not in names(github.get("/user/repos?per_page=100", open_only))
    assert "next-film" in names(github.get("/user/repos?per_page=100", everything))
    path = "/repos/hallowaybench/next-film"
    assert [github.get(path, token).status for token in (open_only, everything)] == [404, 200]
    assert github.get(path, github.sign_in("nadi", scope="repo")).status == 404


def test_private_repositories_are_in_no_public_list(github: GitHub) -> None:
    token = github.sign_in(scope="repo")
    assert "next-film" not in names(github.get("/users/hallowaybench/repos?per_page=100", token))


def test_own_repositories_come_in_pages_and_by_visibility(github: GitHub) -> None:
    token = github.sign_in(scope="repo")
    first = github.get("/user/repos?per_page=20&sort=pushed", token)
    assert "https://api.github.com/user/repos?per_page=20&sort=pushed&page=2" in first.headers["link"]
    second = github.get("/user/repos?per_page=20&sort=pushed&page=2", token)
    assert len(set(names(first) + names(second))) == projects.HALLOWAYBENCH_COUNT + 1
    assert names(github.get("/user/repos?visibility=private", token)) == ["next-film"]
    assert names(github.get("/user/repos?affiliation=organization_member", token)) == []
    assert github.get("/user/repos?type=owner&visibility=all", token).status == 422


@pytest.mark.parametrize("token", ["gho_0000", "bad-token"])
def test_a_token_that_nobody_gave_is_bad_credentials(github: GitHub, token: str) -> None:
    answer = github.get("/user", token)
    assert (answer.status, answer.json()["message"]) == (401, "Bad credentials")
    assert "x-oauth-scopes" not in answer.headers


# The end


def test_an_application_ends_a_grant_with_its_own_credentials(github: GitHub) -> None:
    first, second, other = github.sign_in(), github.sign_in(scope="repo"), github.sign_in("nadi")
    assert github.withdraw(first).status == 204
    assert [github.get("/user", token).status for token in (first, second, other)] == [401, 401, 200]
    assert [row["account"] for row in github.sandbox.grants()] == ["nadi"]
    assert github.withdraw(first).status == 404


def test_or_one_token_alone(github: GitHub) -> None:
    first, second = github.sign_in(), github.sign_in(scope="repo")
    assert github.withdraw(first, "token").status == 204
    assert [github.get("/user", token).status for token in (first, second)] == [401, 200]


def test_nobody_ends_a_grant_for_somebody_else(github: GitHub) -> None:
    token = github.sign_in()
    assert github.withdraw(token, secret="guess").status == 404
    web = GitHub(github.sandbox, cast.GITHUB_WEB, cast.GITHUB_WEB_SECRET)
    assert web.withdraw(token).status == 404
    assert github.get("/user", token).status == 200


def test_a_person_ends_it_in_the_settings(github: GitHub) -> None:
    token = github.sign_in()
    assert github.sandbox.revoke_grant("wren", provider="google") == 0
    assert github.sandbox.revoke_grant("wren", provider="github") == 1
    assert github.get("/user", token).status == 401
