"""`GET /projects/` with an API key, counted and limited, beside the same view for nobody, without key and limits.

Both come from servers started as `vitrine web` is, over one database, to visitors in another process on 16 keep-alive
connections, in turns. The second server has no limits (`BENCH_UNLIMITED`), so that what differs is finding out who
calls, counting the call and telling what is left.

    python -m bench.keyed_list [--works 20000] [--rounds 5] [--requests 600]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from typing import Any

from bench import databases, report
from bench.profile_page import ROOT, SETTINGS, _at, _django, _server

CONNECTIONS = 16
WARM = 40  # requests before a round counts
PATH = "/api/v1/projects/"
HOW = (
    "Two uvicorn servers as `vitrine web` starts them over one SQLite database, 16 keep-alive connections from another"
    " process, keyed and plain in turns; each ratio is of one round, and the median over the rounds is given. Plain:"
    " the same view for nobody, without limits."
)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--works", type=int, default=2_000 if report.QUICK else 20_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--requests", type=int, default=200 if report.QUICK else 600, help="a round and side")
    arguments.add_argument("--child", choices=("prepare",))
    given = arguments.parse_args()
    if given.child:
        print(json.dumps(_prepare(given.works)))
        return
    report.write("keyed_list", HOW, measure(given))


def measure(given: argparse.Namespace) -> dict[str, Any]:
    with databases.fresh("") as own:
        env = {**databases.without_own(dict(os.environ)), **own, **SETTINGS, "SANDBOX": "off"}
        command = [sys.executable, "-m", "bench.keyed_list", "--child", "prepare", "--works", str(given.works)]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
        key = json.loads(done.stdout.splitlines()[-1])["key"]
        with _server(env) as keyed, _server({**env, "BENCH_UNLIMITED": "1"}) as plain:
            rounds = _rounds({"keyed": (keyed, key), "plain": (plain, "")}, given)
    return {"works": given.works, "goal": "ratio 1.5 or less, p50 and p99", **_told(rounds)}


Round = dict[str, tuple[float, float]]


def _rounds(sides: dict[str, tuple[str, str]], given: argparse.Namespace) -> list[Round]:
    for address, key in sides.values():
        _visit(address, key, WARM)
    found = []
    for number in range(given.rounds):
        order = list(sides) if number % 2 else list(reversed(sides))
        took = {side: _visit(*sides[side], given.requests) for side in order}
        found.append({side: (_at(took[side], 0.50), _at(took[side], 0.99)) for side in sides})
    return found


def _visit(address: str, key: str, requests: int) -> list[float]:
    command = [sys.executable, "-m", "bench.visitors", address, PATH, "--connections", str(CONNECTIONS)]
    command += ["--requests", str(requests), *(["--key", key] if key else [])]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    took: list[float] = json.loads(done.stdout)
    return took


def _told(rounds: list[Round]) -> dict[str, Any]:
    return {
        name: {
            "keyed_ms": round(statistics.median(one["keyed"][index] for one in rounds), 2),
            "plain_ms": round(statistics.median(one["plain"][index] for one in rounds), 2),
            "ratio": report.spread([one["keyed"][index] / one["plain"][index] for one in rounds], 2),
        }
        for index, name in enumerate(("p50", "p99"))
    }


def _prepare(works: int) -> dict[str, str]:
    """Fill the database; a key of one of its people."""
    _django()
    from django.core.management import call_command

    from bench import crowd
    from vitrine.accounts.actions import create_key
    from vitrine.accounts.models import User

    call_command("migrate", verbosity=0)
    crowd.fill(works, 20)
    owner = User.objects.get(slug=crowd.SLUG)
    return {"key": create_key(owner, "bench", "READ_ONLY", custom_rate_limit=1_000_000)[1]}


if __name__ == "__main__":
    main()
