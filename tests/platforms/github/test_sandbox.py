"""GitHub's folder against the stand-in GitHub, which obeys the real one's rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sandbox.github import cast
from tests.support.caller import PlainCaller
from tests.support.sandbox import Sandbox
from vitrine.lib import clock
from vitrine.lib.errors import (
    ContentNotFoundError,
    IntegrationAuthError,
    PermissionDeniedError,
    RateLimitError,
    UpstreamUnavailableError,
    Verdict,
    VitrineError,
)
from vitrine.lib.http import Door, RetryRule
from vitrine.platforms.github.platform import GitHub
from vitrine.platforms.github.urls import repository_ref, user_ref
from vitrine.platforms.types import Availability, Json, Ref, RemoteItem
from vitrine.upstream.actions import open_caller

API = "api.github.com"
SHORT = {"connect_timeout": 1.0, "read_timeout": 0.2, "total_timeout": 0.5}

github = GitHub(again=0.02)


@pytest.fixture
def door(sandbox: Sandbox) -> Iterator[Door]:
    made = Door(host_map={API: ("127.0.0.1", sandbox.port)}, retry=RetryRule(first=0.01, longest=0.02))
    yield made
    made.close()


@pytest.fixture
def anonymous(door: Door) -> PlainCaller:
    return PlainCaller(door)


@pytest.fixture
def caller(door: Door) -> PlainCaller:
    return PlainCaller(door, api_key="sandbox-token")


def fetch(caller: PlainCaller, name: str) -> RemoteItem:
    return github.fetch(caller, repository_ref(name))


def requests(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [row for row in sandbox.log() if row["host"] == API]


class TestRepository:
    def test_comes_with_everything_within_seven_requests(self, sandbox: Sandbox, caller: PlainCaller) -> None:
        item = fetch(caller, "HallowayBench/Kerf")
        assert len(requests(sandbox)) <= 7
        assert item.unknown == frozenset()
        assert item.ref == Ref("github", "repository", str(cast.KERF.id), "https://github.com/hallowaybench/kerf")
        assert (item.type, item.title, item.availability) == ("github_repo", "kerf", Availability.AVAILABLE)
        assert item.counters == {"stars": 1902, "forks": 143, "watchers": 57, "issues": 18}
        assert item.tags[:2] == ("python", "cnc")
        assert list(item.facts["languages"])[:2] == ["Python", "Rust"]
        assert (item.facts["licence"], item.facts["kind"], item.facts["primary_language"]) == (
            "MIT",
            "library",
            "Python",
        )
        assert (len(item.facts["weeks"]), sum(item.facts["weeks"])) == (52, 612)
        assert (item.facts["commits"], item.facts["last_commit_at"]) == (1847, "2026-11-19T17:20:00+00:00")
        assert {"name": "pyproject.toml", "type": "file"} in item.facts["structure"]
        assert "\n# kerf\n" in item.blocks[0]["markdown"]
        assert item.author is not None
        assert (item.author.name, item.author.url) == ("hallowaybench", "https://github.com/hallowaybench")

    @pytest.mark.parametrize(
        ("before", "now"), [(cast.RENAMED_BEFORE, cast.RENAMED), (cast.TRANSFERRED_BEFORE, cast.TRANSFERRED)]
    )
    def test_is_found_by_the_name_it_had_and_known_by_its_number(
        self, sandbox: Sandbox, caller: PlainCaller, before: str, now: cast.Project
    ) -> None:
        summary = github.summary(caller, repository_ref(before))
        assert summary.ref == Ref("github", "repository", str(now.id), f"https://github.com/{now.full_name}")
        assert [row["status"] for row in requests(sandbox)] == [301, 200]

    def test_a_name_given_to_another_leads_to_the_other(self, caller: PlainCaller) -> None:
        first, second = cast.REUSED_MOVED, cast.REUSED
        assert github.summary(caller, repository_ref(second.full_name)).ref.id == str(second.id)
        kept = Ref("github", "repository", str(first.id), f"https://github.com/{second.full_name}")
        assert github.summary(caller, kept).ref.url == f"https://github.com/{first.full_name}"

    def test_an_empty_one_is_fine(self, caller: PlainCaller) -> None:
        item = fetch(caller, cast.EMPTY.full_name)
        assert item.unknown == frozenset()
        assert (item.blocks, item.facts["languages"], item.facts["structure"]) == ((), {}, [])
        assert (item.facts["commits"], item.facts["weeks"]) == (0, [0] * 52)

    @pytest.mark.parametrize(
        ("name", "fact"),
        [(cast.ARCHIVED, "archived"), (cast.FORK, "fork"), (cast.TEMPLATE, "template")],
    )
    def test_archived_forked_and_template_are_facts(self, caller: PlainCaller, name: cast.Project, fact: str) -> None:
        item = github.summary(caller, repository_ref(name.full_name))
        assert item.facts[fact] is True
        assert sum(item.facts[each] for each in ("archived", "fork", "template")) == 1

    def test_a_branch_with_slashes_is_in_its_addresses(self, caller: PlainCaller) -> None:
        item = fetch(caller, cast.ODD_TREE.full_name)
        assert item.blocks[0]["link_base"] == "https://github.com/specimens/odd-tree/blob/release/next/"
        assert {"file", "dir", "symlink"} <= {entry["type"] for entry in item.facts["structure"]}

    def test_forty_thousand_commits_are_counted_without_reading_them(self, caller: PlainCaller) -> None:
        assert fetch(caller, cast.FORTY_THOUSAND.full_name).facts["commits"] == 40_000

    def test_an_odd_name_is_only_a_name(self, caller: PlainCaller) -> None:
        assert fetch(caller, cast.ODD_NAME.full_name).title == "-odd.name_with..dots-"


class TestReadme:
    def readme(self, caller: PlainCaller, project: cast.Project) -> Json:
        (block,) = fetch(caller, project.full_name).blocks
        return block

    def test_none_is_none(self, caller: PlainCaller) -> None:
        item = fetch(caller, cast.NO_README.full_name)
        assert (item.blocks, item.unknown) == ((), frozenset())

    def test_a_blank_one_is_none(self, caller: PlainCaller) -> None:
        assert fetch(caller, cast.README_BLANK.full_name).blocks == ()

    def test_one_of_twenty_megabytes_gives_a_note(self, caller: PlainCaller) -> None:
        block = self.readme(caller, cast.HUGE_README)
        assert block["markdown"] == ""
        assert "too long to show here" in block["note"]
        assert block["html_url"] == "https://github.com/specimens/huge-readme/blob/main/README.md"

    def test_a_long_one_is_shown_as_far_as_it_goes(self, caller: PlainCaller) -> None:
        block = self.readme(caller, cast.LONG_README)
        assert 500_000 < len(block["markdown"].encode()) <= 512_000
        assert block["note"].startswith("Only the first 512 kB")

    def test_one_that_is_no_utf8_is_read_all_the_same(self, caller: PlainCaller) -> None:
        text = self.readme(caller, cast.README_LATIN1)["markdown"]
        assert "\N{REPLACEMENT CHARACTER}" in text
        assert text.encode()

    def test_restructured_text_is_shown_as_it_stands(self, caller: PlainCaller) -> None:
        assert self.readme(caller, cast.README_RST)["format"] == "plain"

    def test_links_lead_from_the_folder_it_stands_in(self, caller: PlainCaller) -> None:
        block = self.readme(caller, cast.README_IN_DOCS)
        assert block["link_base"].endswith("/specimens/readme-in-docs/blob/main/docs/")
        assert block["image_base"] == "https://raw.githubusercontent.com/specimens/readme-in-docs/main/docs/"


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "error", "said"),
        [
            (cast.MISSING, ContentNotFoundError, "There is nothing at https://github.com/specimens/never-was"),
            (cast.PRIVATE.full_name, ContentNotFoundError, "it is private, was deleted, or never was"),
            (cast.DMCA.full_name, ContentNotFoundError, "for legal reasons"),
            (cast.TOS.full_name, PermissionDeniedError, "does not let us see"),
        ],
    )
    def test_what_github_does_not_show_is_said_in_one_request(
        self, sandbox: Sandbox, caller: PlainCaller, name: str, error: type[VitrineError], said: str
    ) -> None:
        with pytest.raises(error) as caught:
            fetch(caller, name)
        assert said in caught.value.sentence
        assert caught.value.verdict is Verdict.PERMANENT
        assert len(requests(sandbox)) == 1

    def test_a_private_one_is_told_to_its_owner_as_private(self, door: Door) -> None:
        item = fetch(PlainCaller(door, token=cast.TOKEN_OF_SPECIMENS), cast.PRIVATE.full_name)
        assert item.availability is Availability.PRIVATE

    def test_a_token_that_is_no_good(self, door: Door) -> None:
        with pytest.raises(IntegrationAuthError) as caught:
            fetch(PlainCaller(door, token=cast.BAD_TOKEN), cast.KERF.full_name)
        assert caught.value.verdict is Verdict.RECONNECT

    def test_sixty_an_hour_without_a_token(self, sandbox: Sandbox, anonymous: PlainCaller) -> None:
        sandbox.quota("github.anonymous", 60)
        with pytest.raises(RateLimitError) as caught:
            fetch(anonymous, cast.KERF.full_name)
        error = caught.value
        assert error.verdict is Verdict.WAITING
        assert error.until is not None
        assert clock.now() < error.until <= clock.now() + timedelta(hours=1, seconds=5)
        assert error.sentence == (
            f"GitHub lets us ask 60 times an hour without a token; those are used up until {error.until:%H:%M} UTC. "
            "It goes on by itself then. To ask 5,000 times an hour, set GITHUB_TOKEN."
        )

    def test_five_thousand_with_one(self, sandbox: Sandbox, caller: PlainCaller) -> None:
        sandbox.quota("github.token", 5_000)
        with pytest.raises(RateLimitError, match="GitHub answered 403") as caught:
            fetch(caller, cast.KERF.full_name)
        assert caught.value.sentence.startswith("GitHub lets us ask 5,000 times an hour; those are used up until ")

    def test_used_up_half_way_is_told_and_goes_on_after_the_reset(
        self, sandbox: Sandbox, anonymous: PlainCaller
    ) -> None:
        sandbox.quota("github.anonymous", 57)
        with pytest.raises(RateLimitError):
            fetch(anonymous, cast.KERF.full_name)
        sandbox.clock(advance=3601)
        assert fetch(anonymous, cast.KERF.full_name).title == "kerf"

    def test_a_secondary_limit_says_how_long(self, sandbox: Sandbox, caller: PlainCaller) -> None:
        body = '{"message": "You have exceeded a secondary rate limit."}'
        sandbox.fault("status", host=API, path="/languages", status=403, body=body, retry_after=17)
        with pytest.raises(RateLimitError) as caught:
            fetch(caller, cast.KERF.full_name)
        assert caught.value.until is not None
        assert timedelta(seconds=10) < caught.value.until - clock.now() <= timedelta(seconds=17)


class TestUnchanged:
    @pytest.mark.django_db
    def test_the_second_look_is_answered_with_304_and_gives_the_same(self, world: Sandbox) -> None:
        with open_caller(None, "github", "import") as metered:
            first = github.fetch(metered, repository_ref(cast.KERF.full_name))
            before, used = len(requests(world)), world.usage()["github.token"]
            again = github.fetch(metered, repository_ref(cast.KERF.full_name))
        assert again == first
        assert Counter(row["status"] for row in requests(world)[before:]) == {304: 6}
        assert world.usage()["github.token"] == used


class TestAccount:
    def test_an_organisation_of_130_comes_in_two_pages(self, sandbox: Sandbox, caller: PlainCaller) -> None:
        first, second = github.listing(caller, user_ref(cast.OPENWORKBENCH))
        assert first.summary is not None
        assert (first.summary.count, first.summary.facts["organisation"]) == (cast.OPENWORKBENCH_COUNT, True)
        assert (len(first.items), first.complete, first.cursor) == (100, False, "2")
        assert (len(second.items), second.complete, second.cursor) == (30, True, "")
        items = [*first.items, *second.items]
        assert len({item.ref for item in items}) == cast.OPENWORKBENCH_COUNT
        pushed = [item.updated_at for item in items if item.updated_at]
        assert pushed == sorted(pushed, reverse=True)
        assert all("facts.weeks" in item.unknown and "blocks" in item.unknown for item in items)
        assert len(requests(sandbox)) == 3

    def test_what_a_list_tells_is_what_the_repository_tells(self, caller: PlainCaller) -> None:
        (page,) = github.listing(caller, user_ref(cast.HALLOWAYBENCH))
        assert (len(page.items), page.complete) == (cast.HALLOWAYBENCH_COUNT, True)
        slim = next(item for item in page.items if item.ref.id == str(cast.KERF.id))
        full = fetch(caller, cast.KERF.full_name)
        assert (slim.ref, slim.title, slim.description, slim.tags) == (
            full.ref,
            full.title,
            full.description,
            full.tags,
        )
        assert {**full.facts, **slim.facts} == full.facts
        assert {**full.counters, **slim.counters} == full.counters

    def test_forks_and_empty_ones_are_among_them(self, caller: PlainCaller) -> None:
        (page,) = github.listing(caller, user_ref(cast.SPECIMENS))
        ids = {item.ref.id for item in page.items}
        assert {str(cast.FORK.id), str(cast.EMPTY.id)} <= ids
        assert str(cast.PRIVATE.id) not in ids
        assert page.broken == ()

    def test_one_with_nothing_is_complete_and_empty(self, caller: PlainCaller) -> None:
        (page,) = github.listing(caller, user_ref(cast.NOBODY_YET))
        assert (page.items, page.complete) == ((), True)

    def test_nobody_is_not_there(self, caller: PlainCaller) -> None:
        with pytest.raises(ContentNotFoundError):
            next(github.listing(caller, user_ref("nobody-has-this-name")))


FAULTS = [
    ("html", {}, "The other side answered with something we cannot read. We try again by ourselves."),
    ("truncate_json", {}, "The other side answered with something we cannot read. We try again by ourselves."),
    ("empty", {}, "The other side answered with something we cannot read. We try again by ourselves."),
    ("cut", {}, "The answer broke off in the middle. We try again by ourselves."),
    ("status", {"status": 503}, "GitHub is not answering properly right now. We try again by ourselves."),
    ("status", {"status": 500}, "GitHub is not answering properly right now. We try again by ourselves."),
    ("stall", {"seconds": 5}, ""),
    ("close", {}, ""),
]


@pytest.mark.parametrize("path", ["^/repos/[^/]+/[^/]+$", "/readme$"])
@pytest.mark.parametrize(("kind", "how", "said"), FAULTS)
def test_faults_of_the_wire_are_told_and_worth_another_try(
    sandbox: Sandbox, caller: PlainCaller, kind: str, how: dict[str, Any], *, said: str, path: str
) -> None:
    caller.timeouts = SHORT
    sandbox.fault(kind, host=API, path=path, **how)
    with pytest.raises(UpstreamUnavailableError) as caught:
        fetch(caller, cast.KERF.full_name)
    assert caught.value.verdict is Verdict.TRANSIENT
    assert caught.value.sentence
    assert said in caught.value.sentence


@pytest.mark.parametrize(
    ("kind", "how"), [("status", {"status": 503}), ("stall", {"seconds": 5}), ("close", {}), ("cut", {})]
)
def test_faults_that_pass_are_not_even_noticed(
    sandbox: Sandbox, caller: PlainCaller, kind: str, how: dict[str, Any]
) -> None:
    caller.timeouts = {**SHORT, "total_timeout": 3.0}
    sandbox.fault(kind, host=API, times=1, **how)
    assert fetch(caller, cast.DOVETAIL_SOLVER.full_name).title == "dovetail-solver"


def test_json_that_is_no_utf8_is_no_json(sandbox: Sandbox, caller: PlainCaller) -> None:
    sandbox.fault("invalid_utf8", host=API, path="/repos$")
    with pytest.raises(UpstreamUnavailableError) as caught:
        next(github.listing(caller, user_ref(cast.HALLOWAYBENCH)))
    assert caught.value.verdict is Verdict.TRANSIENT
