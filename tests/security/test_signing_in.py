"""The way in, looked at by somebody who does not belong there: guessing, listing, and links that lead elsewhere."""

import statistics
import time
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.support.signing_in import PASSWORD
from vitrine.accounts.models import User

pytestmark = pytest.mark.django_db
LIMIT = 5  # a minute, for each address and account
TOO_OFTEN = "Too many failed login attempts"


@pytest.fixture
def quick(settings: Settings) -> None:
    """Where the time of a good hash shows nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def wren() -> User:
    return User.objects.create_user("wren", "wren@example.org", PASSWORD, name="Wren")


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def guess(email: str, password: str, address: str, **forged: str) -> Any:
    form = {"login": email, "password": password}
    return Client(REMOTE_ADDR=address).post("/accounts/login/", form, headers=forged)


@pytest.mark.usefixtures("quick")
def test_an_account_is_guessed_at_five_times_a_minute_from_wherever(wren: User) -> None:
    for number in range(LIMIT):
        assert guess(wren.email, "wrong", f"192.0.2.{number}").status_code == 200
    assert TOO_OFTEN in guess(wren.email, PASSWORD, "192.0.2.99").content.decode()
    assert guess("other@example.org", "wrong", "192.0.2.98").status_code == 200


@pytest.mark.usefixtures("quick")
def test_an_address_guesses_five_times_a_minute_at_whomever_and_whatever_it_says_of_itself(wren: User) -> None:
    for number in range(LIMIT):
        guess(f"p{number}@example.org", "wrong", "192.0.2.1", **{"x-forwarded-for": f"198.51.100.{number}"})
    assert guess(wren.email, PASSWORD, "192.0.2.1", **{"x-forwarded-for": "198.51.100.99"}).status_code == 200
    assert guess(wren.email, PASSWORD, "192.0.2.2").status_code == 302


def test_an_unknown_account_takes_as_long_and_says_the_same(wren: User) -> None:
    took: dict[str, list[float]] = {wren.email: [], "nobody@example.org": []}
    said = {}
    for turn in range(2):
        for email, times in took.items():
            cache.clear()
            began = time.process_time()
            answer = guess(email, f"wrong {turn}", f"192.0.2.{turn}")
            times.append(time.process_time() - began)
            said[email] = answer.content.decode().replace(email, "").split("csrfmiddlewaretoken")[0]
    known, unknown = map(statistics.median, took.values())
    assert 0.5 < known / unknown < 2
    assert len(set(said.values())) == 1


@pytest.mark.usefixtures("quick")
def test_links_in_letters_lead_here_whatever_the_host_and_proxy_headers_say(wren: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["portfolio.example.org"]  # as on a server with https in BASE_URL
    forged = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher", "forwarded": "host=evil.example"}
    form = {"email": wren.email}
    sent = Client().post("/accounts/password/reset/", form, headers={"host": "portfolio.example.org", **forged})
    assert sent.status_code == 302
    assert "portfolio.example.org/accounts/password/reset/key/" in str(mail.outbox[-1].body)
    assert "evil" not in str(mail.outbox[-1].body)
    for host in ("evil.example", "127.0.0.1", "localhost", "portfolio.example.org.evil.example", "a@b", ""):
        assert Client().post("/accounts/password/reset/", form, headers={"host": host}).status_code == 400
    assert len(mail.outbox) == 1


def test_health_answers_by_whatever_name_it_is_asked_from_inside(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [settings.OWN_HOST]
    assert Client().get("/health", headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.usefixtures("quick")
def test_forged_proxy_headers_change_no_page(wren: User) -> None:
    forged = {"x-forwarded-host": "evil.example", "x-host": "evil.example", "x-original-url": "/settings/"}
    for path in ("/", "/explore/", "/wren/", "/accounts/login/"):
        answer = Client().get(path, headers=forged)
        assert answer.status_code == 200
        assert b"evil.example" not in answer.content
        assert "evil" not in str(answer.headers)


@pytest.mark.usefixtures("quick")
def test_a_session_is_a_new_one_after_signing_in(wren: User, settings: Settings) -> None:
    client = Client()
    session = client.session
    session["mark"] = 1
    session.save()
    fixed = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/accounts/login/", {"login": wren.email, "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != fixed
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = fixed
    assert stolen.get("/settings/").status_code == 302
