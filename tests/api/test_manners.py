"""What holds for every call: slashes, one shape of error, who may call, what a body may be."""

import json
import re

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from ninja import NinjaAPI
from pytest_django import Settings

from tests.api.conftest import Make
from tests.api.program import V1, Program, document
from vitrine.accounts.models import User
from vitrine.api import errors
from vitrine.lib.errors import VitrineError

GETS = ["/integrations", "/projects", "/projects/{id}", "/integrations/tasks/{job}"]
POSTS = [
    "/integrations/import",
    "/integrations/resolve",
    "/youtube/import",
    "/youtube/import/channel",
    "/integrations/youtube/import",
    "/integrations/youtube/import-channel",
    "/github/import",
    "/integrations/github/import",
]
VIDEO = "https://www.youtube.com/watch?v=UBUiGAbCdKo"


# --- addresses --------------------------------------------------------------------------------------------------
def test_every_operation_answers_with_and_without_its_slash(nobodys: Program, settings: Settings) -> None:
    """Told by nobody without a body: 401 or 422, or the answer itself, but the same one, and never that it is not
    there."""
    settings.LIMITS = {}
    found = [(method, path.removeprefix(V1)) for path, item in document()["paths"].items() for method in item]
    assert {path for _, path in found} >= {f"{path}/" for path in (*GETS[:2], *POSTS)}
    for method, path in found:
        called = re.sub(r"\{[^}]+\}", "0", path)
        without, with_it = (nobodys.send(method.upper(), one) for one in (called.rstrip("/"), called))
        assert without.status == with_it.status, (method, path)
        assert without.status in ((200, 401, 404, 422) if called != path else (200, 401, 422)), (method, path)


@pytest.mark.parametrize("path", GETS)
def test_a_read_answers_the_same_with_and_without_its_slash(
    path: str, program: Program, alice: User, make: Make
) -> None:
    path = path.format(id=make(alice).pk, job=_job(program))
    without, with_it = program.get(path), program.get(f"{path}/")
    assert without.status == 200
    assert without.body == with_it.body


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", POSTS)
def test_a_post_keeps_its_body_with_and_without_the_slash(path: str, slash: str, program: Program) -> None:
    said = program.post(f"{path}{slash}", {"url": "https://vimeo.com/76979871"})
    assert said.outcome == (422, "UNKNOWN_PLATFORM")
    assert said.body["detail"]["host"] == "vimeo.com"


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/openapi.json/", "/api/docs", "/api/docs/"])
def test_the_document_and_its_page_answer_both_ways_too(path: str, db: None) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/health", "/health/", "/health/detailed", "/health/detailed/"])
def test_health_does(path: str, db: None) -> None:
    assert Client().get(path).status_code in (200, 503)


def test_a_page_whose_name_begins_like_ours_is_still_a_page(alice: User) -> None:
    User.objects.create_user("healthy", "healthy@example.org")
    assert Client().get("/healthy").headers["Location"] == "/healthy/"


def test_head_is_get_without_the_body(program: Program) -> None:
    answer = program.client.head(f"{V1}/projects/")
    assert (answer.status_code, answer.content) == (200, b"")


# --- errors of every layer --------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/nothing", "/projects/none", "/projects/1/2", "/projects/1.5", "/", "/..%2f"])
def test_an_address_that_is_not_there_says_so_in_our_shape(path: str, program: Program) -> None:
    assert program.get(path).outcome == (404, "NOT_FOUND")


def test_so_does_one_beside_the_version(db: None) -> None:
    answer = Client().get("/api/v2/projects")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("PUT", "/projects/", "GET"), ("GET", "/integrations/import", "POST")]
)
def test_a_method_that_is_not_there_names_those_that_are(
    method: str, path: str, allowed: str, program: Program
) -> None:
    said = program.send(method, path)
    assert said.outcome == (405, "VALIDATION_ERROR")
    assert said.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "body", [b"{", b"", b"null", b"[]", b'[["url", "x"]]', b'"x"', b"\xff", b'{"url": "\\ud800"}', b"[" * 100_000]
)
def test_a_body_that_is_no_json_object(body: bytes, program: Program) -> None:
    assert program.post("/integrations/import/", body).outcome == (422, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"]
)
def test_a_body_of_another_kind(kind: str, program: Program) -> None:
    said = program.post("/integrations/import/", {"url": VIDEO}, content_type=kind)
    assert said.outcome == (415, "VALIDATION_ERROR")
    assert "application/json" in said.body["error"]


def test_json_may_name_its_charset(program: Program) -> None:
    said = program.post("/integrations/import/", {"url": VIDEO}, content_type="application/json; charset=utf-8")
    assert said.status == 202


def test_a_body_over_the_limit_is_not_read(program: Program) -> None:
    said = program.post("/integrations/import/", b" " * (2 * 1024 * 1024 + 1))
    assert said.outcome == (413, "VALIDATION_ERROR")


def test_a_field_we_do_not_know_is_refused_by_name(program: Program, alice: User) -> None:
    said = program.post("/integrations/import/", {"url": VIDEO, "is_privat": True})
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert said.body["detail"]["fields"] == [{"where": "is_privat", "what": "It cannot be set here"}]
    assert "is_privat" in said.body["error"]
    assert not alice.jobs.exists()


@pytest.mark.parametrize(
    ("data", "where"),
    [({}, "url"), ({"url": 7}, "url"), ({"url": VIDEO, "count": 11}, "count"), ({"url": None}, "url")],
)
def test_what_is_missing_or_wrong_is_named(data: object, where: str, program: Program) -> None:
    said = program.post("/integrations/import/", data)
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert said.body["detail"]["fields"][0]["where"] == where


def test_a_host_that_is_not_ours_is_refused_in_our_shape(db: None) -> None:
    answer = Client().get(f"{V1}/projects/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "VALIDATION_ERROR")


def test_what_nobody_foresaw_tells_nothing_of_our_insides() -> None:
    broken = NinjaAPI(urls_namespace="broken")
    errors.register(broken)

    @broken.get("/x")
    def divide(request: HttpRequest) -> float:
        return 1 / 0

    view = next(route.callback for route in broken.urls[0] if str(route.pattern) == "x")
    assert view
    answer = view(RequestFactory().get("/x"))
    told = json.loads(answer.content)
    assert (answer.status_code, told["error_code"]) == (500, "INTERNAL")
    assert told["error"] == VitrineError.default_sentence
    assert "division" not in answer.content.decode()


# --- who may call -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [path for path in POSTS if path != "/integrations/resolve"])
def test_nobody_is_told_to_sign_in(path: str, nobodys: Program) -> None:
    said = nobodys.post(path, {"url": VIDEO})
    assert said.outcome == (401, "AUTH_ERROR")
    assert said.body["error"] == "Sign in first."


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/integrations/import/"),
        ("PATCH", "/projects/{id}/"),
        ("DELETE", "/projects/{id}/"),
        ("POST", "/projects/{id}/revert/"),
        ("DELETE", "/integrations/tasks/{job}/"),
    ],
)
def test_a_change_without_the_sessions_token_is_refused(
    method: str, path: str, program: Program, alice: User, make: Make
) -> None:
    path = path.format(id=make(alice).pk, job=_job(program))
    said = program.send(method, path, {"url": VIDEO}, X_CSRFToken="f" * 32)
    assert said.outcome == (403, "PERMISSION_DENIED")
    assert "X-CSRFToken" in said.body["suggestion"]
    assert alice.jobs.count() == 1
    assert alice.projects.count() == 1


def test_reading_needs_no_token(program: Program) -> None:
    assert program.get("/projects/", X_CSRFToken="").status == 200


def test_answers_are_kept_by_nobody_on_the_way(program: Program) -> None:
    assert program.get("/projects/").headers["Cache-Control"] == "no-store"


def _job(program: Program) -> str:
    return str(program.post("/integrations/import/", {"url": "@hallowaybench"}).body["job_id"])
