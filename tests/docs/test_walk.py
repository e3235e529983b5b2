"""The walk through the API in docs/api.md, step by step as it stands there, against the whole product."""

import shutil
import subprocess

import pytest

from tests.docs.fences import ROOT, script
from tests.support.stack import Stack

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="the walk is made with curl, which is not here")


def walk(stack: Stack, email: str, password: str) -> "subprocess.CompletedProcess[str]":
    commands = script("docs/api.md")
    assert commands.count("call ") > 5
    return subprocess.run(
        ["sh", "-eu", "-c", commands],
        cwd=ROOT,
        env={**stack.env, "BASE": stack.url, "EMAIL": email, "PASSWORD": password},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_walk_through_the_api_works_as_it_is_written(stack: Stack) -> None:
    somebody = stack.person(name="Somebody")
    done = walk(stack, somebody.email, somebody.password)
    assert done.returncode == 0, done.stdout + done.stderr + stack.log()[-2000:]
    assert '"kind": "channel"' in done.stdout
    assert '"status": "completed"' in done.stdout
    assert '"imported": 10' in done.stdout
    assert "['title']\n[]\n" in done.stdout
    assert "idempotency-replayed: true" in done.stdout.lower()
