"""Integrations and keys in a real browser: for everybody, by keyboard, with and without scripts."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import IN_A_BROWSER, Visit, looked_over
from tests.support.consent import ANALYTICS, connect
from tests.support.sandbox import Sandbox
from tests.web.portfolios import person
from tests.web.test_integrations import connected, with_works
from vitrine.accounts import actions as accounts
from vitrine.accounts.actions import keys
from vitrine.accounts.models import ApiKey, Connection, User
from vitrine.platforms.oauth import Account
from vitrine.work.models import Job

pytestmark = [*IN_A_BROWSER, pytest.mark.django_db(transaction=True)]

PAGE = "/settings/integrations/"


@pytest.fixture
def wren(transactional_db: None) -> User:
    return person("wren", "Wren Halloway")


def test_integrations_are_for_everybody(visit: Visit, wren: User) -> None:
    with_works(wren)
    connected(wren)
    accounts.end_grant(connected(wren, Account(id="UCtwo", name="Halloway Offcuts")), "Google has ended our access.")
    visit.sign_in(wren)
    page = visit.to(PAGE)
    page.get_by_text("Grant more").click()
    assert looked_over(page) == []
    page.get_by_role("link", name="Disconnect Halloway Bench").click()
    assert looked_over(page) == []
    for address in (PAGE, f"{PAGE}{Connection.objects.earliest('id').pk}/disconnect/", "/explore/"):
        assert looked_over(visit.to(address)) == [], address


def test_keys_are_for_everybody(visit: Visit, wren: User) -> None:
    visit.sign_in(wren)
    assert looked_over(visit.to("/settings/keys/")) == []
    keys.revoke_key(keys.create_key(wren, "Old script", by=wren)[0], by=wren)
    page = visit.to("/settings/keys/")
    page.get_by_label("What it is for").fill("Backup script")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_label("Your new key")).to_be_visible()
    assert looked_over(page) == []
    page.get_by_role("link", name="Revoke Backup script").click()
    assert looked_over(page) == []


def test_ones_own_works_are_for_everybody(visit: Visit, wren: User, providers: Sandbox) -> None:
    youtube = connect(wren, account="curator")
    visit.sign_in(wren)
    for address in (f"{PAGE}{youtube.pk}/first/", f"{PAGE}{youtube.pk}/works/", f"{PAGE}{youtube.pk}/works/?q=nothing"):
        assert looked_over(visit.to(address)) == [], address


def test_the_safe_choice_has_the_focus_and_escape_leaves_all_as_it_is(visit: Visit, wren: User) -> None:
    with_works(wren)
    one = connected(wren)
    visit.sign_in(wren)
    page = visit.to(PAGE)
    page.get_by_role("link", name="Disconnect Halloway Bench").press("Enter")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "Stay connected"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="Disconnect Halloway Bench").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="Disconnect Halloway Bench").press("Enter")
    page.get_by_label("Remove them from my page").check()
    expect(page.get_by_role("button", name="Disconnect, remove works")).to_be_visible()
    assert Connection.objects.get(pk=one.pk).state == "active"


def test_own_works_are_sifted_ticked_and_brought_in_by_keyboard(visit: Visit, wren: User, providers: Sandbox) -> None:
    youtube = connect(wren, account="wren")
    visit.sign_in(wren)
    page = visit.to(f"{PAGE}{youtube.pk}/works/")
    rows = page.locator("#own > li:not(.older):visible")
    assert rows.count() == 50
    page.get_by_label("Search in titles").press_sequentially("stool")
    found = rows.count()
    assert 0 < found < 50
    page.get_by_label("All that are listed").press("Space")
    expect(page.get_by_text(f"{found} ticked")).to_be_visible()
    page.get_by_label("All that are listed").press("Space")
    rows.first.get_by_role("checkbox").press("Space")
    page.get_by_role("button", name="Bring in what I ticked").press("Enter")
    page.wait_for_url("**/import/*-*/")
    assert Job.objects.filter(owner=wren).count() == 1


def test_older_works_come_behind_the_newer_ones(visit: Visit, wren: User, providers: Sandbox) -> None:
    youtube = connect(wren, account="wren")
    visit.sign_in(wren)
    page = visit.to(f"{PAGE}{youtube.pk}/works/")
    page.locator("#own input").first.check()
    page.get_by_role("link", name="Older ones").press("Enter")
    expect(page.locator("#own > li:not(.older)")).to_have_count(100)
    assert page.locator("#own input").first.is_checked()


def test_a_new_key_is_copied(visit: Visit, wren: User) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.sign_in(wren)
    page = visit.to("/settings/keys/")
    page.get_by_label("What it is for").fill("Backup script")
    page.get_by_role("button", name="Make the key").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert keys.digest(copied) == ApiKey.objects.get(user=wren).digest


def test_connecting_picking_and_leaving_need_no_scripts(
    browser: Browser, live_server: LiveServer, wren: User, providers: Sandbox
) -> None:
    youtube = connect(wren, account="curator", steps=["analytics"], untick=[ANALYTICS])
    with browser.new_context(java_script_enabled=False) as context:
        visit = Visit(context, live_server.url)
        visit.sign_in(wren)
        page = visit.to(PAGE)
        assert "You left out" in page.locator("#youtube").inner_text()
        page.get_by_role("link", name="Pick what to show").click()
        assert page.get_by_label("All that are listed").is_hidden()
        page.get_by_label("Search in titles").fill("private")
        page.get_by_role("button", name="Search all").click()
        page.get_by_role("link", name="Tick all that are listed").click()
        page.locator("#own input:checked").first.wait_for()
        page.get_by_role("button", name="Bring in what I ticked").click()
        assert Job.objects.filter(owner=wren).exists()
        visit.to(PAGE).get_by_role("link", name="Disconnect").click()
        page.get_by_role("button", name="Disconnect").click()
        assert "is disconnected" in page.locator("main").inner_text()
    youtube.refresh_from_db()
    assert youtube.state == "disconnected"
