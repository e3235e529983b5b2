"""`vitrine import URL --user NAME`: what the page does when somebody pastes an address, with a bar to watch."""

import argparse
import sys
import threading
import time
import uuid
from datetime import timedelta

from vitrine.cli import start
from vitrine.lib import clock
from vitrine.lib.errors import ImportInProgressError, NotFoundError

HELP = {"import": "import what an address names onto somebody's page"}
COUNTS = ("10", "50", "all")
LOOK_EVERY = 0.2  # seconds
LATER = 3  # exit code: it goes on by itself, later
PATIENCE = timedelta(minutes=2)  # a pause that is worth watching
WIDTH = 30


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL")
    parser.add_argument("--user", required=True, metavar="NAME", help="whose page: the last part of its address")
    parser.add_argument("--count", choices=COUNTS, default="all", help="how many of a list, newest first")
    parser.add_argument("--private", action="store_true", help="for the owner's eyes only, for now")


def run(arguments: argparse.Namespace) -> int:
    """Exit codes: 0 imported, 1 failed or refused (with the sentence), 3 goes on by itself later."""
    if not start.ready():
        return 1
    from vitrine.accounts.models import User
    from vitrine.sync.actions import request_import, run_import
    from vitrine.sync.types import Count
    from vitrine.work import actions as work

    owner = User.objects.filter(slug=arguments.user.lower()).first()
    if owner is None:
        raise NotFoundError(f"There is nobody called {arguments.user}.")
    job_id: uuid.UUID | str
    count: Count = "all" if arguments.count == "all" else int(arguments.count)
    try:
        job_id = request_import(owner, arguments.url, count=count, is_private=arguments.private).job.pk
    except ImportInProgressError as running:
        job_id = running.detail["job_id"]
    # A worker may be quicker; whoever claims it runs it, and both watch the row.
    threading.Thread(target=work.run, args=[job_id, run_import], daemon=True).start()
    try:
        return _watch(job_id)
    except KeyboardInterrupt:
        work.shut_down()
        print("\nStopped watching. The import goes on in the background as soon as a worker is there.")
        raise


def _watch(job_id: uuid.UUID | str) -> int:
    from vitrine.work.models import Job
    from vitrine.work.types import State

    bar = Bar()
    while True:
        job = Job.objects.get(pk=job_id)
        bar.show(job.progress, job.total, job.message)
        if job.ended:
            bar.end()
            return _tell(job.state == State.COMPLETED, job.counts, job.error_sentence or job.message)
        if job.state == State.PENDING and job.run_after > clock.now() + PATIENCE:
            bar.end()
            print(f"{job.message} It goes on at {job.run_after:%H:%M} UTC.")
            return LATER
        time.sleep(LOOK_EVERY)


def _tell(done: bool, counts: dict[str, int], sentence: str) -> int:  # noqa: FBT001 - which of the two endings
    if not done:
        print(sentence or "Cancelled.", file=sys.stderr)
        return 1
    names = ("imported", "updated", "already", "skipped", "failed")
    told = ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name))
    print(told or "Nothing to import there.")
    return 0


class Bar:
    """A progress bar on a terminal; nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def show(self, done: int, total: int, message: str) -> None:
        if self._shown:
            full = WIDTH * done // total if total else 0
            text = f"[{'#' * full}{'.' * (WIDTH - full)}] {done}/{total or '?'} {message[:40]}"
            sys.stderr.write(f"\r\x1b[2K{text}")
            sys.stderr.flush()

    def end(self) -> None:
        if self._shown:
            sys.stderr.write("\n")
