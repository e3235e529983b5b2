"""Staff and people, over HTTP."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.signing_in import signed_in
from tests.web.portfolios import film, hang
from vitrine.accounts import limits
from vitrine.accounts.actions import create_agent, suspend
from vitrine.accounts.callers import Caller
from vitrine.accounts.models import AuditEvent, User
from vitrine.lib import clock
from vitrine.lib.errors import RateLimitError
from vitrine.sync.actions import request_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    """Staff."""
    return User.objects.create_user("sam", "sam@example.org", name="Sam", is_staff=True)


def told(user: User) -> list[tuple[str, str | None]]:
    return list(AuditEvent.objects.filter(user=user).order_by("id").values_list("action", "actor__slug"))


def test_for_everybody_else_there_is_nothing(client: Client, alice: User, charlie: User) -> None:
    at = f"/staff/people/{alice.pk}/"
    assert client.get("/staff/people/")["Location"].startswith("/accounts/login/")
    stranger = signed_in(charlie, just_now=True)
    for address in ("/staff/people/", at, f"{at}enter/"):
        assert stranger.get(address).status_code == 404, address
    for address in ("suspend/", "unsuspend/", "limits/", "enter/"):
        assert stranger.post(f"{at}{address}").status_code == 404, address
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("words", ["alice", "ALICE@EXAMPLE", "Liddell", "former-a"])
def test_somebody_is_found_by_name_address_or_mail(sam: User, alice: User, charlie: User, words: str) -> None:
    User.objects.filter(pk=alice.pk).update(name="Alice Liddell")
    alice.former_slugs.create(slug="former-a")
    html = signed_in(sam).get("/staff/people/", {"q": words}).content.decode()
    assert "Alice Liddell" in html
    assert "/charlie" not in html


@pytest.mark.parametrize("words", ["%", "\x00", "'; --", "🦜" * 200, "_"])
def test_odd_searches_find_nobody_and_break_nothing(sam: User, alice: User, words: str) -> None:
    assert signed_in(sam).get("/staff/people/", {"q": words, "before": words}).status_code == 200


def test_suspending_ends_sessions_hides_the_page_and_deletes_nothing(client: Client, sam: User, alice: User) -> None:
    hang(alice, [film(alice, 1)])
    theirs, staff = signed_in(alice), signed_in(sam)
    assert client.get("/alice/film-1/").status_code == 200
    staff.post(f"/staff/people/{alice.pk}/suspend/", {"reason": "Sells dovetails that are none."})
    assert theirs.get("/settings/").status_code == 302
    for gone in ("/alice/", "/alice/film-1/"):
        assert client.get(gone).status_code == 404
    assert "Film number 1" not in client.get("/explore/").content.decode()
    assert told(alice) == [("person.suspended", "sam")]
    staff.post(f"/staff/people/{alice.pk}/unsuspend/")
    assert client.get("/alice/film-1/").status_code == 200
    log = signed_in(alice).get("/settings/account/").content.decode()
    assert "Sells dovetails that are none." in log


def test_a_suspended_person_cannot_come_in(client: Client, sam: User) -> None:
    User.objects.create_user("eve", "eve@example.org", "correct horse battery")
    suspend(User.objects.get(slug="eve"), by=sam)
    answer = client.post(
        "/accounts/login/", {"login": "eve@example.org", "password": "correct horse battery"}, follow=True
    )
    assert "This account is closed" in answer.content.decode()
    assert client.get("/settings/").status_code == 302


def test_staff_do_nothing_to_staff(sam: User) -> None:
    other = User.objects.create_user("sue", "sue@example.org", is_staff=True)
    client = signed_in(sam, just_now=True)
    for what in ("suspend", "enter"):
        assert client.post(f"/staff/people/{other.pk}/{what}/").status_code == 403
    other.refresh_from_db()
    assert other.is_active
    assert told(other) == []


def test_limits_of_ones_own_stand_over_the_common_ones(
    settings: Settings, sam: User, alice: User, charlie: User
) -> None:
    settings.LIMITS = {"youtube.item": 1, "resolve.user": 1}
    answer = signed_in(sam).post(f"/staff/people/{alice.pk}/limits/", {"youtube.item": "2", "resolve.user": "3"})
    assert answer.status_code == 302
    alice.refresh_from_db()
    assert alice.limits == {"youtube.item": 2, "resolve.user": 3}
    video = "https://www.youtube.com/watch?v=abcdefghij"
    for user, allowed in ((alice, 2), (charlie, 1)):
        for number in range(allowed):
            request_import(user, f"{video}{number}")
        with pytest.raises(RateLimitError):
            request_import(user, f"{video}9")
    for user, allowed in ((alice, 3), (charlie, 1)):
        for _ in range(allowed):
            limits.check(Caller(user), "resolve")
        with pytest.raises(RateLimitError):
            limits.check(Caller(user), "resolve")


@pytest.mark.parametrize("wish", ["-1", "1.5", "many", "٣", "9" * 10])
def test_a_limit_is_a_whole_number(sam: User, alice: User, wish: str) -> None:
    answer = signed_in(sam).post(f"/staff/people/{alice.pk}/limits/", {"youtube.item": wish})
    assert answer.status_code == 422
    assert "A limit is a whole number" in answer.content.decode()
    alice.refresh_from_db()
    assert alice.limits == {}


def entered(sam: User, alice: User) -> Client:
    client = signed_in(sam, just_now=True)
    assert client.post(f"/staff/people/{alice.pk}/enter/")["Location"] == f"/{alice.slug}/"
    return client


def test_looking_through_somebodys_eyes_is_told_on_every_page_and_in_both_logs(sam: User, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_public=False)
    client = entered(sam, alice)
    for page in ("/alice/", "/", "/settings/"):
        assert "you stand in the place of" in client.get(page).content.decode(), page
    assert client.post("/staff/stop/")["Location"] == f"/staff/people/{alice.pk}/"
    assert client.get("/staff/people/").status_code == 200
    assert "you stand in the place of" not in client.get("/").content.decode()
    assert told(alice) == [("person.impersonated", "sam"), ("person.left-alone", "sam")]
    assert [action for action, _ in told(sam)] == ["staff.impersonated", "staff.left-alone"]
    alice.refresh_from_db()
    assert alice.last_login is None  # they were not here themselves
    assert "by Sam" in signed_in(alice).get("/settings/account/").content.decode()


def test_whoever_stands_in_for_somebody_cannot_change_the_way_in(sam: User, alice: User) -> None:
    client = entered(sam, alice)
    for address in ("/accounts/email/", "/accounts/2fa/", "/accounts/3rdparty/", "/settings/account/delete/",
                    "/settings/account/export/", "/staff/people/"):  # fmt: skip
        assert client.get(address).status_code == 403, address
    assert client.post("/settings/account/address/", {"slug": "mine-now"}).status_code == 403
    alice.refresh_from_db()
    assert alice.slug == "alice"


def test_it_takes_staff_who_showed_that_it_is_them(sam: User, alice: User) -> None:
    sam.set_password("correct horse battery")
    sam.save()
    answer = signed_in(sam).post(f"/staff/people/{alice.pk}/enter/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert told(alice) == []


def test_it_is_over_after_an_hour_and_when_staff_are_staff_no_more(sam: User, alice: User) -> None:
    client = entered(sam, alice)
    session = client.session
    session["standing_in"] = {**session["standing_in"], "until": (clock.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert client.get("/settings/").status_code == 302
    client = entered(sam, alice)
    User.objects.filter(pk=sam.pk).update(is_staff=False)
    assert client.get("/settings/").status_code == 302


def test_nobody_looks_through_an_agents_eyes(sam: User) -> None:
    agent = create_agent("The Slow Kiln", links=["https://kiln.example"])
    assert (agent.slug, agent.kind, agent.has_usable_password()) == ("the-slow-kiln", "agent", False)
    assert signed_in(sam, just_now=True).post(f"/staff/people/{agent.pk}/enter/").status_code == 403
