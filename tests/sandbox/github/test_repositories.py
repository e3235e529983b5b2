"""A repository: what it tells, and every way in which it can be elsewhere or not there."""

import base64

import pytest

from sandbox.github import cast
from tests.sandbox.github.asking import NEWEST, Asker
from tests.support.sandbox import Sandbox


def test_the_case_of_owner_and_name_does_not_matter(github: Asker) -> None:
    assert github.repo("HallowayBench/KERF").json()["full_name"] == cast.KERF.full_name


def test_kerf_is_as_its_page_wants_it(github: Asker) -> None:
    kerf = github.repo(cast.KERF.full_name).json()
    assert kerf["id"] == cast.KERF.id
    assert (kerf["stargazers_count"], kerf["forks_count"], kerf["license"]["spdx_id"]) == (1902, 143, "MIT")
    assert kerf["pushed_at"] == "2026-11-19T17:20:00Z"
    assert kerf["watchers_count"] == kerf["stargazers_count"] != kerf["subscribers_count"]
    languages = github.repo(cast.KERF.full_name, "/languages").json()
    assert list(languages)[:3] == ["Python", "Rust", "OpenSCAD"]
    assert round(100 * languages["Python"] / sum(languages.values()), 1) == 71.4
    assert github.repo(cast.KERF.full_name, "/topics").json() == {"names": kerf["topics"]}
    assert github.repo(cast.KERF.full_name, "/releases/latest").json()["tag_name"] == "v2.3.0"


def test_the_newest_release_is_not_a_beta(github: Asker) -> None:
    assert github.repo(cast.MOSSGROVE.full_name, "/releases/latest").json()["tag_name"] == "v1.6.0"
    assert [row["prerelease"] for row in github.repo(cast.MOSSGROVE.full_name, "/releases").json()] == [False, True]


@pytest.mark.parametrize(
    ("old", "now"), [(cast.RENAMED_BEFORE, cast.RENAMED), (cast.TRANSFERRED_BEFORE, cast.TRANSFERRED)]
)
def test_a_name_given_up_leads_to_the_number(github: Asker, old: str, now: cast.Project) -> None:
    got = github.repo(old)
    assert got.status == 301
    assert got.json()["message"] == "Moved Permanently"
    assert got.json()["url"] == got.headers["location"] == f"https://api.github.com/repositories/{now.id}"
    assert github.follow(got.headers["location"]).json()["full_name"] == now.full_name


def test_what_lies_below_a_name_given_up_moves_with_its_query(github: Asker) -> None:
    got = github.repo(cast.RENAMED_BEFORE, "/commits?per_page=1")
    assert got.headers["location"] == f"https://api.github.com/repositories/{cast.RENAMED.id}/commits?per_page=1"
    assert len(github.follow(got.headers["location"]).json()) == 1


def test_a_new_repository_under_an_old_name_ends_the_redirect(github: Asker) -> None:
    got = github.repo(cast.REUSED.full_name)
    assert (got.status, got.json()["id"]) == (200, cast.REUSED.id)
    assert github.get(f"/repositories/{cast.REUSED_MOVED.id}").json()["full_name"] == cast.REUSED_MOVED.full_name


def test_a_private_repository_is_there_for_its_owner_only(github: Asker, sandbox: Sandbox) -> None:
    assert github.repo(cast.PRIVATE.full_name).status == 404
    assert github.get(f"/repositories/{cast.PRIVATE.id}/readme").status == 404
    got = Asker(sandbox, token=cast.TOKEN_OF_SPECIMENS).repo(cast.PRIVATE.full_name)
    assert got.status == 200
    assert got.json()["visibility"] == "private"
    assert got.json()["permissions"]["push"]


@pytest.mark.parametrize("path", [f"/repos/{cast.MISSING}", "/repos/gone-owner/kerf", "/repositories/1", "/nowhere"])
def test_what_is_not_there_is_not_found(github: Asker, path: str) -> None:
    got = github.get(path)
    assert got.status == 404
    assert got.json()["message"] == "Not Found"
    assert got.json()["status"] == "404"


def test_an_empty_repository_has_a_page_and_nothing_in_it(github: Asker) -> None:
    assert github.repo(cast.EMPTY.full_name).json()["size"] == 0
    commits = github.repo(cast.EMPTY.full_name, "/commits")
    assert (commits.status, commits.json()["message"]) == (409, "Git Repository is empty.")
    assert github.repo(cast.EMPTY.full_name, "/readme").status == 404
    assert github.repo(cast.EMPTY.full_name, "/contents/").json()["message"] == "This repository is empty."
    assert github.repo(cast.EMPTY.full_name, "/languages").json() == {}


def test_a_takedown_says_so(github: Asker) -> None:
    got = github.repo(cast.DMCA.full_name, "/readme")
    assert got.status == 451
    assert got.json()["block"]["reason"] == "dmca"
    assert github.repo(cast.TOS.full_name).status == 403
    assert github.repo(cast.TOS.full_name).json()["block"]["reason"] == "tos"


@pytest.mark.parametrize(
    ("project", "name"),
    [(cast.ARCHIVED, "archived"), (cast.TEMPLATE, "is_template"), (cast.DISABLED, "disabled"), (cast.FORK, "fork")],
)
def test_each_flag_is_up_where_it_should_be(github: Asker, project: cast.Project, name: str) -> None:
    assert github.repo(project.full_name).json()[name] is True
    assert github.repo(cast.KERF.full_name).json()[name] is False


def test_a_fork_knows_where_it_comes_from(github: Asker) -> None:
    assert github.repo(cast.FORK.full_name).json()["parent"]["full_name"] == cast.LANTERN.full_name


def test_what_nobody_filled_in_is_null(github: Asker) -> None:
    bare = github.repo(cast.BARE.full_name).json()
    assert [bare[name] for name in ("description", "homepage", "language", "license")] == [None] * 4
    assert bare["topics"] == []


def test_the_new_version_leaves_out_what_it_removed(github: Asker, sandbox: Sandbox) -> None:
    newest = Asker(sandbox, token=cast.TOKEN_OF_WREN, version=NEWEST)
    before = Asker(sandbox, token=cast.TOKEN_OF_WREN, version="2022-11-28").repo(cast.KERF.full_name).json()
    after = newest.repo(cast.KERF.full_name).json()
    assert set(before) - set(after) == {"has_downloads", "use_squash_pr_title_as_default"}
    assert github.repo(cast.KERF.full_name).json()["has_downloads"] is True
    assert github.repo(cast.KERF.full_name).headers["x-github-api-version-selected"] == "2022-11-28"


@pytest.mark.parametrize("version", ["2021-01-01", "2027-01-01", "v3"])
def test_a_version_that_is_not_supported_is_refused(sandbox: Sandbox, version: str) -> None:
    got = Asker(sandbox, version=version).repo(cast.KERF.full_name)
    assert got.status == 400
    assert "not a supported version" in got.json()["message"]


def test_the_top_level_shows_what_kind_of_project_it_is(github: Asker) -> None:
    names = {entry["name"]: entry["type"] for entry in github.repo(cast.KERF.full_name, "/contents/").json()}
    assert names["pyproject.toml"] == "file"
    assert names["src"] == names["tests"] == names["docs"] == "dir"
    assert {"README.md", "LICENSE", "CHANGELOG.md"} <= set(names)
    assert "project.godot" in {row["name"] for row in github.repo(cast.EMBERFALL.full_name, "/contents").json()}


def test_a_submodule_is_one_only_in_the_new_version(github: Asker, sandbox: Sandbox) -> None:
    path = "/contents/vendor"
    assert github.repo(cast.ODD_TREE.full_name, path).json()[0]["type"] == "file"
    newest = Asker(sandbox, token="any", version=NEWEST)
    listed = newest.repo(cast.ODD_TREE.full_name, path).json()[0]
    assert (listed["type"], listed["size"], listed["download_url"]) == ("submodule", 0, None)
    alone = github.repo(cast.ODD_TREE.full_name, f"{path}/kerf").json()
    assert (alone["type"], alone["submodule_git_url"]) == ("submodule", "https://github.com/hallowaybench/kerf.git")


def test_a_symlink_tells_its_target(github: Asker) -> None:
    rows = {row["name"]: row["type"] for row in github.repo(cast.ODD_TREE.full_name, "/contents").json()}
    assert rows["LICENCE"] == "symlink"
    assert github.repo(cast.ODD_TREE.full_name, "/contents/LICENCE").json()["target"] == "LICENSE"


def test_the_licence_comes_as_a_file_with_its_name(github: Asker) -> None:
    got = github.repo(cast.KERF.full_name, "/license").json()
    assert got["license"]["key"] == "mit"
    assert b"MIT" in base64.b64decode(got["content"])
    assert github.repo(cast.BARE.full_name, "/license").status == 404
