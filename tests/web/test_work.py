"""A work's own page: films, repositories and everything else."""

import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.portfolios import channel, film, hang, label, person, repository
from vitrine.accounts.models import User
from vitrine.catalog.models import Project, ProjectBody

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def wren() -> User:
    owner = person("wren", "Wren Halloway")
    source = channel(owner)
    works = hang(owner, [*(film(owner, number, source) for number in range(12)), repository(owner, "kerf")])
    for name in ("Router", "Scorp"):
        label(works[5], "tool", name)
        label(works[9], "tool", name)
    label(works[5], "topic", "Seating")
    return owner


def test_a_film_stands_behind_its_facade(client: Client, wren: User) -> None:
    html = page(client, "/wren/film-5/")
    assert "<iframe" not in html
    assert 'data-embed="https://www.youtube-nocookie.com/embed/film0000005"' in html
    assert 'href="https://www.youtube.com/watch?v=film0000005"' in html  # the way without a script
    assert "18:42" in html


def test_only_a_films_page_may_frame_the_player(client: Client, wren: User) -> None:
    film_policy = client.get("/wren/film-5/")["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com" in film_policy
    assert "frame-src 'none'" in client.get("/wren/kerf/")["Content-Security-Policy"]


def test_what_may_not_be_embedded_is_opened_where_it_is(client: Client, wren: User) -> None:
    body = ProjectBody.objects.get(project__slug="film-5")
    body.facts = {"embeddable": False}
    body.save()
    assert "data-embed" not in page(client, "/wren/film-5/")


def test_chapters_stand_beside_and_on_the_line(client: Client, wren: User) -> None:
    html = page(client, "/wren/film-5/")
    assert html.count('data-seek="278"') == 2
    assert "watch?v=film0000005&amp;t=278s" in html
    widths = [float(width) for width in re.findall(r'<rect x="[\d.]+%" width="([\d.]+)%"', html)]
    assert sum(widths) == pytest.approx(100, abs=0.1)


def test_the_placard_says_what_is_known(client: Client, wren: User) -> None:
    html = page(client, "/wren/film-5/")
    for words in ("Video, 18", "12 November 2026, 16:00 UTC", "Halloway Bench on YouTube", "1,050"):
        assert words in html, words


def test_tools_and_topics_lead_to_more_of_them(client: Client, wren: User) -> None:
    html = page(client, "/wren/film-5/")
    assert 'href="/wren/?tool=router"' in html
    assert 'href="/explore/?topic=seating"' in html


def test_what_shares_most_comes_first_from_the_same_bench(client: Client, wren: User) -> None:
    html = page(client, "/wren/film-5/")
    related = re.findall(r'<h3><a href="/wren/([\w-]+)/"', html[html.index("From the same bench") :])
    assert related[0] == "film-9"
    assert len(related) == 3


def test_the_way_on_leads_to_the_neighbours(client: Client, wren: User) -> None:
    html = page(client, "/wren/film-5/")
    assert 'href="/wren/film-6/" rel="prev"' in html
    assert 'href="/wren/film-4/" rel="next"' in html
    newest = page(client, "/wren/film-0/")
    assert 'rel="next"' not in newest


def test_a_repository_stands_on_its_board(client: Client, wren: User) -> None:
    html = page(client, "/wren/kerf/")
    for words in (
        "201 commits in the last year",
        "README, as of commit 4f1c9ae",
        "Library, MIT licence",
        "1,847",
        "143 forks",
        "hallowaybench/kerf</a>",
        "Python",
        "Other",
    ):
        assert words in html, words
    shares = re.findall(r'<rect class="k\d" x="[\d.]+%" width="([\d.]+)%"', html)
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.1)


def test_a_repository_without_readme_or_commits_has_a_page(client: Client) -> None:
    owner = person("bare")
    work = repository(owner, "bare", card={}, lead="", upstream_updated_at=None)
    hang(owner, [work])
    ProjectBody.objects.update(html="", facts={}, description="")
    assert "There is no README in this repository." in page(client, "/bare/bare/")


def test_a_work_without_any_body_has_a_page(client: Client, wren: User) -> None:
    ProjectBody.objects.all().delete()
    assert "wrote nothing beneath it" in page(client, "/wren/film-5/")
    assert page(client, "/wren/kerf/")


def test_another_kind_of_work_stands_on_a_sheet(client: Client) -> None:
    owner = person("writer")
    hang(
        owner,
        [film(owner, 1, type="article", platform="github", duration=None, image_url="", lead="One good sentence.")],
    )
    html = page(client, "/writer/film-1/")
    assert "Read it on GitHub" in html
    assert "One good sentence." in page(client, "/writer/")


def test_what_is_gone_upstream_says_so(client: Client, wren: User) -> None:
    Project.objects.filter(slug="film-5").update(availability="deleted")
    assert "taken down" in page(client, "/wren/film-5/")


def test_a_private_work_is_not_there_for_others(client: Client, wren: User, charlie: User) -> None:
    Project.objects.filter(slug="film-5").update(is_private=True)
    assert client.get("/wren/film-5/").status_code == 404
    client.force_login(charlie)
    assert client.get("/wren/film-5/").status_code == 404
    assert "film-5" not in page(client, "/wren/film-4/")
    client.force_login(wren)
    assert "you alone" in page(client, "/wren/film-5/")


def test_no_such_work(client: Client, wren: User) -> None:
    response = client.get("/wren/none/")
    assert response.status_code == 404
    assert "There is no such work on this page" in response.content.decode()


def test_what_a_maker_writes_stays_words(client: Client) -> None:
    evil = '"></script><script>alert(1)</script>'
    owner = person("evil", evil)
    hang(owner, [film(owner, 1, title=evil, lead=evil), repository(owner, "repo", title=evil, lead=evil)])
    ProjectBody.objects.update(description=evil, facts={"chapters": [{"at": 0, "title": evil}], "full_name": evil})
    for address in ("/evil/film-1/", "/evil/repo/"):
        assert "<script>alert" not in page(client, address)


def test_the_price_is_eight_statements_at_most(
    client: Client, wren: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(wren)
    for address in ("/wren/film-5/", "/wren/kerf/"):
        with django_assert_max_num_queries(8):
            page(client, address)


def test_machines_can_read_it_too(client: Client, wren: User) -> None:
    html = page(client, "/wren/film-5/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert block
    told = json.loads(block[1])
    assert told["@type"] == "VideoObject"
    assert told["duration"] == "PT18M42S"
    assert told["interactionStatistic"]["userInteractionCount"] == 1050
    assert told["thumbnailUrl"].startswith("http://127.0.0.1:8000/picture/p")
