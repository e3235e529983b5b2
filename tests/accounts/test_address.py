"""The address of a page: changed, led on from, never given to anybody else. Over HTTP."""

import pytest
from django.test import Client

from tests.support.signing_in import signed_in
from tests.web.portfolios import film, hang
from vitrine.accounts.actions import change_slug
from vitrine.accounts.models import AuditEvent, FormerSlug, User
from vitrine.lib.errors import ValidationFailedError

HERE = "/settings/account/address/"


def test_the_former_address_leads_to_the_new_one_for_pages_and_works(client: Client, alice: User) -> None:
    hang(alice, [film(alice, 1)])
    assert signed_in(alice).post(HERE, {"slug": "Alice-Makes"}).status_code == 302
    assert client.get("/alice-makes/").status_code == 200
    for before, now in (
        ("/alice/", "/alice-makes/"),
        ("/alice/?sort=views", "/alice-makes/?sort=views"),
        ("/alice/film-1/", "/alice-makes/film-1/"),
    ):
        answer = client.get(before)
        assert (answer.status_code, answer["Location"]) == (301, now)
    line = AuditEvent.objects.get(user=alice, action="address.changed")
    assert line.address == "127.0.0.1"


def test_who_moved_twice_is_found_from_both_former_addresses(client: Client, alice: User) -> None:
    change_slug(alice, "second")
    change_slug(alice, "third")
    assert client.get("/alice/")["Location"] == "/third/"
    assert client.get("/second/")["Location"] == "/third/"


def test_nobody_else_may_take_a_former_address(alice: User, charlie: User) -> None:
    change_slug(alice, "alice-makes")
    answer = signed_in(charlie).post(HERE, {"slug": "alice"})
    assert answer.status_code == 422
    assert "belongs to somebody, or did" in answer.content.decode()
    charlie.refresh_from_db()
    assert charlie.slug == "charlie"


def test_its_owner_may_go_back(client: Client, alice: User) -> None:
    change_slug(alice, "alice-makes")
    change_slug(alice, "alice")
    assert client.get("/alice/").status_code == 200
    assert client.get("/alice-makes/")["Location"] == "/alice/"
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["alice-makes"]


def test_a_taken_address_is_refused(alice: User, charlie: User) -> None:
    answer = signed_in(alice).post(HERE, {"slug": "CHARLIE"})
    assert answer.status_code == 422
    alice.refresh_from_db()
    assert alice.slug == "alice"


def test_a_former_address_does_not_tell_where_a_hidden_page_went(client: Client, alice: User) -> None:
    change_slug(alice, "hidden")
    User.objects.filter(pk=alice.pk).update(is_public=False)
    assert client.get("/alice/").status_code == 404
    assert signed_in(alice).get("/alice/").status_code == 301


def test_addresses_do_not_change_at_will(alice: User) -> None:
    for slug in ("one-a", "two-b", "three-c"):
        change_slug(alice, slug)
    with pytest.raises(ValidationFailedError, match="3 times in 30 days"):
        change_slug(alice, "four-d")
    assert User.objects.get(pk=alice.pk).slug == "three-c"


@pytest.mark.parametrize(
    "wish", ["🦜" * 200, "\u0430lice", "admin", "api", "settings", "ad\x00min", "a", "", "../admin"]
)
def test_bad_addresses_are_refused_in_words(alice: User, wish: str) -> None:
    answer = signed_in(alice).post(HERE, {"slug": wish})
    assert answer.status_code == 422
    assert 'id="slug-wrong"' in answer.content.decode()
    alice.refresh_from_db()
    assert alice.slug == "alice"


def test_whoever_signs_up_gets_an_address_that_nobody_had(client: Client, alice: User) -> None:
    change_slug(alice, "alice-makes")
    client.post("/accounts/signup/", {"email": "alice@elsewhere.example", "password1": "a long enough password"})
    assert User.objects.get(email="alice@elsewhere.example").slug == "alice-2"
