"""Following an import to its end, or to the end one puts to it, over HTTP on the whole product."""

import time
from itertools import pairwise
from typing import Any

import pytest

from sandbox import cast
from tests.support.stack import Person, Stack
from tests.support.visitor import TASKS, V1, Visitor, signed_in

pytestmark = pytest.mark.xdist_group("stack")

IMPORT = f"{V1}/integrations/import/"
DATA_API = "www.googleapis.com"
CHANNEL = cast.SUNDAY_OVEN


@pytest.fixture
def person(stack: Stack) -> Person:
    return stack.person()


@pytest.fixture
def owner(stack: Stack, person: Person) -> Visitor:
    return signed_in(stack, person)


def every_page(visitor: Visitor, query: str) -> list[Any]:
    page = visitor.get(f"{V1}/projects/?{query}").body
    items = list(page["items"])
    while page["next"]:
        page = visitor.get(f"{V1}/projects/?{query}&cursor={page['next']}").body
        items += page["items"]
    return items


def test_progress_only_goes_on_and_the_list_has_every_work_once(stack: Stack, person: Person, owner: Visitor) -> None:
    stack.sandbox.fault("stall", host=DATA_API, path="/playlistItems$", seconds=0.4)  # slow enough to watch
    said = owner.post(IMPORT, {"url": CHANNEL.url})
    seen = owner.followed(said.body["job_id"], within=60)
    progress = [task["progress"] for task in seen]
    assert progress == sorted(progress)
    assert progress[-1] == 100
    assert len(set(progress)) > 3, progress
    counts = [task["counts"]["imported"] for task in seen]
    assert counts == sorted(counts)
    last = seen[-1]
    assert (last["status"], last["counts"]["imported"], last["error"]) == ("completed", CHANNEL.uploads, None)
    assert last["counts"]["total"] == CHANNEL.uploads
    for sort, key in (("views", "view_count"), ("newest", "published_at")):
        items = every_page(owner, f"user={person.slug}&limit=47&sort={sort}")
        assert len({item["id"] for item in items}) == len(items) == CHANNEL.uploads
        assert all(one[key] >= other[key] for one, other in pairwise(items))
    page = owner.get(last["result"]["url"].removeprefix(stack.url))
    assert page.status == 200
    assert f"/{person.slug}/{items[0]['slug']}/" in page.body


def test_a_stop_ends_even_what_waits_for_an_answer_and_keeps_what_came(
    stack: Stack, person: Person, owner: Visitor
) -> None:
    """The fourth page never comes; whoever stops the import does not wait for it, either."""
    fault = {"host": DATA_API, "path": "/playlistItems$", "query": cast.PLAYLIST_OF_20000}
    stack.sandbox.fault("stall", **fault, seconds=30, skip=3)
    url = f"https://www.youtube.com/playlist?list={cast.PLAYLIST_OF_20000}"
    said = owner.post(IMPORT, {"url": url, "count": "all"})
    path = f"{TASKS}/{said.body['job_id']}/"
    running = owner.followed(said.body["job_id"], lambda task: task["counts"]["imported"] >= 100)[-1]
    assert running["counts"]["total"] == 20_000
    asked = time.monotonic()
    assert owner.delete(path).status == 200
    task = owner.followed(said.body["job_id"])[-1]
    assert time.monotonic() - asked < 3.0  # one second, and what a busy machine adds
    assert (task["status"], task["result"], task["error"]) == ("cancelled", None, None)
    assert task["finished_at"]
    stored = owner.projects(person.slug)
    assert len(stored) == task["counts"]["imported"] >= 100
    stack.sandbox.clear_faults()
    time.sleep(0.5)
    assert owner.get(path).body == task
    assert owner.projects(person.slug) == stored
    again = owner.imported(url, count=50)
    assert (again["status"], again["counts"]["already"], again["counts"]["imported"]) == ("completed", 50, 0)


def test_others_see_nothing_of_it(stack: Stack, person: Person, owner: Visitor) -> None:
    done = owner.imported(f"https://youtu.be/{cast.PLAIN_VIDEO}", is_private=True)
    stranger, nobody = signed_in(stack, stack.person()), Visitor(stack.url)
    project = f"{V1}/projects/{done['result']['project_id']}/"
    assert owner.get(project).status == 200
    for other in (stranger, nobody):
        assert other.get(project).outcome == (404, "NOT_FOUND")
        assert other.projects(person.slug) == []
        assert other.get(done["result"]["url"].removeprefix(stack.url)).status == 404
    assert stranger.get(f"{TASKS}/{done['id']}/").outcome == (404, "NOT_FOUND")
    assert nobody.get(f"{TASKS}/{done['id']}/").outcome == (401, "AUTH_ERROR")
