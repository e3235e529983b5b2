"""`make fuzz`: schemathesis asks everything the OpenAPI document allows, and much that it does not.

    python -m tests.fuzz [--cases 20000] [--seed 1]

As an owner, a stranger, nobody and staff, each by a key with a limit of its own, over HTTP against the product as it
is, with the sandbox behind it. Fails on a 5xx, on an answer that is not as the document says, on a word of what is the
owner's alone in an answer to the stranger or to nobody, and when one call in a hundred or more was told to wait.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz_checks import MARK, NAME, READY
from tests.support import environment
from tests.support.process import ROOT, stopped
from tests.support.sandbox import Sandbox
from tests.support.stack import free_port

if TYPE_CHECKING:  # Django is not set up when this module is read
    from vitrine.accounts.models import User

MANY = 1_000_000  # calls a minute
MOST_WAITING = 0.01  # of all calls
CHECKS = (NAME, "not_a_server_error", "content_type_conformance", "response_schema_conformance")
LOOSE = {
    "LIMIT_RESOLVE_USER": str(MANY),
    "LIMIT_RESOLVE_ANONYMOUS": str(MANY),
    "LIMIT_READS_ANONYMOUS": str(MANY),
    "LIMIT_YOUTUBE_IMPORTS": str(MANY),
    "LIMIT_YOUTUBE_CHANNELS": str(MANY),
    "LIMIT_GITHUB_IMPORTS": str(MANY),
    "LIMIT_GITHUB_LISTS": str(MANY),
    "HTTP_TOTAL_TIMEOUT": "6",
}


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cases", type=int, default=20_000, help="at least so many, all callers together")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    environment.isolate()
    sandbox = Sandbox()
    try:
        return _with(sandbox, given)
    finally:
        sandbox.stop()


def _with(sandbox: Sandbox, given: argparse.Namespace) -> int:
    os.environ.update(LOOSE, SANDBOX_ADDRESS=f"127.0.0.1:{sandbox.port}", LOG_LEVEL="ERROR")
    keys, operations = _people()
    port = free_port()
    web = subprocess.Popen([sys.executable, "-m", "vitrine", "web", "--port", str(port)], cwd=ROOT)
    try:
        _wait(port, web)
        return _all(f"http://127.0.0.1:{port}", keys, operations, given)
    finally:
        stopped(web)


def _people() -> tuple[dict[str, str], int]:
    """{caller: key}, and how many operations there are. Migrates, and gives the owner works that are theirs alone."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vitrine.config.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    from vitrine.accounts.actions import create_key
    from vitrine.accounts.models import ApiKey, User
    from vitrine.api.app import api

    callers = {"owner": "DOWNLOAD", "stranger": "DOWNLOAD", "staff": "ADMIN"}
    keys = {}
    for name, permission in callers.items():
        user = User.objects.create_user(name, f"{name}@example.org")
        key, keys[name] = create_key(user, f"{MARK} of {name}", permission, custom_rate_limit=MANY)
        ApiKey.objects.filter(pk=key.pk).update(id=key.pk + 10**12)  # where no guess takes away what asks
    _works(User.objects.get(slug="owner"))
    connection.close()
    return {**keys, "nobody": ""}, sum(len(item) for item in api.get_openapi_schema()["paths"].values())


def _works(owner: "User") -> None:
    from vitrine.catalog.models import Project, ProjectBody
    from vitrine.lib import clock
    from vitrine.work.models import Job

    now = clock.now()
    for number in range(40):
        project = Project.objects.create(
            user=owner,
            platform="youtube",
            type="video",
            external_id=f"{number}",
            external_url=f"https://www.youtube.com/watch?v={number:011}",
            title=f"{MARK} {number}" if number % 2 else f"Public {number}",
            slug=f"work-{number}",
            is_private=bool(number % 2),
            published_at=now,
            created_at=now,
            updated_at=now,
        )
        ProjectBody.objects.create(project=project, description=project.title, upstream={"title": project.title})
    Job.objects.create(owner=owner, kind="import_item:youtube", title=MARK, run_after=now, created_at=now)


def _wait(port: int, web: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + 60
    while time.monotonic() < last and web.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def _all(url: str, keys: dict[str, str], operations: int, given: argparse.Namespace) -> int:
    """Every caller until there are enough cases; the exit code."""
    statuses: Counter[str] = Counter()
    failed, seed = False, given.seed
    each = max(3, given.cases // (len(keys) * operations))
    while sum(statuses.values()) < given.cases and not failed:
        for caller, key in keys.items():
            code, found = _run(url, caller, key, examples=each, seed=seed)
            statuses += found
            failed = failed or code != 0
        seed += 1
    total, waiting = sum(statuses.values()), statuses["429"] + statuses["503"]
    print(f"{total:,} cases: {', '.join(f'{number:,} × {status}' for status, number in sorted(statuses.items()))}")
    if waiting >= MOST_WAITING * total:
        print(f"{waiting:,} were told to wait: more than one in a hundred", file=sys.stderr)
        return 1
    return int(failed)


def _run(url: str, caller: str, key: str, *, examples: int, seed: int) -> tuple[int, Counter[str]]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "statuses.json"
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/api/v1/openapi.json", "--url", url]
        command += ["--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--continue-on-failure"]
        command += ["--max-examples", str(examples), "--seed", str(seed), "--warnings", "off", "--no-color"]
        command += ["--generation-database", "none", "--suppress-health-check", "all", "--request-timeout", "30"]
        command += ["--generation-with-security-parameters", "false"]
        command += ["--header", f"X-API-Key:{key}"] if key else []
        said = {"SCHEMATHESIS_HOOKS": "tests.fuzz_checks", READY: caller, "FUZZ_STATUSES": str(told)}
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **said}, capture_output=True, text=True, check=False
        )
        found: Counter[str] = Counter(json.loads(told.read_text(encoding="utf-8")) if told.exists() else {})
    print(f"{caller}: {sum(found.values()):,} cases, seed {seed}: {'well' if done.returncode == 0 else 'FAILED'}")
    if done.returncode:
        print(done.stdout[-20_000:], done.stderr[-4_000:], file=sys.stderr)
    return done.returncode, found


if __name__ == "__main__":
    sys.exit(main())
