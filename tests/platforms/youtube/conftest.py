"""Callers of YouTube: over the sandbox, or over a server whose every byte a test writes."""

from collections.abc import Iterator

import pytest

from tests.support.caller import PlainCaller
from tests.support.sandbox import Sandbox
from tests.support.wire import Wire
from vitrine.lib.http import Door, RetryRule
from vitrine.platforms.youtube.platform import ABOUT

SOON = RetryRule(attempts=2, first=0.01, longest=0.02)


def door_to(port: int) -> Door:
    return Door(host_map=dict.fromkeys(ABOUT.reaches, ("127.0.0.1", port)), retry=SOON)


@pytest.fixture
def keyed(sandbox: Sandbox) -> Iterator[PlainCaller]:
    """With the operator's key, to the sandbox."""
    door = door_to(sandbox.port)
    yield PlainCaller(door, api_key="a-good-key")
    door.close()


@pytest.fixture
def keyless(sandbox: Sandbox) -> Iterator[PlainCaller]:
    """With no key at all, to the sandbox."""
    door = door_to(sandbox.port)
    yield PlainCaller(door)
    door.close()


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def wired(wire: Wire) -> Iterator[PlainCaller]:
    """With a key, to the wire; nobody waits long."""
    door = door_to(wire.port)
    yield PlainCaller(door, api_key="a-good-key", timeouts={"read_timeout": 0.3, "total_timeout": 2.0})
    door.close()
