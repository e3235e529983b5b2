"""READMEs: how they are sent, and all that can be odd about one."""

import base64
import hashlib

import pytest

from sandbox.github import cast
from sandbox.github.files import IMAGE, Tree
from sandbox.github.world import Repo, World
from tests.sandbox.github.asking import HTML, RAW, Asker


def test_it_comes_as_base64_in_lines_unless_asked_for_otherwise(github: Asker) -> None:
    got = github.repo(cast.KERF.full_name, "/readme")
    body = got.json()
    assert body["encoding"] == "base64"
    assert all(len(line) <= 60 for line in body["content"].splitlines())
    assert body["content"].count("\n") > 1
    text = base64.b64decode(body["content"])
    assert text.decode().startswith("<p align")
    assert body["size"] == len(text)
    assert body["sha"] == hashlib.sha1(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()


def test_raw_is_the_file_itself(github: Asker) -> None:
    raw = github.repo(cast.KERF.full_name, "/readme", Accept=RAW)
    assert raw.headers["content-type"].startswith("application/vnd.github.raw")
    assert raw.body == base64.b64decode(github.repo(cast.KERF.full_name, "/readme").json()["content"])


def test_html_is_rendered_and_clean(github: Asker) -> None:
    got = github.repo(cast.README_TRICKS.full_name, "/readme", Accept=HTML)
    assert got.headers["content-type"].startswith("application/vnd.github.html")
    text = got.body.decode()
    assert "<table>" in text
    assert "<script" not in text
    assert "onerror" not in text.replace("&lt;img src=x onerror", "")


def test_there_may_be_none(github: Asker) -> None:
    assert github.repo(cast.NO_README.full_name, "/readme").status == 404
    assert github.repo(cast.BARE.full_name, "/readme").status == 404


def test_an_empty_one_is_one(github: Asker) -> None:
    body = github.repo(cast.README_BLANK.full_name, "/readme").json()
    assert (body["size"], body["content"]) == (0, "")


def test_more_than_a_megabyte_comes_raw_only(github: Asker) -> None:
    body = github.repo(cast.HUGE_README.full_name, "/readme").json()
    assert (body["content"], body["encoding"], body["size"]) == ("", "none", 20 * 1024 * 1024)
    assert len(github.repo(cast.HUGE_README.full_name, "/readme", Accept=RAW).body) == 20 * 1024 * 1024


def test_just_under_a_megabyte_comes_whole(github: Asker) -> None:
    body = github.repo(cast.LONG_README.full_name, "/readme").json()
    assert len(base64.b64decode(body["content"])) == 900 * 1024


def test_one_is_no_utf8(github: Asker) -> None:
    with pytest.raises(UnicodeDecodeError):
        github.repo(cast.README_LATIN1.full_name, "/readme", Accept=RAW).body.decode()


def test_one_lies_below_docs_and_one_is_restructured_text(github: Asker) -> None:
    assert github.repo(cast.README_IN_DOCS.full_name, "/readme").json()["path"] == "docs/README.md"
    assert github.repo(cast.README_RST.full_name, "/readme").json()["name"] == "README.rst"


def test_a_ref_must_exist(github: Asker) -> None:
    assert github.repo(cast.ODD_TREE.full_name, "/readme?ref=release/next").status == 200
    assert github.repo(cast.KERF.full_name, "/readme?ref=v2.3.0").status == 200
    assert github.repo(cast.KERF.full_name, "/readme?ref=4f1c9ae").status == 200
    got = github.repo(cast.KERF.full_name, "/readme?ref=no-such-branch")
    assert (got.status, got.json()["message"]) == (404, "No commit found for the ref no-such-branch")


@pytest.mark.parametrize(
    "trick",
    [b"<script", b"onerror", b"javascript:", b"data:", b"[^1]:", b":tada:", b"img.shields.io", b"- [x]", b'width="1"'],
)
def test_the_tricks_are_all_there(github: Asker, trick: bytes) -> None:
    assert trick in github.repo(cast.README_TRICKS.full_name, "/readme", Accept=RAW).body


@pytest.mark.parametrize("project", [cast.KERF, cast.BENCH_DB, cast.LANTERN, cast.README_TRICKS])
def test_every_picture_that_a_readme_shows_is_there(github: Asker, world: World, project: cast.Project) -> None:
    repo = world.repo(project.full_name)
    assert isinstance(repo, Repo)
    shown = [entry.path for entry in Tree(repo).entries() if IMAGE.search(entry.path)]
    assert shown
    for path in shown:
        got = github.get(f"/{repo.full_name}/HEAD/{path}", host="raw.githubusercontent.com")
        assert (got.status, got.headers["content-type"][:6]) == (200, "image/"), path


def test_hardly_any_readme_shows_nothing(world: World) -> None:
    """A portfolio of grey boxes would be no portfolio."""
    wren = world.owner(cast.HALLOWAYBENCH)
    assert wren is not None
    pictured = [any(IMAGE.search(entry.path) for entry in Tree(repo).entries()) for repo in world.repos(wren)]
    assert sum(pictured) >= 15
