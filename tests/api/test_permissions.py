"""Every door × everybody who may come to it, against the table in `permissions.txt`. A door that is not in the table
fails: whoever makes one says who may come in.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern
from pytest_django import Settings

from tests.api.conftest import Make
from tests.api.program import V1, Program, Said, document
from vitrine.accounts.actions import create_key
from vitrine.accounts.models import Answer, ApiKey, User
from vitrine.accounts.types import Permission
from vitrine.lib import clock
from vitrine.web.urls import urlpatterns
from vitrine.work.models import Job

TABLE = Path(__file__).with_name("permissions.txt")
KEYS = tuple(Permission.values)
BODIES = {
    "resolve_address": {"url": "https://vimeo.com/1"},  # refused before anybody is asked
    "youtube_import_suggest": {},
    "github_import_suggest": {},
    "create_key": {"name": "Made in a test", "permission_level": "READ_ONLY"},
    "change_key": {"notes": "Looked at."},
}


# --- the table --------------------------------------------------------------------------------------------------
def read_table() -> tuple[list[str], dict[str, dict[str, str]]]:
    """(who, {door: {who: what happens}})."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    who, rows = lines[0][1:], lines[1:]
    return who, {door: dict(zip(who, cells, strict=True)) for door, *cells in rows}


WHO, EXPECTED = read_table()


@cache
def operations() -> dict[str, tuple[str, str, Any]]:
    """{operation: (method, path, what the document says of it)}."""
    return {
        one["operationId"]: (method.upper(), path.removeprefix(V1), one)
        for path, item in document()["paths"].items()
        for method, one in item.items()
    }


def staff_pages() -> Iterator[URLPattern]:
    for one in urlpatterns:
        if isinstance(one, URLPattern) and str(one.pattern).startswith("staff/"):
            yield one


# --- everybody --------------------------------------------------------------------------------------------------
class Cast:
    """Alice owns what the table is about; the keys are hers."""

    def __init__(self, alice: User, charlie: User, make: Make) -> None:
        self.alice = alice
        self.staff = User.objects.create_user("bob", "bob@example.org", is_staff=True)
        self.secrets = {one: create_key(alice, one, one)[1] for one in KEYS}
        self.programs = {"owner": Program(alice), "other": Program(charlie), "staff": Program(self.staff)}
        self.project = make(alice, 1, is_private=True)
        self.public = make(alice, 2)
        now = clock.now()
        self.job = Job.objects.create(owner=alice, kind="import_item:youtube", run_after=now, created_at=now)
        self.others_key = create_key(charlie, "Charlie's")[0]

    def call(self, who: str, method: str, path: str, data: Any = None) -> Said:
        """Ask, and undo whatever came of it."""
        program = self.programs.get(who) or Program()
        headers = {"X_API_Key": self.secrets[who]} if who in self.secrets else {}
        with transaction.atomic():
            said = program.send(method, path, data, **headers)
            transaction.set_rollback(True)
        return said


@pytest.fixture
def cast(alice: User, charlie: User, make: Make, settings: Settings) -> Cast:
    settings.LIMITS = {}
    return Cast(alice, charlie, make)


def outcome(said: Said) -> str:
    """401 and 403 where we refuse the caller; `in` for whatever the door leads to."""
    if said.status == 401 and "WWW-Authenticate" in said.headers:
        return "401"
    if said.status in (403, 404):
        return str(said.status)
    assert said.status < 500, said.body
    return "in"


# --- the walk ---------------------------------------------------------------------------------------------------
def test_the_table_has_every_door_and_no_other(db: None) -> None:
    doors = set(operations()) | {f"page:{one.name}" for one in staff_pages()}
    assert {door.partition("@")[0] for door in EXPECTED} == doors


def test_the_table_is_about_everybody() -> None:
    assert ["anonymous", *KEYS, "owner", "other", "staff"] == WHO


def test_every_operation_lets_in_whom_the_table_says(cast: Cast) -> None:
    found = {door: {who: outcome(_ask(cast, who, door)) for who in WHO} for door in EXPECTED if door[:5] != "page:"}
    expected = {door: row for door, row in EXPECTED.items() if door in found}
    assert found == expected


def _ask(cast: Cast, who: str, door: str) -> Said:
    name, _, which = door.partition("@")
    method, path, described = operations()[name]
    project = cast.public if which == "public" else cast.project
    told = {"project_id": project.pk, "job_id": cast.job.pk, "key_id": cast.others_key.pk}
    path = re.sub(r"\{(\w+)\}", lambda found: str(told[found[1]]), path)
    return cast.call(who, method, path, BODIES.get(name, _example(described)))


def _example(described: Any) -> Any:
    body = described.get("requestBody")
    return next(iter(body["content"]["application/json"]["examples"].values()))["value"] if body else None


def test_every_staff_page_lets_in_whom_the_table_says(cast: Cast) -> None:
    """A key opens no page."""
    found = {}
    for page in staff_pages():
        path = "/" + re.sub(r"<\w+:\w+>", str(cast.alice.pk), str(page.pattern))
        found[f"page:{page.name}"] = {who: _visited(cast, who, path) for who in WHO}
    assert found == {door: row for door, row in EXPECTED.items() if door in found}


def _visited(cast: Cast, who: str, path: str) -> str:
    """`sign-in` for whoever is sent there. Pages that only take a form answer 405 to whom they let in."""
    client: Client = (cast.programs.get(who) or Program()).client
    headers = {"X-API-Key": cast.secrets[who]} if who in cast.secrets else {}
    with transaction.atomic():
        answer: Any = client.get(path, headers=headers)
        transaction.set_rollback(True)
    if answer.status_code == 302:
        return "sign-in" if "/accounts/login/" in answer.headers["Location"] else "in"
    return str(answer.status_code) if answer.status_code in (403, 404) else "in"


# --- what no table can say --------------------------------------------------------------------------------------
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DEAD: dict[str, Callable[[], object]] = {
    "revoked": lambda: ApiKey.objects.update(is_active=False),
    "expired": lambda: ApiKey.objects.update(expires_at=LONG_AGO),
    "of somebody suspended": lambda: User.objects.filter(slug="alice").update(suspended_at=LONG_AGO),
    "of somebody who is leaving": lambda: User.objects.filter(slug="alice").update(leaving_at=LONG_AGO),
    "deleted": lambda: ApiKey.objects.all().delete(),
}


@pytest.mark.parametrize("die", DEAD.values(), ids=DEAD)
def test_a_dead_key_opens_nothing_not_even_what_is_open_to_all(die: Callable[[], object], cast: Cast) -> None:
    secret = cast.secrets["FULL_ACCESS"]
    assert Program().get("/admin/stats/", X_API_Key=secret).status == 200
    die()
    for path in ("/projects/", f"/projects/{cast.project.pk}/", "/admin/stats/"):
        assert Program().get(path, X_API_Key=secret).outcome == (401, "AUTH_ERROR")


def test_a_key_goes_before_a_session_and_needs_no_token_of_it(cast: Cast) -> None:
    """Otherwise a program in a browser would act as whoever sits before it."""
    path = f"/projects/{cast.project.pk}/"
    program = cast.programs["other"]
    assert program.get(path).status == 404
    assert program.get(path, X_API_Key=cast.secrets["READ_ONLY"]).status == 200
    bearer = {"Authorization": f"bearer {cast.secrets['DOWNLOAD']}", "X_CSRFToken": "f" * 32}
    assert program.patch(path, {"title": "New"}, **bearer).status == 200


@pytest.mark.parametrize("key", ["vk_" + "x" * 43, "vk_", "\u00e9", "x" * 5000, "' OR 1=1 --"])
def test_a_key_that_nobody_has_is_refused(key: str, nobodys: Program) -> None:
    said = nobodys.get("/projects/", X_API_Key=key)
    assert said.outcome == (401, "AUTH_ERROR")
    assert said.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_in_an_address_is_refused_even_a_good_one(cast: Cast) -> None:
    for path in ("/projects/", "/projects/?limit=1"):
        sign = "&" if "?" in path else "?"
        said = Program().get(f"{path}{sign}api_key={cast.secrets['FULL_ACCESS']}")
        assert said.outcome == (401, "AUTH_ERROR")
        assert "kept in logs" in said.body["error"]


def test_two_different_keys_in_one_call_are_refused(cast: Cast) -> None:
    both = {"X_API_Key": cast.secrets["READ_ONLY"], "Authorization": f"Bearer {cast.secrets['ADMIN']}"}
    assert Program().get("/projects/", **both).outcome == (401, "AUTH_ERROR")
    both["Authorization"] = f"Bearer {cast.secrets['READ_ONLY']}"
    assert Program().get("/projects/", **both).status == 200
    proxied = {"X_API_Key": cast.secrets["READ_ONLY"], "Authorization": "Basic c3RhZ2luZzpwYXNz"}
    assert Program().get("/projects/", **proxied).status == 200


def test_an_idempotency_key_lets_no_weaker_key_see_what_a_stronger_one_did(cast: Cast) -> None:
    asked = {"name": "Once"}
    first = Program().post("/admin/api-keys/", asked, X_API_Key=cast.secrets["ADMIN"], Idempotency_Key="a")
    assert first.status == 201
    for weaker in ("READ_ONLY", "DOWNLOAD"):
        again = Program().post("/admin/api-keys/", asked, X_API_Key=cast.secrets[weaker], Idempotency_Key="a")
        assert again.outcome == (403, "PERMISSION_DENIED")


def test_a_secret_is_kept_for_repeating_under_seal_only(cast: Cast) -> None:
    """The answer to a POST is remembered for a day; that of this one holds the key itself."""
    headers = {"X_API_Key": cast.secrets["ADMIN"], "Idempotency_Key": "a"}
    made = Program().post("/admin/api-keys/", {"name": "Once"}, **headers)
    again = Program().post("/admin/api-keys/", {"name": "Once"}, **headers)
    assert ApiKey.objects.filter(name="Once").count() == 1
    assert made.status == 201
    assert again.body == made.body
    assert not any(made.body["api_key"].encode() in bytes(one.content) for one in Answer.objects.all())


# --- the endpoints of keys --------------------------------------------------------------------------------------
def test_staff_hand_out_look_at_change_and_take_away(cast: Cast) -> None:
    staff = cast.programs["staff"]
    asked = {"name": "CI", "permission_level": "DOWNLOAD", "user": "alice", "custom_rate_limit": 900}
    made = staff.post("/admin/api-keys", {**asked, "expires_at": "2099-01-01T00:00:00Z"})
    assert made.status == 201
    told = made.body["key_info"]
    assert (told["user"], told["created_by"], told["is_valid"], told["is_expired"]) == ("alice", "bob", True, False)
    assert told["days_until_expiry"] > 26_000
    one, secret = f"/admin/api-keys/{told['id']}", made.body["api_key"]
    assert Program().get(f"/projects/{cast.project.pk}/", X_API_Key=secret).status == 200
    seen = staff.get(one).body
    assert (seen["usage_count"], seen["last_used_at"] is not None) == (1, True)
    assert secret not in str(seen)
    assert staff.put(one, {"is_active": False}).body["is_valid"] is False
    said = Program().get("/projects/", X_API_Key=secret)
    assert (said.outcome, said.body["error"]) == (
        (401, "AUTH_ERROR"),
        "This key was revoked. Make a new one to go on.",
    )
    assert staff.delete(one).status == 200
    assert staff.get(one).outcome == (404, "NOT_FOUND")


def test_a_key_hands_out_nothing_above_itself(cast: Cast) -> None:
    admin = {"X_API_Key": cast.secrets["ADMIN"]}
    above = {"name": "More", "permission_level": "FULL_ACCESS"}
    assert Program().post("/admin/api-keys/", above, **admin).outcome == (403, "PERMISSION_DENIED")
    assert Program().post("/admin/api-keys/", {**above, "permission_level": "ADMIN"}, **admin).status == 201
    full = ApiKey.objects.get(name="FULL_ACCESS")
    for said in (
        Program().put(f"/admin/api-keys/{full.pk}/", {"is_active": False}, **admin),
        Program().delete(f"/admin/api-keys/{full.pk}/", **admin),
    ):
        assert said.outcome == (403, "PERMISSION_DENIED")
    own = ApiKey.objects.get(name="ADMIN")
    risen = Program().put(f"/admin/api-keys/{own.pk}/", {"permission_level": "FULL_ACCESS"}, **admin)
    assert risen.outcome == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"permission_level": "ROOT"}, "permission_level"),
        ({"custom_rate_limit": 0}, "custom_rate_limit"),
        ({"expires_at": "2099-01-01T00:00:00"}, "expires_at"),
        ({"api_key": "vk_mine"}, "api_key"),
    ],
)
def test_a_wrong_field_is_named(wrong: dict[str, Any], field: str, cast: Cast) -> None:
    said = cast.programs["staff"].post("/admin/api-keys/", {"name": "CI", **wrong})
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert said.body["detail"]["fields"][0]["where"] == field


def test_one_for_nobody_and_one_that_has_expired_already_are_refused(cast: Cast) -> None:
    staff = cast.programs["staff"]
    assert staff.post("/admin/api-keys/", {"name": "CI", "user": "nobody-here"}).body["detail"] == {"field": "user"}
    past = staff.post("/admin/api-keys/", {"name": "CI", "expires_at": "2020-01-01T00:00:00Z"})
    assert past.body["detail"] == {"field": "expires_at"}


def test_lists_go_on_where_they_stopped_and_may_be_one_persons(cast: Cast) -> None:
    staff = cast.programs["staff"]
    first = staff.get("/admin/api-keys/?limit=3").body
    rest = staff.get(f"/admin/api-keys/?limit=3&cursor={first['next']}").body
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 2, None]
    assert [one["user"] for one in staff.get("/admin/api-keys/?user=Charlie").body["items"]] == ["charlie"]


def test_figures_count_everything(cast: Cast) -> None:
    ApiKey.objects.filter(name="READ_ONLY").update(is_active=False)
    ApiKey.objects.filter(name="ADMIN").update(expires_at="2026-01-01T00:00:00Z")
    told = cast.programs["staff"].get("/admin/stats").body
    assert {name: told["keys"][name] for name in ("total", "active", "expired", "revoked")} == {
        "total": 5,
        "active": 3,
        "expired": 1,
        "revoked": 1,
    }
    assert told["keys"]["by_permission"] == {"READ_ONLY": 2, "DOWNLOAD": 1, "ADMIN": 1, "FULL_ACCESS": 1}
    assert (told["users"]["people"], told["users"]["staff"], told["projects"]) == (3, 1, 2)
    assert told["jobs"] == {"pending": 1}
