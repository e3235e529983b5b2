"""From GitHub's words to ours."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platforms.github.wire import Json, account, readme, repo
from vitrine.lib.errors import UpstreamUnavailableError
from vitrine.lib.http import Response
from vitrine.platforms.github import parse
from vitrine.platforms.github.parse import Commits, Details
from vitrine.platforms.github.readme import MOST_BYTES, block
from vitrine.platforms.types import Author, Availability, Picture, Ref

RECORDED = Path(os.environ.get("VITRINE_RECORDED_DATA") or Path(__file__).parents[3].parent / "shared" / "data")


def response(body: object, **headers: str) -> Response:
    return Response(status=200, headers=headers, body=json.dumps(body).encode(), url="https://api.github.com/x")


class TestRepository:
    def test_says_everything_that_the_answer_says(self) -> None:
        item = parse.repository(repo(homepage="https://kerf.example"))
        assert item.ref == Ref("github", "repository", "1000", "https://github.com/HallowayBench/Kerf")
        assert (item.type, item.title, item.description) == ("github_repo", "Kerf", "Bend plywood by arithmetic")
        assert item.published_at == item.updated_at == datetime(2026, 11, 19, 17, 20, tzinfo=UTC)
        assert item.counters == {"stars": 1902, "forks": 143, "watchers": 31, "issues": 12}
        assert item.tags == ("cnc", "plywood")
        assert item.pictures == (Picture("https://opengraph.githubassets.com/1/HallowayBench/Kerf", 1200, 600),)
        assert item.author == Author(
            "77",
            "HallowayBench",
            "https://github.com/HallowayBench",
            "https://avatars.githubusercontent.com/u/77?v=4",
        )
        assert item.facts == {
            "full_name": "HallowayBench/Kerf",
            "created_at": "2023-04-05T06:07:08Z",
            "primary_language": "Python",
            "licence": "MIT",
            "archived": False,
            "fork": False,
            "template": False,
            "homepage": "https://kerf.example",
            "default_branch": "main",
            "topics": ["cnc", "plywood"],
        }

    def test_names_what_it_was_not_told(self) -> None:
        assert parse.repository(repo()).unknown == {
            "blocks", "facts.languages", "facts.structure", "facts.kind", "facts.kind_because", "facts.commits",
            "facts.last_commit", "facts.last_commit_at", "facts.weeks",
        }  # fmt: skip

    def test_with_all_details_nothing_is_unknown(self) -> None:
        details = Details(
            languages={"Python": 9},
            blocks=(),
            structure=({"name": "pyproject.toml", "type": "file"},),
            commits=Commits(612, "2026-11-19T17:20:00+00:00", "4f1c9ae"),
            weeks=(1,) * 52,
        )
        item = parse.repository(repo(), details)
        assert item.unknown == frozenset()
        assert (item.facts["kind"], item.facts["kind_because"]) == ("library", "has pyproject.toml")
        assert (item.facts["commits"], item.facts["last_commit"]) == (612, "4f1c9ae")
        assert item.facts["weeks"] == [1] * 52

    @pytest.mark.parametrize(
        ("changes", "availability"),
        [
            ({"private": True}, Availability.PRIVATE),
            ({"private": True, "visibility": "internal"}, Availability.PRIVATE),
            ({"archived": True}, Availability.AVAILABLE),
        ],
    )
    def test_private_is_told_and_archived_is_only_a_fact(self, changes: Json, availability: Availability) -> None:
        item = parse.repository(repo(**changes))
        assert item.availability is availability
        assert item.facts["archived"] is bool(changes.get("archived"))

    @pytest.mark.parametrize(
        ("licence", "told"),
        [
            (None, None),
            ({"spdx_id": "NOASSERTION", "name": "Other"}, "Other"),
            ({"spdx_id": None, "name": "WTFPL"}, "WTFPL"),
            ({"spdx_id": "Apache-2.0", "name": "Apache License 2.0"}, "Apache-2.0"),
            ({}, None),
            ("MIT", None),
        ],
    )
    def test_licence_is_its_short_name_or_its_long_one(self, licence: object, told: str | None) -> None:
        assert parse.repository(repo(license=licence)).facts["licence"] == told

    @pytest.mark.parametrize(
        ("homepage", "told"),
        [
            (None, None),
            ("  ", None),
            ("kerf.example", "https://kerf.example"),
            ("kerf.example/docs?a=b", "https://kerf.example/docs?a=b"),
            ("HTTP://kerf.example", "HTTP://kerf.example"),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("see the wiki", None),
            ("https://kerf.example/" + "x" * 500, None),
        ],
    )
    def test_homepage_is_an_address_or_nothing(self, homepage: str | None, told: str | None) -> None:
        assert parse.repository(repo(homepage=homepage)).facts["homepage"] == told

    def test_a_bad_date_is_not_told_rather_than_fatal(self) -> None:
        item = parse.repository(repo(created_at="yesterday", pushed_at=None))
        assert (item.published_at, item.updated_at) == (None, None)

    def test_texts_can_be_stored_whatever_is_in_them(self) -> None:
        item = parse.repository(repo(description="a\0b \ud83d c", topics=["ok", 7, ""]))
        assert item.description == "ab  c"
        assert item.tags == ("ok",)

    @pytest.mark.parametrize("changes", [{"id": None}, {"id": "x"}, {"full_name": ""}, {"full_name": "a/b/c"}])
    def test_one_without_number_or_name_cannot_be_read(self, changes: Json) -> None:
        with pytest.raises(UpstreamUnavailableError, match="not as documented"):
            parse.repository(repo(**changes))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(set(repo()) - {"id", "full_name"})), VALUES))
def test_no_field_but_number_and_name_can_spoil_a_repository(changes: Json) -> None:
    item = parse.repository(repo(**changes))
    assert item.ref.id == "1000"
    json.dumps(item.facts, ensure_ascii=False).encode()


class TestDetails:
    def test_languages_come_largest_first(self) -> None:
        assert list(parse.languages(response({"C": 1, "Python": 90, "Rust": 9}), "x")) == ["Python", "Rust", "C"]

    def test_structure_has_folders_first_and_knows_submodules(self) -> None:
        told = [
            {"name": "b.py", "type": "file"},
            {"name": "vendor", "type": "submodule"},
            {"name": "A", "type": "dir"},
            {"name": "z", "type": "novelty"},
            "nonsense",
            {"type": "file"},
        ]
        assert parse.structure(response(told), "x") == (
            {"name": "A", "type": "dir"},
            {"name": "b.py", "type": "file"},
            {"name": "vendor", "type": "submodule"},
            {"name": "z", "type": "file"},
        )

    def test_the_number_of_commits_is_the_number_of_the_last_page(self) -> None:
        link = (
            '<https://api.github.com/repositories/1000/commits?per_page=1&page=2>; rel="next", '
            '<https://api.github.com/repositories/1000/commits?per_page=1&page=612>; rel="last"'
        )
        newest = [{"sha": "4f1c9ae0", "commit": {"committer": {"date": "2026-11-19T17:20:00Z"}}}]
        assert parse.commits(response(newest, link=link), "x") == Commits(612, "2026-11-19T17:20:00+00:00", "4f1c9ae0")
        assert parse.commits(response(newest), "x").count == 1
        assert parse.commits(response([]), "x") == Commits(0)

    @pytest.mark.parametrize("link", ["", "nonsense", '<x>; rel="last"', '<https://a/?page=b>; rel="last"'])
    def test_a_link_that_tells_no_page_leaves_the_one_commit_that_is_there(self, link: str) -> None:
        assert parse.commits(response([{"sha": "4f", "commit": {}}], link=link), "x") == Commits(1, "", "4f")

    def test_weeks_are_always_52_and_the_newest_is_last(self) -> None:
        assert parse.weeks(response({"all": list(range(60)), "owner": []}), "x") == tuple(range(8, 60))
        assert parse.weeks(response({"all": [3, 4]}), "x") == (0,) * 50 + (3, 4)

    @pytest.mark.parametrize(
        "told", [[], {}, {"all": None}, {"all": ["1"]}, {"all": [-1]}, {"all": [True]}, {"all": []}]
    )
    def test_weeks_that_are_none_are_not_made_up(self, told: Any) -> None:
        with pytest.raises(UpstreamUnavailableError):
            parse.weeks(response(told), "x")


class TestReadme:
    def test_keeps_the_source_and_where_its_links_lead(self) -> None:
        assert block(readme("# Kerf\n\n✂\n".encode()), repo()) == {
            "type": "readme",
            "format": "markdown",
            "markdown": "# Kerf\n\n✂\n",
            "name": "README.md",
            "html_url": "https://github.com/HallowayBench/Kerf/blob/main/README.md",
            "link_base": "https://github.com/HallowayBench/Kerf/blob/main/",
            "image_base": "https://raw.githubusercontent.com/HallowayBench/Kerf/main/",
            "note": "",
        }

    def test_links_lead_from_the_folder_in_which_it_stands(self) -> None:
        told = block(readme(path="docs/my readme.md", name="my readme.md"), repo(default_branch="fix/#1"))
        assert told["link_base"] == "https://github.com/HallowayBench/Kerf/blob/fix/%231/docs/"
        assert told["image_base"] == "https://raw.githubusercontent.com/HallowayBench/Kerf/fix/%231/docs/"
        assert told["html_url"] == "https://github.com/HallowayBench/Kerf/blob/fix/%231/docs/my%20readme.md"

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("README.md", "markdown"),
            ("readme.MARKDOWN", "markdown"),
            ("README.mkd", "markdown"),
            ("README.rst", "plain"),
            ("README.txt", "plain"),
            ("README.adoc", "plain"),
            ("README", "plain"),
            ("md", "plain"),
        ],
    )
    def test_only_markdown_is_more_than_text(self, name: str, kind: str) -> None:
        assert block(readme(name=name, path=name), repo())["format"] == kind

    def test_bytes_that_are_no_text_are_replaced(self) -> None:
        told = block(readme(b"\xef\xbb\xbfcaf\xe9 \x00 \xff\n"), repo())
        assert told["markdown"] == "caf\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}\n"

    def test_a_long_one_ends_with_a_whole_line_and_a_note(self) -> None:
        told = block(readme(b"a line of nineteen\n" * 40_000), repo())
        assert MOST_BYTES - 20 < len(told["markdown"]) <= MOST_BYTES
        assert told["markdown"].endswith("nineteen\n")
        assert told["note"] == "Only the first 512 kB of this README are shown here."

    def test_a_long_one_without_lines_is_cut_between_letters(self) -> None:
        told = block(readme("✂".encode() * 300_000), repo())
        assert set(told["markdown"]) <= {"✂", "\N{REPLACEMENT CHARACTER}"}
        assert len(told["markdown"].encode()) <= MOST_BYTES + 3

    def test_one_that_github_does_not_hand_over_has_a_note_instead(self) -> None:
        told = block(readme(encoding="none", content="", size=20_000_000), repo())
        assert told["markdown"] == ""
        assert told["note"] == "This README is 20 MB long, too long to show here."

    @pytest.mark.parametrize("told", [[], "x", {"encoding": "base64", "content": "a", "size": 1}])
    def test_nonsense_is_told_as_such(self, told: object) -> None:
        with pytest.raises(UpstreamUnavailableError, match="not as documented"):
            block(told, repo())


class TestAccount:
    def test_a_person_and_what_they_have(self) -> None:
        summary = parse.account_summary(parse.account(account(), "x"), note="slow")
        assert summary.ref == Ref("github", "user", "77", "https://github.com/HallowayBench")
        assert (summary.title, summary.count, summary.note) == ("Wren Halloway", 2, "slow")
        assert summary.is_list
        assert summary.picture == Picture("https://avatars.githubusercontent.com/u/77?v=4")
        assert summary.facts == {"list": True, "login": "HallowayBench", "organisation": False}

    def test_an_organisation_says_what_it_is_in_other_words(self) -> None:
        told = parse.account(account(type="Organization", name=None, bio=None, description="Tools"), "x")
        assert (told.name, told.bio, told.is_organisation) == ("HallowayBench", "Tools", True)

    @pytest.mark.parametrize("told", [[], account(id=None), account(login="")])
    def test_one_without_number_or_name_cannot_be_read(self, told: object) -> None:
        with pytest.raises(UpstreamUnavailableError):
            parse.account(told, "x")


def recorded(scenario: str) -> list[Json]:
    file = RECORDED / "github" / "octokit-fixtures" / scenario / "normalized-fixture.json"
    if not file.is_file():
        pytest.skip(f"no recorded data at {file}")
    exchanges: list[Json] = json.loads(file.read_text())
    return exchanges


class TestRecorded:
    def test_a_repository_as_github_told_it(self) -> None:
        item = parse.repository(recorded("get-repository")[0]["response"])
        assert item.ref == Ref("github", "repository", "1000", "https://github.com/octokit-fixture-org/hello-world")
        assert item.counters == {"stars": 42, "forks": 42, "watchers": 42, "issues": 42}
        assert item.tags == ("fixtures", "hello", "hello-world")
        assert item.facts["licence"] is None

    def test_the_top_of_a_repository_as_github_told_it(self) -> None:
        assert parse.structure(response(recorded("get-content")[0]["response"]), "x") == (
            {"name": "README.md", "type": "file"},
        )

    def test_a_renamed_repository_leads_to_its_number(self) -> None:
        moved, found = recorded("rename-repository")[1:3]
        assert (moved["status"], moved["response"]["url"]) == (301, "https://api.github.com/repositories/1000")
        assert parse.repository(found["response"]).ref.id == "1000"

    def test_pages_are_followed_by_their_links(self) -> None:
        pages = recorded("paginate-issues")
        links = [{name.lower(): text for name, text in page["headers"].items()}.get("link", "") for page in pages]
        more = [parse.has_next_page(response([], link=link)) for link in links]
        assert more == [True] * 4 + [False]
