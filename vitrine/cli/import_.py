"""`vitrine import URL --user NAME`: what the page does when somebody pastes an address, with a bar to watch.

The job is a row like any other: whoever claims it first runs it, a worker or this process, and this process watches.
"""

import argparse
import sys
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from vitrine.cli import start
from vitrine.lib import clock
from vitrine.lib.errors import ImportInProgressError, NotFoundError, VitrineError

if TYPE_CHECKING:
    from vitrine.work.models import Job

HELP = {"import": "import what an address names onto somebody's page"}
COUNTS = ("10", "50", "all")
DONE, FAILED, REFUSED, LATER = 0, 1, 2, 3  # exit codes; 130 when it is interrupted
LOOK_EVERY = 0.2  # seconds
HAND_BACK = 10  # seconds that an interrupted job has to go back to the queue
PATIENCE = timedelta(minutes=2)  # a pause that is worth watching
WIDTH = 30
COUNTED = ("imported", "updated", "already", "skipped", "failed")


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL")
    parser.add_argument("--user", required=True, metavar="NAME", help="whose page: the last part of its address")
    parser.add_argument("--count", choices=COUNTS, default="all", help="how many of a list, newest first")
    parser.add_argument("--private", action="store_true", help="for the owner's eyes only, for now")


def run(arguments: argparse.Namespace) -> int:
    """Exit codes: 0 imported; 1 failed, 2 refused (nothing was begun), each with its sentence on the standard error;
    3 goes on by itself later; 130 interrupted, and then a worker goes on with it.
    """
    if not start.ready():
        return FAILED
    try:
        job_id = _asked(arguments)
    except VitrineError as error:
        print(error.sentence, file=sys.stderr)
        return REFUSED
    return carry(job_id)


def carry(job_id: str) -> int:
    """Run the import here, unless a worker is quicker, and show how it does; the exit code."""
    hand = Hand(job_id)
    try:
        return _watch(job_id, hand, Bar() if sys.stderr.isatty() else Lines())
    except KeyboardInterrupt:
        hand.let_go()
        print("\nStopped watching. The import goes on in the background as soon as a worker is there.")
        raise


def _asked(arguments: argparse.Namespace) -> str:
    """The id of the job, new or under way."""
    from vitrine.accounts.models import User
    from vitrine.sync.actions import request_import
    from vitrine.sync.types import Count

    owner = User.objects.filter(slug=arguments.user.lower()).first()
    if owner is None:
        raise NotFoundError(f"There is nobody called {arguments.user}.")
    count: Count = "all" if arguments.count == "all" else int(arguments.count)
    try:
        return str(request_import(owner, arguments.url, count=count, is_private=arguments.private).job.pk)
    except ImportInProgressError as running:
        return str(running.detail["job_id"])


class Hand:
    """Runs the job in this process whenever it is due and no worker was quicker."""

    def __init__(self, job_id: str) -> None:
        self._job_id = job_id
        self._thread: threading.Thread | None = None

    def take(self) -> None:
        from vitrine.sync.actions import run_import
        from vitrine.work import actions as work

        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=work.run, args=[self._job_id, run_import], daemon=True)
            self._thread.start()

    def let_go(self) -> None:
        """Give the job back, if it is here."""
        from vitrine.work import actions as work

        work.shut_down()
        if self._thread:
            self._thread.join(HAND_BACK)


def _watch(job_id: str, hand: Hand, shown: "Bar | Lines") -> int:
    from vitrine.work.models import Job
    from vitrine.work.types import State

    while True:
        job = Job.objects.get(pk=job_id)
        shown.show(job.progress, job.total, job.message)
        if job.ended:
            shown.end()
            return _tell(job)
        now = clock.now()
        if job.state == State.PENDING and job.run_after <= now:
            hand.take()
        elif job.state == State.PENDING and job.run_after > now + PATIENCE:
            shown.end()
            print(f"{job.message} It goes on at {job.run_after:%H:%M} UTC.")
            return LATER
        time.sleep(LOOK_EVERY)


def _tell(job: "Job") -> int:
    from vitrine.work.types import State

    if job.state != State.COMPLETED:
        print(job.error_sentence or "It was stopped.", file=sys.stderr)
        return FAILED
    told = ", ".join(f"{job.counts[name]} {name}" for name in COUNTED if job.counts.get(name))
    print(told or "Nothing to import there.")
    return DONE


class Bar:
    """A progress bar, for a terminal."""

    def show(self, done: int, total: int, message: str) -> None:
        full = WIDTH * done // total if total else 0
        text = f"[{'#' * full}{'.' * (WIDTH - full)}] {done}/{total or '?'} {message[:40]}"
        print(f"\r\x1b[2K{text}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        print(file=sys.stderr)


class Lines:
    """A line whenever there is something new to say, for everything else: ten for a long list, not a thousand."""

    def __init__(self) -> None:
        self._said = ("", -1)

    def show(self, done: int, total: int, message: str) -> None:
        now = (message, done * 10 // total if total else 0)
        if message and now != self._said:
            self._said = now
            print(f"{message}: {done} of {total or '?'}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Nothing is left standing on the line."""
