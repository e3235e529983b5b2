"""A creator's page: what it shows, in what order, to whom, and at what price."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.portfolios import NEWEST, channel, film, hang, label, person, repository
from vitrine.accounts.models import User

pytestmark = pytest.mark.django_db


def titles(html: str) -> list[str]:
    """The films shown, in order, by their numbers."""
    return re.findall(r'<a href="/[\w-]+/film-(\d+)/" dir="auto">', html)


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def wren() -> User:
    owner = person("wren", "Wren Halloway", bio="Furniture.", links=["https://halloway.example", "javascript:alert(1)"])
    youtube, github = channel(owner), channel(owner, "hallowaybench", "github")
    hang(owner, [*(film(owner, number, youtube) for number in range(45)), repository(owner, "kerf", github)])
    return owner


def test_the_newest_stands_large_and_the_others_follow(client: Client, wren: User) -> None:
    html = page(client, "/wren/")
    assert titles(html) == [str(number) for number in range(20)]
    latest = html[html.index('class="work latest"') : html.index("</article>")]
    assert "Film number 0" in latest
    assert "46 works since 2024" in html


def test_every_page_follows_by_real_links_and_nothing_comes_twice(client: Client, wren: User) -> None:
    seen: list[str] = []
    address = "/wren/"
    for _ in range(5):
        html = page(client, address)
        seen += titles(html)
        found = re.search(r'href="([^"]+)" rel="next"', html)
        if not found:
            break
        address = found[1].replace("&amp;", "&")
    assert seen == [str(number) for number in range(45)]
    assert "Back to the top of the list" in html


def test_htmx_gets_the_next_works_alone(client: Client, wren: User) -> None:
    first = page(client, "/wren/")
    fragment = re.search(r'hx-get="([^"]+)"', first)
    assert fragment
    part = page(client, fragment[1].replace("&amp;", "&"), HX_Request="true")
    assert "<html" not in part
    assert titles(part) == [str(number) for number in range(20, 40)]
    assert "40 of 46 shown" in part
    assert 'hx-swap-oob="true"' in part


def test_after_a_hundred_by_itself_the_foot_can_be_reached(client: Client, wren: User) -> None:
    assert 'class="ahead"' in page(client, "/wren/")
    further = re.search(r'rel="next" hx-get="([^"]+)seen=20"', page(client, "/wren/"))
    assert further
    part = page(client, further[1].replace("&amp;", "&") + "seen=100", HX_Request="true")
    assert 'class="ahead"' not in part
    assert "rel=" in part


def test_most_viewed_comes_first_when_asked(client: Client, wren: User) -> None:
    html = page(client, "/wren/?sort=views")
    assert titles(html)[:3] == ["44", "43", "42"]
    assert "Most viewed" in html


def test_works_of_one_moment_keep_their_order_over_pages(client: Client) -> None:
    owner = person("same")
    hang(owner, [film(owner, number, published_at=NEWEST) for number in range(30)])
    first = page(client, "/same/")
    address = re.search(r'href="([^"]+)" rel="next"', first)
    assert address
    both = titles(first) + titles(page(client, address[1].replace("&amp;", "&")))
    assert sorted(map(int, both)) == list(range(30))


def test_filters_narrow_and_travel_with_the_links(client: Client, wren: User) -> None:
    html = page(client, "/wren/?type=github_repo")
    assert titles(html) == []
    assert "kerf" in html
    assert "type=video" in html
    both = page(client, "/wren/?type=video&sort=views")
    assert re.search(r'href="/wren/\?type=video&amp;sort=views&amp;after=v\d+-\d+" rel="next"', both)


def test_a_tool_a_source_and_a_platform_narrow(client: Client, wren: User) -> None:
    one = wren.projects.get(slug="film-7")
    label(one, "tool", "Hand plane")
    assert titles(page(client, "/wren/?tool=hand-plane")) == ["7"]
    github = wren.sources.get(platform="github")
    assert titles(page(client, f"/wren/?source={github.pk}")) == []
    assert titles(page(client, "/wren/?platform=youtube"))[:1] == ["0"]


def test_the_tools_of_the_page_can_be_picked(client: Client, wren: User) -> None:
    label(wren.projects.get(slug="film-7"), "tool", "Hand plane")
    assert '<option value="hand-plane">Hand plane</option>' in page(client, "/wren/")


@pytest.mark.parametrize(
    "query", ["type=nonsense", "source=abc", "source=-1", "source=" + "9" * 40, "tool=none", "platform=%00", "topic=x"]
)
def test_what_makes_no_sense_finds_nothing_and_says_so(client: Client, wren: User, query: str) -> None:
    html = page(client, f"/wren/?{query}")
    assert "Nothing here goes with all of that" in html
    assert 'href="/wren/"' in html


@pytest.mark.parametrize(
    "cursor", ["x", "n1", "v1-1", "n-1-1", "n" + "9" * 30 + "-1", "n1-1;drop", "n999999999999999999-1", "%00"]
)
def test_a_broken_cursor_leads_back_to_the_top(client: Client, wren: User, cursor: str) -> None:
    response = client.get(f"/wren/?type=video&after={cursor}")
    assert (response.status_code, response["Location"]) == (302, "/wren/?type=video")


def test_private_works_are_their_owners_alone(client: Client, charlie: User) -> None:
    owner = person("shy")
    hang(owner, [film(owner, 1), film(owner, 2, is_private=True)])
    assert titles(page(client, "/shy/")) == ["1"]
    client.force_login(charlie)
    assert titles(page(client, "/shy/")) == ["1"]
    client.force_login(owner)
    html = page(client, "/shy/")
    assert titles(html) == ["1", "2"]
    assert "Only you see this" in html


def test_a_page_that_is_not_public_is_not_there_for_others(client: Client) -> None:
    owner = person("hidden", is_public=False)
    assert client.get("/hidden/").status_code == 404
    client.force_login(owner)
    assert client.get("/hidden/").status_code == 200


def test_nobody_by_that_name(client: Client, db: None) -> None:
    response = client.get("/nobody/")
    assert response.status_code == 404
    assert "This case is empty" in response.content.decode()


def test_a_name_in_capitals_leads_to_the_page(client: Client, wren: User) -> None:
    response = client.get("/Wren/?sort=views")
    assert (response.status_code, response["Location"]) == (301, "/wren/?sort=views")


def test_an_empty_page_says_what_it_is_for_and_offers_the_next_step(client: Client) -> None:
    owner = person("empty")
    assert "Nothing on view yet" in page(client, "/empty/")
    client.force_login(owner)
    html = page(client, "/empty/")
    assert "An empty case" in html
    assert 'action="/import/"' in html


def test_one_work_needs_no_sorting_out(client: Client) -> None:
    owner = person("one")
    hang(owner, [film(owner, 0)])
    html = page(client, "/one/")
    assert "<select" not in html
    assert "1 work since 2026" in html


def test_nothing_a_person_types_becomes_markup(client: Client) -> None:
    evil = "</script><script>alert(1)</script>"
    owner = person("evil", evil, bio=evil, links=[{"url": "https://a.example/", "text": evil}])
    hang(owner, [film(owner, 0, title=evil, lead=evil), repository(owner, "repo", title=evil, lead=evil)])
    html = page(client, "/evil/")
    assert "<script>alert" not in html
    assert "</script><script>" not in html


def test_only_web_addresses_become_links(client: Client, wren: User) -> None:
    html = page(client, "/wren/")
    assert 'href="https://halloway.example"' in html
    assert "javascript:" not in html


def test_the_price_is_six_statements_whatever_the_page_holds(
    client: Client, wren: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        label(wren.projects.get(slug=f"film-{number}"), "tool", f"Tool {number % 5}")
    client.force_login(wren)
    with django_assert_max_num_queries(6):
        page(client, "/wren/")
    with django_assert_max_num_queries(6):
        page(client, "/wren/?tool=tool-1&sort=views")
    address = re.search(r'hx-get="([^"]+)"', page(client, "/wren/"))
    assert address
    with django_assert_max_num_queries(4):
        page(client, address[1].replace("&amp;", "&"), HX_Request="true")


def test_the_page_stays_within_its_weight(client: Client, wren: User) -> None:
    hang(wren, [repository(wren, f"repository-{n}", published_at=NEWEST + timedelta(days=n)) for n in range(1, 20)])
    assert len(page(client, "/wren/").encode()) <= 60_000


def test_machines_can_read_it_too(client: Client, wren: User) -> None:
    html = page(client, "/wren/")
    assert '"@type": "ProfilePage"' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/wren/">' in html
    assert re.search(r'<meta property="og:image" content="http://127\.0\.0\.1:8000/picture/p\d+\.[\w-]+/1280">', html)
