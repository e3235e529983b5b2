"""People, organisations and their lists."""

import pytest

from sandbox.github import cast
from tests.sandbox.github.asking import Asker
from tests.support.sandbox import Sandbox


def test_wren_has_23_repositories_in_public(github: Asker, sandbox: Sandbox) -> None:
    assert github.get("/users/hallowaybench").json()["public_repos"] == cast.HALLOWAYBENCH_COUNT
    assert len(github.get("/users/hallowaybench/repos?per_page=100").json()) == cast.HALLOWAYBENCH_COUNT
    own = Asker(sandbox, token=cast.TOKEN_OF_WREN).get("/user/repos?per_page=100").json()
    assert [repo["name"] for repo in own if repo["private"]] == ["next-film"]


def test_a_person_is_found_in_any_case_and_by_number(github: Asker) -> None:
    got = github.get("/users/HALLOWAYBENCH").json()
    assert (got["login"], got["name"], got["type"]) == ("hallowaybench", "Wren Halloway", "User")
    assert github.get(f"/user/{got['id']}").json() == got


def test_who_said_nothing_about_themselves_is_null(github: Asker) -> None:
    got = github.get(f"/users/{cast.NOBODY_YET}").json()
    assert (got["name"], got["bio"], got["location"], got["public_repos"]) == (None, None, None, 0)
    assert github.get(f"/users/{cast.NOBODY_YET}/repos").json() == []


@pytest.mark.parametrize(
    "path", ["/users/gone-owner", "/users/gone-owner/repos", "/orgs/hallowaybench", "/orgs/x/repos"]
)
def test_who_is_gone_or_no_organisation_is_not_found(github: Asker, path: str) -> None:
    assert github.get(path).status == 404


def test_an_organisation_is_a_user_of_another_type(github: Asker) -> None:
    got = github.get("/users/openworkbench").json()
    assert (got["type"], got["public_repos"]) == ("Organization", cast.OPENWORKBENCH_COUNT)
    assert github.get("/orgs/openworkbench").json()["id"] == got["id"]


@pytest.mark.parametrize("place", ["users", "orgs"])
def test_130_repositories_come_in_pages(github: Asker, place: str) -> None:
    pages = list(github.pages(f"/{place}/openworkbench/repos?per_page=50&sort=pushed"))
    assert [len(got.json()) for got in pages] == [50, 50, 30]
    rows = [row for got in pages for row in got.json()]
    assert len({row["id"] for row in rows}) == cast.OPENWORKBENCH_COUNT
    assert [row["pushed_at"] for row in rows] == sorted((row["pushed_at"] for row in rows), reverse=True)


def test_the_links_say_first_and_last(github: Asker) -> None:
    first, second, third = github.pages("/orgs/openworkbench/repos?per_page=50")
    assert set(first.links) == {"next", "last"}
    assert set(second.links) == {"prev", "next", "last", "first"}
    assert set(third.links) == {"prev", "first"}
    assert second.links["last"] == first.links["last"]
    assert "/organizations/13377001/repos?per_page=50&page=3" in first.links["last"]


def test_30_a_page_by_default_and_in_order_of_names(github: Asker) -> None:
    names = [row["full_name"].lower() for row in github.get("/users/openworkbench/repos").json()]
    assert len(names) == 30
    assert names == sorted(names)


def test_sorted_as_asked(github: Asker) -> None:
    newest = github.get("/users/hallowaybench/repos?sort=created").json()[0]
    oldest = github.get("/users/hallowaybench/repos?sort=created&direction=asc").json()[0]
    assert (newest["name"], oldest["name"]) == ("stool-angles", "dotfiles")


def test_a_list_counts_no_watchers(github: Asker) -> None:
    """`subscribers_count` is told only when one repository is asked for."""
    assert "subscribers_count" not in github.get("/users/hallowaybench/repos").json()[0]


def test_a_stranger_is_nobody(sandbox: Sandbox) -> None:
    assert Asker(sandbox).get("/user").status == 401
    assert Asker(sandbox, token=cast.TOKEN_OF_WREN).get("/user").json()["login"] == "hallowaybench"
