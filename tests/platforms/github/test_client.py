"""GitHub's folder at work over real HTTP: what it asks, in which order, and what it makes of rare answers.

The answers come from a small server of the test's own, so that each can be as rare as it likes; how the whole world
behaves is in `test_sandbox.py`.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.platforms.github.wire import account, readme, repo
from tests.support.caller import PlainCaller
from tests.support.wire import Handler, Seen, Wire, Write, answer, says
from vitrine.lib import stopping
from vitrine.lib.errors import ContentNotFoundError, IntegrationAuthError, RateLimitError, UpstreamUnavailableError
from vitrine.lib.http import Door, RetryRule
from vitrine.platforms.github.platform import GitHub
from vitrine.platforms.github.urls import repository_ref, user_ref
from vitrine.platforms.types import Listing, Ref

KERF = repository_ref("hallowaybench/kerf")
KERF_BY_ID = Ref("github", "repository", "1000", "https://github.com/HallowayBench/Kerf")
BENCH = user_ref("hallowaybench")
BENCH_BY_ID = Ref("github", "user", "77", "https://github.com/HallowayBench")
ONE = "/repos/hallowaybench/kerf"
PARTS = "/repos/HallowayBench/Kerf"
USER = "/users/hallowaybench"
LIST = "/users/HallowayBench/repos"

github = GitHub(again=0.01)


def tells(body: Any, status: int = 200, **headers: str) -> Handler:
    return says(told(body, status, **headers))


def told(body: Any, status: int = 200, **headers: str) -> bytes:
    return answer(status, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})


def refuses(status: int, message: str = "", **headers: str) -> Handler:
    return tells({"message": message}, status, **{name.replace("_", "-"): text for name, text in headers.items()})


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A GitHub with one repository in it, complete."""
    with Wire() as running:
        running.on(ONE, tells(repo()))
        running.on("/repositories/1000", tells(repo()))
        running.on(f"{PARTS}/languages", tells({"Python": 714, "Rust": 178}))
        running.on(f"{PARTS}/readme", tells(readme()))
        running.on(f"{PARTS}/contents", tells([{"name": "pyproject.toml", "type": "file"}]))
        running.on(f"{PARTS}/commits", tells([{"sha": "4f1c9ae", "commit": {}}], Link='<x?page=612>; rel="last"'))
        running.on(f"{PARTS}/stats/participation", tells({"all": [3] * 52}))
        running.on(USER, tells(account()))
        running.on(LIST, tells([repo(), repo(id=1001, full_name="HallowayBench/Jig")]))
        yield running


@pytest.fixture
def caller(wire: Wire) -> Iterator[PlainCaller]:
    door = Door(host_map={"api.github.com": wire.target}, retry=RetryRule(first=0.01, longest=0.02))
    yield PlainCaller(door)
    door.close()


class TestAsking:
    def test_a_repository_takes_six_requests(self, wire: Wire, caller: PlainCaller) -> None:
        item = github.fetch(caller, KERF)
        assert len(wire.seen) == 6
        assert item.unknown == frozenset()
        assert (item.facts["commits"], item.facts["weeks"], item.facts["kind"]) == (612, [3] * 52, "library")

    def test_every_request_names_version_type_and_program(self, wire: Wire, caller: PlainCaller) -> None:
        github.fetch(caller, KERF)
        assert {seen.headers["x-github-api-version"] for seen in wire.seen} == {"2026-03-10"}
        assert {seen.headers["accept"] for seen in wire.seen} == {"application/vnd.github+json"}
        assert all(seen.headers["user-agent"].startswith("Vitrine/") for seen in wire.seen)

    @pytest.mark.parametrize(
        ("token", "api_key", "sent"),
        [
            ("", "", None),
            ("mine", "", "Bearer mine"),
            ("", "theirs", "Bearer theirs"),
            ("mine", "theirs", "Bearer mine"),
        ],
    )
    def test_signs_with_the_persons_token_before_the_operators(
        self, wire: Wire, caller: PlainCaller, token: str, api_key: str, sent: str | None
    ) -> None:
        caller.token, caller.api_key = token, api_key
        github.fetch(caller, KERF)
        assert {seen.headers.get("authorization") for seen in wire.seen} == {sent}

    def test_the_parts_are_asked_for_at_once_and_never_more_than_six(self, wire: Wire, caller: PlainCaller) -> None:
        all_are_here = asyncio.Barrier(5)
        for part in ("languages", "readme", "contents", "commits", "stats/participation"):
            wire.on(f"{PARTS}/{part}", _after(all_are_here, wire.routes[f"{PARTS}/{part}"]))
        assert github.fetch(caller, KERF).unknown == frozenset()
        assert wire.most_at_once <= 6

    def test_one_that_is_known_by_number_is_asked_for_by_number(self, wire: Wire, caller: PlainCaller) -> None:
        assert github.fetch(caller, KERF_BY_ID).ref == KERF_BY_ID
        assert (wire.count("/repositories/1000"), wire.count(ONE)) == (1, 0)

    def test_a_renamed_one_is_followed_to_its_number(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(ONE, tells({"message": "Moved Permanently"}, 301, Location="https://api.github.com/repositories/1000"))
        caller.token = "mine"
        assert github.fetch(caller, KERF).ref == KERF_BY_ID
        assert wire.count("/repositories/1000") == 1
        assert {seen.headers["authorization"] for seen in wire.seen} == {"Bearer mine"}

    def test_a_summary_is_one_request(self, wire: Wire, caller: PlainCaller) -> None:
        summary = github.summary(caller, KERF)
        assert (summary.ref, summary.title, summary.is_list) == (KERF_BY_ID, "Kerf", False)
        assert len(wire.seen) == 1

    def test_nothing_costs_units(self) -> None:
        assert github.price(BENCH, 130).units == 0


def _after(barrier: asyncio.Barrier, then: Handler) -> Handler:
    """Answers when as many requests have come as the barrier waits for."""

    async def handle(seen: Seen, write: Write) -> None:
        async with asyncio.timeout(5):
            await barrier.wait()
        await then(seen, write)

    return handle


def wait_until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.005)


class TestWeeks:
    def test_are_asked_for_once_more_when_they_are_still_being_counted(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/stats/participation", says(told({}, 202), told({"all": [1] * 52})))
        assert github.fetch(caller, KERF).facts["weeks"] == [1] * 52
        assert len(wire.seen) == 7

    def test_stay_unknown_when_they_are_not_counted_by_then(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/stats/participation", tells({}, 202))
        item = github.fetch(caller, KERF)
        assert item.unknown == {"facts.weeks"}
        assert "weeks" not in item.facts
        assert len(wire.seen) == 7

    def test_stay_unknown_when_asking_again_is_once_too_often(self, wire: Wire, caller: PlainCaller) -> None:
        limited = answer(429, b"{}", {"Retry-After": "3600"})
        wire.on(f"{PARTS}/stats/participation", says(told({}, 202), limited))
        assert github.fetch(caller, KERF).unknown == {"facts.weeks"}

    def test_are_all_zero_where_there_is_nothing_to_count(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/stats/participation", says(answer(204)))
        assert github.fetch(caller, KERF).facts["weeks"] == [0] * 52

    def test_waiting_for_them_ends_at_once_when_the_work_is_stopped(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/stats/participation", tells({}, 202))
        token = stopping.StopToken()
        threading.Timer(0.3, token.stop, ["cancelled"]).start()
        with stopping.stoppable(token), pytest.raises(stopping.Stopped):
            GitHub(again=60).fetch(caller, KERF)
        assert len(wire.seen) == 6


class TestParts:
    def test_an_empty_repository_has_none_and_that_is_known(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/readme", refuses(404, "Not Found"))
        wire.on(f"{PARTS}/contents", refuses(404, "This repository is empty."))
        wire.on(f"{PARTS}/commits", refuses(409, "Git Repository is empty."))
        wire.on(f"{PARTS}/languages", tells({}))
        item = github.fetch(caller, KERF)
        assert item.unknown == frozenset()
        assert (item.blocks, item.facts["structure"], item.facts["languages"]) == ((), [], {})
        assert (item.facts["commits"], item.facts["last_commit_at"], item.facts["kind"]) == (0, "", "")

    @pytest.mark.parametrize(
        ("part", "unknown"),
        [
            ("contents", {"facts.structure", "facts.kind", "facts.kind_because"}),
            ("commits", {"facts.commits", "facts.last_commit", "facts.last_commit_at"}),
            ("stats/participation", {"facts.weeks"}),
        ],
    )
    @pytest.mark.parametrize(
        "trouble",
        [refuses(500), refuses(403, "Too large"), says(answer(200, b"<html>")), says(answer(200)), tells("nonsense")],
    )
    def test_what_stands_beside_the_work_stays_unknown_when_it_fails(
        self, wire: Wire, caller: PlainCaller, part: str, unknown: set[str], trouble: Handler
    ) -> None:
        wire.on(f"{PARTS}/{part}", trouble)
        item = github.fetch(caller, KERF)
        assert item.unknown == unknown
        assert item.blocks[0]["markdown"] == "# Kerf\n"

    @pytest.mark.parametrize("part", ["readme", "languages"])
    @pytest.mark.parametrize("trouble", [refuses(500), says(answer(200, b"<html>")), says(answer(200)), tells([])])
    def test_the_work_itself_is_had_whole_or_asked_for_again(
        self, wire: Wire, caller: PlainCaller, part: str, trouble: Handler
    ) -> None:
        wire.on(f"{PARTS}/{part}", trouble)
        with pytest.raises(UpstreamUnavailableError):
            github.fetch(caller, KERF)
        assert len({seen.path for seen in wire.seen}) == 6

    @pytest.mark.parametrize("part", ["readme", "languages", "contents", "commits", "stats/participation"])
    def test_a_limit_met_by_any_part_is_waited_for(self, wire: Wire, caller: PlainCaller, part: str) -> None:
        wire.on(f"{PARTS}/{part}", refuses(403, "API rate limit exceeded", X_RateLimit_Remaining="0"))
        with pytest.raises(RateLimitError, match="rate limit exceeded"):
            github.fetch(caller, KERF)

    def test_a_token_that_dies_half_way_is_told(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/commits", refuses(401, "Bad credentials"))
        caller.token = "mine"
        with pytest.raises(IntegrationAuthError):
            github.fetch(caller, KERF)

    def test_a_readme_larger_than_we_take_has_a_note_instead(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/readme", tells(readme(b"x" * 2_000_000)))
        block = github.fetch(caller, KERF).blocks[0]
        assert (block["markdown"], block["note"]) == (
            "",
            "This README is longer than 1 MB, too long to show here.",
        )

    def test_a_readme_beyond_githubs_own_limit_has_the_same_note(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/readme", refuses(403, "This API returns blobs up to 1 MB in size."))
        assert "too long to show here" in github.fetch(caller, KERF).blocks[0]["note"]

    def test_a_readme_without_a_letter_is_none(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(f"{PARTS}/readme", tells(readme(b"")))
        assert github.fetch(caller, KERF).blocks == ()


class TestListing:
    def read(self, caller: PlainCaller, ref: Ref = BENCH, **how: Any) -> list[Listing]:
        return list(github.listing(caller, ref, **how))

    def test_items_are_slim_and_the_first_page_tells_whose_they_are(self, caller: PlainCaller) -> None:
        (page,) = self.read(caller)
        assert [item.title for item in page.items] == ["Kerf", "Jig"]
        assert all("blocks" in item.unknown for item in page.items)
        assert page.summary is not None
        assert (page.summary.title, page.summary.count, page.complete, page.cursor) == ("Wren Halloway", 2, True, "")

    def test_without_a_token_it_says_how_far_that_reaches(self, caller: PlainCaller) -> None:
        summary = github.summary(caller, BENCH)
        assert summary.note.startswith("Without a token GitHub answers 60 requests an hour, enough for about 8 ")
        caller.api_key = "theirs"
        assert github.summary(caller, BENCH).note == ""

    def test_a_page_is_asked_for_ahead_of_whoever_reads(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(USER, tells(account(public_repos=3)))
        wire.on(LIST, says(told([repo()], Link='<x?page=2>; rel="next"'), told([repo(id=1001), repo(id=1002)])))
        pages = github.listing(caller, BENCH)
        first = next(pages)
        wait_until(lambda: wire.count(LIST) == 2)
        assert (len(first.items), first.complete, first.cursor) == (1, False, "2")
        (second,) = pages
        assert (len(second.items), second.complete, second.cursor, second.summary) == (2, True, "", None)
        assert [seen.target.partition("page=100&page=")[2] for seen in wire.seen[1:]] == ["1", "2"]

    def test_one_that_cannot_be_read_does_not_harm_the_others(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(LIST, tells([repo(id=1001, full_name=None), "nonsense", repo()]))
        (page,) = self.read(caller)
        assert [item.ref.id for item in page.items] == ["1000"]
        assert [one.external_id for one in page.broken] == ["1001", "'nonsense'"]
        assert page.broken[0].error.sentence.startswith("GitHub answered with something we cannot read")

    def test_one_that_comes_twice_is_given_once(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(LIST, says(told([repo()], Link='<x?page=2>; rel="next"'), told([repo(), repo(id=1001)])))
        assert [item.ref.id for page in self.read(caller) for item in page.items] == ["1000", "1001"]

    def test_pages_that_never_end_do(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(LIST, tells([repo()], Link='<x?page=2>; rel="next"'))
        assert [len(page.items) for page in self.read(caller)] == [1, 0]

    def test_a_list_with_fewer_than_promised_is_not_complete(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(USER, tells(account(public_repos=3)))
        (page,) = self.read(caller)
        assert (len(page.items), page.complete, page.cursor) == (2, False, "")

    @pytest.mark.parametrize(
        ("limit", "taken", "complete", "cursor"),
        [(None, 2, True, ""), (5, 2, True, ""), (2, 2, True, ""), (1, 1, False, "1"), (0, 0, False, "1")],
    )
    def test_a_limit_ends_it_and_says_where_to_go_on(
        self, caller: PlainCaller, limit: int | None, *, taken: int, complete: bool, cursor: str
    ) -> None:
        (page,) = self.read(caller, limit=limit)
        assert (len(page.items), page.complete, page.cursor) == (taken, complete, cursor)

    def test_a_limit_at_the_end_of_a_page_does_not_ask_for_the_next(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(LIST, tells([repo(), repo(id=1001)], Link='<x?page=2>; rel="next"'))
        (page,) = self.read(caller, limit=2)
        assert (page.complete, page.cursor, wire.count(LIST)) == (False, "2", 1)

    def test_goes_on_from_a_cursor_and_counts_what_came_before(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(USER, tells(account(public_repos=102)))
        (page,) = self.read(caller, cursor="2")
        assert (len(page.items), page.complete) == (2, True)
        assert page.summary is not None
        assert wire.seen[-1].target.endswith("&page=2")

    @pytest.mark.parametrize("cursor", ["", "0", "-1", "nonsense", "²"])
    def test_a_cursor_that_is_none_begins_at_the_beginning(self, wire: Wire, caller: PlainCaller, cursor: str) -> None:
        self.read(caller, cursor=cursor)
        assert wire.seen[-1].target.endswith("&page=1")

    def test_an_organisation_is_asked_for_as_one(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on(USER, tells(account(type="Organization", public_repos=1)))
        wire.on("/orgs/HallowayBench/repos", tells([repo()]))
        (page,) = self.read(caller)
        assert (len(page.items), page.complete) == (1, True)

    def test_a_limit_met_at_the_second_page_leaves_the_first_as_it_is(self, wire: Wire, caller: PlainCaller) -> None:
        limited = answer(403, b'{"message": "You have exceeded a secondary rate limit"}', {"Retry-After": "17"})
        wire.on(LIST, says(told([repo()], Link='<x?page=2>; rel="next"'), limited))
        pages = github.listing(caller, BENCH)
        assert len(next(pages).items) == 1
        with pytest.raises(RateLimitError):
            next(pages)


class TestWho:
    def test_a_known_account_is_found_by_its_name(self, wire: Wire, caller: PlainCaller) -> None:
        wire.on("/users/HallowayBench", tells(account()))
        assert github.summary(caller, BENCH_BY_ID).ref == BENCH_BY_ID
        assert len(wire.seen) == 1

    @pytest.mark.parametrize("old_name", [refuses(404), tells(account(id=78, login="HallowayBench"))])
    def test_one_that_was_renamed_is_found_by_its_number(
        self, wire: Wire, caller: PlainCaller, old_name: Handler
    ) -> None:
        wire.on("/users/HallowayBench", old_name)
        wire.on("/user/77", tells(account(login="WrenHalloway")))
        summary = github.summary(caller, BENCH_BY_ID)
        assert (summary.ref.id, summary.ref.url) == ("77", "https://github.com/WrenHalloway")

    def test_one_that_nobody_has_is_not_there(self, wire: Wire, caller: PlainCaller) -> None:
        with pytest.raises(ContentNotFoundError) as caught:
            github.summary(caller, user_ref("nobody"))
        assert caught.value.sentence.startswith("There is nothing at https://github.com/nobody that GitHub shows us")
        assert len(wire.seen) == 1
