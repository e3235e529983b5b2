"""The hosts beside the API: raw files, faces, previews, badges, and what the web pages lead to."""

import io

import pytest
from PIL import Image

from sandbox.github import cast
from sandbox.github.app import GitHub
from tests.sandbox.github.asking import RAW, Asker, Got

RAW_HOST = "raw.githubusercontent.com"


def picture(got: Got) -> Image.Image:
    assert got.status == 200
    return Image.open(io.BytesIO(got.body))


@pytest.mark.parametrize("ref", ["HEAD", "main", "refs/heads/main", "v2.3.0", "4f1c9ae33b4e"])
def test_a_raw_file_is_there_by_any_ref(github: Asker, ref: str) -> None:
    got = github.get(f"/{cast.KERF.full_name}/{ref}/README.md", host=RAW_HOST)
    assert got.body == github.repo(cast.KERF.full_name, "/readme", Accept=RAW).body
    assert got.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_branch_may_have_slashes(github: Asker) -> None:
    row = github.repo(cast.ODD_TREE.full_name, "/contents/LICENSE").json()
    assert row["download_url"] == "https://raw.githubusercontent.com/specimens/odd-tree/release/next/LICENSE"
    assert github.follow(row["download_url"]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        f"/{cast.KERF.full_name}/HEAD/nothing.png",
        f"/{cast.PRIVATE.full_name}/HEAD/README.md",
        f"/{cast.MISSING}/HEAD/README.md",
        "/",
    ],
)
def test_what_is_not_there_is_not_drawn(github: Asker, path: str) -> None:
    assert github.get(path, host=RAW_HOST).status == 404


def test_pictures_come_in_the_format_of_their_name(github: Asker) -> None:
    assert picture(github.get(f"/{cast.KERF.full_name}/HEAD/docs/img/arch.jpg", host=RAW_HOST)).format == "JPEG"
    assert picture(github.get(f"/{cast.KERF.full_name}/HEAD/docs/img/banner.png", host=RAW_HOST)).format == "PNG"
    got = github.get("/hallowaybench/cutlist/HEAD/static/logo.svg", host=RAW_HOST)
    assert got.headers["content-type"] == "image/svg+xml"


def test_faces_come_in_the_size_asked_for(github: Asker) -> None:
    address = github.get("/users/openworkbench").json()["avatar_url"]
    assert picture(github.follow(address)).size == (460, 460)
    assert picture(github.follow(f"{address}&s=80")).size == (80, 80)


def test_every_repository_has_a_card(github: Asker) -> None:
    got = github.get(f"/anything/{cast.KERF.full_name}", host="opengraph.githubassets.com")
    assert picture(got).size == (1200, 600)
    assert github.get(f"/x/{cast.MISSING}", host="opengraph.githubassets.com").status == 404


def test_a_page_names_its_preview(github: Asker) -> None:
    text = github.get(f"/{cast.LANTERN.full_name}", host="github.com").body.decode()
    assert 'property="og:image" content="https://opengraph.githubassets.com/' in text
    assert (
        "repository-images.githubusercontent.com" in github.get("/hallowaybench/kerf", host="github.com").body.decode()
    )


def test_pages_lead_on(github: Asker) -> None:
    moved = github.get(f"/{cast.RENAMED_BEFORE}", host="github.com")
    assert (moved.status, moved.headers["location"]) == (301, cast.RENAMED.url)
    raw = github.get(f"/{cast.KERF.full_name}/blob/main/docs/img/arch.jpg?raw=true", host="github.com")
    assert raw.status == 302
    assert github.follow(raw.headers["location"]).status == 200
    assert github.get("/hallowaybench", host="www.github.com").headers["location"] == "https://github.com/hallowaybench"
    assert github.get("/gone-owner", host="github.com").status == 404
    assert github.get(f"/{cast.DMCA.full_name}", host="github.com").status == 404


def test_a_badge_says_what_its_address_says(github: Asker) -> None:
    got = github.get("/badge/coverage-100%25-brightgreen", host="img.shields.io")
    assert got.headers["content-type"] == "image/svg+xml"
    assert b"coverage" in got.body
    assert b"100%" in got.body


@pytest.mark.parametrize("host", GitHub.hosts)
def test_no_address_is_too_odd_to_answer(github: Asker, host: str) -> None:
    for path in (
        "/",
        "//",
        "/x",
        "/%00",
        "/a/b/c/d/e/f",
        "/..%2f..%2fetc%2fpasswd",
        "/u/x",
        "/repos/x",
        "/%E2%80%A8/x",
    ):
        assert github.get(path, host=host).status < 500, path
