"""A creator's whole way with an account, in a browser, from signing up to leaving for good."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import IN_A_BROWSER
from tests.support.sandbox import Sandbox
from tests.support.stack import Stack

pytestmark = [*IN_A_BROWSER]

PAGE = "/settings/integrations/"
PATIENCE = 30_000  # milliseconds for what a worker does meanwhile
EMAIL = "wren@halloway.example"
PASSWORD = "a long enough password"


@pytest.fixture
def tab(browser: Browser, stack: Stack) -> Iterator[Page]:
    with browser.new_context(base_url=stack.url, viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        yield page


def sign_up(tab: Page) -> str:
    """The address of the new page."""
    tab.goto("/accounts/signup/")
    tab.get_by_label("Email").fill(EMAIL)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Make my page").click()
    address = tab.get_by_role("link", name="Your page").get_attribute("href")
    assert address
    return address


def consent(tab: Page) -> None:
    """On the provider's page: as Wren, everything it asks for."""
    tab.get_by_label("Wren Halloway").check()
    tab.get_by_role("button", name="Allow").click()


def works_on(tab: Page, address: str) -> int:
    tab.goto(address)
    return tab.locator("h2 a, h3 a").count()


def bring_in_ten(tab: Page) -> None:
    expect(tab.get_by_role("heading", name="We found Halloway Bench")).to_be_visible()
    expect(tab.get_by_text("184 videos.")).to_be_visible()
    tab.get_by_label("The newest 10").check()
    tab.get_by_role("button", name="Bring them in").click()
    expect(tab.get_by_role("heading", name="10 works on view")).to_be_visible(timeout=PATIENCE)


def disconnect(tab: Page) -> None:
    tab.goto(PAGE)
    tab.get_by_role("link", name="Disconnect Halloway Bench").click()
    tab.get_by_role("dialog").get_by_role("button", name="Disconnect, keep works").click()
    expect(tab.get_by_text("Halloway Bench is disconnected. 10 works stay on your page.")).to_be_visible()


def delete_everything(tab: Page, name: str) -> None:
    tab.goto("/settings/account/")
    tab.get_by_role("link", name="Delete everything").click()
    if tab.get_by_label("Password").count():  # who signed in a while ago is asked who they are
        tab.get_by_label("Password").fill(PASSWORD)
        tab.keyboard.press("Enter")
    tab.get_by_label(re.compile("^Type")).fill(name)
    tab.get_by_role("button", name="Delete everything").click()
    expect(tab.get_by_role("heading", name="Your page is gone")).to_be_visible()


def test_a_creator_connects_imports_mends_leaves_comes_back_and_deletes_everything(tab: Page, sandbox: Sandbox) -> None:
    home = sign_up(tab)

    tab.goto(PAGE)
    tab.get_by_role("button", name="Connect YouTube").click()
    consent(tab)
    bring_in_ten(tab)
    tab.get_by_role("link", name="See them on your page").click()
    assert works_on(tab, home) == 10

    assert sandbox.revoke_grant("wren") == 1  # as they would in Google's settings
    tab.goto(PAGE)
    tab.get_by_role("link", name="Pick what to show").click()
    expect(tab.get_by_role("alert")).to_contain_text("Connect again")
    for address in ("/explore/", "/import/", home):
        tab.goto(address)
        expect(tab.get_by_role("button", name="Reconnect YouTube")).to_have_count(1)
    assert works_on(tab, home) == 10  # what is on view stays
    tab.get_by_role("button", name="Reconnect YouTube").click()
    consent(tab)
    tab.wait_for_url(f"**{home}")
    expect(tab.get_by_role("button", name="Reconnect YouTube")).to_have_count(0)

    disconnect(tab)
    expect(tab.get_by_text("Disconnected: Halloway Bench")).to_be_visible()
    assert sandbox.grants("wren") == []
    assert works_on(tab, home) == 10

    tab.goto(PAGE)
    tab.get_by_role("button", name="Connect again").click()
    consent(tab)
    expect(tab.get_by_text("Connected as Halloway Bench. It goes on where it stopped.")).to_be_visible()
    tab.get_by_role("link", name="Bring in many").click()
    bring_in_ten(tab)
    expect(tab.get_by_text("Here before")).to_be_visible()
    assert works_on(tab, home) == 10

    delete_everything(tab, home.strip("/"))
    gone = tab.goto(home)
    assert gone
    assert gone.status in (404, 410)
    last = time.monotonic() + PATIENCE / 1000
    while sandbox.grants("wren") and time.monotonic() < last:
        time.sleep(0.1)
    assert sandbox.grants("wren") == []
    tab.goto("/accounts/login/")
    tab.get_by_label("Email").fill(EMAIL)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("alert")).to_be_visible()
