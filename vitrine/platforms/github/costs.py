"""How often GitHub may be asked. It counts requests an hour, not units, so that nothing is reserved in the ledger.

Source: GitHub Docs, "Rate limits for the REST API", 2026-11.
"""

from dataclasses import dataclass
from typing import Final

from vitrine.platforms.types import FREE, Cost


@dataclass(frozen=True, slots=True)
class Rate:
    """A class of callers and the requests an hour it may make; `free_304` where an unchanged answer is not counted."""

    name: str
    per_hour: int
    free_304: bool


WITHOUT_TOKEN: Final = Rate("without a token", 60, free_304=False)  # counted by internet address
WITH_TOKEN: Final = Rate("with a token", 5_000, free_304=True)  # counted by account

PAGE: Final = 100  # the most repositories a page of a list holds
AT_ONCE: Final = 6  # GitHub bears 100 requests at once; this is what one fetch may have under way
PER_REPOSITORY: Final = 7  # the most requests that one repository takes, asking twice for its weeks included
SECONDARY_WAIT: Final = 60  # seconds to wait for a secondary limit that does not say how long


def rate(token: str) -> Rate:
    return WITH_TOKEN if token else WITHOUT_TOKEN


def price() -> Cost:
    """Nothing on GitHub takes units; the hourly limit speaks through the answers themselves."""
    return FREE
