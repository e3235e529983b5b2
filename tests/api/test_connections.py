"""Connected accounts over the API: there and back, own works to pick from, and the end of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sandbox import cast
from tests.api.program import Program, Said
from tests.support.consent import ANALYTICS, READ, consent
from tests.support.pipeline import Importer, run_again
from tests.support.sandbox import Sandbox
from vitrine.accounts.actions import tokens_of
from vitrine.accounts.models import AuditEvent, Connection, OAuthAttempt, User
from vitrine.catalog.models import ContentSource, Project
from vitrine.lib import clock
from vitrine.work.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

Connect = Callable[..., Said]


@pytest.fixture(autouse=True)
def _world(providers: Sandbox, settings: Settings) -> None:
    settings.LIMITS = {}


def began(program: Program, platform: str = "youtube", **how: object) -> str:
    started = program.post(f"/{platform}/auth/start/", how)
    assert started.status == 200, started.body
    return str(started.body["authorization_url"])


def came_back(program: Program, back: dict[str, str], platform: str = "youtube") -> Said:
    said = {name: back[name] for name in ("state", "code", "error") if name in back}
    return program.post(f"/{platform}/auth/callback/", said)


def connected(program: Program, platform: str = "youtube", account: str = "wren", **how: object) -> Said:
    return came_back(program, consent(began(program, platform, **how), account), platform)


def imported(program: Program, url: str, platform: str = "youtube") -> Job:
    queued = program.post(f"/{platform}/import/", {"url": url})
    assert queued.status == 202, queued.body
    return run_again(Job.objects.get(pk=queued.body["job_id"]))


# --- there and back ---------------------------------------------------------------------------------------------
def test_from_the_first_question_to_the_connected_channel(program: Program) -> None:
    assert program.get("/youtube/status/").body == {
        "success": True,
        "connected": False,
        "can_connect": True,
        "connections": [],
    }
    done = connected(program, next="/settings/integrations/")
    assert (done.status, done.body["is_new"], done.body["next"]) == (200, True, "/settings/integrations/")
    told = program.get("/youtube/status/").body
    (mine,) = told["connections"]
    assert (told["connected"], mine["state"], mine["account"]["name"]) == (True, "active", "Halloway Bench")
    assert mine["granted"] == [{"name": READ, "sentence": "See your channel and your videos, private ones too."}]
    platforms = {one["name"]: one["connected"] for one in program.get("/integrations/").body["items"]}
    assert platforms == {"youtube": True, "github": False}


def test_no_answer_holds_a_token(program: Program) -> None:
    said = [str(connected(program).body), str(program.get("/youtube/status/").body)]
    held = Connection.objects.get()
    secrets = (tokens_of(held).access, tokens_of(held).refresh, held.sealed_access, held.sealed_refresh)
    assert not any(secret in one for secret in secrets for one in said)


def test_boxes_left_unticked_are_told(program: Program) -> None:
    back = consent(began(program, steps=["analytics"]), untick=[ANALYTICS])
    mine = came_back(program, back).body["connection"]
    assert [one["name"] for one in mine["granted"]] == [READ]
    assert [one["name"] for one in mine["unticked"]] == [ANALYTICS]


def state_of(url: str) -> str:
    return url.partition("&state=")[2].partition("&")[0]


def denied(program: Program) -> Said:
    return came_back(program, consent(began(program), deny=True))


def replayed(program: Program) -> Said:
    back = consent(began(program))
    came_back(program, back)
    return came_back(program, back)


def expired(program: Program) -> Said:
    back = consent(began(program))
    OAuthAttempt.objects.update(created_at=clock.now() - timedelta(minutes=11))
    return came_back(program, back)


def skewed(program: Program) -> Said:
    back = consent(began(program))
    OAuthAttempt.objects.update(created_at=clock.now() + timedelta(minutes=11))
    return came_back(program, back)


def code_twice(program: Program) -> Said:
    back = consent(began(program))
    came_back(program, back)
    return came_back(program, {"state": state_of(began(program)), "code": back["code"]})


def without_code(program: Program) -> Said:
    return came_back(program, {"state": state_of(began(program))})


def another_error(program: Program) -> Said:
    return came_back(program, {"state": state_of(began(program)), "error": "org_internal"})


def nothing_granted(program: Program) -> Said:
    return came_back(program, consent(began(program, steps=["analytics"]), untick=[READ]))


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        (lambda program: came_back(program, {}), "state_missing"),
        (lambda program: came_back(program, {"state": "foreign", "code": "4/x"}), "state_foreign"),
        (replayed, "state_used"),
        (expired, "state_expired"),
        (skewed, "clock_skew"),
        (denied, "denied"),
        (another_error, "provider_refused"),
        (without_code, "code_missing"),
        (code_twice, "code_refused"),
        (nothing_granted, "nothing_granted"),
    ],
)
def test_each_way_that_comes_to_nothing_has_its_reason_sentence_and_button(
    program: Program, way: Callable[[Program], Said], reason: str
) -> None:
    said = way(program)
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert (said.body["detail"]["reason"], said.body["action"]) == (reason, "connect_youtube")
    assert said.body["error"].endswith(".")


def test_a_state_of_another_session_of_the_same_person_is_foreign(alice: User, program: Program) -> None:
    back = consent(began(Program(alice)))
    assert came_back(program, back).body["detail"]["reason"] == "state_foreign"


def test_a_channel_of_somebody_else_and_an_account_without_one(program: Program, strangers: Program) -> None:
    connected(program)
    taken = connected(strangers)
    assert (taken.outcome, taken.body["detail"]["reason"]) == ((403, "PERMISSION_DENIED"), "connected_elsewhere")
    none = connected(strangers, account="stranger")
    assert (none.outcome, none.body["detail"]["reason"]) == ((403, "PERMISSION_DENIED"), "no_channel")


@pytest.mark.parametrize(
    "body",
    [
        {"steps": ["read", "world"]},
        {"steps": "read"},
        {"steps": ["x"] * 11},
        {"next": "/" * 501},
        {"redirect_uri": "https://evil.example/"},
    ],
)
def test_a_start_that_makes_no_sense_is_refused(program: Program, body: dict[str, object]) -> None:
    assert program.post("/youtube/auth/start/", body).outcome == (422, "VALIDATION_ERROR")


def test_a_site_that_is_not_registered_says_so(program: Program, settings: Settings) -> None:
    settings.OAUTH_CLIENTS = {}
    assert program.get("/github/status/").body["can_connect"] is False
    said = program.post("/github/auth/start/")
    assert (said.outcome, said.body["action"]) == ((403, "PERMISSION_DENIED"), "set_github_client")


def test_nobody_connects_without_signing_in(nobodys: Program) -> None:
    for method, path in (("POST", "/youtube/auth/start/"), ("GET", "/youtube/my-videos/"), ("GET", "/github/repos/")):
        assert nobodys.send(method, path).outcome == (401, "AUTH_ERROR")


# --- own works --------------------------------------------------------------------------------------------------
def test_own_videos_are_listed_with_what_became_of_them(program: Program, alice: User) -> None:
    connected(program)
    first = program.get("/youtube/my-videos/")
    assert (first.status, len(first.body["items"]), first.body["items"][0]["already_imported"]) == (200, 50, False)
    url = first.body["items"][3]["url"]
    imported(program, url)
    again = program.get("/youtube/my-videos/").body
    project = Project.objects.get(user=alice)
    assert [one["already_imported"] for one in again["items"]].count(True) == 1
    assert again["items"][3]["project"] == {
        "id": project.pk,
        "slug": project.slug,
        "url": f"http://127.0.0.1:8000/alice/{project.slug}/",
        "title": project.title,
        "is_private": False,
    }
    seen = [one["id"] for one in again["items"]]
    cursor = again["next"]
    while cursor:
        page = program.get(f"/youtube/my-videos/?cursor={cursor}").body
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) >= 184


def test_a_page_of_fifty_costs_two_units_and_one_query_about_projects(program: Program, providers: Sandbox) -> None:
    connected(program)
    used = providers.usage()["pool"]
    with CaptureQueriesContext(connection) as queries:
        program.get("/youtube/my-videos/")
    assert sum("catalog_project" in query["sql"] for query in queries) == 1
    assert providers.usage()["pool"] - used == 2


def test_a_private_video_is_seen_by_its_owner_and_comes_in_for_their_eyes_only(
    program: Program, strangers: Program, providers: Sandbox, importing: Importer, alice: User
) -> None:
    video = program_video(program)
    providers.world("edit_video", id=video, privacy="private")
    private = next(one for one in program.get("/youtube/my-videos/").body["items"] if one["id"] == video)
    assert private["availability"] == "private"
    channel = importing(alice, "https://www.youtube.com/@hallowaybench", count=10)
    assert channel.counts["imported"] == 10
    assert not Project.objects.filter(external_id=video).exists(), "a list never brings it in by itself"
    job = imported(program, private["url"])
    assert (job.state, job.error_sentence) == ("completed", "")
    project = Project.objects.get(user=alice, external_id=video)
    assert project.is_private
    assert strangers.get(f"/projects/{project.pk}/").status == 404
    importing(alice, "https://www.youtube.com/@hallowaybench", count=10)
    project.refresh_from_db()
    assert (project.is_private, project.availability) == (True, "private"), "and a later look at the list leaves it"


def program_video(program: Program) -> str:
    connected(program)
    return str(program.get("/youtube/my-videos/").body["items"][2]["id"])


def test_somebody_elses_private_video_stays_away(program: Program, alice: User) -> None:
    connected(program)
    job = imported(program, f"https://www.youtube.com/watch?v={cast.PRIVATE_VIDEO}")
    assert (job.state, job.error_code) == ("failed", "CONTENT_NOT_FOUND")


def test_own_repositories_private_ones_where_it_was_granted(program: Program) -> None:
    connected(program, "github")
    public = program.get("/github/repos/").body["items"]
    assert {one["availability"] for one in public} == {"available"}
    connected(program, "github", steps=["repo"])
    whole = program.get("/github/repos/").body["items"]
    assert len(whole) == len(public) + 1
    (private,) = [one for one in whole if one["availability"] == "private"]
    job = imported(program, private["url"], "github")
    assert (job.state, Project.objects.get().is_private) == ("completed", True)


def test_the_first_import_is_offered_with_counts_and_units(program: Program) -> None:
    connected(program)
    offered = program.post("/youtube/import/suggest/").body
    assert (offered["title"], offered["count"]) == ("Halloway Bench", 184)
    assert [(one["count"], one["items"], one["units"]) for one in offered["options"]] == [
        (10, 10, 3),
        (50, 50, 3),
        ("all", 184, 9),
    ]


def test_without_a_connection_the_answer_says_what_to_do(program: Program) -> None:
    for method, path in (("GET", "/youtube/my-videos/"), ("POST", "/youtube/import/suggest/")):
        said = program.send(method, path)
        assert (said.outcome, said.body["action"]) == ((401, "AUTH_ERROR"), "connect_youtube")
    assert program.post("/youtube/disconnect/").outcome == (401, "AUTH_ERROR")


def test_connections_of_others_are_not_there(program: Program, strangers: Program) -> None:
    connected(program)
    hers = Connection.objects.get().pk
    assert strangers.get(f"/youtube/my-videos/?connection={hers}").outcome == (404, "NOT_FOUND")
    assert strangers.post("/youtube/disconnect/", {"connection": hers}).outcome == (404, "NOT_FOUND")
    assert program.get(f"/github/repos/?connection={hers}").outcome == (404, "NOT_FOUND")
    assert Connection.objects.get().state == "active"


def test_a_dead_grant_is_a_409_with_one_button(program: Program) -> None:
    connected(program)
    Connection.objects.update(state="reconnect", sentence="Google has ended our access.", sealed_refresh="")
    said = program.get("/youtube/my-videos/")
    assert (said.outcome, said.body["error"]) == ((409, "RECONNECT_REQUIRED"), "Google has ended our access.")
    assert said.body["action"] == "connect_youtube"
    told = program.get("/youtube/status/").body
    assert (told["connected"], told["connections"][0]["sentence"]) == (False, "Google has ended our access.")


@pytest.mark.parametrize("cursor", ["x" * 501, "a/../b", "%00", "%F0%9F%92%A9"])
def test_a_cursor_that_is_none_is_refused(program: Program, cursor: str) -> None:
    assert program.get(f"/youtube/my-videos/?cursor={cursor}").outcome == (422, "VALIDATION_ERROR")


# --- the end ----------------------------------------------------------------------------------------------------
def test_disconnecting_keeps_the_projects_and_ends_our_access(
    program: Program, alice: User, importing: Importer, providers: Sandbox
) -> None:
    connected(program)
    importing(alice, "https://www.youtube.com/@hallowaybench", count=10)
    done = program.send("DELETE", "/youtube/disconnect/", {"delete_videos": False})
    assert done.body == {
        "success": True,
        "removed": None,
        "kept": {"sources": 1, "projects": 10, "edited": 0},
        "revoked": True,
    }
    assert Project.objects.filter(user=alice).count() == 10
    source = ContentSource.objects.get()
    assert (source.state, source.enabled) == ("reconnect", True)
    assert "you disconnected Halloway Bench" in source.sentence
    row = Connection.objects.get()
    assert (row.state, row.sealed_access, row.sealed_refresh, row.scopes) == ("disconnected", "", "", [])
    assert program.get("/youtube/status/").body["connections"] == []
    assert AuditEvent.objects.filter(user=alice, action="connection.disconnected").count() == 1


def test_reconnecting_resumes_and_knows_what_was_imported(program: Program, alice: User, importing: Importer) -> None:
    connected(program)
    importing(alice, "https://www.youtube.com/@hallowaybench", count=10)
    before = Connection.objects.get().pk
    program.post("/youtube/disconnect/")
    done = connected(program)
    assert (done.body["is_new"], done.body["connection"]["id"]) == (False, before)
    assert (ContentSource.objects.get().state, ContentSource.objects.get().sentence) == ("ok", "")
    listed = [one for one in program.get("/youtube/my-videos/").body["items"] if one["availability"] == "available"]
    assert [one["already_imported"] for one in listed[:11]] == [True] * 10 + [False]


def test_disconnecting_with_all_that_came_from_it(program: Program, alice: User, importing: Importer) -> None:
    connected(program)
    importing(alice, "https://www.youtube.com/@hallowaybench", count=10)
    importing(alice, "https://www.youtube.com/@slowkiln", count=10)
    imported(program, program.get("/youtube/my-videos/").body["items"][20]["url"])
    imported(program, f"https://www.youtube.com/watch?v={cast.PLAIN_VIDEO}")
    done = program.post("/youtube/disconnect/", {"delete_videos": True}).body
    assert (done["removed"], done["kept"]) == ({"sources": 1, "projects": 11, "edited": 0}, None)
    assert Project.objects.filter(user=alice).count() == 11, "what others made stays"
    alice.refresh_from_db()
    assert alice.work_count == 11
    connected(program)
    again = importing(alice, "https://www.youtube.com/@hallowaybench", count=10)
    assert again.counts["imported"] == 10, "nothing was hidden by leaving"


def test_our_copy_is_gone_whatever_google_says(program: Program, providers: Sandbox) -> None:
    connected(program)
    providers.fault("status", host="oauth2.googleapis.com", path="/revoke", status=503)
    done = program.post("/youtube/disconnect/")
    assert (done.status, done.body["revoked"]) == (200, False)
    assert Connection.objects.get().sealed_refresh == ""


def test_of_several_accounts_one_is_named(program: Program) -> None:
    connected(program)
    connected(program, account="nadi", another=True)
    unsure = program.post("/youtube/disconnect/")
    assert unsure.outcome == (422, "VALIDATION_ERROR")
    which = unsure.body["detail"]["connections"]
    assert len(which) == 2
    assert program.post("/youtube/disconnect/", {"connection": which[0]}).status == 200
    (left,) = program.get("/youtube/status/").body["connections"]
    assert left["account"]["name"] == "Nadi Okonlind"
    assert program.post("/youtube/disconnect/").status == 200


def test_an_import_under_way_stops_with_its_account(program: Program) -> None:
    connected(program)
    account = Connection.objects.get().account_id
    queued = program.post("/youtube/import/channel/", {"channel": account})
    program.post("/youtube/disconnect/")
    assert program.get(f"/integrations/tasks/{queued.body['job_id']}/").body["status"] == "cancelled"
