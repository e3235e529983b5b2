from datetime import UTC, datetime

import pytest

from sandbox.github.world import World
from tests.sandbox.github.asking import Asker
from tests.support.sandbox import BORN, Sandbox


@pytest.fixture
def github(sandbox: Sandbox) -> Asker:
    """GitHub, asked with a token of somebody unknown."""
    return Asker(sandbox, token="any")


@pytest.fixture(scope="session")
def world() -> World:
    """The world that the running sandbox plays, looked at from inside."""
    return World(seed=7, born=datetime.fromisoformat(BORN).replace(tzinfo=UTC))
