"""`vitrine import`: the command line goes the way of the page."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from sandbox import cast
from tests.support.process import ROOT
from tests.support.sandbox import Sandbox
from tests.support.stack import Stack, made

pytestmark = pytest.mark.xdist_group("stack")

VIDEO = f"https://youtu.be/{cast.PLAIN_VIDEO}"


def import_(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vitrine", "import", *arguments]
    return subprocess.run(command, cwd=ROOT, env=stack.env, capture_output=True, text=True, timeout=60, check=False)


def test_an_address_comes_onto_the_page_once(stack: Stack) -> None:
    somebody = stack.person()
    done = import_(stack, VIDEO, "--user", somebody.slug)
    assert (done.returncode, done.stdout) == (0, "1 imported\n")
    assert "Nothing is the matter with this one: 1 of 1\n" in done.stderr
    again = import_(stack, VIDEO, "--user", somebody.slug)
    assert (again.returncode, again.stdout) == (2, "")
    assert "is on your page already" in again.stderr


def test_what_cannot_be_imported_is_a_sentence(stack: Stack) -> None:
    somebody = stack.person()
    gone = import_(stack, f"https://youtu.be/{cast.DELETED_VIDEO}", "--user", somebody.slug)
    assert gone.returncode == 1
    assert gone.stderr.endswith("YouTube has no such video: it was deleted, is private, or never was.\n")
    refused = import_(stack, cast.SPECIMENS.url, "--user", "nobody-at-all")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "There is nobody called nobody-at-all.\n"


def test_a_terminal_gets_a_bar_and_a_list_is_cut_and_private_as_asked(stack: Stack) -> None:
    somebody = stack.person()
    ours, theirs = pty.openpty()
    arguments = ("@hallowaybench", "--user", somebody.slug.upper(), "--count", "10", "--private")
    command = [sys.executable, "-m", "vitrine", "import", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=stack.env, stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=60, check=False
    )
    drawn = os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, "10 imported\n")
    assert f"[{'#' * 30}] 10/10 Halloway Bench" in drawn
    private = f"Project.objects.filter(user__slug={somebody.slug!r}, is_private=True).count()"
    assert stack.shell(f"from vitrine.catalog.models import Project\nanswer = {private}") == 10


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, sandbox_process: Sandbox) -> Iterator[Stack]:
    """A home where no worker runs."""
    home = made(tmp_path_factory.mktemp("alone"), sandbox_process, JOB_BACKOFF="0.1")
    home.manage("migrate", "-v", "0")
    yield home
    if home._shell:
        home._shell.communicate()


def test_without_a_worker_it_does_the_work_itself_and_tries_again(alone: Stack, sandbox: Sandbox) -> None:
    somebody = alone.person()
    sandbox.fault("status", host="www.googleapis.com", path="/videos$", status=503, times=3)  # one attempt's worth
    done = import_(alone, VIDEO, "--user", somebody.slug)
    assert (done.returncode, done.stdout) == (0, "1 imported\n"), done.stderr
    assert "YouTube has trouble right now. We try again by ourselves.: 0 of 1\n" in done.stderr


def test_who_interrupts_it_leaves_the_job_for_a_worker(alone: Stack, sandbox: Sandbox) -> None:
    somebody = alone.person()
    sandbox.fault("stall", host="www.googleapis.com", path="/videos$", seconds=30)
    command = [sys.executable, "-m", "vitrine", "import", VIDEO, "--user", somebody.slug]
    running = subprocess.Popen(command, cwd=ROOT, env=alone.env, stdout=subprocess.PIPE, text=True)
    mine = f"Job.objects.filter(owner__slug={somebody.slug!r})"
    job = f"from vitrine.work.models import Job\nanswer = [one.state for one in {mine}]"
    last = time.monotonic() + 30
    while alone.shell(job) != ["processing"]:
        assert time.monotonic() < last
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "Stopped watching." in said
    assert alone.shell(job) == ["pending"]
