"""A token that tells whoever is at work to stop, and wakes whatever it is waiting for.

A worker enters `stoppable(token)` around a job; the door to the network registers each request it waits for, so that
a cancel ends even a stalled download at once. Code that loops calls `checkpoint()` between its steps.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """The work was told to stop. `reason` is `cancelled`, `lost` (the lease went to another) or `shutdown`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class StopToken:
    """Set once, from any thread; callbacks registered with `waking` run at that moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reason = ""
        self._wakers: set[Callable[[], object]] = set()

    @property
    def reason(self) -> str:
        """Empty while the work may go on."""
        return self._reason

    def stop(self, reason: str) -> None:
        with self._lock:
            if self._reason:
                return
            self._reason = reason
            wakers = tuple(self._wakers)
        for wake in wakers:
            wake()

    def check(self) -> None:
        """Raise Stopped if somebody asked for it."""
        if self._reason:
            raise Stopped(self._reason)

    @contextmanager
    def waking(self, wake: Callable[[], object]) -> Iterator[None]:
        """While inside, `wake` is called if the token is stopped (at once if it already is)."""
        with self._lock:
            self._wakers.add(wake)
            stopped = bool(self._reason)
        if stopped:
            wake()
        try:
            yield
        finally:
            with self._lock:
                self._wakers.discard(wake)


_current: ContextVar[StopToken | None] = ContextVar("stop_token", default=None)


def current() -> StopToken | None:
    """The token of the work this thread is doing, if it is stoppable."""
    return _current.get()


def checkpoint() -> None:
    """Raise Stopped if the present work was told to stop; nothing otherwise."""
    if token := _current.get():
        token.check()


def pause(seconds: float) -> None:
    """Wait; raise Stopped as soon as the present work is told to stop."""
    woken = threading.Event()
    token = _current.get()
    with token.waking(woken.set) if token else nullcontext():
        woken.wait(seconds)
    checkpoint()


@contextmanager
def stoppable(token: StopToken) -> Iterator[StopToken]:
    """Make `token` the current one inside."""
    mark = _current.set(token)
    try:
        yield token
    finally:
        _current.reset(mark)
