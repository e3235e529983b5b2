"""Sliding windows in this process's memory, for the `limits` library.

Its own memory storage forgets its lock of a key with the key's last entry, so that of two who come in that moment both
may get the last place; it starts a thread to tidy up, and keeps the name of whoever ever called. This one has one lock,
no thread, and forgets.
"""

import threading
import time
from collections import deque
from typing import Any

from limits.storage import MovingWindowSupport, Storage

TIDY_EVERY = 1_000  # entries


class Windows(Storage, MovingWindowSupport):
    """Moving windows only. Times are seconds since the epoch, as the library has them."""

    STORAGE_SCHEME = ["vitrine+memory"]

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **_: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._lock = threading.Lock()
        self._entries: dict[str, deque[float]] = {}
        self._until: dict[str, float] = {}
        self._since_tidied = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        now = time.time()
        with self._lock:
            entries = self._current(key, now - expiry)
            if len(entries) + amount > limit:
                return False
            entries.extend([now] * amount)
            self._entries[key], self._until[key] = entries, now + expiry
            self._tidy(now)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002 - the library's signature
        """When the window's first entry came, and how many there are."""
        now = time.time()
        with self._lock:
            entries = self._current(key, now - expiry)
            return (entries[0], len(entries)) if entries else (now, 0)

    def _current(self, key: str, since: float) -> deque[float]:
        entries = self._entries.get(key, deque())
        while entries and entries[0] <= since:
            entries.popleft()
        return entries

    def _tidy(self, now: float) -> None:
        self._since_tidied += 1
        if self._since_tidied < TIDY_EVERY:
            return
        self._since_tidied = 0
        for key in [key for key, until in self._until.items() if until <= now]:
            self._forget(key)

    def _forget(self, key: str) -> None:
        self._entries.pop(key, None)
        self._until.pop(key, None)

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._lock:
            found = len(self._entries)
            self._entries.clear()
            self._until.clear()
        return found

    def clear(self, key: str) -> None:
        with self._lock:
            self._forget(key)

    # What fixed windows would need.
    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError

    def get(self, key: str) -> int:
        raise NotImplementedError

    def get_expiry(self, key: str) -> float:
        raise NotImplementedError
