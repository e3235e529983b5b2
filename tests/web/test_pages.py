"""The first page, explore, settings, the account pages, and what is said when there is nothing to show."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.web.portfolios import film, hang, label, person, repository
from vitrine.accounts.models import User

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[2] / "vitrine" / "web" / "static" / "vitrine"
PASSWORD = "a long enough password"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def town() -> list[User]:
    """Four people, of whom one shows nothing to others."""
    people = [person(f"maker{number}", f"Maker {number}", is_public=number < 3) for number in range(4)]
    for number, one in enumerate(people):
        hang(one, [*(film(one, 4 * n + number) for n in range(10)), repository(one, "tool")])
    return people


# --- the first page ----------------------------------------------------------------------------------------------


def test_the_first_page_works_with_nobody_there(client: Client) -> None:
    html = page(client, "/")
    assert "The first page on view could be yours" in html
    assert 'action="/import/"' in html


def test_the_first_page_shows_pages_that_live_here(client: Client, town: list[User]) -> None:
    html = page(client, "/")
    assert re.findall(r'<h3><a href="/(maker\d)/">', html) == ["maker0", "maker1", "maker2"]
    assert "11 works" in html


# --- explore -----------------------------------------------------------------------------------------------------


def test_explore_holds_the_works_of_public_pages_newest_first(client: Client, town: list[User]) -> None:
    html = page(client, "/explore/")
    found = [(int(maker), int(number)) for maker, number in re.findall(r"/maker(\d)/film-(\d+)/", html)]
    assert [number for _, number in found] == sorted(number for _, number in found)
    assert {maker for maker, _ in found} == {0, 1, 2}


def test_explore_goes_on_over_pages(client: Client, town: list[User]) -> None:
    first = page(client, "/explore/?type=video")
    further = re.search(r'href="([^"]+)" rel="next"', first)
    assert further
    second = page(client, further[1].replace("&amp;", "&"))
    works = re.findall(r"/(maker\d/film-\d+)/", first + second)
    assert len(works) == len(set(works)) == 30


def test_explore_narrows_by_topic_and_says_so(client: Client, town: list[User]) -> None:
    label(town[0].projects.get(slug="film-8"), "topic", "Green woodworking")
    html = page(client, "/explore/?topic=green-woodworking")
    assert "<h1>Green woodworking</h1>" in html
    assert re.findall(r"/maker\d/(film-\d+)/", html) == ["film-8"]


def test_explore_sorts_by_views(client: Client, town: list[User]) -> None:
    html = page(client, "/explore/?sort=views")
    numbers = [int(number) for number in re.findall(r"/maker\d/film-(\d+)/", html)]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("query", ["type=x", "topic=nothing", "tool=%3Cscript%3E"])
def test_explore_finds_nothing_and_says_so(client: Client, town: list[User], query: str) -> None:
    html = page(client, f"/explore/?{query}")
    assert "Nothing here goes with all of that" in html
    assert "<script>" not in html


def test_a_broken_cursor_leads_back_to_the_top_of_explore(client: Client) -> None:
    assert client.get("/explore/?after=zzz").status_code == 302


def test_explore_has_its_price(
    client: Client, town: list[User], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        page(client, "/explore/")


# --- nothing to show, nothing allowed, something broken ------------------------------------------------------------


def test_an_address_that_is_nothing(client: Client) -> None:
    response = client.get("/no/such/thing/at/all")
    assert response.status_code == 404
    assert "This case is empty" in response.content.decode()


def test_a_form_that_came_from_nowhere_changes_nothing(town: list[User]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town[0])
    response = strict.post("/settings/", {"name": "Other"})
    assert response.status_code == 403
    assert "reload the page and send it again" in response.content.decode()
    town[0].refresh_from_db()
    assert town[0].name == "Maker 0"


def test_what_breaks_says_so_without_internals(client: Client, settings: Settings, town: list[User]) -> None:
    client.raise_request_exception = False
    settings.SECRET_KEY = None  # nothing can be signed: pages with pictures cannot be made
    response = client.get("/maker0/")
    assert response.status_code == 500
    html = response.content.decode()
    assert "Something broke on our side" in html
    assert "Traceback" not in html
    assert "SECRET_KEY" not in html


@pytest.mark.parametrize("address", ["/", "/explore/", "/maker0/", "/maker0/tool/", "/accounts/login/", "/nobody/"])
def test_no_page_allows_anything_inline(client: Client, town: list[User], address: str) -> None:
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    html = response.content.decode()
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", html)
    assert "<style" not in html


@pytest.mark.parametrize("address", ["/", "/explore/", "/maker0/", "/maker0/film-0/", "/maker0/tool/"])
def test_every_drawing_a_page_uses_is_in_it_and_no_other(client: Client, town: list[User], address: str) -> None:
    html = page(client, address)
    used = set(re.findall(r'<use href="#([\w-]+)"', html))
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', html))
    assert used <= drawn
    assert not {name for name in drawn - used if name.startswith("i-")}


def test_the_sheets_and_scripts_stay_within_their_weight() -> None:
    sizes = {path.name: path.stat().st_size for path in STATIC.iterdir() if path.is_file()}
    staff = sizes.pop("settings.css")
    assert sum(size for name, size in sizes.items() if name.endswith(".css")) <= 30_000
    assert staff <= 20_000
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= 20_000
    assert (STATIC / "font" / "bricolage.woff2").stat().st_size <= 60_000


# --- settings ----------------------------------------------------------------------------------------------------


def test_settings_are_behind_the_door(client: Client) -> None:
    response = client.get("/settings/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/settings/")


def test_what_a_page_says_can_be_changed(client: Client, alice: User) -> None:
    client.force_login(alice)
    told = {"name": " Alice  A. ", "bio": "Makes.", "links": "a.example\n\nhttps://b.example/x", "is_public": "1"}
    assert client.post("/settings/", told).status_code == 302
    alice.refresh_from_db()
    assert (alice.name, alice.bio, alice.links) == ("Alice A.", "Makes.", ["https://a.example", "https://b.example/x"])
    assert "Kept." in page(client, "/settings/")
    assert "a.example" in page(client, "/alice/")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("links", "javascript:alert(1)", "is no web address"),
        ("links", "\n".join(f"a{n}.example" for n in range(9)), "8 links are the most"),
        ("bio", "x" * 401, "At most 400 characters"),
        ("name", "x" * 101, "At most 100 characters"),
    ],
)
def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client, alice: User, field: str, value: str, sentence: str
) -> None:
    client.force_login(alice)
    response = client.post("/settings/", {"name": "A", "bio": "B", "links": "", field: value})
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert value[:9] in html
    alice.refresh_from_db()
    assert alice.bio == ""


# --- sign-up and sign-in -------------------------------------------------------------------------------------------


def test_a_newcomer_gets_a_page_and_goes_on_where_they_were(client: Client) -> None:
    onward = "/import/?url=youtube.com%2F%40hallowaybench"
    assert "The address you pasted waits here" in client.get("/accounts/signup/", {"next": onward}).content.decode()
    told = {"email": "new.maker@example.org", "password1": PASSWORD, "next": onward}
    response = client.post("/accounts/signup/", told)
    assert (response.status_code, response["Location"]) == (302, onward)
    assert User.objects.get(slug="new-maker").check_password(PASSWORD)


def test_a_weak_password_is_refused_beside_its_field(client: Client) -> None:
    html = client.post("/accounts/signup/", {"email": "a@example.org", "password1": "short"}).content.decode()
    assert "too short" in html
    assert 'value="a@example.org"' in html
    assert 'aria-invalid="true"' in html


def test_signing_in_and_out(client: Client) -> None:
    User.objects.create_user("wren", "wren@example.org", PASSWORD)
    wrong = client.post("/accounts/login/", {"login": "wren@example.org", "password": "not this one"})
    assert "not correct" in wrong.content.decode()
    assert client.post("/accounts/login/", {"login": "wren@example.org", "password": PASSWORD}).status_code == 302
    assert "Your page" in page(client, "/")
    assert client.post("/accounts/logout/").status_code == 302
    assert "Sign in" in page(client, "/")


def test_a_forgotten_password_goes_by_letter(client: Client) -> None:
    User.objects.create_user("wren", "wren@example.org", PASSWORD)
    response = client.post("/accounts/password/reset/", {"email": "wren@example.org"}, follow=True)
    assert "Look in your mail" in response.content.decode()
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    assert "A new password" in form.content.decode()
    again = client.post(
        form.request["PATH_INFO"], {"password1": "an entirely new one", "password2": "an entirely new one"}
    )
    assert again.status_code == 302
    assert User.objects.get(slug="wren").check_password("an entirely new one")


def test_a_used_up_link_says_so(client: Client) -> None:
    html = client.get("/accounts/password/reset/key/1-abc-def/", follow=True).content.decode()
    assert "This link is used up" in html


@pytest.mark.parametrize("address", ["/accounts/email/", "/accounts/password/change/", "/accounts/logout/"])
def test_the_other_account_pages_wear_the_house_style(client: Client, alice: User, address: str) -> None:
    alice.set_password(PASSWORD)
    alice.save()
    client.force_login(alice)
    html = page(client, address)
    assert 'class="skip"' in html
    assert 'class="btn' in html


# --- what a browser keeps ------------------------------------------------------------------------------------------


def test_a_sheet_is_kept_for_a_year_under_an_address_of_its_content(client: Client) -> None:
    html = page(client, "/")
    found = re.search(r'href="(/static/vitrine/base\.css\?v=[0-9a-f]{10})"', html)
    assert found
    response = client.get(found[1])
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]


def test_the_font_has_one_address_in_page_and_sheet(client: Client) -> None:
    assert 'href="/static/vitrine/font/bricolage.woff2"' in page(client, "/")
    assert 'url("font/bricolage.woff2")' in (STATIC / "tokens.css").read_text()


def test_who_tries_too_often_is_told_in_the_houses_voice(client: Client) -> None:
    for _ in range(6):
        response = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong, wrong, wrong"})
    html = response.content.decode()
    assert "Too many failed login attempts" in html or "A little too often" in html
    assert 'class="skip"' in html
