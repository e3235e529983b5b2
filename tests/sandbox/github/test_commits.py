"""Commits: how many, when, and the year of weeks that a page draws."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.github import cast
from sandbox.github.history import WEEKS, History
from sandbox.github.world import World
from tests.sandbox.github.asking import Asker


def test_their_number_is_the_last_page_of_one_each(github: Asker) -> None:
    got = github.repo(cast.KERF.full_name, "/commits?per_page=1")
    assert parse_qs(urlsplit(got.links["last"]).query)["page"] == ["1847"]
    assert got.json()[0]["sha"].startswith("4f1c9ae")
    assert got.json()[0]["commit"]["committer"]["date"] == "2026-11-19T17:20:00Z"


def test_a_repository_of_one_commit_has_no_pages(github: Asker) -> None:
    got = github.repo(cast.BARE.full_name, "/commits?per_page=1")
    assert len(got.json()) == 1
    assert "link" not in got.headers
    assert got.json()[0]["parents"] == []


def test_pages_join_without_gap_or_overlap(github: Asker) -> None:
    rows = [row for got in github.pages(f"/repos/{cast.NO_README.full_name}/commits?per_page=5") for row in got.json()]
    assert len({row["sha"] for row in rows}) == len(rows) == 12
    for newer, older in pairwise(rows):
        assert newer["parents"][0]["sha"] == older["sha"]
        assert newer["commit"]["author"]["date"] >= older["commit"]["author"]["date"]


def test_past_the_last_page_is_nothing(github: Asker) -> None:
    assert github.repo(cast.KERF.full_name, "/commits?per_page=100&page=20").json() == []


def test_no_page_holds_more_than_a_hundred(github: Asker) -> None:
    assert len(github.repo(cast.KERF.full_name, "/commits?per_page=500").json()) == 100
    assert len(github.repo(cast.KERF.full_name, "/commits").json()) == 30


def test_since_and_until_cut_the_list(github: Asker) -> None:
    all_since = list(github.pages(f"/repos/{cast.KERF.full_name}/commits?per_page=100&since=2026-11-01T00:00:00Z"))
    dates = [row["commit"]["committer"]["date"] for got in all_since for row in got.json()]
    assert dates
    assert min(dates) >= "2026-11-01T00:00:00Z"
    before = github.repo(cast.KERF.full_name, "/commits?per_page=1&until=2026-11-01T00:00:00Z")
    assert before.json()[0]["commit"]["committer"]["date"] <= "2026-11-01T00:00:00Z"


def test_statistics_are_worked_out_when_first_asked_for(github: Asker) -> None:
    for path in ("/stats/participation", "/stats/commit_activity"):
        first = github.repo(cast.KERF.full_name, path)
        assert (first.status, first.body) == (202, b"")
        assert github.repo(cast.KERF.full_name, path).status == 200


def test_the_year_of_kerf_has_612_commits_in_52_weeks(github: Asker) -> None:
    github.repo(cast.KERF.full_name, "/stats/participation")
    github.repo(cast.KERF.full_name, "/stats/commit_activity")
    weeks = github.repo(cast.KERF.full_name, "/stats/participation").json()
    assert (len(weeks["all"]), sum(weeks["all"])) == (52, 612)
    assert all(own <= of_all for own, of_all in zip(weeks["owner"], weeks["all"], strict=True))
    days = github.repo(cast.KERF.full_name, "/stats/commit_activity").json()
    assert [week["total"] for week in days] == weeks["all"]
    assert all(sum(week["days"]) == week["total"] for week in days)
    starts = [datetime.fromtimestamp(week["week"], UTC) for week in days]
    assert {(start.weekday(), start.hour) for start in starts} == {(6, 0)}
    assert starts[-1] <= datetime(2026, 11, 20, tzinfo=UTC) < starts[-1] + timedelta(weeks=1)


def test_the_weeks_agree_with_the_list(github: Asker) -> None:
    github.repo(cast.DOVETAIL_SOLVER.full_name, "/stats/commit_activity")
    days = github.repo(cast.DOVETAIL_SOLVER.full_name, "/stats/commit_activity").json()
    start = datetime.fromtimestamp(days[0]["week"], UTC).isoformat().replace("+00:00", "Z")
    pages = github.pages(f"/repos/{cast.DOVETAIL_SOLVER.full_name}/commits?per_page=100&since={start}")
    assert sum(len(got.json()) for got in pages) == sum(week["total"] for week in days)


def test_what_rests_has_an_empty_year(github: Asker) -> None:
    github.repo(cast.ARCHIVED.full_name, "/stats/participation")
    assert sum(github.repo(cast.ARCHIVED.full_name, "/stats/participation").json()["all"]) == 0


def test_one_commit_is_found_by_its_beginning(github: Asker) -> None:
    assert github.repo(cast.KERF.full_name, "/commits/4f1c9ae").json()["sha"].startswith("4f1c9ae")
    assert github.repo(cast.KERF.full_name, "/commits/0000000").status == 422


@pytest.mark.parametrize("born", ["2026-11-20", "2026-11-22", "2031-07-05"])
def test_every_history_is_in_order_on_any_day(born: str) -> None:
    world = World(seed=7, born=datetime.fromisoformat(born).replace(tzinfo=UTC))
    for repo in world:
        history = History(repo, seed=7, now=world.born)
        assert sum(history.weeks) <= len(history)
        assert sum(map(sum, history.days())) == sum(history.weeks)
        assert len(history.weeks) == WEEKS
        if not repo.empty:
            newest = [commit.date for commit in history.newest(0, 40)]
            assert newest == sorted(newest, reverse=True), repo.full_name
            assert newest[0] == repo.pushed_at
            assert history.date(0) >= repo.created_at
