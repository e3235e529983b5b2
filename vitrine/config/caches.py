"""Django's caches hold pickles, and a pickle runs what its writer likes. Here each is signed with SECRET_KEY: whoever
may write to the folder or to Redis gets to lose values, not to run code.
"""

import hashlib
import hmac
import json
import pickle
import time
from typing import IO, Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

_LENGTH = hashlib.sha256().digest_size


class Signed:
    """For Django's Redis cache. Whole numbers stay bare, so that Redis itself can count with them."""

    def dumps(self, value: Any) -> int | bytes:
        return value if type(value) is int else sealed(value)

    def loads(self, data: bytes) -> Any:
        return int(data) if data.lstrip(b"-").isdigit() else opened(data)


class Files(FileBasedCache):
    """Each value a file: a line with the moment it ends in JSON (`null`: never), then the value, signed.

    Stands in for what Django's own pickles: get, touch, _write_content, _is_expired (Django 5.2, `filebased`).
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            with open(self._key_to_file(key, version), "rb") as file:  # type: ignore[attr-defined]  # noqa: PTH123 - a text
                found = None if self._is_expired(file) else opened(file.read())
        except FileNotFoundError:
            return default
        return default if found is None else found

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        value = self.get(key, version=version)
        if value is None:
            return False
        self.set(key, value, timeout, version)
        return True

    def _write_content(self, file: IO[bytes], timeout: Any, value: Any) -> None:
        ends = self.get_backend_timeout(timeout)
        file.write(f"{json.dumps(ends)}\n".encode() + sealed(value))

    def _is_expired(self, f: IO[bytes]) -> bool:
        try:
            ends = json.loads(f.readline())
        except ValueError:  # none of ours, or of an earlier version
            ends = 0
        if ends is None or ends > time.time():
            return False
        f.close()
        self._delete(f.name)  # type: ignore[attr-defined]  # the stubs leave it out
        return True


def sealed(value: Any) -> bytes:
    pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _mark(pickled) + pickled


def opened(data: bytes) -> Any:
    """What was sealed; None, as if it were not there, for anything that is not as we wrote it."""
    mark, pickled = data[:_LENGTH], data[_LENGTH:]
    if not hmac.compare_digest(mark, _mark(pickled)):
        return None
    return pickle.loads(pickled)  # noqa: S301 - it bears our signature


def _mark(pickled: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"vitrine.cache\x00" + pickled, "sha256")
