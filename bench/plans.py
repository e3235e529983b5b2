"""How the database answers what pages and imports ask: every statement of each read, its plan and how long it took.

    python -m bench.plans [--works 100000] [--others 2000] [--database postgresql://…] [--all]

Prints the plans of the reads that take longer than SLOW (with --all every one), and writes `bench/results/plans.json`
(`plans_postgresql.json`): milliseconds by read.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import databases, report

ROOT = Path(__file__).resolve().parent.parent
SLOW = 10.0  # milliseconds: beyond them something goes through what grows
HOW = (
    "What pages and imports ask of a database with one creator of very many works and a crowd of others: milliseconds"
    " of the whole read with all its statements, in one process that does nothing else; the least of five."
)
Statement = tuple[str, Any]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--works", type=int, default=2_000 if report.QUICK else 100_000)
    arguments.add_argument("--others", type=int, default=4 if report.QUICK else 2_000)
    arguments.add_argument("--database", default="")
    arguments.add_argument("--all", action="store_true")
    arguments.add_argument("--child", action="store_true")
    given = arguments.parse_args()
    if given.child:
        print(json.dumps(looked_at(given.works, given.others, everything=given.all)))
        return
    with databases.fresh(given.database) as own:
        env = {**databases.without_own(dict(os.environ)), **own}
        command = [sys.executable, "-m", "bench.plans", "--child", *sys.argv[1:]]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    *told, figures = done.stdout.splitlines()
    print("\n".join(told))
    report.write("plans_postgresql" if given.database else "plans", HOW, json.loads(figures))


def looked_at(works: int, others: int, *, everything: bool) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vitrine.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench import crowd
    from vitrine.accounts.models import User

    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        crowd.fill(works, others)
    told = {}
    for name, read in reads().items():
        statements = statements_of(read)
        took = 1000 * min(timed(read) for _ in range(5))
        told[name] = {"ms": round(took, 2), "statements": len(statements)}
        for sql, params in statements if everything or took > SLOW else []:
            print(f"--- {name} ({took:.2f} ms)\n{sql}\n{explain(connection, sql, params)}\n")
    return {"works": works, "others": others, **told}


def statements_of(read: Callable[[], object]) -> list[Statement]:
    from django.db import connection

    executed: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        executed.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        read()
    return [one for one in executed if one[0].lstrip().startswith(("SELECT", "(SELECT", "UPDATE"))]


def explain(connection: Any, sql: str, params: Any) -> str:
    """SQLite's words, or PostgreSQL's with the rows it really went through."""
    prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
    with connection.cursor() as cursor:
        cursor.execute(f"{prefix} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def timed(read: Callable[[], object]) -> float:
    began = time.perf_counter()
    read()
    return time.perf_counter() - began


def reads() -> dict[str, Callable[[], object]]:
    """Every read that pages and imports do over rows that grow, by name."""
    from bench.crowd import SLUG
    from vitrine.accounts.models import User
    from vitrine.catalog import actions as catalog
    from vitrine.catalog import queries as stored
    from vitrine.catalog.models import ContentSource, Project
    from vitrine.catalog.types import TermKind
    from vitrine.platforms.types import Ref
    from vitrine.portfolio import cursors, listing, queries
    from vitrine.portfolio.queries import Viewer
    from vitrine.portfolio.types import Filters

    owner, small = User.objects.get(slug=SLUG), User.objects.get(slug="maker-1")
    mine = Project.objects.filter(user=owner)
    half = mine.count() // 2
    middle, viewed = mine.order_by("-published_at", "-id")[half], mine.order_by("-views", "-id")[half]
    by_time, by_views = (
        str(cursors.by_time(middle.published_at, middle.pk)),
        str(cursors.by_views(viewed.views, viewed.pk)),
    )
    source = ContentSource.objects.get(user=owner, platform="github").pk
    channels = stored.source_ids(owner.pk, "youtube")
    page = list(mine.filter(type="video").order_by("-id")[:50])
    ids, urls, slugs = ([getattr(one, name) for one in page] for name in ("external_id", "external_url", "slug"))
    ref = Ref(platform="youtube", kind="video", id=middle.external_id, url=middle.external_url)

    def profile(filters: Filters, after: str = "", slug: str = SLUG, viewer: int | None = None) -> Callable[[], object]:
        return lambda: queries.profile(slug, filters, after, viewer=Viewer(viewer))

    def explore(filters: Filters, after: str = "") -> Callable[[], object]:
        return lambda: queries.explore(filters, after)

    return {
        "profile": profile(Filters()),
        "profile, half-way": profile(Filters(), by_time),
        "profile, own": profile(Filters(), viewer=owner.pk),
        "profile, views": profile(Filters(sort="views")),
        "profile, views, half-way": profile(Filters(sort="views"), by_views),
        "profile, type": profile(Filters(type="github_repo")),
        "profile, type and views": profile(Filters(type="github_repo", sort="views")),
        "profile, type they have not": profile(Filters(type="article")),
        "profile, platform they have not": profile(Filters(platform="rss")),
        "profile, source": profile(Filters(source=source)),
        "profile, source and views": profile(Filters(source=source, sort="views")),
        "profile, source they have not": profile(Filters(source=10**9)),
        "profile, tool": profile(Filters(tool="table-saw")),
        "profile, tool and views, half-way": profile(Filters(tool="table-saw", sort="views"), by_views),
        "profile, rare tool": profile(Filters(tool="rare")),
        "profile, tool nobody has": profile(Filters(tool="none-such")),
        "profile, small": profile(Filters(), slug=small.slug),
        "explore": explore(Filters()),
        "explore, half-way": explore(Filters(), by_time),
        "explore, views": explore(Filters(sort="views")),
        "explore, views, half-way": explore(Filters(sort="views"), by_views),
        "explore, type": explore(Filters(type="github_repo")),
        "explore, type nobody has": explore(Filters(type="article")),
        "explore, platform": explore(Filters(platform="github")),
        "explore, tool": explore(Filters(tool="table-saw")),
        "explore, tool and views": explore(Filters(tool="table-saw", sort="views")),
        "explore, rare tool": explore(Filters(tool="rare")),
        "explore, topic": explore(Filters(topic="data")),
        "explore, topic nobody has": explore(Filters(topic="none-such")),
        "explore, filters": lambda: [listing.labels_of_newest(kind) for kind in (TermKind.TOOL, TermKind.TOPIC)],
        "work": lambda: queries.work(SLUG, middle.slug),
        "work, own": lambda: queries.work(SLUG, middle.slug, viewer=Viewer(owner.pk)),
        "rooms": lambda: [queries._room(one) for one in queries._lively(3)],  # noqa: SLF001 - without its memory
        "newest with a picture": queries.newest_pictured,
        "ledger": lambda: queries.ledger(source, since=middle.updated_at - timedelta(days=1)),
        "import: what is held": lambda: stored.holdings(
            owner.pk, "youtube", sources=channels, external_ids=ids, urls=urls, slugs=slugs
        ),
        "import: one already here": lambda: stored.project_at(owner, ref),
        "import: counters of a page": lambda: catalog.recount(owner.pk),
        "api: all": lambda: listing.listed(stored.visible(None), Filters()),
        "api: of one": lambda: listing.listed(stored.works_of(SLUG, None), Filters()),
        "api: of one, tool": lambda: listing.listed(stored.works_of(SLUG, small), Filters(tool="react")),
        "api: of oneself": lambda: listing.listed(stored.works_of(SLUG, owner), Filters()),
    }


if __name__ == "__main__":
    main()
