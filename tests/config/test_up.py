"""`vitrine up`: one command that starts everything, and one signal that stops it."""

import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.process import ROOT, environment
from tests.support.sandbox import Sandbox
from tests.support.stack import Stack, made


def until(true: Callable[[], bool], *, within: float = 15.0) -> None:
    last = time.monotonic() + within
    while not true():
        assert time.monotonic() < last, true
        time.sleep(0.03)


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own loopback
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def parts(stack: Stack) -> list[psutil.Process]:
    assert stack.process is not None
    return psutil.Process(stack.process.pid).children(recursive=True)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def ask(house: Stack, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(house.home / "vitrine.sqlite3", timeout=20)) as database:
        return database.execute(sql).fetchall()


@pytest.fixture
def house(sandbox: Sandbox, tmp_path: Path) -> Iterator[Stack]:
    """One of this test's own, to be ill-treated."""
    own = made(tmp_path, sandbox)
    yield own
    if own.process is not None and own.process.poll() is None:
        own.stop()


def test_whoever_falls_comes_back_and_one_signal_stops_everybody(house: Stack) -> None:
    house.start()
    assert status(f"{house.url}/health") == 200
    before = parts(house)
    assert len(before) == 3
    for one in before:
        one.kill()
    until(lambda: len(set(parts(house)) - set(before)) == 3)
    assert status(f"{house.url}/health") == 200

    with pytest.raises(subprocess.CalledProcessError) as refused:
        house.vitrine("up", "--port", "0")
    assert refused.value.stderr.startswith("Vitrine runs already on ")

    everybody = parts(house)
    began = time.monotonic()
    assert house.stop() == 0
    assert time.monotonic() - began < 10
    assert not alive(everybody)
    assert "Traceback" not in house.log()


def test_the_demo_survives_a_kill_of_the_supervisor_which_nobody_outlives(house: Stack) -> None:
    house.arguments = ()
    house.start()
    everybody = parts(house)
    until(lambda: ask(house, "select 1 from work_job where state = 'processing'") != [])
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    until(lambda: not alive(everybody), within=5)
    unfinished = "select id from work_job where state in ('pending', 'processing')"
    assert ask(house, unfinished)

    house.start()
    until(lambda: not ask(house, unfinished), within=40)
    assert ask(house, "select distinct state from work_job") == [("completed",)]
    by_platform = (
        "select platform, count(*) from catalog_project join accounts_user on user_id = accounts_user.id"
        " where accounts_user.slug = 'wren' group by platform order by platform"
    )
    assert ask(house, by_platform) == [("github", 23), ("youtube", 184)]
    assert status(f"{house.url}/wren/") == 200


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "vitrine", "up", "--port", str(port)],
            cwd=ROOT,
            env=environment(VITRINE_HOME=str(tmp_path)),
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} is taken by another program.")
    assert len(ended.stderr.splitlines()) == 1


def test_the_stack_of_the_other_tests_answers(stack: Stack) -> None:
    somebody = stack.person(name="Somebody")
    assert status(f"{stack.url}/{somebody.slug}/") == 200
    assert status(f"{stack.url}/health/detailed") == 200
