"""Asking for imports, looking at addresses, following jobs: what each call answers before and after a worker runs."""

from typing import Any

import pytest
from pytest_django import Settings

from sandbox import cast
from sandbox.github import cast as github
from tests.api.conftest import Make
from tests.api.program import V1, Program
from tests.support.pipeline import Importer
from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.sync.actions import request_import
from vitrine.work import actions as work
from vitrine.work.models import Job

VIDEO = f"https://www.youtube.com/watch?v={cast.PLAIN_VIDEO}"
CHANNEL = cast.HALLOWAY_BENCH.url


# --- asking -----------------------------------------------------------------------------------------------------
def test_queued_work_answers_with_where_to_follow_it(program: Program, alice: User) -> None:
    said = program.post("/integrations/import/", {"url": VIDEO, "is_private": True, "is_showcase": True})
    assert said.status == 202
    job = Job.objects.get(owner=alice)
    assert said.body["task_id"] == said.body["job_id"] == str(job.pk)
    assert said.body["status_url"] == f"{V1}/integrations/tasks/{job.pk}/"
    assert (job.payload["is_private"], job.payload["is_showcase"], job.payload["count"]) == (True, True, "all")
    task = program.get(said.body["status_url"].removeprefix(V1)).body
    assert (task["status"], task["progress"], task["result"], task["error"]) == ("pending", 0, None, None)
    assert task["counts"]["total"] == 1


@pytest.mark.parametrize("count", [10, 50, "all"])
def test_a_list_may_be_cut(count: Any, program: Program, alice: User) -> None:
    assert program.post("/integrations/import/", {"url": CHANNEL, "count": count}).status == 202
    assert Job.objects.get(owner=alice).payload["count"] == count


def test_a_work_that_is_there_answers_409_with_the_project(
    program: Program, alice: User, make: Make, settings: Settings
) -> None:
    settings.BASE_URL = "https://vitrine.example"
    project = make(alice, external_id=cast.PLAIN_VIDEO, external_url=VIDEO)
    said = program.post("/integrations/import/", {"url": f"youtu.be/{cast.PLAIN_VIDEO}?si=x"})
    assert said.outcome == (409, "DUPLICATE_IMPORT")
    assert said.body["error"] == "“Work 0” is on your page already."
    assert said.body["detail"] == {
        "id": project.pk,
        "slug": "work-0",
        "url": "https://vitrine.example/alice/work-0/",
        "title": "Work 0",
    }
    assert "Retry-After" not in said.headers


def test_an_import_under_way_answers_409_with_its_job(program: Program) -> None:
    first = program.post("/integrations/import/", {"url": CHANNEL}).body
    said = program.post("/youtube/import/channel/", {"channel": "@HALLOWAYBENCH"})
    assert said.outcome == (409, "IMPORT_IN_PROGRESS")
    assert said.body["detail"] == {
        "job_id": first["job_id"],
        "state": "pending",
        "status_url": first["status_url"],
    }
    assert Job.objects.count() == 1


def test_imports_within_the_hour_are_counted_in_headers(
    program: Program, strangers: Program, settings: Settings
) -> None:
    settings.LIMITS = {"github.list": 2}
    left = []
    for login in ("hallowaybench", "openworkbench"):
        said = program.post("/github/import/", {"url": f"github.com/{login}"})
        assert (said.status, said.headers["RateLimit-Limit"]) == (202, "2")
        assert 3590 <= int(said.headers["RateLimit-Reset"]) <= 3600
        left.append(said.headers["RateLimit-Remaining"])
    assert left == ["1", "0"]
    refused = program.post("/github/import/", {"url": "github.com/lanternweb"})
    assert refused.outcome == (429, "RATE_LIMITED")
    assert 3590 <= int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["RateLimit-Limit"] == "2"
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert refused.body["error"].startswith("That makes 2 lists from GitHub within the hour, which is the limit.")
    assert program.post("/github/import/", {"url": github.KERF.url}).status == 202, "single works are counted apart"
    assert strangers.post("/github/import/", {"url": "github.com/lanternweb"}).status == 202


# --- by platform ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("prefix", ["/youtube", "/integrations/youtube"])
def test_youtube_by_its_own_address(prefix: str, program: Program) -> None:
    assert program.post(f"{prefix}/import/", {"url": VIDEO}).status == 202
    assert program.post(f"{prefix}/import/", {"url": CHANNEL}).status == 202
    said = program.post(f"{prefix}/import/", {"url": github.KERF.url})
    assert said.outcome == (422, "INVALID_URL")
    assert said.body["error"] == "This is no address of YouTube."


@pytest.mark.parametrize("path", ["/youtube/import/channel/", "/integrations/youtube/import-channel/"])
@pytest.mark.parametrize(
    "data",
    [
        {"channel": "@hallowaybench"},
        {"channel": cast.HALLOWAY_BENCH.id, "count": 10},
        {"channel": CHANNEL, "count": 50},
        {"url": CHANNEL, "count": "all"},
        {"url": f"https://www.youtube.com/playlist?list={cast.DOZEN_PLAYLIST}"},
    ],
)
def test_a_channel_by_whatever_names_it(path: str, data: Any, program: Program) -> None:
    assert program.post(path, data).status == 202
    assert Job.objects.get().payload["count"] == data.get("count", "all")


@pytest.mark.parametrize("path", ["/youtube/import/channel/", "/integrations/youtube/import-channel/"])
@pytest.mark.parametrize(
    ("data", "code", "sentence"),
    [
        ({}, "VALIDATION_ERROR", "Say which channel, by `channel` or by `url`."),
        ({"channel": ""}, "VALIDATION_ERROR", "Say which channel, by `channel` or by `url`."),
        ({"channel": VIDEO}, "INVALID_URL", "This is the address of a single work, not of a channel."),
        ({"channel": "https://github.com/django"}, "INVALID_URL", "This is no address of YouTube."),
        ({"channel": "https://vimeo.com/1"}, "UNKNOWN_PLATFORM", ""),
        ({"channel": CHANNEL, "count": "20"}, "VALIDATION_ERROR", ""),
        ({"channel": CHANNEL, "count": 0}, "VALIDATION_ERROR", ""),
    ],
)
def test_what_is_no_channel(path: str, data: Any, code: str, sentence: str, program: Program) -> None:
    said = program.post(path, data)
    assert said.outcome == (422, code)
    assert said.body["error"].startswith(sentence)
    assert not Job.objects.exists()


@pytest.mark.parametrize("path", ["/github/import/", "/integrations/github/import/"])
def test_github_by_its_own_address(path: str, program: Program) -> None:
    assert program.post(path, {"url": "git@github.com:hallowaybench/kerf.git"}).status == 202
    said = program.post(path, {"url": VIDEO})
    assert said.outcome == (422, "INVALID_URL")
    assert said.body["error"] == "This is no address of GitHub."


def test_platforms_say_what_they_can(nobodys: Program) -> None:
    said = nobodys.get("/integrations/").body
    assert said["next"] is None
    found = {one["name"]: one for one in said["items"]}
    assert set(found) == {"youtube", "github"}
    assert found["youtube"]["lists"] == ["channel", "playlist"]
    assert {"import", "list"} <= set(found["youtube"]["can"])
    assert found["github"]["connected"] is False


# --- looking ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_channel_is_looked_at_by_anybody(nobodys: Program, world: Sandbox, settings: Settings) -> None:
    settings.BASE_URL = "https://vitrine.example"
    said = nobodys.post("/integrations/resolve/", {"url": "youtube.com/@hallowaybench/videos"})
    assert said.status == 200
    found = said.body
    assert (found["platform"], found["kind"], found["title"]) == ("youtube", "channel", "Halloway Bench")
    assert (found["count"], found["is_list"], found["already_imported"], found["project"]) == (184, True, False, None)
    assert found["options"] == [
        {"count": 10, "items": 10, "units": 3},
        {"count": 50, "items": 50, "units": 3},
        {"count": "all", "items": 184, "units": 9},
    ]
    assert found["image"].startswith("https://vitrine.example/picture/u")
    assert world.usage()["pool"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_work_says_to_its_owner_that_it_is_there(
    program: Program, nobodys: Program, alice: User, importing: Importer
) -> None:
    importing(alice, VIDEO)
    mine, theirs = (one.post("/integrations/resolve/", {"url": VIDEO}).body for one in (program, nobodys))
    assert (mine["is_list"], mine["options"], mine["count"]) == (False, [], None)
    assert mine["already_imported"] is True
    assert mine["project"] == {
        "id": alice.projects.get().pk,
        "slug": "nothing-is-the-matter-with-this-one",
        "url": "http://127.0.0.1:8000/alice/nothing-is-the-matter-with-this-one/",
        "title": "Nothing is the matter with this one",
    }
    assert (theirs["already_imported"], theirs["project"]) == (False, None)


@pytest.mark.django_db(transaction=True)
def test_nobody_looks_more_than_five_times_a_minute(nobodys: Program, world: Sandbox) -> None:
    for left in (4, 3, 2, 1, 0):
        said = nobodys.post("/integrations/resolve/", {"url": VIDEO})
        assert (said.status, said.headers["RateLimit-Limit"]) == (200, "5")
        assert said.headers["RateLimit-Remaining"] == str(left)
    refused = nobodys.post("/integrations/resolve/", {"url": VIDEO})
    assert refused.outcome == (429, "RATE_LIMITED")
    assert refused.body["detail"] == {"limit": 5, "window_seconds": 60}
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert nobodys.post("/integrations/resolve/", {"url": "http://127.0.0.1/"}).status == 422, "costs nobody anything"
    elsewhere = Program(address="198.51.100.7")
    assert elsewhere.post("/integrations/resolve/", {"url": VIDEO}).status == 200


def test_the_signed_in_have_a_count_of_their_own(program: Program, nobodys: Program, settings: Settings) -> None:
    settings.LIMITS = {"resolve.user": 0, "resolve.anonymous": 0, "read.anonymous": 2}
    assert program.post("/integrations/resolve/", {"url": VIDEO}).outcome == (429, "RATE_LIMITED")
    assert [nobodys.get("/projects/").status for _ in range(3)] == [200, 200, 429]
    assert program.get("/projects/").status == 200
    assert "RateLimit-Limit" not in program.get("/projects/").headers


# --- following --------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_finished_work_says_where_it_is(program: Program, alice: User, importing: Importer) -> None:
    job = importing(alice, VIDEO)
    task = program.get(f"/integrations/tasks/{job.pk}/").body
    assert (task["status"], task["progress"], task["counts"]["imported"]) == ("completed", 100, 1)
    slug = "nothing-is-the-matter-with-this-one"
    assert task["result"] == {
        "project_id": alice.projects.get().pk,
        "project_slug": slug,
        "source_id": None,
        "url": f"http://127.0.0.1:8000/alice/{slug}/",
        "external_url": VIDEO,
        "title": "Nothing is the matter with this one",
        "already": False,
        "note": "",
    }


@pytest.mark.django_db(transaction=True)
def test_a_finished_list_says_whose_page_it_is_on(program: Program, alice: User, importing: Importer) -> None:
    job = importing(alice, f"https://www.youtube.com/playlist?list={cast.DOZEN_PLAYLIST}")
    task = program.get(f"/integrations/tasks/{job.pk}/").body
    assert task["result"]["url"] == "http://127.0.0.1:8000/alice/"
    assert task["result"]["source_id"] == alice.sources.exclude(kind="pasted").get().pk
    told = task["counts"]
    assert told["total"] == 12 == told["imported"] + told["skipped"] + told["failed"]


@pytest.mark.parametrize("number", ["00000000-0000-0000-0000-000000000000", "no-id-at-all", "%00", "\u00e9"])
def test_a_job_that_is_not_there(number: str, program: Program) -> None:
    for method in ("GET", "DELETE"):
        assert program.send(method, f"/integrations/tasks/{number}/").outcome == (404, "NOT_FOUND")


def test_others_jobs_are_not_there(strangers: Program, nobodys: Program, alice: User) -> None:
    job = request_import(alice, CHANNEL).job
    for method in ("GET", "DELETE"):
        assert strangers.send(method, f"/integrations/tasks/{job.pk}/").outcome == (404, "NOT_FOUND")
        assert nobodys.send(method, f"/integrations/tasks/{job.pk}/").outcome == (401, "AUTH_ERROR")
    job.refresh_from_db()
    assert job.state == "pending"


def test_stopping_what_waits_is_done_at_once_and_twice_is_once(program: Program, alice: User) -> None:
    job = request_import(alice, CHANNEL).job
    for _ in range(2):
        said = program.delete(f"/integrations/tasks/{job.pk}/")
        assert (said.status, said.body["status"]) == (200, "cancelled")
        assert said.body["finished_at"]
    assert program.post("/integrations/import/", {"url": CHANNEL}).status == 202, "and it may be asked for again"


def test_stopping_what_has_ended_changes_nothing(program: Program, alice: User) -> None:
    job = request_import(alice, VIDEO).job
    work.run(job.pk, lambda _: {"project_id": 1, "project_slug": "x", "url": VIDEO, "title": "X"})
    assert program.delete(f"/integrations/tasks/{job.pk}/").body["status"] == "completed"
