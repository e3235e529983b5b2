"""A database of a benchmark's own: a file beside nothing else, or one on a PostgreSQL server, dropped at the end."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

OURS = ("YOUTUBE_", "GITHUB_", "SANDBOX", "JOB_", "LIMIT_", "DATABASE_URL", "REDIS_URL", "CELERY_", "BASE_URL", "PORT")


@contextmanager
def fresh(server: str = "") -> Iterator[dict[str, str]]:
    """Environment variables that name an empty database and a data folder; both are gone afterwards.

    `server` is the URL of any database of a PostgreSQL server, by a user who may create one; without it, SQLite.
    """
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as home:
        own = {"VITRINE_HOME": home, "VITRINE_ENV_FILE": "/dev/null", "LOG_LEVEL": "ERROR"}
        if not server:
            yield own
            return
        name = f"vitrine_bench_{secrets.token_hex(4)}"
        _command(server, f"CREATE DATABASE {name}")
        try:
            yield {**own, "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}")), "SECRET_KEY": name}
        finally:
            _command(server, f"DROP DATABASE {name} WITH (FORCE)")


def _command(server: str, command: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command)


def without_own(environment: dict[str, str]) -> dict[str, str]:
    """`environment` without what the developer has set for Vitrine."""
    return {name: value for name, value in environment.items() if not name.startswith(OURS)}
