"""The environment of a test run, set before Django reads its settings (loaded with `-p`, see pyproject.toml).

Nothing of the developer's own `.env`, data or credentials takes part. The sandbox counts as on, so that nothing can
reach the real platforms; tests that talk to one start it (see the fixtures).
"""

import atexit
import os
import shutil
import tempfile

KEPT = ("TEST_DATABASE_URL", "TEST_REDIS_URL", "DATABASE_URL", "REDIS_URL")
OURS = ("YOUTUBE_", "GITHUB_", "GOOGLE_", "SANDBOX", "JOB_", "CELERY_", "HTTP_", "LIMIT_", "LOG_", "BASE_URL", "DEBUG")


def isolate() -> str:
    """Make this process's environment that of a test; returns its data folder, which goes with the process."""
    for name in [name for name in os.environ if name.startswith(OURS) and name not in KEPT]:
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
    if redis := os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = own_redis(redis, os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    atexit.register(_remove, home, os.getpid())
    return home


def own_redis(url: str, worker: str) -> str:
    """A database of its own for each test process: `…/9` for gw0, `…/10` for gw1."""
    base, _, number = url.rpartition("/")
    return f"{base}/{int(number or 0) + int(worker.removeprefix('gw') or 0)}"


def _remove(home: str, creator: int) -> None:
    if os.getpid() == creator:  # not in a fork
        shutil.rmtree(home, ignore_errors=True)


isolate()
