"""The page of the API in a real browser: everything from here, under the same policy as any page, and it works."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.api.program import document
from vitrine.accounts.models import User
from vitrine.work.models import Job

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM} (set CHROMIUM)"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def browser() -> Iterator[Browser]:
    # Playwright's synchronous face keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def test_it_shows_every_operation_and_calls_one_for_whoever_is_signed_in(
    browser: Browser, live_server: LiveServer, alice: User
) -> None:
    """The session's token goes along: a call that changes something works from the page."""
    page, wrong = browser.new_page(), []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: wrong.append(asked.url) if not _ours(asked.url, live_server.url) else None)
    _sign_in(page, live_server.url, alice)
    page.goto(f"{live_server.url}/api/docs", wait_until="load")
    operations = sum(len(item) for item in document()["paths"].values())
    expect(page.locator(".opblock")).to_have_count(operations)
    call = page.locator("#operations-imports-import_address")
    call.locator(".opblock-summary-control").click()
    call.get_by_role("button", name="Try it out").click()
    call.get_by_role("button", name="Execute").click()
    expect(call.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("202")
    assert Job.objects.get(owner=alice).kind == "import_list:youtube"
    assert wrong == []


def _ours(url: str, home: str) -> bool:
    return url.startswith((home, "data:", "blob:"))


def _sign_in(page: Page, home: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["vitrine_session"]
    page.context.add_cookies([{"name": "vitrine_session", "value": cookie.value, "url": home}])
