"""The pages in a real browser: narrow and wide, light and dark, by keyboard, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import IN_A_BROWSER, Visit, looked_over
from tests.support.sandbox import Sandbox
from tests.web.portfolios import channel, film, hang, label, person, repository
from vitrine.accounts.models import User
from vitrine.catalog.models import Project
from vitrine.lib import clock
from vitrine.work.models import Job

pytestmark = [*IN_A_BROWSER, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wren(transactional_db: None) -> User:
    owner = person("wren", "Wren Halloway", bio="Furniture.", links=["https://halloway.example"])
    youtube, github = channel(owner), channel(owner, "hallowaybench", "github")
    works = [film(owner, number, youtube) for number in range(30)]
    hang(owner, [*works, repository(owner, "kerf", github, published_at=works[3].published_at)])
    for one in Project.objects.filter(slug__in=("film-0", "film-1", "kerf")):
        label(one, "tool", "Router")
    return owner


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
