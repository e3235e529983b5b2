"""Other sites' scripts: shut out unless they are on the list, and even then without a visitor's cookies."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from vitrine.accounts.models import User

LISTED, OTHER = "https://app.example.com", "https://evil.example"
PATH = "/api/v1/projects/"
pytestmark = pytest.mark.django_db


def asked(origin: str, method: str = "GET", path: str = PATH, **headers: str) -> Any:
    return Client().generic(method, path, headers={"origin": origin, **headers})


def test_by_default_nobody_reads_along(settings: Settings) -> None:
    for method in ("GET", "OPTIONS"):
        assert "Access-Control-Allow-Origin" not in asked(LISTED, method).headers


def test_who_is_on_the_list_reads_with_a_key(settings: Settings) -> None:
    settings.CORS_ORIGINS = [LISTED]
    answer = asked(LISTED)
    assert answer.headers["Access-Control-Allow-Origin"] == LISTED
    assert "Origin" in answer.headers["Vary"]
    assert "RateLimit-Remaining" in answer.headers["Access-Control-Expose-Headers"]
    preflight = asked(LISTED, "OPTIONS", **{"access-control-request-method": "POST"})
    assert preflight.status_code == 204
    assert "X-API-Key" in preflight.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("origin", [OTHER, "null", f"{LISTED}.evil.example", f"{LISTED}:8443", LISTED.upper(), ""])
def test_who_is_not_does_not(settings: Settings, origin: str) -> None:
    settings.CORS_ORIGINS = [LISTED]
    for method in ("GET", "OPTIONS"):
        answer = asked(origin, method, **{"access-control-request-method": "GET"})
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_nobody_gets_a_visitors_session(settings: Settings, alice: User) -> None:
    settings.CORS_ORIGINS = [LISTED]
    client = Client()
    client.force_login(alice)
    answer = client.get(PATH, headers={"origin": LISTED})
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/settings/", "/accounts/login/", "/health/", "/api/docs/"])
def test_pages_are_for_nobody_elsewhere(settings: Settings, path: str) -> None:
    settings.CORS_ORIGINS = [LISTED]
    assert "Access-Control-Allow-Origin" not in asked(LISTED, path=path).headers
