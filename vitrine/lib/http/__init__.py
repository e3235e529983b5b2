"""The one door to the network: pooled, timed, capped, retried, guarded, broken when it must be, and silent on secrets.

`door().fetch(Request(url=…))` from any thread. Nothing else in Vitrine opens a connection of its own.
"""

from .breaker import BreakerRule, BreakerState
from .door import Door, Pending, breakers, configure, door
from .errors import (
    AddressRefused,
    BreakerOpen,
    CutShort,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
    Unreadable,
    WireError,
)
from .redaction import redact, redact_headers
from .retry import RetryRule, retry_after
from .types import Request, Response

__all__ = [
    "AddressRefused",
    "BreakerOpen",
    "BreakerRule",
    "BreakerState",
    "CutShort",
    "Door",
    "Pending",
    "Request",
    "Response",
    "RetryRule",
    "TimedOut",
    "TooLarge",
    "TooManyRedirects",
    "Unreachable",
    "Unreadable",
    "WireError",
    "breakers",
    "configure",
    "door",
    "redact",
    "redact_headers",
    "retry_after",
]
