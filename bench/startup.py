"""The whole product on an idle machine: how soon it answers, and what it takes while nobody asks for anything.

    python -m bench.startup [--starts 3] [--idle 30]

The first start makes the database and imports the demo; the ones that are measured find both there, as every later
`make run` does.
"""

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil

from bench import databases, report

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 120.0  # seconds for a first start with its demo
SETTLING = 5.0 if not report.QUICK else 1.0  # seconds after which a start is over
HOW = (
    "`vitrine up` with the sandbox and the demo, on a data folder that was started once before: seconds from the"
    " command to the first answer of /health; then, with nobody asking, processor time of all its processes over the"
    " idle seconds, and the sum of their proportional set sizes (PSS: shared memory is counted once)."
)
ADDRESS = re.compile(r"Vitrine is at (http://\S+)")
UNDER_WAY = "SELECT COUNT(*) FROM work_job WHERE state IN ('pending', 'running')"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--starts", type=int, default=1 if report.QUICK else 3)
    arguments.add_argument("--idle", type=float, default=5.0 if report.QUICK else 30.0)
    given = arguments.parse_args()
    with databases.fresh() as own:
        env = {**databases.without_own(dict(os.environ)), **own}
        with running(env):
            furnished(Path(own["VITRINE_HOME"]))
        starts = [start(env, given.idle) for _ in range(given.starts)]
    report.write("startup", HOW, summary(starts, given.idle))


def start(env: dict[str, str], idle: float) -> dict[str, Any]:
    """Seconds to the first answer, percent of a core, megabytes, number of processes."""
    began = time.perf_counter()
    with running(env) as process:
        seconds = time.perf_counter() - began
        time.sleep(SETTLING)
        parts = [process, *process.children(recursive=True)]
        before, since = processor_time(parts), time.perf_counter()
        time.sleep(idle)
        percent = 100 * (processor_time(parts) - before) / (time.perf_counter() - since)
        megabytes = sum(part.memory_full_info().pss for part in parts) / 2**20
    return {"seconds": seconds, "percent": percent, "megabytes": megabytes, "processes": len(parts)}


@contextmanager
def running(env: dict[str, str]) -> Iterator[psutil.Process]:
    """`vitrine up`, from when /health answers."""
    command = [sys.executable, "-m", "vitrine", "up", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            told = (ADDRESS.search(line) for line in process.stdout)
            address = next(found[1] for found in told if found)
            answered(f"{address}/health")
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.communicate()


def answered(url: str) -> None:
    last = time.monotonic() + LONGEST
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own loopback
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.01)
        else:
            return


def furnished(home: Path) -> None:
    """Wait until the demo's imports have ended."""
    last = time.monotonic() + LONGEST
    time.sleep(1)
    with closing(sqlite3.connect(home / "vitrine.sqlite3")) as database:
        while database.execute(UNDER_WAY).fetchone()[0]:
            assert time.monotonic() < last, "the demo's imports do not end"
            time.sleep(0.2)


def processor_time(parts: list[psutil.Process]) -> float:
    """Seconds of processor that they have used, in user and kernel mode."""
    return sum(times.user + times.system for times in (part.cpu_times() for part in parts))


def summary(starts: list[dict[str, Any]], idle: float) -> dict[str, Any]:
    def told(name: str, digits: int = 2) -> dict[str, float]:
        return report.spread([one[name] for one in starts], digits)

    return {
        "seconds_to_first_answer": {**told("seconds"), "goal": "under 6"},
        "idle_percent_of_a_core": {**told("percent"), "goal": "under 1.5"},
        "pss_mb": {**told("megabytes", 1), "goal": "under 450"},
        "processes": starts[0]["processes"],
        "idle_seconds": idle,
    }


if __name__ == "__main__":
    main()
