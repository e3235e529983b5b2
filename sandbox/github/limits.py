"""How often one may ask (GitHub Docs, "Rate limits for the REST API", 2026-11).

Primary: 60 an hour for each address without a token, 5,000 for each token. Secondary: at most 100 requests at once and
900 points a minute, a GET being one point.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ANONYMOUS = 60
AUTHORISED = 5_000
AT_ONCE = 100
POINTS_A_MINUTE = 900
HOUR = 3_600

Clock = Callable[[], float]


@dataclass(slots=True)
class Window:
    """The present hour of one caller: it begins with the first request and ends `reset` (Unix seconds)."""

    limit: int
    reset: int
    used: int = 0

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)

    def headers(self, resource: str = "core") -> dict[str, str]:
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.remaining),
            "x-ratelimit-used": str(self.used),
            "x-ratelimit-reset": str(self.reset),
            "x-ratelimit-resource": resource,
        }

    def body(self) -> dict[str, int]:
        return {"limit": self.limit, "used": self.used, "remaining": self.remaining, "reset": self.reset}


@dataclass(slots=True)
class _Traffic:
    at_once: int = 0
    lately: deque[float] = field(default_factory=deque)


class Limits:
    """Who has asked how often. A caller is a token or, without one, an address."""

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock = clock
        self._windows: dict[str, Window] = {}
        self._traffic: dict[str, _Traffic] = {}
        self._spent: dict[bool, int] = {}

    def reset(self) -> None:
        self._windows.clear()
        self._traffic.clear()
        self._spent.clear()

    def window(self, who: str, *, authorised: bool) -> Window:
        """The caller's hour, a fresh one when the last is over."""
        now = self._clock()
        window = self._windows.get(who)
        if window is None or window.reset <= now:
            limit = AUTHORISED if authorised else ANONYMOUS
            spent = 0 if window else self._spent.get(authorised, 0)
            window = Window(limit, int(now) + HOUR, min(spent, limit))
            self._windows[who] = window
        return window

    def used(self, *, authorised: bool) -> int:
        """What the busiest caller of this kind has used in the present hour."""
        return max((window.used for window in self._of(authorised=authorised)), default=0)

    def spend(self, used: int, *, authorised: bool) -> None:
        """Say what every caller of this kind has used, those too who have yet to come."""
        self._spent[authorised] = used
        for window in self._of(authorised=authorised):
            window.used = min(used, window.limit)

    def _of(self, *, authorised: bool) -> list[Window]:
        return [window for who, window in self._windows.items() if who.startswith("token ") == authorised]

    @contextmanager
    def passing(self, who: str) -> Iterator[bool]:
        """Hold one of the caller's places while inside; False when a secondary limit stands in the way."""
        traffic = self._traffic.setdefault(who, _Traffic())
        now = self._clock()
        while traffic.lately and traffic.lately[0] <= now - 60:
            traffic.lately.popleft()
        free = traffic.at_once < AT_ONCE and len(traffic.lately) < POINTS_A_MINUTE
        if free:
            traffic.lately.append(now)
        traffic.at_once += 1
        try:
            yield free
        finally:
            traffic.at_once -= 1
