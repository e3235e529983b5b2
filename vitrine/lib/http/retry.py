"""When to try again: pure."""

import email.utils
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

BUSY = frozenset({429, 503})
REPEATABLE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})  # RFC 9110, 9.2.2: idempotent methods


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryRule:
    """Full jitter: the n-th pause is drawn evenly from 0 to min(longest, first * 2ⁿ) seconds."""

    attempts: int = 3
    first: float = 0.5
    longest: float = 8.0
    draw: Callable[[float, float], float] = random.uniform

    def pause(self, failures: int, *, floor: float = 0.0) -> float:
        """Seconds to wait after that many failures, never less than `floor`."""
        return floor + self.draw(0.0, min(self.longest, self.first * 2 ** (failures - 1)))


def may_repeat(method: str, repeatable: bool | None) -> bool:  # noqa: FBT001 - the request's own field
    return method in REPEATABLE_METHODS if repeatable is None else repeatable


def worth_repeating(status: int) -> bool:
    return status >= 500 or status in BUSY  # noqa: PLR2004 - the class of server errors


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that Retry-After asks for, in either form (RFC 9110, 10.2.3); None without one, or with nonsense."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now.timestamp())
