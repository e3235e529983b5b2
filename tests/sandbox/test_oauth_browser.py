"""The consent pages in a real browser, by mouse and by keyboard."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.sandbox.signing_in import READ, UPLOAD, GitHub, Google
from tests.support.sandbox import Sandbox

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(axe_core_python.__file__).parent / "axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM} (set CHROMIUM)"),
]


class Landing(BaseHTTPRequestHandler):
    """Where the application waits for whoever comes back."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"back")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def back() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Landing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/back"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's synchronous face keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def landed(page: Page, back: str) -> dict[str, str]:
    page.wait_for_url(f"{back}?**")
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_person_chooses_who_they_are_and_unticks_a_scope(sandbox: Sandbox, page: Page, back: str) -> None:
    google = Google(sandbox, back=back)
    page.goto(sandbox.url + google.address(scope=f"openid {READ} {UPLOAD}"))
    page.get_by_label("Nadi Okonlind").check()
    page.get_by_label("Manage your YouTube videos").uncheck()
    page.get_by_role("button", name="Allow").click()
    body = google.exchange(landed(page, back)["code"]).json()
    assert set(body["scope"].split()) == {"openid", READ}
    assert [row["account"] for row in sandbox.grants()] == ["nadi"]


def test_a_person_denies_by_keyboard(sandbox: Sandbox, page: Page, back: str) -> None:
    page.goto(sandbox.url + GitHub(sandbox, back=back).address())
    page.get_by_role("button", name="Allow").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert landed(page, back)["error"] == "access_denied"


def test_the_pages_are_accessible_and_fit_a_narrow_screen(sandbox: Sandbox, page: Page) -> None:
    blocked = Google(sandbox).address(redirect_uri="https://elsewhere.example/")
    for address in (Google(sandbox).address(), GitHub(sandbox).address(), blocked):
        page.goto(sandbox.url + address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
