"""What owners do while somebody watches."""

import socket

import pytest

from sandbox.github import cast
from tests.sandbox.github.asking import RAW, Asker
from tests.support.sandbox import Sandbox

NAME = cast.KERF.full_name


def test_a_rename_leaves_a_redirect_and_shows_in_the_list(github: Asker, sandbox: Sandbox) -> None:
    sandbox.world("github.rename", repo=NAME, name="kerf-bend")
    assert github.repo(NAME).status == 301
    assert github.repo("hallowaybench/kerf-bend").json()["id"] == cast.KERF.id
    names = {row["name"] for row in github.get("/users/hallowaybench/repos?per_page=100").json()}
    assert "kerf-bend" in names
    assert "kerf" not in names


def test_what_is_deleted_is_gone_by_name_and_number(github: Asker, sandbox: Sandbox) -> None:
    sandbox.world("github.rename", repo=NAME, name="kerf-bend")
    sandbox.world("github.delete", repo="hallowaybench/kerf-bend")
    for path in (f"/repos/{NAME}", "/repos/hallowaybench/kerf-bend", f"/repositories/{cast.KERF.id}/readme"):
        assert github.get(path).status == 404, path
    assert github.get("/users/hallowaybench").json()["public_repos"] == cast.HALLOWAYBENCH_COUNT - 1


def test_an_edit_is_seen_by_who_asks_whether_something_changed(github: Asker, sandbox: Sandbox) -> None:
    etag = github.repo(NAME).headers["etag"]
    sandbox.world("github.edit", repo=NAME, stars=1903, topics=["wood"])
    got = github.repo(NAME, **{"If-None-Match": etag})
    assert (got.status, got.json()["stargazers_count"], got.json()["topics"]) == (200, 1903, ["wood"])


def test_a_new_readme_is_a_commit(github: Asker, sandbox: Sandbox) -> None:
    sandbox.world("github.edit", repo=NAME, markdown="# New\n\n![it](docs/new.png)\n")
    assert github.repo(NAME, "/readme", Accept=RAW).body.startswith(b"# New")
    assert github.get(f"/{NAME}/HEAD/docs/new.png", host="raw.githubusercontent.com").status == 200
    newest = github.repo(NAME, "/commits?per_page=1")
    assert newest.links["last"].endswith("page=1848")
    assert newest.json()[0]["commit"]["committer"]["date"] == github.repo(NAME).json()["pushed_at"]


def test_an_empty_repository_can_be_pushed_to(github: Asker, sandbox: Sandbox) -> None:
    sandbox.world("github.edit", repo=cast.EMPTY.full_name, markdown="# First\n")
    assert len(github.repo(cast.EMPTY.full_name, "/commits").json()) == 1
    assert github.repo(cast.EMPTY.full_name, "/readme").status == 200


def test_pushes_move_into_new_weeks(github: Asker, sandbox: Sandbox) -> None:
    sandbox.clock("2027-03-01T12:00:00")
    sandbox.world("github.push", repo=NAME, commits=3)
    github.repo(NAME, "/stats/participation")
    weeks = github.repo(NAME, "/stats/participation").json()["all"]
    assert (len(weeks), weeks[-1] >= 1) == (52, True)


def test_what_makes_no_sense_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(AssertionError, match="no field colour"):
        sandbox.world("github.edit", repo=NAME, colour="blue")
    with pytest.raises(AssertionError, match="there is no repository"):
        sandbox.world("github.push", repo=cast.MISSING)


def test_a_reset_undoes_it_all(github: Asker, sandbox: Sandbox) -> None:
    sandbox.world("github.edit", repo=NAME, private=True)
    assert github.repo(NAME).status == 404
    sandbox.reset()
    assert github.repo(NAME).status == 200


def test_more_than_a_hundred_at_once_are_too_many(sandbox: Sandbox) -> None:
    sandbox.world("github.latency", seconds=0.5)
    asked = (
        f"GET /repos/{NAME}/topics HTTP/1.1\r\nHost: api.github.com\r\nUser-Agent: tests\r\n"
        "Authorization: Bearer busy\r\nConnection: close\r\n\r\n"
    )
    open_ones = [socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) for _ in range(104)]
    for one in open_ones:
        one.sendall(asked.encode())
    answers = [one.makefile("rb").read() for one in open_ones]
    for one in open_ones:
        one.close()
    refused = [answer for answer in answers if answer.startswith(b"HTTP/1.1 403")]
    assert len(refused) == 4
    assert all(b"secondary rate limit" in answer for answer in refused)
