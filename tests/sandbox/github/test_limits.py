"""The gates: User-Agent, tokens, allowances, conditional requests."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.github import cast
from tests.sandbox.github.asking import NEWEST, Asker, Got
from tests.support.sandbox import Sandbox


@pytest.fixture
def stranger(sandbox: Sandbox) -> Asker:
    """Asks without a token."""
    return Asker(sandbox)


def test_who_gives_no_user_agent_gets_nothing(stranger: Asker) -> None:
    got = stranger.get("/repos/hallowaybench/kerf", headers={"User-Agent": ""})
    assert got.status == 403
    assert b"User-Agent" in got.body
    assert got.headers["content-type"].startswith("text/html")


def test_a_stranger_has_60_an_hour_and_a_token_5000(stranger: Asker, github: Asker) -> None:
    for asker, limit in ((stranger, "60"), (github, "5000")):
        got = asker.repo(cast.KERF.full_name)
        assert got.headers["x-ratelimit-limit"] == limit
        assert got.headers["x-ratelimit-used"] == "1"
        assert got.remaining == int(limit) - 1
        assert got.headers["x-ratelimit-resource"] == "core"
        assert 3500 < int(got.headers["x-ratelimit-reset"]) - time.time() <= 3600


def test_each_token_has_its_own_hour(sandbox: Sandbox, github: Asker) -> None:
    github.repo(cast.KERF.full_name)
    assert Asker(sandbox, token="another").repo(cast.KERF.full_name).remaining == 4999


def test_a_bad_token_is_told_so(sandbox: Sandbox) -> None:
    got = Asker(sandbox, token=cast.BAD_TOKEN).repo(cast.KERF.full_name)
    assert (got.status, got.json()["message"]) == (401, "Bad credentials")


def test_failures_count_too(stranger: Asker) -> None:
    stranger.repo(cast.MISSING)
    assert stranger.repo(cast.RENAMED_BEFORE).remaining == 58


def test_when_the_hour_is_used_up_nothing_is_answered(stranger: Asker, sandbox: Sandbox) -> None:
    sandbox.quota("github.anonymous", 59)
    assert stranger.repo(cast.KERF.full_name).status == 200
    got = stranger.repo(cast.KERF.full_name)
    assert got.status == 403
    assert got.json()["message"].startswith("API rate limit exceeded for 127.0.0.1. (But here's the good news:")
    assert got.remaining == 0
    assert "retry-after" not in got.headers


def test_a_user_without_requests_left_reads_another_sentence(github: Asker, sandbox: Sandbox) -> None:
    sandbox.quota("github.token", 5000)
    got = github.repo(cast.KERF.full_name)
    assert (got.status, got.json()["message"][:32]) == (403, "API rate limit exceeded for user")


def test_it_may_be_429_instead(stranger: Asker, sandbox: Sandbox) -> None:
    sandbox.world("github.limited_status", status=429)
    sandbox.quota("github.anonymous", 60)
    assert stranger.repo(cast.KERF.full_name).status == 429


def test_a_new_hour_begins_at_the_reset(stranger: Asker, sandbox: Sandbox) -> None:
    sandbox.quota("github.anonymous", 60)
    stranger.repo(cast.KERF.full_name)
    sandbox.clock(advance=3601)
    assert stranger.repo(cast.KERF.full_name).remaining == 59


def test_asking_how_much_is_left_costs_nothing(stranger: Asker, sandbox: Sandbox) -> None:
    stranger.repo(cast.KERF.full_name)
    got = stranger.get("/rate_limit")
    assert got.json()["resources"]["core"] == got.json()["rate"]
    assert got.json()["rate"]["used"] == 1
    assert stranger.get("/rate_limit").json()["rate"]["used"] == 1
    newest = Asker(sandbox, version=NEWEST).get("/rate_limit").json()
    assert set(newest) == {"resources"}


def test_unchanged_is_free_with_a_token(github: Asker) -> None:
    first = github.repo(cast.KERF.full_name)
    again = github.repo(cast.KERF.full_name, **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.remaining == first.remaining


def test_unchanged_costs_a_stranger_one(stranger: Asker) -> None:
    first = stranger.repo(cast.KERF.full_name)
    again = stranger.repo(cast.KERF.full_name, **{"If-None-Match": first.headers["etag"]})
    assert again.status == 304
    assert again.remaining == first.remaining - 1


def test_last_modified_works_as_well(github: Asker) -> None:
    first = github.repo(cast.KERF.full_name)
    assert github.repo(cast.KERF.full_name, **{"If-Modified-Since": first.headers["last-modified"]}).status == 304
    assert github.repo(cast.KERF.full_name, **{"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize("path", ["", "/readme", "/languages", "/topics", "/commits", "/contents/", "/releases/latest"])
def test_everything_carries_an_etag_and_a_date(github: Asker, path: str) -> None:
    headers = github.repo(cast.KERF.full_name, path).headers
    assert headers["etag"].startswith('W/"')
    assert headers["last-modified"].endswith("GMT")


def test_etags_differ_by_version(github: Asker, sandbox: Sandbox) -> None:
    other = Asker(sandbox, token="any", version=NEWEST)
    assert github.repo(cast.KERF.full_name).headers["etag"] != other.repo(cast.KERF.full_name).headers["etag"]


def test_nine_hundred_a_minute_is_too_many(sandbox: Sandbox) -> None:
    """The secondary limit, in one connection to be quick about it."""
    import http.client  # its own connection, kept open

    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=10)
    headers = {"Host": "api.github.com", "User-Agent": "tests", "Authorization": "Bearer busy"}
    for _ in range(900):
        connection.request("GET", "/repos/specimens/bare/topics", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
    connection.request("GET", "/repos/specimens/bare/topics", headers=headers)
    answer = connection.getresponse()
    assert answer.status == 403
    assert b"secondary rate limit" in answer.read()
    assert int(answer.headers["retry-after"]) == 60
    assert int(answer.headers["x-ratelimit-remaining"]) > 0
    sandbox.clock(advance=61)
    connection.request("GET", "/repos/specimens/bare/topics", headers=headers)
    assert connection.getresponse().status == 200
    connection.close()


def test_many_at_once_are_answered(github: Asker) -> None:
    def ask(_: int) -> Got:
        return github.repo(cast.KERF.full_name, "/languages")

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(40)))
    assert {got.status for got in answers} == {200}
    assert sorted(got.remaining for got in answers) == list(range(4960, 5000))


def test_the_log_names_what_was_asked(github: Asker, sandbox: Sandbox) -> None:
    github.repo(cast.KERF.full_name, "/readme")
    github.get(f"/repositories/{cast.KERF.id}/stats/participation")
    github.get("/users/hallowaybench/repos")
    rows = [(row["endpoint"], row["bucket"], row["units"]) for row in sandbox.log()]
    assert rows == [
        ("github.repos.readme", "github.token", 1),
        ("github.repos.participation", "github.token", 1),
        ("github.users.repos", "github.token", 1),
    ]
    assert sandbox.usage()["github.token"] == 3
