"""A copy of everything: asked for, gathered, fetched by its owner, gone after two days."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests.care.test_erase import quillon, run  # noqa: F401 - a fixture
from tests.support.signing_in import signed_in
from vitrine.accounts.models import Connection, User
from vitrine.care import actions as care
from vitrine.lib import clock

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/settings/account/export/"


def fetch(client: Client) -> tuple[str, zipfile.ZipFile]:
    page = client.get(HERE).content.decode()
    link = re.search(r'href="(/settings/account/export/[^"]+)"', page)
    assert link is not None, page
    answer = client.get(link[1])
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.streaming
    return link[1], zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def table(made: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(made.read(f"{name}.json"))
    return rows


def test_a_person_takes_everything_along(quillon: User) -> None:  # noqa: F811 - a fixture
    Connection.objects.filter(user=quillon).update(sealed_access="gAAA-sealed", sealed_refresh="gAAA-refresh")
    client = signed_in(quillon, just_now=True)
    assert client.post(HERE)["Location"] == HERE
    assert "Being gathered" in client.get(HERE).content.decode()
    assert run("export").state == "completed"
    _, made = fetch(client)
    assert made.testzip() is None
    assert table(made, "accounts/profile")[0]["name"] == "Quillon Featherstone"
    assert table(made, "accounts/formerslug")[0]["slug"] == "former-quill"
    assert {row["title"] for row in table(made, "catalog/projects")} == {"Film number 1", "quillon-tool"}
    assert table(made, "catalog/labels")[0]["term__name"] == "Router"
    assert table(made, "portfolio/points")[0]["points"] == 5
    assert table(made, "quota/calls")[0]["endpoint"] == "videos.list"
    assert made.read("files/accounts/avatar.webp").startswith(b"RIFF")
    assert "everything" in made.read("README.txt").decode()


def test_no_secret_is_in_it(quillon: User) -> None:  # noqa: F811 - a fixture
    Connection.objects.filter(user=quillon).update(sealed_access="gAAA-sealed", sealed_refresh="gAAA-refresh")
    care.request_export(quillon)
    run("export")
    client = signed_in(quillon, just_now=True)
    _, made = fetch(client)
    whole = b"".join(map(made.read, made.namelist())).decode("utf-8", "replace")
    for secret in (quillon.password, "gAAA", "x" * 64, str(client.session.session_key)):
        assert secret not in whole
    assert '"data"' not in whole


def test_nobody_else_gets_it(quillon: User, charlie: User) -> None:  # noqa: F811 - a fixture
    care.request_export(quillon)
    run("export")
    link, _ = fetch(signed_in(quillon, just_now=True))
    assert signed_in(charlie).get(link).status_code == 404
    assert Client().get(link).status_code == 302
    assert signed_in(quillon).get(link[:-3] + "abc").status_code == 404
    assert signed_in(quillon).get(f"{HERE}nonsense").status_code == 404


def test_after_two_days_it_is_gone(quillon: User) -> None:  # noqa: F811 - a fixture
    care.request_export(quillon)
    job = run("export")
    link, _ = fetch(signed_in(quillon, just_now=True))
    assert care.prune_exports(clock.now() + timedelta(hours=47)) == 0
    assert care.prune_exports(clock.now() + timedelta(hours=49)) == 1
    assert not default_storage.exists(job.result["file"])
    assert signed_in(quillon).get(link).status_code == 404


def test_asking_twice_gathers_once(quillon: User) -> None:  # noqa: F811 - a fixture
    assert care.request_export(quillon).pk == care.request_export(quillon).pk


def test_it_takes_somebody_who_showed_that_it_is_them(quillon: User) -> None:  # noqa: F811 - a fixture
    assert signed_in(quillon).post(HERE)["Location"].startswith("/accounts/reauthenticate/")
    assert Client().get(HERE)["Location"].startswith("/accounts/login/")


def test_of_nobody_in_particular_there_is_an_empty_copy(alice: User) -> None:
    care.request_export(alice)
    run("export")
    _, made = fetch(signed_in(alice, just_now=True))
    assert table(made, "catalog/projects") == []
