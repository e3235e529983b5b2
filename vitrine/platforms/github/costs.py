"""How often GitHub may be asked. It counts requests an hour, not units, so that nothing is reserved in the ledger.

Source: GitHub Docs, "Rate limits for the REST API", 2026-11.
"""

from typing import Final

WITHOUT_TOKEN: Final = 60  # requests an hour, counted by internet address; an answer of 304 counts too
WITH_TOKEN: Final = 5_000  # requests an hour, counted by account; an answer of 304 is free
SECONDARY_WAIT: Final = 60  # seconds to wait for a secondary limit that does not say how long

PAGE: Final = 100  # the most repositories a page of a list holds
PER_REPOSITORY: Final = 7  # the most requests one repository takes, asking twice for its weeks included


def per_hour(token: str) -> int:
    """Requests that may be made with `token`, or without one."""
    return WITH_TOKEN if token else WITHOUT_TOKEN
