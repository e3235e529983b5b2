"""Everything bad that may come in, from the person and from upstream, tried over HTTP on the whole product.

One stack for the module. Every fault meets one address only, so all of them are in force at once and all imports run
side by side; then each test looks at its own. What shall go wrong half-way or for everybody comes after.
"""

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox import cast
from sandbox.github import cast as github
from tests.support.stack import Stack
from tests.support.visitor import V1, Said, Visitor, signed_in

pytestmark = pytest.mark.xdist_group("impatient")

IMPORT = f"{V1}/integrations/import/"
RESOLVE = f"{V1}/integrations/resolve/"
DATA_API, GITHUB_API = "www.googleapis.com", "api.github.com"

NOT_PUBLIC = "This address is not on the public internet."
TOO_LONG = "This is a whole text, not an address. Paste just the link."
UNREADABLE = "The other side answered with something we cannot read."
BROKE_OFF = "The answer broke off in the middle."
TOO_SLOW = "The other side took too long to answer."
BUSY = "YouTube asks us to slow down."
GAVE_UP = "We tried several times and stopped; start it again whenever you like."
ASK_LATER = "Please try again in a little while."


# --- refused before anything happens ----------------------------------------------------------------------------
NO_ADDRESS = {
    "nothing": ("", "Nothing was pasted. Paste a link to a video, a channel or a repository."),
    "blanks": (" \t\n\u200b ", "Nothing was pasted. Paste a link to a video, a channel or a repository."),
    "words": ("not an address at all", "There are spaces or invisible characters inside this address."),
    "100 kB of one letter": ("x" * 102_400, TOO_LONG),
    "100 kB of links": ("https://youtu.be/dQw4w9WgXcQ " * 3_600, TOO_LONG),
    "no host": ("https://", "This address has no host in it."),
    "half an IPv6 address": ("http://[::", "The host in this address cannot be read."),
    "an impossible port": (
        "https://youtube.com:99999/watch?v=dQw4w9WgXcQ",
        "This address names a port of its own, and we use the usual ones only.",
    ),
    "another scheme": ("javascript:alert(1)", "We read web addresses (https), and this one is javascript."),
    "a NUL": ("https://youtu.be/dQw4w9WgXcQ\x00", "There are spaces or invisible characters inside this address."),
    "a cut id": (
        "https://www.youtube.com/watch?v=dQw4w9WgXc",
        "This YouTube address seems to be cut or mistyped: the id of a video has 11 characters.",
    ),
    "a user name": (
        "https://youtube.com@169.254.169.254/watch?v=dQw4w9WgXcQ",
        "There is a user name or password in this address. Paste it without.",
    ),
    "this machine": ("http://127.0.0.1/", NOT_PUBLIC),
    "this machine by name": ("http://localhost/admin", NOT_PUBLIC),
    "this machine, port and all": (
        "http://127.0.0.1:8000/",
        "This address names a port of its own, and we use the usual ones only.",
    ),
    "this machine in hex": ("http://0x7f.0x1/", NOT_PUBLIC),
    "this machine as one number": ("http://2130706433/", NOT_PUBLIC),
    "this machine in IPv6": ("http://[::1]/", NOT_PUBLIC),
    "this machine, mapped": ("http://[::ffff:127.0.0.1]/", NOT_PUBLIC),
    "cloud metadata": ("http://169.254.169.254/latest/meta-data/", NOT_PUBLIC),
    "cloud metadata as one number": ("http://2852039166/latest/meta-data/", NOT_PUBLIC),
    "cloud metadata in octal": ("http://0251.0376.0251.0376/", NOT_PUBLIC),
    "cloud metadata in hex": ("http://0xa9fea9fe/", NOT_PUBLIC),
    "cloud metadata in wide digits": ("http://\uff11\uff16\uff19.254.169.254/", NOT_PUBLIC),
    "cloud metadata with other dots": ("http://169\u3002254\u3002169\u3002254/", NOT_PUBLIC),
    "cloud metadata in IPv6": ("http://[fd00:ec2::254]/", NOT_PUBLIC),
    "cloud metadata by name": ("http://metadata.google.internal/", NOT_PUBLIC),
}


@pytest.mark.parametrize("door", [IMPORT, RESOLVE])
@pytest.mark.parametrize(("text", "sentence"), NO_ADDRESS.values(), ids=NO_ADDRESS.keys())
def test_what_is_no_address_is_refused_with_the_reason(door: str, text: str, sentence: str, owner: Visitor) -> None:
    said = owner.post(door, {"url": text})
    assert said.outcome == (422, "INVALID_URL")
    assert said.body["error"] == sentence
    assert "Retry-After" not in said.headers


@pytest.mark.parametrize("door", [IMPORT, RESOLVE])
@pytest.mark.parametrize(
    "host", ["vimeo.com", "notyoutube.com", "youtube.com.evil.example", "169.254.169.254.nip.io", "xn--yutube-wqf.com"]
)
def test_a_place_that_nobody_knows_is_named(door: str, host: str, owner: Visitor) -> None:
    said = owner.post(door, {"url": f"https://{host}/watch?v=dQw4w9WgXcQ"})
    assert said.outcome == (422, "UNKNOWN_PLATFORM")
    assert said.body["error"] == f"We do not know {host} yet. What we bring in is on YouTube and GitHub."
    assert said.body["detail"] == {"host": host, "known": ["youtube", "github"]}


# --- upstream ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Case:
    """An address, the fault that meets it, and what is said of it: by the import's task, and at once when resolved.

    `wait` is the number of seconds until the next try that both tell (None: they tell none).
    """

    address: str
    code: str
    sentence: str
    verdict: str = "permanent"
    status: int = 404
    fault: Mapping[str, Any] = field(default_factory=dict)
    wait: int | None = None


def video(number: int) -> str:
    return cast.HALLOWAY_BENCH.video(number)


def broken_video(number: int, kind: str, sentence: str, **more: Any) -> Case:
    fault = {"kind": kind, "host": DATA_API, "path": "/videos$", "query": video(number), **more}
    address = f"https://youtu.be/{video(number)}"
    return Case(address, "UPSTREAM_UNAVAILABLE", sentence, "transient", 503, fault)


def busy_video(number: int, sentence: str, wait: int, **more: Any) -> Case:
    case = broken_video(number, "status", sentence, status=429, **more)
    return Case(case.address, "RATE_LIMITED", sentence, "waiting", 429, case.fault, wait)


def broken_repository(project: github.Project, kind: str, sentence: str, **more: Any) -> Case:
    fault = {"kind": kind, "host": GITHUB_API, "path": f"^/repos/{project.full_name}$", **more}
    return Case(project.url, "UPSTREAM_UNAVAILABLE", sentence, "transient", 503, fault)


NO_VIDEO = "YouTube has no such video: it was deleted, is private, or never was."
NO_LIST = "YouTube has no playlist at this address: it was deleted, is private, or never was."
NO_CHANNEL = "YouTube has no channel of this name: it was closed or renamed, or never was."
NO_REPOSITORY = (
    f"There is nothing at https://github.com/{github.MISSING} that GitHub shows us: it is private, was deleted, or"
    " never was."
)
GONE = "CONTENT_NOT_FOUND"
CASES = {
    "a private video": Case(f"https://youtu.be/{cast.PRIVATE_VIDEO}", GONE, NO_VIDEO),
    "a deleted video": Case(f"https://youtu.be/{cast.DELETED_VIDEO}", GONE, NO_VIDEO),
    "a private playlist": Case(f"https://www.youtube.com/playlist?list={cast.PRIVATE_PLAYLIST}", GONE, NO_LIST),
    "a channel that never was": Case(f"https://www.youtube.com/channel/{cast.UNKNOWN_CHANNEL}", GONE, NO_CHANNEL),
    "a repository that never was": Case(f"https://github.com/{github.MISSING}", GONE, NO_REPOSITORY),
    "HTML for JSON": broken_video(1, "html", UNREADABLE),
    "a body cut in the middle": broken_video(2, "cut", BROKE_OFF),
    "an empty 200": broken_video(3, "empty", UNREADABLE),
    "half of the JSON": broken_video(4, "truncate_json", UNREADABLE),
    "invalid UTF-8": broken_video(5, "invalid_utf8", UNREADABLE),
    "503": broken_video(6, "status", "YouTube has trouble right now.", status=503),
    "429 without Retry-After": busy_video(7, BUSY, 60),
    "429 with Retry-After": busy_video(8, BUSY, 20, retry_after="20"),
    "30 s of silence": broken_repository(github.KERF, "stall", TOO_SLOW, seconds=30),
    "HTML for a repository": broken_repository(github.SIFT, "html", UNREADABLE),
    "a repository cut in the middle": broken_repository(github.LANTERN, "cut", BROKE_OFF),
    "nothing of a repository": broken_repository(github.TIDEPOOL, "empty", UNREADABLE),
}
FINE = {
    "a channel without videos": cast.EMPTY_CHANNEL.url,
    "a playlist of none": f"https://www.youtube.com/playlist?list={cast.EMPTY_PLAYLIST}",
    "a repository without README": github.NO_README.url,
    "a README of 20 MB": github.HUGE_README.url,
    "a README of no UTF-8": github.README_LATIN1.url,
}
LONGEST_LIST = f"https://www.youtube.com/playlist?list={cast.PLAYLIST_OF_20000}"
STORED_BEFORE = f"https://youtu.be/{cast.PLAIN_VIDEO}"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of each address, by the name of its case; `before` and `after` are the works at those times."""

    tasks: Mapping[str, Any]
    resolved: Mapping[str, Said]
    asked_at: datetime
    before: list[Any]
    after: list[Any]


@pytest.fixture(scope="module")
def owner(impatient: Stack) -> Visitor:
    return signed_in(impatient, impatient.person())


@pytest.fixture(scope="module")
def outcomes(impatient: Stack, owner: Visitor) -> Outcomes:
    owner.imported(STORED_BEFORE)
    before = _works(owner)
    for case in CASES.values():
        if case.fault:
            impatient.sandbox.fault(**case.fault)
    addresses = {name: case.address for name, case in CASES.items()} | FINE
    asked_at = datetime.now(UTC)
    begun = {name: owner.post(IMPORT, {"url": address}) for name, address in addresses.items()}
    begun["a playlist of 20,000"] = owner.post(IMPORT, {"url": LONGEST_LIST, "count": 10})
    assert {said.status for said in begun.values()} == {202}
    with ThreadPoolExecutor(4) as pool:
        looks = {name: pool.submit(owner.post, RESOLVE, {"url": url}) for name, url in addresses.items()}
        resolved = {name: look.result() for name, look in looks.items()}
    tasks = {name: owner.followed(said.body["job_id"])[-1] for name, said in begun.items()}
    impatient.sandbox.clear_faults()
    return Outcomes(tasks, resolved, asked_at, before, _works(owner))


def _works(owner: Visitor) -> list[Any]:
    mine = owner.get(f"{V1}/projects/?limit=1").body["items"]
    return owner.projects(mine[0]["user"]["username"]) if mine else []


@pytest.mark.parametrize("name", CASES)
def test_the_task_tells_what_became_of_it(name: str, outcomes: Outcomes) -> None:
    case, task = CASES[name], outcomes.tasks[name]
    waits = case.verdict == "waiting"
    assert task["status"] == ("pending" if waits else "failed")
    assert task["result"] is None
    error = task["error"]
    assert (error["error_code"], error["verdict"]) == (case.code, case.verdict)
    goes_on = {"transient": f" {GAVE_UP}", "waiting": " It goes on by itself in a moment."}
    assert error["error"] == case.sentence + goes_on.get(case.verdict, "")
    assert (task["next_try_at"] is not None) == waits
    if waits:
        assert task["message"] == error["error"]
        assert case.wait is not None
        assert case.wait <= _seconds_until(task["next_try_at"], outcomes.asked_at) <= case.wait + 35


@pytest.mark.parametrize("name", CASES)
def test_whoever_asks_at_once_is_told_at_once(name: str, outcomes: Outcomes) -> None:
    case, said = CASES[name], outcomes.resolved[name]
    assert said.outcome == (case.status, case.code)
    assert said.body["error"] == (case.sentence if case.status == 404 else f"{case.sentence} {ASK_LATER}")
    wait = said.headers["Retry-After"]
    if case.wait:
        assert case.wait - 2 <= int(wait) <= case.wait
    else:
        assert wait == {404: None, 503: "30"}[case.status]


def test_an_empty_list_is_a_finding_and_no_error(outcomes: Outcomes) -> None:
    for name, title in (("a channel without videos", "Nothing Yet"), ("a playlist of none", "Short film, all of it")):
        task = outcomes.tasks[name]
        assert (task["status"], task["error"], task["result"]["title"]) == ("completed", None, title)
        assert sum(task["counts"].values()) == 0
        assert outcomes.resolved[name].body["count"] == 0


def test_a_playlist_of_20000_is_read_no_further_than_asked(outcomes: Outcomes, impatient: Stack) -> None:
    task = outcomes.tasks["a playlist of 20,000"]
    assert (task["status"], task["counts"]["imported"], task["counts"]["total"]) == ("completed", 10, 10)
    pages = [row for row in impatient.sandbox.log("playlistItems.list") if cast.PLAYLIST_OF_20000 in row["query"]]
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("name", "note", "says"),
    [
        ("a repository without README", None, None),
        ("a README of 20 MB", "This README is 21 MB long, too long to show here.", ""),
        ("a README of no UTF-8", "", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_a_repository_comes_in_whatever_its_readme(
    name: str, note: str | None, says: str | None, outcomes: Outcomes, owner: Visitor
) -> None:
    task = outcomes.tasks[name]
    assert (task["status"], task["error"]) == ("completed", None)
    work = owner.get(f"{V1}/projects/{task['result']['project_id']}/").body
    readme = [block for block in work["content"]["blocks"] if block["type"] == "readme"]
    assert [block["note"] for block in readme] == ([] if note is None else [note])
    assert all((says or "") in block["html"] for block in readme)


def test_what_was_stored_stays_and_only_what_is_fine_came_in(outcomes: Outcomes) -> None:
    assert len(outcomes.before) == 1
    kept = [work for work in outcomes.after if work["id"] == outcomes.before[0]["id"]]
    for work in (*kept, *outcomes.before):
        work.pop("user")  # has a face by now
    assert kept == outcomes.before
    assert len(outcomes.after) == 1 + 3 + 10  # repositories, and the ten of the playlist


def test_what_failed_comes_in_when_upstream_is_well_again(outcomes: Outcomes, owner: Visitor) -> None:
    for name in ("503", "30 s of silence", "an empty 200"):
        assert outcomes.tasks[name]["status"] == "failed"
        assert owner.imported(CASES[name].address)["status"] == "completed"


# --- half-way ---------------------------------------------------------------------------------------------------
HALF_WAY: dict[str, tuple[cast.Member, dict[str, Any], str]] = {
    "503": (cast.SLOW_KILN, {"kind": "status", "status": 503}, "YouTube has trouble right now."),
    "a cut": (cast.LOW_DARK_SKY, {"kind": "cut"}, BROKE_OFF),
    "HTML": (cast.SMALL_SERVERS, {"kind": "html"}, UNREADABLE),
}


@pytest.mark.usefixtures("outcomes")
def test_trouble_half_way_keeps_what_came_and_a_new_import_adds_the_rest(impatient: Stack) -> None:
    """One page of each list comes; then nothing more of it, however often it is asked for."""
    person = impatient.person()
    visitor = signed_in(impatient, person)
    for channel, fault, _ in HALF_WAY.values():
        impatient.sandbox.fault(host=DATA_API, path="/playlistItems$", query=channel.uploads_id, skip=1, **fault)
    begun = {name: visitor.post(IMPORT, {"url": channel.url}) for name, (channel, _, _) in HALF_WAY.items()}
    for name, (_, _, sentence) in HALF_WAY.items():
        task = visitor.followed(begun[name].body["job_id"])[-1]
        assert (task["status"], task["error"]["error"]) == ("failed", f"{sentence} {GAVE_UP}"), name
        assert task["counts"]["imported"] == 50
    assert len(visitor.projects(person.slug)) == 50 * len(HALF_WAY)
    impatient.sandbox.clear_faults()
    channel = cast.SMALL_SERVERS
    task = visitor.imported(channel.url)
    assert (task["counts"]["imported"], task["counts"]["already"]) == (channel.uploads - 50, 50)


# Last, for it closes YouTube until the next day.
@pytest.mark.usefixtures("outcomes")
def test_a_quota_used_up_half_way_keeps_what_came_and_says_when_it_goes_on(impatient: Stack, owner: Visitor) -> None:
    person = impatient.person()
    visitor = signed_in(impatient, person)
    impatient.sandbox.quota("pool", 10_000 - 5)
    task = visitor.imported(cast.RAIN_BARREL.url)
    assert task["status"] == "pending"
    assert (task["error"]["error_code"], task["error"]["verdict"]) == ("QUOTA_EXCEEDED", "waiting")
    assert task["error"]["error"] == (
        "Today's allowance of calls to YouTube is used up. The rest comes in by itself after midnight in California."
    )
    reset = _next_midnight_in_los_angeles()
    assert datetime.fromisoformat(task["next_try_at"]) == reset
    assert len(visitor.projects(person.slug)) == task["counts"]["imported"] > 0
    said = owner.post(RESOLVE, {"url": f"https://youtu.be/{video(30)}"})
    assert said.outcome == (429, "QUOTA_EXCEEDED")
    assert int(said.headers["Retry-After"]) == pytest.approx((reset - datetime.now(UTC)).total_seconds(), abs=30)
    assert said.body["detail"]["resets_at"] == reset.astimezone(ZoneInfo("America/Los_Angeles")).isoformat()


def _next_midnight_in_los_angeles() -> datetime:
    here = datetime.now(ZoneInfo("America/Los_Angeles")) + timedelta(days=1)
    return here.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _seconds_until(moment: str, since: datetime) -> int:
    return math.ceil((datetime.fromisoformat(moment) - since).total_seconds())
