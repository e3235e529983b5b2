"""From a pasted address to a work on the page, over HTTP, against the sandbox."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.support.pipeline import Importer, run_again
from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.lib import clock
from vitrine.work.models import Job

CHANNEL = "https://www.youtube.com/@hallowaybench"
EMPTY = "https://www.youtube.com/@emptychannel"
REPOSITORY = "https://github.com/hallowaybench/kerf"
MAKER = "https://github.com/hallowaybench"

pytestmark = pytest.mark.django_db(transaction=True)


def page(client: Client, address: str, status: int = 200, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def begin(client: Client, **told: str) -> Job:
    """Ask for an import; the job it leads to."""
    response = client.post("/import/", told)
    assert response.status_code == 302, response.content.decode()
    found = re.fullmatch(r"/import/([0-9a-f-]{36})/", response["Location"])
    assert found, response["Location"]
    return Job.objects.get(pk=found[1])


# --- looking -----------------------------------------------------------------------------------------------------


def test_the_empty_page_says_what_it_is_for(client: Client) -> None:
    assert "An empty case" in page(client, "/import/")


def test_while_typing_it_says_what_is_there(client: Client, world: Sandbox) -> None:
    html = page(client, "/import/look/", url="youtube.com/@hallowaybench")
    assert "<html" not in html
    for words in ("Halloway Bench", "YouTube channel", "184 videos", "No account needed to look."):
        assert words in html, words


def test_nothing_typed_finds_nothing(client: Client) -> None:
    assert page(client, "/import/look/").strip() == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("https://notyoutube.com/watch?v=dQw4w9WgXcQ", "notyoutube.com"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("not an address", ""),
        ("x" * 100_000, ""),
    ],
)
def test_what_we_cannot_read_says_why_and_keeps_what_was_typed(client: Client, text: str, sentence: str) -> None:
    html = page(client, "/import/", 422, url=text)
    assert 'class="state bad' in html
    assert sentence in html
    assert f'value="{text[:40]}' in html


def test_a_stranger_looks_and_carries_the_address_through_sign_up(client: Client, world: Sandbox) -> None:
    html = page(client, "/import/", url=CHANNEL)
    assert 'name="count"' not in html
    through = re.search(r'href="(/accounts/signup/[^"]+)"', html)
    assert through
    assert "url%3Dhttps" in through[1]
    response = client.post("/import/", {"url": CHANNEL})
    assert response["Location"].startswith("/accounts/signup/?next=%2Fimport%2F%3Furl%3D")


def test_a_list_offers_how_many_with_what_each_costs(client: Client, alice: User, world: Sandbox) -> None:
    client.force_login(alice)
    html = page(client, "/import/", url=CHANNEL)
    assert re.findall(r'name="count" value="(\w+)"', html) == ["10", "50", "all"]
    assert "All 184 videos" in html
    assert "units of today" in html


def test_strangers_look_so_often_a_minute(client: Client, world: Sandbox) -> None:
    told = [client.get("/import/look/", {"url": REPOSITORY}, REMOTE_ADDR="198.51.100.7") for _ in range(6)]
    assert "as often as this can be asked" in told[-1].content.decode()
    assert "as often as this can be asked" not in told[0].content.decode()


# --- bringing in -------------------------------------------------------------------------------------------------


def test_one_work_arrives_and_is_on_the_page(client: Client, alice: User, world: Sandbox) -> None:
    client.force_login(alice)
    job = begin(client, url=REPOSITORY)
    waiting = page(client, f"/import/{job.pk}/")
    assert "It begins as soon as a hand is free." in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    run_again(job)
    done = page(client, f"/import/{job.pk}/")
    assert "It is on view" in done
    assert "hx-trigger" not in done.split("<main")[1]
    assert 'href="/alice/kerf/"' in done
    assert "README" in page(client, "/alice/kerf/")
    assert "kerf" in page(client, "/alice/")


def test_a_list_arrives_with_its_count_and_its_ledger(client: Client, alice: User, world: Sandbox) -> None:
    client.force_login(alice)
    job = begin(client, url=CHANNEL, count="10")
    run_again(job)
    html = page(client, f"/import/{job.pk}/")
    assert "10 works on view" in html
    assert html.count('class="state ">On view') == 10
    assert "10 works" in page(client, "/alice/")


def test_htmx_gets_the_middle_alone(client: Client, alice: User, world: Sandbox) -> None:
    client.force_login(alice)
    job = begin(client, url=REPOSITORY)
    response = client.get(f"/import/{job.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert 'id="job"' in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_the_same_again_leads_to_what_is_there(client: Client, alice: User, importing: Importer) -> None:
    importing(alice, REPOSITORY)
    client.force_login(alice)
    assert "On your page already" in page(client, "/import/", url=REPOSITORY)
    response = client.post("/import/", {"url": REPOSITORY})
    assert response.status_code == 409
    assert "is on your page already" in response.content.decode()
    assert 'href="/alice/kerf/"' in response.content.decode()


def test_an_import_under_way_answers_with_that_job(client: Client, alice: User, world: Sandbox) -> None:
    client.force_login(alice)
    assert begin(client, url=REPOSITORY).pk == begin(client, url=REPOSITORY).pk


def test_single_works_are_picked_from_a_list(client: Client, alice: User, importing: Importer) -> None:
    importing(alice, REPOSITORY)
    client.force_login(alice)
    html = page(client, "/import/pick/", url=MAKER)
    assert re.search(r'value="https://github.com/hallowaybench/kerf" disabled', html)
    assert 'value="https://github.com/hallowaybench/cutlist"' in html
    picked = [f"{MAKER}/cutlist", f"{MAKER}/burr"]
    response = client.post("/import/", {"url": picked})
    assert (response.status_code, response["Location"]) == (302, "/import/")
    assert Job.objects.filter(owner=alice, state="pending").count() == 2
    assert page(client, "/import/").count("/import/") >= 3


@pytest.mark.parametrize("count", ["7", "many", "-1"])
def test_how_many_is_ten_fifty_or_all(client: Client, alice: User, count: str) -> None:
    client.force_login(alice)
    response = client.post("/import/", {"url": CHANNEL, "count": count})
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_an_empty_form_is_answered(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.post("/import/", {"url": " "}).status_code == 422


# --- the job's other states -----------------------------------------------------------------------------------------


def test_an_empty_channel_says_so(client: Client, alice: User, importing: Importer) -> None:
    job = importing(alice, EMPTY)
    client.force_login(alice)
    html = page(client, f"/import/{job.pk}/")
    assert "Nothing to show" in html
    assert "Try another address" in html


def test_what_is_not_there_fails_with_the_reason_and_one_button(
    client: Client, alice: User, importing: Importer
) -> None:
    job = importing(alice, "https://github.com/hallowaybench/no-such-thing")
    client.force_login(alice)
    html = page(client, f"/import/{job.pk}/")
    assert "It did not come in" in html
    assert 'class="note bad' in html
    response = client.post(f"/import/{job.pk}/again/")
    assert response.status_code == 302
    job.refresh_from_db()
    assert job.state == "pending"


def test_stopping_keeps_what_came_in(client: Client, alice: User, world: Sandbox) -> None:
    client.force_login(alice)
    job = begin(client, url=CHANNEL)
    assert client.post(f"/import/{job.pk}/stop/").status_code == 302
    assert "Stopped" in page(client, f"/import/{job.pk}/")


def test_an_import_that_waits_says_until_when_and_that_nothing_is_to_be_done(
    client: Client, alice: User, world: Sandbox
) -> None:
    client.force_login(alice)
    world.quota("pool", 10_000)
    job = run_again(begin(client, url=CHANNEL))
    html = page(client, f"/import/{job.pk}/")
    assert job.state == "pending", job.error_sentence
    assert "You need to do nothing." in html
    assert re.search(r"It goes on at \d\d:\d\d UTC", html)


def test_a_count_under_way_is_the_headline(client: Client, alice: User) -> None:
    now = clock.now()
    job = Job.objects.create(
        task="x",
        queue="x",
        owner=alice,
        kind="import_list:youtube",
        title="Halloway Bench",
        state="processing",
        stage="write",
        progress=112,
        total=184,
        counts={"imported": 103, "skipped": 8, "failed": 1, "done": 112, "total": 184},
        created_at=now - timedelta(seconds=40),
        started_at=now - timedelta(seconds=36),
        run_after=now,
    )
    client.force_login(alice)
    html = page(client, f"/import/{job.pk}/")
    for words in (
        "112",
        "of 184 videos",
        "about 25 seconds",
        "3.1 videos a second",
        "Stop, keep the 103",
        "8, each with",
    ):
        assert words in html, words
    assert 'aria-current="step"' in html


def test_anothers_job_is_not_there(client: Client, alice: User, charlie: User) -> None:
    now = clock.now()
    job = Job.objects.create(task="x", queue="x", owner=alice, kind="import_item:github", created_at=now, run_after=now)
    client.force_login(charlie)
    for address in (f"/import/{job.pk}/", "/import/00000000-0000-0000-0000-000000000000/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/import/{job.pk}/stop/").status_code == 404
    job.refresh_from_db()
    assert job.state == "pending"


def test_a_get_stops_nothing(client: Client, alice: User, world: Sandbox) -> None:
    client.force_login(alice)
    job = begin(client, url=REPOSITORY)
    assert client.get(f"/import/{job.pk}/stop/").status_code == 405
