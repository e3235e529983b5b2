"""Vitrine's own commands as processes of a test: started from the checkout, told everything by their environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def environment(**settings: str) -> dict[str, str]:
    """This test run's environment, with settings on top."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "vitrine.config.settings", **settings}


def this_database() -> str:
    """DATABASE_URL of the database that the present test sees; for tests with `transaction=True`, or what they wrote
    is seen by nobody else.
    """
    has: Mapping[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{has['NAME']}"
    who = quote(has["USER"]) + (f":{quote(has['PASSWORD'])}" if has["PASSWORD"] else "")
    where = f"{has['HOST'] or '127.0.0.1'}:{has['PORT'] or 5432}"
    return f"postgresql://{who}@{where}/{has['NAME']}" if who else f"postgresql://{where}/{has['NAME']}"


def started(*command: str, env: Mapping[str, str], output: Path) -> subprocess.Popen[bytes]:
    """`python -m …` in the background; what it says goes to `output`."""
    with output.open("ab") as file:
        return subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=file, stderr=file)


def stopped(process: "subprocess.Popen[Any]", *, within: float = 15.0) -> int:
    """Its exit code, after SIGTERM; killed when it takes longer than `within` seconds."""
    process.terminate()
    try:
        return process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
