"""A channel of 10,000 videos, imported from the sandbox through the whole pipeline, beside the floor.

The floor is the least work any program could do: the same pages fetched one after the other with a bare aiohttp loop,
parsed with json, and the same rows of all tables written with one bulk insert a table and page, over a raw connection.
With `--database` (any database of a PostgreSQL server, by a user who may make others) both sides write there.

    python -m bench.import_channel [--rounds 3] [--handle @tenthousand] [--database postgresql://…]
"""

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bench import databases, report
from bench.floor import PostgreSQL, SQLite, Store

ROOT = Path(__file__).resolve().parent.parent
PAGE = 50
HOW = (
    "Each round imports the channel in a fresh process into a fresh database, then runs the floor (bare aiohttp, one"
    " request after the other, json.loads, a bulk insert a table and page over the rows that the import wrote) against"
    " the same sandbox; the ratio is by round. Memory is the process's peak over its peak right before the import."
    " Statements count BEGIN and COMMIT; those of apply include its reads."
)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=1 if report.QUICK else 3)
    arguments.add_argument("--handle", default="@nadiokonlind" if report.QUICK else "@tenthousand")
    arguments.add_argument("--database", default="", help="a PostgreSQL server's URL; without it SQLite")
    arguments.add_argument("--child", action="store_true")
    given = arguments.parse_args()
    if given.child:
        print(json.dumps(imported(given.handle)))
        return
    with sandbox() as address:
        rounds = [one_round(address, given.handle, given.database) for _ in range(given.rounds)]
    report.write("import_channel_postgresql" if given.database else "import_channel", HOW, summary(rounds))


@contextmanager
def sandbox() -> Iterator[str]:
    """A sandbox process; gives its `host:port`."""
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().rpartition("//")[2].strip()
        process.terminate()


def one_round(address: str, handle: str, database: str) -> dict[str, Any]:
    request = urllib.request.Request(f"http://{address}/__sandbox/reset", method="POST")
    urllib.request.urlopen(request).close()  # noqa: S310 - our own loopback
    with databases.fresh(database) as own:
        env = {**databases.without_own(dict(os.environ)), **own, "SANDBOX": "on", "SANDBOX_ADDRESS": address}
        command = [sys.executable, "-m", "bench.import_channel", "--child", "--handle", handle]
        child = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
        ours: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
        floor = Floor(address, handle, store(own)).run()
    return {**ours, "floor_seconds": floor, "ratio": ours["seconds"] / floor}


def store(own: dict[str, str]) -> Store:
    if url := own.get("DATABASE_URL"):
        return PostgreSQL(url, PAGE)
    return SQLite(Path(own["VITRINE_HOME"]) / "vitrine.sqlite3", PAGE)


def imported(handle: str) -> dict[str, Any]:
    """In the child: a fresh database, one job, run to its end with every statement counted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vitrine.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from vitrine import enrich
    from vitrine.accounts.models import User
    from vitrine.sync.actions import request_import, run_import
    from vitrine.work import actions as work

    call_command("migrate", verbosity=0)
    user = User.objects.create_user("bench")
    job = request_import(user, handle).job
    enrich.enrich(enrich.Text(type="video", title="warm"))
    before, statements = peak(), Statements()
    began = time.perf_counter()
    with connection.execute_wrapper(statements):
        work.run(job.pk, run_import)
    seconds = time.perf_counter() - began
    job.refresh_from_db()
    assert job.state == "completed", job.error_sentence
    pages = -(-job.counts["imported"] // PAGE)
    return {
        "seconds": seconds,
        "videos": job.counts["imported"],
        "memory_mb": (peak() - before) / 1024,
        "units": units(),
        # COMMIT does not pass the wrapper: one more for each transaction that began.
        "apply_statements": statements.apply / pages,
        "all_statements": (statements.all + statements.begun) / pages,
    }


class Statements:
    """Counts what the importing thread executes. The heartbeat has a thread and a connection of its own: every 20 s
    one statement, and a look at whether to stop every half second."""

    def __init__(self) -> None:
        self.all = self.apply = self.begun = 0
        self._begins = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        self.all += 1
        if sql.startswith("BEGIN"):
            self.begun += 1
            self._begins = True
        elif context["connection"].in_atomic_block and "youtube_api_calls" not in sql:
            self.apply += 1 + 2 * self._begins  # with the first, BEGIN itself and its COMMIT
            self._begins = False
        else:
            self.apply += " UNION " in sql or 'FROM "catalog_sourceitem"' in sql
            self._begins = False
        return execute(sql, params, many, context)


def units() -> int:
    from django.db.models import Sum

    from vitrine.quota.models import Bucket

    return int(Bucket.objects.aggregate(total=Sum("used"))["total"])


def peak() -> int:
    """Kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Floor:
    """The same requests and the same rows with nothing around them."""

    def __init__(self, address: str, handle: str, written: Store) -> None:
        self._address = address
        self._handle = handle
        self._store = written

    def run(self) -> float:
        """Seconds."""
        began = time.perf_counter()
        asyncio.run(self._fetch_and_write())
        seconds = time.perf_counter() - began
        self._store.close()
        return seconds

    async def _fetch_and_write(self) -> None:
        async with aiohttp.ClientSession() as session:
            found = await self._get(session, "channels", part="snippet,contentDetails", forHandle=self._handle)
            uploads = found["items"][0]["contentDetails"]["relatedPlaylists"]["uploads"]
            parts = "snippet,contentDetails,status"
            details = "snippet,contentDetails,statistics,status,liveStreamingDetails,player"
            more: dict[str, str] = {}
            for page in self._store.pages:
                listed = await self._get(
                    session, "playlistItems", part=parts, playlistId=uploads, maxResults=str(PAGE), **more
                )
                ids = ",".join(item["contentDetails"]["videoId"] for item in listed["items"])
                await self._get(session, "videos", part=details, id=ids)
                self._store.write(page)
                more = {"pageToken": listed.get("nextPageToken", "")}

    async def _get(self, session: aiohttp.ClientSession, what: str, **params: str) -> Any:
        url = f"http://{self._address}/youtube/v3/{what}"
        headers = {"Host": "www.googleapis.com", "X-Goog-Api-Key": "floor"}
        async with session.get(url, params=params, headers=headers) as answer:
            return json.loads(await answer.read())


def summary(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    first = rounds[0]
    return {
        "videos": first["videos"],
        "units": {"measured": first["units"], "goal": "401 or fewer for 10,000"},
        "videos_a_second": report.spread([one["videos"] / one["seconds"] for one in rounds], 1),
        "seconds": report.spread([one["seconds"] for one in rounds]),
        "floor_seconds": report.spread([one["floor_seconds"] for one in rounds]),
        "ratio_to_floor": {**report.spread([one["ratio"] for one in rounds]), "goal": "2.5 or less"},
        "memory_over_idle_mb": {**report.spread([one["memory_mb"] for one in rounds], 1), "goal": "under 300"},
        "statements_a_page_in_apply": {"measured": round(first["apply_statements"], 2), "goal": "12 or fewer"},
        "statements_a_page_in_all": {"measured": round(first["all_statements"], 2), "goal": "24 or fewer"},
    }


if __name__ == "__main__":
    main()
