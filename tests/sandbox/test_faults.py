"""Faults by request: each kind does on the wire what it says, to whom it says, as often as it says."""

import http.client
import json
import time

import pytest

from sandbox import cast
from tests.sandbox.ask import API, SITE, api, ask
from tests.support.sandbox import Sandbox

PATH = f"/youtube/v3/videos?part=snippet&id={cast.PLAIN_VIDEO}&key=good"


def test_a_status_says_what_google_would_say(sandbox: Sandbox) -> None:
    sandbox.fault("status", status=503, retry_after=7, times=1)
    answer = ask(sandbox, API, PATH)
    assert (answer.status, answer.reason(), answer.headers["retry-after"]) == (503, "backendError", "7")
    assert ask(sandbox, API, PATH).status == 200


def test_a_status_may_have_a_body_of_its_own(sandbox: Sandbox) -> None:
    sandbox.fault("status", status=429, body={"error": {"code": 429}})
    answer = ask(sandbox, API, PATH)
    assert (answer.status, answer.json()) == (429, {"error": {"code": 429}})
    assert "retry-after" not in answer.headers


def test_a_site_that_fails_says_so_in_html(sandbox: Sandbox) -> None:
    sandbox.fault("status", host=SITE, status=500)
    answer = ask(sandbox, SITE, "/@hallowaybench")
    assert (answer.status, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert ask(sandbox, API, PATH).status == 200  # the other host is well


def test_a_cut_answer_promises_more_than_it_sends(sandbox: Sandbox) -> None:
    whole = ask(sandbox, API, PATH).body
    sandbox.fault("cut")
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(sandbox, API, PATH)
    assert len(cut.value.partial) == len(whole) // 2
    assert cut.value.expected == len(whole) - len(whole) // 2


def test_a_closed_connection_answers_nothing_and_costs_nothing(sandbox: Sandbox) -> None:
    sandbox.fault("close")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        ask(sandbox, API, PATH)
    (row,) = sandbox.log()
    assert (row["status"], row["fault"]) == (0, "close")
    assert sandbox.usage()["pool"] == 0


def test_a_stall_is_silence_and_then_the_answer(sandbox: Sandbox) -> None:
    sandbox.fault("stall", seconds=0.3)
    began = time.monotonic()
    assert ask(sandbox, API, PATH).status == 200
    assert time.monotonic() - began >= 0.3
    sandbox.clear_faults()
    sandbox.fault("stall", seconds=30, times=1)
    with pytest.raises(TimeoutError):
        ask(sandbox, API, PATH, timeout=0.2)
    assert ask(sandbox, API, PATH).status == 200  # others are not held up


def test_an_empty_answer_is_200_and_nothing(sandbox: Sandbox) -> None:
    sandbox.fault("empty")
    answer = ask(sandbox, API, PATH)
    assert (answer.status, answer.body) == (200, b"")


def test_html_comes_where_json_was_promised(sandbox: Sandbox) -> None:
    sandbox.fault("html")
    answer = ask(sandbox, API, PATH)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()


def test_invalid_utf8_is_json_but_for_two_bytes(sandbox: Sandbox) -> None:
    sandbox.fault("invalid_utf8")
    answer = ask(sandbox, API, PATH)
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode()
    assert json.loads(answer.body.decode(errors="replace"))["items"]


def test_truncated_json_tells_its_length_truly(sandbox: Sandbox) -> None:
    sandbox.fault("truncate_json")
    answer = ask(sandbox, API, PATH)
    assert int(answer.headers["content-length"]) == len(answer.body)
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_fault_meets_by_path_and_query(sandbox: Sandbox) -> None:
    sandbox.fault("status", status=500, path=r"/videos$", query=cast.LIVE_VIDEO)
    assert ask(sandbox, API, PATH).status == 200
    assert api(sandbox, "videos", part="id", id=cast.LIVE_VIDEO).status == 500
    assert api(sandbox, "channels", part="id", id=cast.LIVE_VIDEO).status == 200


def test_some_pass_first_and_then_so_many_are_hit(sandbox: Sandbox) -> None:
    sandbox.fault("status", status=500, skip=2, times=2)
    assert [ask(sandbox, API, PATH).status for _ in range(6)] == [200, 200, 500, 500, 200, 200]


def test_chance_is_the_same_chance_every_time(sandbox: Sandbox) -> None:
    def throws() -> list[int]:
        sandbox.reset()
        sandbox.fault("status", status=500, probability=0.5)
        return [ask(sandbox, API, PATH).status for _ in range(20)]

    first = throws()
    assert set(first) == {200, 500}
    assert throws() == first


def test_who_is_hit_pays_all_the_same(sandbox: Sandbox) -> None:
    sandbox.fault("status", status=500)
    ask(sandbox, API, PATH)
    assert sandbox.usage()["pool"] == 1
    (row,) = sandbox.log("videos.list")
    assert (row["status"], row["fault"], row["units"]) == (500, "status", 1)


@pytest.mark.parametrize("fault", [{"kind": "fire"}, {"kind": "status", "path": "("}, {"kind": "status", "tims": 2}])
def test_a_fault_that_makes_no_sense_is_refused(sandbox: Sandbox, fault: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="error"):
        sandbox.fault(**fault)  # type: ignore[arg-type]  # by name, as a test gives them
    assert ask(sandbox, API, PATH).status == 200
