"""Nobody is led away from here: whatever `next=` says, it leads to a path of ours."""

from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.signing_in import PASSWORD, signed_in
from vitrine.accounts.models import User
from vitrine.upstream.actions.connecting import own_path

HERE = "http://testserver/"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\x00//evil.example/",
    " https://evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "http://localhost/",
    "http://127.0.0.1:1/",
    "http://testserver@evil.example/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
]
OWN = ["/explore/", "/import/?url=https%3A%2F%2Fexample.com%2F", "/wren/"]


@pytest.fixture
def wren(db: None, settings: Settings) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good one takes its time
    return User.objects.create_user("wren", "wren@example.org", PASSWORD, name="Wren")


def stays(location: str) -> bool:
    """As a browser reads it (WHATWG URL, 4.4): tabs and newlines go, a backslash is a slash."""
    read = location.strip("\x00\t\n\r ").translate({9: None, 10: None, 13: None, 92: "/"})
    led = urlsplit(urljoin(HERE, read))
    return (led.scheme, led.netloc) == ("http", "testserver") and not read.startswith("//")


@pytest.mark.parametrize("wish", ELSEWHERE)
def test_no_door_leads_elsewhere(wren: User, wish: str) -> None:
    inside, query = signed_in(wren, just_now=True), urlencode({"next": wish})
    answers = [
        inside.get(f"/accounts/login/?{query}"),
        inside.get(f"/accounts/signup/?{query}"),
        inside.post("/settings/", {"next": wish}),
        inside.post("/accounts/reauthenticate/", {"next": wish, "password": PASSWORD}),
        inside.post("/accounts/logout/", {"next": wish}),
    ]
    assert [answer.status_code for answer in answers[:2]] == [302, 302]
    assert answers[-1].status_code == 302
    for answer in answers:
        assert stays(answer.headers.get("Location", "/")), answer.headers["Location"]
    assert own_path(wish) == ""


def test_a_sign_in_leads_to_a_path_of_ours(wren: User) -> None:
    form = {"login": wren.email, "password": PASSWORD}
    assert Client().post("/accounts/login/", {**form, "next": OWN[0]})["Location"] == OWN[0]
    assert Client().post("/accounts/login/", {**form, "next": ELSEWHERE[-5]})["Location"] == "/wren/"


@pytest.mark.parametrize("wish", OWN)
def test_own_paths_are_gone_to(wren: User, wish: str) -> None:
    answer = signed_in(wren).get(f"/accounts/login/?{urlencode({'next': wish})}")
    assert answer["Location"] == wish
    assert own_path(wish) == wish
