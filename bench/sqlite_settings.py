"""What the settings of SQLite are worth: four processes that write at once, five seconds for each choice.

    python -m bench.sqlite_settings [--seconds 5]

Each transaction reads a row and writes it back and adds another, as the job queue does. Only sqlite3, no Django.
"""

import argparse
import multiprocessing
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench import report

WRITERS = 4
HOW = (
    "Four processes write to one file for some seconds: read a row, write it back, add another. Each choice on a fresh "
    "file; `locked` counts transactions refused with “database is locked”."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """`begin` is how a transaction opens, `timeout` how long it waits for the others, in seconds."""

    name: str
    journal: str
    synchronous: str
    begin: str
    timeout: float


CHOICES = (
    Choice("django_defaults", "delete", "full", "BEGIN DEFERRED", 5),
    Choice("wal", "wal", "full", "BEGIN DEFERRED", 5),
    Choice("wal_immediate", "wal", "full", "BEGIN IMMEDIATE", 5),
    Choice("wal_immediate_normal", "wal", "normal", "BEGIN IMMEDIATE", 20),
)


def opened(path: Path, choice: Choice) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=choice.timeout)
    database.execute(f"PRAGMA journal_mode={choice.journal}")
    database.execute(f"PRAGMA synchronous={choice.synchronous}")
    return database


def write(path: Path, choice: Choice, number: int, ends: float) -> tuple[int, int]:
    """(transactions done, transactions refused) until `ends`."""
    database, done, locked = opened(path, choice), 0, 0
    while time.time() < ends:
        try:
            database.execute(choice.begin)
            (count,) = database.execute("SELECT count FROM job WHERE id = ?", [number]).fetchone()
            database.execute("UPDATE job SET count = ? WHERE id = ?", [count + 1, number])
            database.execute("INSERT INTO line (job, count) VALUES (?, ?)", [number, count])
            database.execute("COMMIT")
            done += 1
        except sqlite3.OperationalError:
            locked += 1
            if database.in_transaction:
                database.execute("ROLLBACK")
    database.close()
    return done, locked


def measured(choice: Choice, seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite3"
        database = opened(path, choice)
        database.executescript("CREATE TABLE job (id INTEGER PRIMARY KEY, count INT); CREATE TABLE line (job, count);")
        database.executemany("INSERT INTO job VALUES (?, 0)", [[number] for number in range(WRITERS)])
        database.close()
        ends = time.time() + seconds
        with multiprocessing.Pool(WRITERS) as pool:
            told = pool.starmap(write, [(path, choice, number, ends) for number in range(WRITERS)])
    return {
        "transactions_a_second": round(sum(done for done, _ in told) / seconds),
        "locked": sum(locked for _, locked in told),
    }


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=0.3 if report.QUICK else 5.0)
    seconds = arguments.parse_args().seconds
    report.write("sqlite_settings", HOW, {choice.name: measured(choice, seconds) for choice in CHOICES})


if __name__ == "__main__":
    main()
