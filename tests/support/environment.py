"""The environment of a test run, set before Django reads its settings (loaded with `-p`, see pyproject.toml).

Nothing of the developer's own `.env`, data or credentials takes part. The sandbox counts as on, so that nothing can
reach the real platforms; tests that talk to one start it (see the fixtures).
"""

import atexit
import os
import shutil
import tempfile

import redis

OURS = (
    "YOUTUBE_",
    "GITHUB_",
    "GOOGLE_",
    "SANDBOX",
    "JOB_",
    "CELERY_",
    "HTTP_",
    "LIMIT_",
    "LOG_",
    "BASE_URL",
    "DEBUG",
    "DATABASE_URL",
    "REDIS_URL",
)


def isolate() -> str:
    """Make this process's environment that of a test; returns its data folder, which goes with the process."""
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    home = tempfile.mkdtemp(prefix="vitrine-test-")
    os.environ.update(
        VITRINE_ENV_FILE=os.devnull,
        VITRINE_HOME=home,
        SECRET_KEY="a-secret-of-the-tests-alone-that-guards-nothing-at-all",
        TOKEN_KEYS="dGVzdHMta2V5LXRoYXQtZ3VhcmRzLW5vdGhpbmctMDA=",
        SANDBOX="on",
        LOG_LEVEL="WARNING",
        PORT="8000",
    )
    if os.environ.get("TEST_SERVICES"):
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
        os.environ["REDIS_URL"] = emptied_redis(os.environ["TEST_REDIS_URL"])
    atexit.register(_remove, home, os.getpid())
    return home


def emptied_redis(first: str) -> str:
    """A database of its own for each test process, as new: `…/9` for gw0, `…/10` for gw1."""
    base, _, number = first.rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = f"{base}/{int(number or 0) + int(worker)}"
    with redis.Redis.from_url(url) as server:
        server.flushdb()
    return url


def _remove(home: str, creator: int) -> None:
    if os.getpid() == creator:  # not in a fork
        shutil.rmtree(home, ignore_errors=True)


isolate()
