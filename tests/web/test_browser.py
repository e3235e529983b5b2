"""The pages in a real browser: narrow and wide, light and dark, by keyboard, with and without scripts."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_core_python
import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.support.sandbox import Sandbox
from tests.web.gallery import Gallery, drawn
from tests.web.portfolios import channel, film, hang, label, person, repository
from vitrine.accounts.models import User
from vitrine.catalog.models import Project
from vitrine.lib import clock
from vitrine.work.models import Job

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
WIDTHS = (390, 768, 1440)
THEMES: dict[Literal["light", "dark"], str] = {
    "light": "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}",
    "dark": "{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}",
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM} (set CHROMIUM)"),
    pytest.mark.django_db(transaction=True),
]


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


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, gallery: Gallery) -> Iterator[Visit]:
    gallery.otherwise = (200, drawn(640, 360), "image/jpeg")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    here = Visit(context, live_server.url)
    yield here
    context.close()
    assert here.wrong == []


@pytest.fixture
def wren(transactional_db: None) -> User:
    owner = person("wren", "Wren Halloway", bio="Furniture.", links=["https://halloway.example"])
    youtube, github = channel(owner), channel(owner, "hallowaybench", "github")
    works = [film(owner, number, youtube) for number in range(30)]
    hang(owner, [*works, repository(owner, "kerf", github, published_at=works[3].published_at)])
    for one in Project.objects.filter(slug__in=("film-0", "film-1", "kerf")):
        label(one, "tool", "Router")
    return owner


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


def test_what_everybody_sees_is_for_everybody(visit: Visit, wren: User) -> None:
    for address in (
        "/",
        "/wren/",
        "/wren/film-0/",
        "/wren/kerf/",
        "/explore/",
        "/accounts/login/",
        "/accounts/signup/",
    ):
        assert looked_over(visit.to(address)) == [], address


def test_what_is_not_there_is_for_everybody(visit: Visit, wren: User) -> None:
    assert looked_over(visit.to("/nobody/")) == []
    visit.wrong = [one for one in visit.wrong if "404" not in one]


def test_what_an_owner_sees_is_for_everybody(visit: Visit, wren: User) -> None:
    now = clock.now()
    counts = {"imported": 103, "skipped": 8, "failed": 1, "done": 112, "total": 184}
    common = {"task": "x", "queue": "x", "owner": wren, "kind": "import_list:youtube", "title": "Halloway Bench"}
    common |= {"progress": 112, "total": 184, "counts": counts, "created_at": now, "run_after": now, "started_at": now}
    running = Job.objects.create(state="processing", stage="write", **common)
    failed = Job.objects.create(state="failed", error_sentence="The list went away.", finished_at=now, **common)
    visit.sign_in(wren)
    for address in ("/settings/", "/import/", f"/import/{running.pk}/", f"/import/{failed.pk}/"):
        assert looked_over(visit.to(address)) == [], address


def test_an_empty_page_is_for_everybody(visit: Visit) -> None:
    owner = person("empty")
    visit.sign_in(owner)
    assert looked_over(visit.to("/empty/")) == []


def test_works_come_by_scrolling_until_all_are_there(visit: Visit, wren: User) -> None:
    page = visit.to("/wren/")
    assert page.locator("#works > li").count() == 19
    page.mouse.wheel(0, 4000)
    expect(page.locator("#works > li")).to_have_count(30)
    expect(page.get_by_text("31 works, and that is all of them")).to_be_visible()


def test_without_scripts_the_works_are_pages(browser: Browser, live_server: LiveServer, wren: User) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/wren/")
        page.get_by_role("link", name="Older works").click()
        assert page.locator("#works > li").count() == 11
        page.select_option("select[name=sort]", "views")
        page.get_by_role("button", name="Show").click()
        assert "sort=views" in page.url
        assert page.locator(".latest .label").inner_text() == "Most viewed"
        page.goto(f"{live_server.url}/wren/film-0/")
        assert (
            page.get_by_role("link", name="Play").get_attribute("href") == "https://www.youtube.com/watch?v=film0000000"
        )
        assert page.locator("img").first.get_attribute("srcset")


def test_a_filter_applies_when_it_is_picked(visit: Visit, wren: User) -> None:
    page = visit.to("/wren/")
    page.select_option("select[name=tool]", "router")
    page.wait_for_url("**/wren/?tool=router")
    assert page.locator("h2 a, h3 a").count() == 3


def test_nothing_comes_from_elsewhere_before_play(visit: Visit, wren: User) -> None:
    page = visit.to("/wren/film-0/")
    assert page.locator("iframe").count() == 0
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    visit.context.route("https://www.youtube-nocookie.com/**", refuse)
    page.get_by_role("link", name="Play").click()
    page.wait_for_selector("iframe")
    source = page.locator("iframe").get_attribute("src")
    assert source == "https://www.youtube-nocookie.com/embed/film0000000?autoplay=1"
    page.get_by_role("link", name="The angle").click()
    expect(page.locator("iframe")).to_have_attribute("src", re.compile("start=278"))
    assert page.locator('.says [aria-current="true"]').inner_text().endswith("The angle")
    visit.wrong = [one for one in visit.wrong if "youtube-nocookie.com" not in one]
    assert asked


def test_a_chosen_theme_is_there_before_anything_is_painted(visit: Visit, wren: User) -> None:
    page = visit.to("/")
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto(f"{visit.home}/wren/", wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_keyboard_alone_reaches_the_work(visit: Visit, wren: User) -> None:
    page = visit.to("/wren/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the work"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_role("button", name="Menu").press("Enter")
    page.get_by_role("link", name="Explore", exact=True).press("Enter")
    page.wait_for_url("**/explore/")


def test_motion_is_left_out_where_it_is_not_wanted(visit: Visit, wren: User) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    page = visit.to("/wren/")
    moving = "getComputedStyle(document.querySelector('.case'), '::after').transitionDuration"
    assert page.evaluate(moving) in {"0s", "0s, 0s"}


def test_a_pasted_address_is_recognised_while_typing(visit: Visit, world: Sandbox) -> None:
    page = visit.to("/")
    page.get_by_label("Paste the address").press_sequentially("github.com/hallowaybench/kerf", delay=5)
    page.wait_for_selector(".found")
    assert "GitHub repository" in page.locator(".found").inner_text()
    page.get_by_role("button", name="Show me").click()
    page.get_by_role("link", name="Make my page of it").click()
    page.wait_for_url("**/accounts/signup/**")
    page.get_by_label("Email").fill("new@example.org")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Make my page").click()
    page.wait_for_url("**/import/?url=**")
    assert page.get_by_role("button", name="Bring it in").is_visible()
