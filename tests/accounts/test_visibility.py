"""A private page, a suspended one, and one whose owner left are nowhere: pages, API, explore, by old addresses too."""

import re

import pytest
from django.test import Client

from tests.support.signing_in import signed_in
from tests.web.portfolios import film, hang
from vitrine.accounts.actions import change_slug, suspend
from vitrine.accounts.models import User
from vitrine.care import actions as care
from vitrine.catalog.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(alice: User) -> Project:
    """Alice's only one, on view until a test hides her page."""
    change_slug(alice, "alice-makes")
    return hang(alice, [film(alice, 1, title="The hidden film")])[0]


def anybody_sees(client: Client, work: Project) -> list[str]:
    """Where a stranger finds the work or its maker."""
    by_address = [
        *("/alice-makes/", "/alice/", "/alice-makes/film-1/", "/alice/film-1/"),
        f"/api/v1/projects/{work.pk}/",
    ]
    lists = ("/", "/explore/", "/explore/?q=hidden", "/api/v1/projects/", "/api/v1/projects/?user=alice-makes")
    found = [at for at in by_address if client.get(at).status_code < 400]
    return found + [
        at for at in lists if re.search("hidden film|alice", client.get(at).content.decode(), re.IGNORECASE)
    ]


def test_what_is_on_view_is_everywhere(client: Client, work: Project) -> None:
    assert len(anybody_sees(client, work)) >= 9


@pytest.mark.parametrize("how", ["private", "suspended", "gone"])
def test_what_is_hidden_is_nowhere(client: Client, charlie: User, alice: User, work: Project, how: str) -> None:
    anybody_sees(client, work)  # whatever remembers, remembers it now
    if how == "private":
        signed_in(alice).post("/settings/", {"name": "Alice", "bio": "", "links": ""})
    elif how == "suspended":
        suspend(alice, by=User.objects.create_user("sam", is_staff=True))
    else:
        care.erase(alice)
    assert anybody_sees(Client(), work) == []
    assert anybody_sees(signed_in(charlie), work) == []


def test_its_owner_still_sees_a_private_page(alice: User, work: Project) -> None:
    User.objects.filter(pk=alice.pk).update(is_public=False)
    mine = signed_in(alice)
    assert mine.get("/alice-makes/film-1/").status_code == 200
    assert mine.get(f"/api/v1/projects/{work.pk}/").status_code == 200
