"""The small form of `make fuzz-guard`: whatever an address looks like, nothing of it leads inside."""

from collections.abc import Iterator

import pytest

from tests.security import fuzz
from tests.security.canary import Arena
from vitrine.lib.http import Request
from vitrine.lib.http.errors import WireError

CASES = 2000


@pytest.fixture
def arena() -> Iterator[Arena]:
    with Arena() as arena:
        yield arena


def test_the_canary_sings_when_somebody_comes(arena: Arena) -> None:
    with pytest.raises(WireError):
        arena.door.fetch(Request(url=f"http://127.0.0.1:{arena.canary.port}/", repeatable=False))
    assert arena.canary.visits > 0


def test_nothing_gets_past_the_guard(arena: Arena) -> None:
    fuzz.guard(arena, CASES)
    assert sum(arena.outcomes.values()) >= CASES
    assert arena.refused() >= CASES // 2
    for kind in ("spelling", "name", "rebinding", "redirect"):
        assert arena.outcomes[kind, "AddressRefused"] > CASES // 20, arena.outcomes
