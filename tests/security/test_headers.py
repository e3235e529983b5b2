"""Every answer tells the browser what to hold to: pages, API, pictures, files, and whatever went wrong."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client

from tests.security import addresses
from tests.web.conftest import nothing_remembered  # noqa: F401 - a fixture
from vitrine.accounts.models import User
from vitrine.catalog.models import Project
from vitrine.portfolio import pictures
from vitrine.web import standing

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": r"(strict-origin-when-cross-origin|same-origin|no-referrer)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "(same-origin|cross-origin)",
    "Permissions-Policy": r"camera=\(\).*",
    "Content-Security-Policy": r"default-src '(self|none)';.*",
}
ELSEWHERE = urlencode(dict.fromkeys(("next", "url", "redirect", "return_to", "to"), "https://evil.example/"))
BROKEN = (500, 502)  # 503 is an answer: the sandbox does not run here
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")


def lacking(response: HttpResponseBase) -> list[str]:
    return [name for name, told in ALWAYS.items() if not re.fullmatch(told, response.headers.get(name, ""))]


@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "alice"])
def test_every_address_there_is_tells_all_of_it_whatever_is_asked(alice: User, signed_in: bool) -> None:  # noqa: FBT001 - of the table
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(alice)
    tried = addresses.every()
    assert len(tried) > 50
    for path in tried:
        if path.startswith("/accounts/logout"):
            continue
        for method in ("GET", "POST", "OPTIONS"):
            response = client.generic(method, f"{path}?{ELSEWHERE}", ELSEWHERE, "application/x-www-form-urlencoded")
            assert "evil" not in urlsplit(response.headers.get("Location", "")).netloc, f"{method} {path}"
            assert response.status_code not in BROKEN, f"{method} {path}"
            assert not lacking(response), f"{method} {path} → {response.status_code}: {lacking(response)}"
            assert "Access-Control-Allow-Origin" not in response.headers, path
            if response.headers["Content-Type"].startswith("text/html"):
                assert_strict(response.headers["Content-Security-Policy"])


def assert_strict(policy: str) -> None:
    rules = {name: set(values) for name, *values in (one.split() for one in policy.split(";"))}
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == {"'none'"}
    assert all(re.fullmatch(r"'self'|https?://[\w.-]+(:\d+)?", one) for one in rules["form-action"])
    for name in ("default-src", "script-src", "style-src"):
        assert not rules.get(name, set()) & set(LOOSE), policy


@pytest.mark.parametrize(
    "path",
    [
        "/static/vitrine/base.css",
        "/static/vitrine/nothing.css",
        "/no/such/page/at/all/",
        "/api/v1/nothing/",
        "/picture/p1.aaaaaaaaaaaaaaaaaaaaaa/320",
        "/favicon.ico",
        "/%00",
    ],
)
def test_files_and_failures_tell_it_too(db: None, path: str) -> None:
    assert not lacking(Client(raise_request_exception=False).get(path))


def test_a_host_that_is_not_ours_is_refused_with_it(db: None) -> None:
    response = Client().get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert not lacking(response)
    assert b"evil.example" not in response.content


def test_a_forged_form_is_refused_with_it(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post("/settings/", {"name": "Mallory"})
    assert response.status_code == 403
    assert not lacking(response)
    alice.refresh_from_db()
    assert alice.name != "Mallory"


def test_a_foreign_drawing_may_do_nothing_when_opened_by_itself(alice: User) -> None:
    project = Project(pk=1, user=alice, image_url="https://pictures.example/a.svg")
    response = Client().get(pictures.address(pictures.cover(project.pk, project.image_url), 320))
    assert isinstance(response, HttpResponse)
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_what_is_ones_own_is_kept_by_nobody_on_the_way(alice: User) -> None:
    client = Client()
    client.force_login(alice)
    for path in ("/settings/", "/settings/account/", "/settings/integrations/", "/import/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    assert "private" in client.get("/alice/").headers["Cache-Control"]
    assert "Cache-Control" not in Client().get("/explore/").headers


@pytest.mark.parametrize(
    "path",
    [
        "/connect/youtube/",
        "/settings/integrations/1/disconnect/",
        "/settings/account/delete/",
        "/settings/keys",
        "/accounts/password/change/",
        "/api/v1/youtube/auth/start",
        "/api/v1/github/disconnect/",
        "/api/v1/admin/api-keys",
    ],
)
def test_whoever_stands_in_for_somebody_finds_these_doors_closed(path: str) -> None:
    assert standing.CLOSED.match(path)
    assert not standing.CLOSED.match(f"/alice{path}")
