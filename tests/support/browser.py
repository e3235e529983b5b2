"""A real browser: Chromium, driven by Playwright, and what every page is looked over for.

    pytestmark = [*IN_A_BROWSER, pytest.mark.django_db(transaction=True)]

The fixture `browser` starts one for each module.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_core_python
import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from vitrine.accounts.models import User

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
WIDTHS = (390, 768, 1440)
THEMES: dict[Literal["light", "dark"], str] = {
    "light": "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}",
    "dark": "{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}",
}
IN_A_BROWSER = (
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM} (set CHROMIUM)"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's synchronous face keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visit:
    """A tab that remembers what went wrong in it: errors on the console, requests to other hosts."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.context = context
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"{message.text} {message.location.get('url', '')}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "about:")):
            self.wrong.append(f"request to {request.url}")

    def to(self, address: str) -> Page:
        self.page.goto(self.home + address, wait_until="load")
        return self.page

    def sign_in(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["vitrine_session"]
        self.context.add_cookies([{"name": "vitrine_session", "value": cookie.value, "url": self.home}])


def looked_over(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window, in every width and theme.

    A theme changes colours alone: in the dark only what depends on them is looked at again.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{width}: wider than its window")
        for theme, rules in THEMES.items():
            page.emulate_media(color_scheme=theme)
            found: dict[str, Any] = page.evaluate(f"axe.run(document, {rules})")
            for one in found["violations"]:
                nodes = [node["html"][:120] for node in one["nodes"][:3]]
                wrong.append(f"{width} {theme}: {one['id']}: {one['help']} {nodes}")
    return wrong
