"""The whole product as a visitor meets it: `vitrine up` in a folder of its own, with the session's sandbox behind it.

    def test_something(stack: Stack) -> None:
        urllib.request.urlopen(stack.url + "/health")

One for each test process; it starts in a second or two, on an empty database without the demo. Tests share it, so each
makes its own user (`stack.person`). In-process reads of the database do not see it: look through HTTP or `manage`.
"""

import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.support.process import ROOT, environment, stopped
from tests.support.sandbox import Sandbox

START = 60.0  # seconds, on a machine that has other things to do


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in, and an address of theirs."""

    slug: str
    email: str
    password: str


@dataclass(slots=True)
class Stack:
    """`url` has no trailing slash. `env` is what every command of this home needs. `process` is the supervisor."""

    home: Path
    sandbox: Sandbox
    env: dict[str, str]
    url: str = ""
    process: "subprocess.Popen[str] | None" = None
    arguments: tuple[str, ...] = ("--no-demo",)
    _shell: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        """Until it has told its address; the answer to the first request may wait for the web process a little."""
        with (self.home / "log.txt").open("a") as log:
            command = [sys.executable, "-m", "vitrine", "up", "--port", str(free_port()), *self.arguments]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("Vitrine is at "):
                self.url = line.removeprefix("Vitrine is at ").strip()
            if line.startswith("Stop with"):
                return
        raise AssertionError(f"vitrine up ended before it began:\n{self.log()}")

    def stop(self) -> int:
        """SIGTERM; answers the exit code."""
        assert self.process is not None
        if self._shell is not None:
            self._shell.communicate()
            self._shell = None
        code = stopped(self.process)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def log(self) -> str:
        return (self.home / "log.txt").read_text(encoding="utf-8")

    def manage(self, *arguments: str) -> str:
        """What `manage.py` says; raises CalledProcessError with its output when it fails."""
        return self.command("manage.py", *arguments)

    def vitrine(self, *arguments: str) -> str:
        return self.command("-m", "vitrine", *arguments)

    def command(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def shell(self, python: str) -> Any:
        """Run Python with Django loaded, on this home's database; answers what it assigns to `answer`, through JSON."""
        if self._shell is None:
            command = [sys.executable, "-m", "tests.support.shell"]
            self._shell = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(json.dumps(python) + "\n")
        self._shell.stdin.flush()
        answer, error = json.loads(self._shell.stdout.readline())
        assert error is None, error
        return answer

    def person(self, **fields: Any) -> Person:
        """Somebody new, who can sign in."""
        name = f"p{uuid.uuid4().hex[:10]}"
        somebody = Person(name, f"{name}@example.org", "correct horse battery")
        self.shell(
            "from vitrine.accounts.models import User\n"
            f"answer = User.objects.create_user({somebody.slug!r}, {somebody.email!r}, {somebody.password!r},"
            f" **{fields!r}).pk"
        )
        return somebody


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def made(home: Path, sandbox: Sandbox, **settings: str) -> Stack:
    """A stack that has not been started. `settings` are added to its environment."""
    quick = {
        "VITRINE_HOME": str(home),
        "DATABASE_URL": "",  # the embedded size, whatever the tests themselves run on
        "REDIS_URL": "",
        "SANDBOX_ADDRESS": f"127.0.0.1:{sandbox.port}",
        "JOB_SWEEP": "1",
        "JOB_BACKOFF": "0.2",
        "HTTP_CONNECT_TIMEOUT": "3",
        "HTTP_READ_TIMEOUT": "10",
        "HTTP_TOTAL_TIMEOUT": "30",
        "WEB_THREADS": "4",
        "LOG_LEVEL": "INFO",
    }
    return Stack(home, sandbox, environment(**{**quick, **settings}))


@pytest.fixture(scope="session")
def running_stack(sandbox_process: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    database = _own_database()
    services = {"DATABASE_URL": database, "REDIS_URL": os.environ.get("REDIS_URL", "")} if database else {}
    stack = made(tmp_path_factory.mktemp("stack"), sandbox_process, **services)
    stack.start()
    yield stack
    stack.stop()
    if database:
        _drop(database)


@pytest.fixture
def stack(running_stack: Stack, sandbox: Sandbox) -> Stack:
    """The whole product, over a sandbox that is as new."""
    return running_stack


def _own_database() -> str:
    """A new database on the server of DATABASE_URL; empty where the tests run on SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        return ""
    name = f"vitrine_stack_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _drop(database: str) -> None:
    name = urlsplit(database).path.strip("/")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
