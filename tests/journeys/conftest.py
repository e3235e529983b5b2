"""A stack with little patience, for everything that goes wrong on the way."""

from collections.abc import Iterator

import pytest

from tests.support.sandbox import Sandbox
from tests.support.stack import Stack, made

IMPATIENT = {
    "JOB_RETRIES": "1",
    "JOB_BACKOFF": "0.1",
    "JOB_SWEEP": "0.3",
    "HTTP_READ_TIMEOUT": "1.5",
    "HTTP_TOTAL_TIMEOUT": "4",
    "PEOPLE_THREADS": "6",
    "WEB_THREADS": "8",
    "LIMIT_RESOLVE_USER": "1000",
    "LIMIT_YOUTUBE_IMPORTS": "1000",
    "LIMIT_YOUTUBE_CHANNELS": "1000",
    "LIMIT_GITHUB_IMPORTS": "1000",
    "LIMIT_GITHUB_LISTS": "1000",
}


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product over a sandbox of its own, which the module may break as it likes."""
    sandbox = Sandbox()
    stack = made(tmp_path_factory.mktemp("impatient"), sandbox, **IMPATIENT)
    stack.start()
    yield stack
    stack.stop()
    sandbox.stop()
