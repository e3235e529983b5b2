"""API keys as their owner sees them: made and shown once, told apart, revoked."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from vitrine.accounts.actions import keys
from vitrine.accounts.models import ApiKey, AuditEvent, User
from vitrine.accounts.types import Permission
from vitrine.lib import clock

PAGE = "/settings/keys/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def page(client: Client, address: str = PAGE, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def make(client: Client, **told: str) -> str:
    """What the form answers, as HTML."""
    given = {"name": "Backup", "permission": "READ_ONLY", "days": "90", "custom_rate_limit": "", **told}
    return client.post(PAGE, given).content.decode()


def secret_in(html: str) -> str:
    found = re.search(r'value="(vk_[\w-]+)"', html)
    assert found, "no key on the page"
    return found[1]


def test_keys_are_behind_the_door(client: Client) -> None:
    for address in (PAGE, f"{PAGE}1/revoke/"):
        assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_with_no_key_the_page_says_what_one_is_for(signed_in: Client) -> None:
    said = page(signed_in)
    assert "No key yet. Make one for the first program" in said
    assert "Your first key" in said


def test_a_new_key_is_shown_once(signed_in: Client, alice: User) -> None:
    response = signed_in.post(PAGE, {"name": "Backup", "permission": "DOWNLOAD", "days": "30"})
    assert response["Cache-Control"] == "no-store"
    secret = secret_in(response.content.decode())
    key = ApiKey.objects.get(user=alice)
    assert key.digest == keys.digest(secret)
    assert (key.name, key.permission, key.custom_rate_limit) == ("Backup", "DOWNLOAD", None)
    assert key.expires_at is not None
    assert timedelta(days=29) < key.expires_at - clock.now() <= timedelta(days=30)
    again = signed_in.get(PAGE).content.decode()
    assert secret not in again
    assert key.prefix in again
    assert AuditEvent.objects.filter(user=alice, action="key.created", address="127.0.0.1").exists()


def test_a_key_can_last_and_have_a_limit_of_its_own(signed_in: Client, alice: User) -> None:
    make(signed_in, days="", custom_rate_limit="40")
    key = ApiKey.objects.get(user=alice)
    assert (key.expires_at, key.custom_rate_limit) == (None, 40)
    assert "40 a minute" in page(signed_in)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": "  "}, "Give the key a name"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"permission": "EVERYTHING"}, "A key&#x27;s permission is one of"),
        ({"days": "1000000"}, "Pick one of the times"),
        ({"custom_rate_limit": "many"}, "A whole number of calls a minute"),
        ({"custom_rate_limit": "5000"}, "Only staff can give such a key more than"),
        ({"custom_rate_limit": "0"}, "A key&#x27;s own limit is"),
        ({"custom_rate_limit": "٣"}, "A whole number of calls a minute"),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(
    signed_in: Client, told: dict[str, str], sentence: str
) -> None:
    response = signed_in.post(PAGE, {"name": "Backup", "permission": "DOWNLOAD", "days": "30", **told})
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert f'value="{told.get("name", "Backup")}"' in html
    assert not ApiKey.objects.exists()


def test_nobody_is_offered_more_than_they_may_give(signed_in: Client, alice: User) -> None:
    assert 'value="ADMIN"' not in signed_in.get(PAGE).content.decode()
    refused = signed_in.post(PAGE, {"name": "Backup", "permission": "ADMIN", "days": "30"})
    assert refused.status_code == 403
    assert not ApiKey.objects.exists()
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert 'value="FULL_ACCESS"' in signed_in.get(PAGE).content.decode()
    secret_in(make(signed_in, permission="ADMIN"))


def test_each_permission_says_what_it_may_do(signed_in: Client) -> None:
    said = page(signed_in)
    assert "Reads what you can read here, and changes nothing." in said
    assert "Also acts as you" in said


def test_a_key_is_revoked_after_it_was_said_what_stops(signed_in: Client, alice: User) -> None:
    key, _ = keys.create_key(alice, "Backup", by=alice)
    assert "Whatever shows" in page(signed_in, f"{PAGE}{key.pk}/revoke/")
    assert ApiKey.objects.get(pk=key.pk).is_active
    response = signed_in.post(f"{PAGE}{key.pk}/revoke/", follow=True)
    assert not ApiKey.objects.get(pk=key.pk).is_active
    said = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    assert "Backup is revoked." in said
    assert "No longer in use" in said


def test_anothers_key_is_not_found(signed_in: Client, charlie: User) -> None:
    key, _ = keys.create_key(charlie, "Theirs", by=charlie)
    assert "Theirs" not in page(signed_in)
    page(signed_in, f"{PAGE}{key.pk}/revoke/", 404)
    assert signed_in.post(f"{PAGE}{key.pk}/revoke/").status_code == 404
    key.refresh_from_db()
    assert key.is_active


@pytest.mark.parametrize(
    ("left", "word"),
    [
        (timedelta(days=3, hours=1), "Expires in 3 days"),
        (timedelta(days=60), "Until "),
        (timedelta(seconds=-1), "Expired"),
        (None, "In force"),
    ],
)
def test_the_list_says_how_long_a_key_lasts(signed_in: Client, alice: User, left: timedelta | None, word: str) -> None:
    key, _ = keys.create_key(alice, "Backup", by=alice)
    ApiKey.objects.filter(pk=key.pk).update(expires_at=left and clock.now() + left)
    assert word in page(signed_in)


def test_every_permission_has_words(signed_in: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    html = signed_in.get(PAGE).content.decode()
    assert all(f'value="{one}"' in html for one in Permission.values)
