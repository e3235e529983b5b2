"""`make test-services`: the same tests on PostgreSQL and Redis.

TEST_DATABASE_URL (default: this machine's PostgreSQL, as the current user) must name a user who may create databases;
TEST_REDIS_URL (default: this machine's Redis, database 9) and the databases that follow are EMPTIED, one for each test
process. Skips with the reason when one does not answer.
"""

import os
import socket
import sys
from urllib.parse import urlsplit

DATABASE = "postgresql://127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/9"


def missing(url: str, port: int) -> str:
    """Why that server cannot be used; empty when it answers."""
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    try:
        socket.create_connection((host, parts.port or port), timeout=2).close()
    except OSError as error:
        return f"nothing answers on {host}:{parts.port or port} ({error})"
    return ""


def main() -> None:
    database = os.environ.get("TEST_DATABASE_URL") or DATABASE
    redis = os.environ.get("TEST_REDIS_URL") or REDIS
    for name, why in (("PostgreSQL", missing(database, 5432)), ("Redis", missing(redis, 6379))):
        if why:
            print(f"skipped: {name}: {why}")
            return
    os.environ.update(TEST_SERVICES="1", TEST_DATABASE_URL=database, TEST_REDIS_URL=redis)
    command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
