"""Signing in with an account elsewhere, against the sandbox's own consent pages."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.consent import consent, providers  # noqa: F401 - a fixture
from tests.support.sandbox import Sandbox
from tests.support.signing_in import signed_in
from vitrine.accounts.models import AuditEvent, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client() -> Client:
    """At the address that the sandbox's clients are registered for."""
    return Client(SERVER_NAME="127.0.0.1")


def there(client: Client, provider: str, process: str = "login") -> str:
    answer = client.post(f"/accounts/{provider}/login/?process={process}")
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.parametrize("provider", ["google", "github"])
def test_a_page_is_made_of_an_account_elsewhere(client: Client, providers: Sandbox, provider: str) -> None:  # noqa: F811 - a fixture
    url = there(client, provider)
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"]
    back = consent(url)
    answer = client.get(f"/accounts/{provider}/login/callback/", back)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    user = User.objects.get()
    assert (user.name, bool(user.email)) == ("Wren Halloway", True)
    assert client.get("/settings/").status_code == 200
    last = AuditEvent.objects.filter(user=user).latest("id")
    assert (last.action, last.detail) == ("session.began", {"ways": [provider]})
    again = Client(SERVER_NAME="127.0.0.1")
    again.get(f"/accounts/{provider}/login/callback/", consent(there(again, provider)))
    assert again.get("/settings/").status_code == 200
    assert User.objects.count() == 1


def test_a_denied_consent_changes_nothing(client: Client, providers: Sandbox) -> None:  # noqa: F811 - a fixture
    back = consent(there(client, "google"), deny=True)
    said = client.get("/accounts/google/login/callback/", back, follow=True).content.decode()
    assert "You changed your mind" in said
    assert not User.objects.exists()


def test_a_foreign_or_missing_state_is_refused(client: Client, providers: Sandbox) -> None:  # noqa: F811 - a fixture
    back = consent(there(client, "google"))
    for told in ({**back, "state": "another"}, {"code": back["code"]}):
        assert "That did not work" in client.get("/accounts/google/login/callback/", told).content.decode()
    assert (
        "That did not work"
        in Client(SERVER_NAME="127.0.0.1").get("/accounts/google/login/callback/", back).content.decode()
    )
    assert not User.objects.exists()


def test_a_provider_that_does_not_answer_is_said_in_words(client: Client, providers: Sandbox) -> None:  # noqa: F811 - a fixture
    back = consent(there(client, "google"))
    providers.fault("status", host="oauth2.googleapis.com", status=503)
    assert "That did not work" in client.get("/accounts/google/login/callback/", back).content.decode()


def test_an_address_that_has_an_account_is_not_taken_over(client: Client, providers: Sandbox) -> None:  # noqa: F811 - a fixture
    client.get("/accounts/google/login/callback/", consent(there(client, "google")))
    theirs = User.objects.get().email
    User.objects.all().delete()
    client.logout()
    owner = User.objects.create_user("owner", theirs, "correct horse battery")
    client.get("/accounts/google/login/callback/", consent(there(client, "google")), follow=True)
    assert client.get("/settings/").status_code == 302
    assert list(User.objects.all()) == [owner]


def test_another_way_in_is_added_and_forgotten(client: Client, alice: User, providers: Sandbox) -> None:  # noqa: F811 - a fixture
    alice.set_password("correct horse battery")
    alice.save()
    client.cookies = signed_in(alice, just_now=True).cookies
    client.get("/accounts/github/login/callback/", consent(there(client, "github", "connect")))
    html = client.get("/accounts/3rdparty/").content.decode()
    number = re.search(r'name="account" value="(\d+)"', html)
    assert number is not None, html
    client.post("/accounts/3rdparty/", {"account": number[1]})
    assert "None yet." in client.get("/accounts/3rdparty/").content.decode()
    told = list(AuditEvent.objects.filter(user=alice).order_by("id").values_list("action", flat=True))
    assert told == ["provider.added", "provider.removed"]


def test_buttons_stand_only_where_they_lead_somewhere(client: Client, settings: Settings, db: None) -> None:
    assert "Sign in with Google" in " ".join(client.get("/accounts/login/").content.decode().split())
    settings.SOCIALACCOUNT_PROVIDERS = {"google": {"APPS": []}, "github": {"APPS": []}}
    said = client.get("/accounts/login/").content.decode()
    assert "Google" not in said
    assert "GitHub" not in said
