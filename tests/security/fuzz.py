"""`make fuzz-guard`: the address guard against at least 100,000 ways inward, and a canary that none of them may reach.

python -m tests.security.fuzz [CASES]
"""

import logging
import sys
import time

import structlog
from hypothesis import HealthCheck, Phase, given, settings

from tests.security.canary import Arena
from tests.security.hostile import Case, cases

CASES = 100_000


def guard(arena: Arena, count: int) -> None:
    """Try `count` cases, each another one; the first that comes through is made small and raised."""

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(arena.canary.port))
    def attempt(case: Case) -> None:
        arena.attempt(case)

    attempt()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    began = time.monotonic()
    with Arena() as arena:
        while (left := count - sum(arena.outcomes.values())) > 0:  # hypothesis ends early when it repeats itself
            guard(arena, left)
        for (kind, outcome), times in sorted(arena.outcomes.items()):
            print(f"{times:>8,}  {kind:<10} {outcome}")
        tried = sum(arena.outcomes.values())
        print(
            f"{tried:,} cases, {arena.refused():,} refused by the guard, the canary reached {arena.canary.visits} times"
        )
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
