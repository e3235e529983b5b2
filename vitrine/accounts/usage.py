"""How often keys are used: counted in this process and written together, so that no call costs a write."""

import atexit
import threading
import time
from datetime import datetime

import structlog
from django.db import DatabaseError
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from vitrine.accounts.models import ApiKey
from vitrine.lib import clock

log = structlog.get_logger("vitrine.accounts")

EVERY = 60.0  # seconds between writes


class Tally:
    """Uses that are not written yet, by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._uses: dict[int, tuple[int, datetime]] = {}
        self._written = float("-inf")

    def count(self, key_id: int) -> None:
        """One more use of this key, now. Writes what has come together when it is time."""
        with self._lock:
            self._uses[key_id] = (self._uses.get(key_id, (0, None))[0] + 1, clock.now())
            due = time.monotonic() - self._written >= EVERY
        if due:
            self.settle()

    def settle(self) -> None:
        """Write what has come together."""
        with self._lock:
            uses, self._uses, self._written = self._uses, {}, time.monotonic()
        for key_id, (times, last) in uses.items():
            try:
                _write(key_id, times, last)
            except DatabaseError as error:  # a number for people to look at: no call fails for it
                log.warning("uses of a key are not counted", key=key_id, times=times, why=str(error))

    def forget(self) -> None:
        """As in a new process."""
        with self._lock:
            self._uses, self._written = {}, float("-inf")


def _write(key_id: int, times: int, last: datetime) -> None:
    ApiKey.objects.filter(pk=key_id).update(
        usage_count=F("usage_count") + times, last_used_at=Greatest(Coalesce(F("last_used_at"), last), last)
    )


_tally = Tally()
count, settle, forget = _tally.count, _tally.settle, _tally.forget
atexit.register(settle)
