"""A profile page of 20 works out of 100,000, beside the same template filled from constants.

Both come from one server, started as `vitrine web` is, through the same middleware and session handling, to visitors in
another process on 8 keep-alive connections, in turns. Nothing is cached: each page is made anew from the rows.

    python -m bench.profile_page [--works 100000] [--others 200] [--rounds 5] [--requests 400]
                                 [--database postgresql://…]
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import databases, report

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"DJANGO_SETTINGS_MODULE": "bench.site.settings", "SANDBOX": "off"}
CONNECTIONS = 8
WARM = 40  # requests before a round counts
HOW = (
    "One uvicorn server as `vitrine web` starts it, 8 keep-alive connections from another process, page and constants"
    " in turns; each ratio is of one round, and the median over the rounds is given. Constants: the same template,"
    " server, middleware and session, with the context found once. Nothing is cached. Statements are counted within one"
    " request and include the session's."
)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--works", type=int, default=2_000 if report.QUICK else 100_000)
    arguments.add_argument("--others", type=int, default=4 if report.QUICK else 200, help="others, 50 works each")
    arguments.add_argument("--rounds", type=int, default=1 if report.QUICK else 5)
    arguments.add_argument("--requests", type=int, default=80 if report.QUICK else 400, help="a round and side")
    arguments.add_argument("--database", default="", help="a PostgreSQL server's URL; without it SQLite")
    arguments.add_argument("--child", choices=("prepare", "count"))
    given = arguments.parse_args()
    if given.child:
        print(json.dumps(_prepare(given.works, given.others) if given.child == "prepare" else _count()))
        return
    report.write("profile_page_postgresql" if given.database else "profile_page", HOW, measure(given))


def measure(given: argparse.Namespace) -> dict[str, Any]:
    with databases.fresh(given.database) as own:
        env = {**databases.without_own(dict(os.environ)), **own, **SETTINGS}
        prepared = _child(env, "prepare", "--works", str(given.works), "--others", str(given.others))
        uncached = {**env, "BENCH_UNCACHED": "1"}
        rows: dict[str, Any] = {}
        with _server(uncached) as address:
            for name, path in prepared["pages"].items():
                rows[name] = _compared(address, path, given)
            rows["newest, signed in"] = _compared(address, prepared["pages"]["newest"], given, prepared["cookie"])
        counted = _child(uncached, "count", "--works", str(given.works))
    return {
        "works": given.works,
        "statements": {who: {"measured": number, "goal": "6 or fewer"} for who, number in counted.items()},
        **rows,
    }


def _child(env: dict[str, str], what: str, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.profile_page", "--child", what, *more]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def _server(env: dict[str, str]) -> Iterator[str]:
    """The product's own web process; gives its `host:port`."""
    port = _free_port()
    command = [sys.executable, "-m", "vitrine", "web", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        try:
            _wait(port, process)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + 30
    while time.monotonic() < last and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


# --- visiting ----------------------------------------------------------------------------------------------------


def _compared(address: str, path: str, given: argparse.Namespace, cookie: str = "") -> dict[str, Any]:
    """Milliseconds of the page and of the constants, and their ratios round by round."""
    sides = {"page": path, "constants": f"/constants{path}"}
    for side in sides.values():
        _visit(address, side, WARM, cookie)
    rounds = []
    for number in range(given.rounds):
        order = list(sides) if number % 2 else list(reversed(sides))
        took = {side: _visit(address, sides[side], given.requests, cookie) for side in order}
        rounds.append({side: (_at(took[side], 0.50), _at(took[side], 0.99)) for side in sides})
    return {
        f"{name}_{what}": told
        for index, name in enumerate(("p50", "p99"))
        for what, told in _told(rounds, index).items()
    }


def _told(rounds: list[dict[str, tuple[float, float]]], index: int) -> dict[str, Any]:
    page, constants = ([one[side][index] for one in rounds] for side in ("page", "constants"))
    return {
        "page_ms": round(statistics.median(page), 2),
        "constants_ms": round(statistics.median(constants), 2),
        "ratio": {
            **report.spread([one / other for one, other in zip(page, constants, strict=True)], 2),
            "goal": "2 or less",
        },
    }


def _visit(address: str, path: str, requests: int, cookie: str) -> list[float]:
    command = [sys.executable, "-m", "bench.visitors", address, path, "--connections", str(CONNECTIONS)]
    command += ["--requests", str(requests), "--cookie", cookie]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    took: list[float] = json.loads(done.stdout)
    return took


def _at(took: list[float], part: float) -> float:
    """The `part` quantile, in milliseconds."""
    ordered = sorted(took)
    return 1000 * ordered[min(int(part * len(ordered)), len(ordered) - 1)]


# --- in a child: the database ------------------------------------------------------------------------------------


def _prepare(works: int, others: int) -> dict[str, Any]:
    """Fill the database; the addresses to visit, and a visitor's cookie."""
    _django()
    from django.conf import settings
    from django.core.management import call_command

    from bench import crowd

    call_command("migrate", verbosity=0)
    crowd.fill(works, others)
    return {"pages": _pages(works), "cookie": f"{settings.SESSION_COOKIE_NAME}={_signed_in()}"}


def _pages(works: int) -> dict[str, str]:
    from bench.crowd import SLUG
    from vitrine.catalog.models import ContentSource, Project
    from vitrine.portfolio import cursors

    mine = Project.objects.filter(user__slug=SLUG)
    deep = mine.order_by("-published_at", "-id")[works * 9 // 10]
    viewed = mine.order_by("-views", "-id")[works * 6 // 10]
    source = ContentSource.objects.filter(user__slug=SLUG, platform="github").values_list("id", flat=True).get()
    path = f"/{SLUG}/"
    return {
        "newest": path,
        "newest, nine tenths down": f"{path}?after={cursors.by_time(deep.published_at, deep.pk)}",
        "most viewed": f"{path}?sort=views",
        "most viewed, six tenths down": f"{path}?sort=views&after={cursors.by_views(viewed.views, viewed.pk)}",
        "of one tool": f"{path}?tool=table-saw",
        "of one type": f"{path}?type=github_repo",
        "of one source": f"{path}?source={source}",
    }


def _signed_in() -> str:
    """A session of another member."""
    from django.conf import settings
    from django.test import Client

    from vitrine.accounts.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(slug="maker-0"))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _count() -> dict[str, int]:
    """Statements within one request, by who looks."""
    _django()
    from django.test import Client

    from bench.crowd import SLUG
    from vitrine.accounts.models import User

    counted = {}
    for who, slug in (("nobody", ""), ("member", "maker-0"), ("owner", SLUG)):
        client = Client(SERVER_NAME="127.0.0.1")
        if slug:
            client.force_login(User.objects.get(slug=slug))
        counted[who] = _statements(client, f"/{SLUG}/")
    return counted


def _statements(client: Any, path: str) -> int:
    from django.db import connection

    executed: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        executed.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert client.get(path).status_code == 200
    return len(executed)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS["DJANGO_SETTINGS_MODULE"])
    import django

    django.setup()


if __name__ == "__main__":
    main()
