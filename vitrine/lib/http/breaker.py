"""A circuit breaker for each (host, purpose): when somebody is down, leave them alone and say until when.

Counted are 5xx answers, timeouts and refused connections; a 404, 403 or 429 shows that somebody is at home.
It opens when, within the window, there were at least `failures` of them and at least as many as successes; after the
pause exactly one request goes through as a probe, and its outcome closes the breaker or doubles the pause.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from .errors import BreakerOpen

MOST_BREAKERS = 1_000

log = structlog.get_logger("vitrine.http")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerRule:
    """Times in seconds."""

    failures: int = 8
    window: float = 30.0
    pause: float = 15.0
    longest_pause: float = 240.0


@dataclass(frozen=True, slots=True)
class BreakerState:
    """`state` is `closed`, `open` or `half-open`; `failures` counts those in the present window; `until` says when an
    open one lets its probe through.
    """

    host: str
    purpose: str
    state: str
    failures: int
    until: datetime | None


class Breaker:
    """One compartment. All methods may be called from any thread."""

    def __init__(self, host: str, purpose: str, rule: BreakerRule, clock: Callable[[], datetime]) -> None:
        self.host, self.purpose = host, purpose
        self._rule, self._clock = rule, clock
        self._lock = threading.Lock()
        self._seconds: deque[list[int]] = deque()  # [second, failures, successes]
        self._until: datetime | None = None
        self._pause = rule.pause
        self._probing = False

    def enter(self) -> bool:
        """Ask leave to send. True when this request is the probe. Raises BreakerOpen.

        Whoever got leave tells the outcome once: `succeeded`, `failed` or `left`, with the same probe flag.
        """
        with self._lock:
            if self._until is None:
                return False
            if self._probing or self._clock() < self._until:
                raise BreakerOpen(self.host, self.purpose, self._until)
            self._probing = True
            return True

    def succeeded(self, *, probe: bool) -> None:
        with self._lock:
            if probe:
                self._close()
            else:
                self._count(failed=False)

    def failed(self, *, probe: bool) -> None:
        with self._lock:
            if probe:
                self._pause = min(self._pause * 2, self._rule.longest_pause)
                self._open()
                return
            self._count(failed=True)
            if self._until is None and self._has_had_enough():
                self._open()

    def left(self, *, probe: bool) -> None:
        """The request ended for reasons of ours (a cancel); a probe's place is free again."""
        if probe:
            with self._lock:
                self._probing = False

    def state(self) -> BreakerState:
        with self._lock:
            failures = sum(second[1] for second in self._recent())
            return BreakerState(self.host, self.purpose, self._name(), failures, self._until)

    def is_idle(self) -> bool:
        """Closed, and without a failure in the window."""
        state = self.state()
        return state.state == "closed" and not state.failures

    def _name(self) -> str:
        if self._until is None:
            return "closed"
        return "half-open" if self._probing or self._clock() >= self._until else "open"

    def _open(self) -> None:
        self._probing = False
        self._until = self._clock() + timedelta(seconds=self._pause)
        log.warning(
            "breaker opened",
            host=self.host,
            purpose=self.purpose,
            next=f"nothing is sent there for {self._pause:g} s, then one request to see",
        )

    def _close(self) -> None:
        self._probing = False
        self._until = None
        self._pause = self._rule.pause
        self._seconds.clear()
        log.info("breaker closed", host=self.host, purpose=self.purpose, next="requests go through again")

    def _count(self, *, failed: bool) -> None:
        now = int(self._clock().timestamp())
        if not self._seconds or self._seconds[-1][0] != now:
            self._seconds.append([now, 0, 0])
            self._recent()
        self._seconds[-1][1 if failed else 2] += 1

    def _recent(self) -> deque[list[int]]:
        oldest = self._clock().timestamp() - self._rule.window
        while self._seconds and self._seconds[0][0] < oldest:
            self._seconds.popleft()
        return self._seconds

    def _has_had_enough(self) -> bool:
        failures = sum(second[1] for second in self._recent())
        successes = sum(second[2] for second in self._seconds)
        return failures >= self._rule.failures and failures >= successes


class Breakers:
    """All compartments of a door. Only those that were ever asked for exist."""

    def __init__(self, rule: BreakerRule, clock: Callable[[], datetime]) -> None:
        self._rule, self._clock = rule, clock
        self._lock = threading.Lock()
        self._all: dict[tuple[str, str], Breaker] = {}

    def at(self, host: str, purpose: str) -> Breaker:
        key = (host, purpose)
        found = self._all.get(key)
        if found is None:
            with self._lock:
                self._forget_the_idle()
                found = self._all.setdefault(key, Breaker(host, purpose, self._rule, self._clock))
        return found

    def _forget_the_idle(self) -> None:
        """People's addresses lead to any number of hosts: those without troubles need no memory."""
        if len(self._all) >= MOST_BREAKERS:
            self._all = {key: breaker for key, breaker in self._all.items() if not breaker.is_idle()}

    def states(self) -> list[BreakerState]:
        """All of them, by host and purpose."""
        with self._lock:
            known = sorted(self._all.items())
        return [breaker.state() for _, breaker in known]
