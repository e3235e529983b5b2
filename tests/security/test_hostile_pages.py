"""Titles, descriptions, READMEs and names that are programs: in a real browser none of them runs, on any page."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page

from sandbox import cast
from sandbox.github.cast import README_TRICKS
from tests.support.browser import IN_A_BROWSER, Visit
from tests.support.pipeline import Importer
from tests.web.conftest import nothing_remembered, visit  # noqa: F401 - fixtures
from tests.web.gallery import gallery  # noqa: F401 - a fixture
from vitrine.accounts.models import User
from vitrine.catalog import actions as catalog
from vitrine.catalog.models import Project
from vitrine.work.models import Job

pytestmark = [*IN_A_BROWSER, pytest.mark.django_db(transaction=True)]

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>{{ 7*7 }}</title>"
LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", (one) => violations.push(`${one.violatedDirective} ${one.blockedURI}`));
"""
SEARCHES = ["/explore/?q=", "/explore/?topic=", "/mallory/?tool=", "/mallory/?q=", "/import/?url=", "/nobody/?a="]


@pytest.fixture
def mallory(importing: Importer) -> User:
    """Everything of hers is a trick."""
    user = User.objects.create_user("mallory", "mallory@example.org", name=EVIL[:90], bio=EVIL)
    user.links = [{"kind": "website", "url": "https://example.com/?" + quote(EVIL)}]
    user.is_staff = True
    user.save()
    importing(user, f"https://www.youtube.com/watch?v={cast.HOSTILE_VIDEO}")
    importing(user, f"https://github.com/{README_TRICKS.full_name}")
    importing(user, f"https://www.youtube.com/watch?v={cast.PLAIN_VIDEO}")
    edited = Project.objects.get(user=user, external_id=cast.PLAIN_VIDEO)
    catalog.edit_project(edited, {"title": EVIL[:100], "description": EVIL * 3})
    return user


def told(visit: Visit, dialog: Dialog) -> None:  # noqa: F811 - a fixture's name
    visit.wrong.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def ran(page: Page, visit: Visit) -> list[str]:  # noqa: F811 - a fixture's name
    found: list[str] = page.evaluate("violations")
    return [*found, *visit.wrong]


def test_nothing_that_came_from_outside_runs_on_any_page(visit: Visit, mallory: User) -> None:  # noqa: F811 - a fixture
    visit.page.on("dialog", lambda dialog: told(visit, dialog))
    visit.page.add_init_script(LISTEN)
    visit.context.route("**/picture/**", lambda route: route.fulfill(status=200, content_type="image/png"))
    visit.sign_in(mallory)
    works = [f"/mallory/{slug}/" for slug in Project.objects.filter(user=mallory).values_list("slug", flat=True)]
    jobs = [f"/import/{pk}/" for pk in Job.objects.filter(owner=mallory).values_list("pk", flat=True)]
    assert (len(works), len(jobs)) == (3, 3)
    own = ["/settings/", "/settings/account/", "/settings/integrations/", "/staff/people/", "/import/"]
    searches = [f"{path}{quote(EVIL)}" for path in SEARCHES]
    for address in ["/", "/explore/", "/mallory/", *works, *jobs, *own, *searches, "/api/docs"]:
        page = visit.to(address)
        visit.wrong = [one for one in visit.wrong if "status of 4" not in one and "status of 503" not in one]
        assert ran(page, visit) == [], address
        assert page.locator("body script:not([src]):not([type*=json]), [onerror], [onload]").count() == 0, address
    page = visit.to("/mallory/")
    assert "<script>alert(1)</script>" in page.inner_text("main"), "it is shown as it is written"


def test_the_listeners_would_have_heard_it_and_the_policy_would_have_held(visit: Visit) -> None:  # noqa: F811 - a fixture
    visit.page.add_init_script(LISTEN)
    page = visit.to("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/x onerror=alert(1)>')")
    page.wait_for_function("violations.length > 0")
    assert any("script-src" in one for one in ran(page, visit))
    visit.wrong = []
