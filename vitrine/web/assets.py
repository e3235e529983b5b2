"""Style sheets, scripts and the font have an address that changes with their content (see `lifetimes` for how long)."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

_NAMED_IN_SHEETS = (".woff2", ".svg")  # a sheet names them as they are: a second address would load them twice


class Fingerprinted(StaticFilesStorage):
    """`{% static %}` with a hash of the file's content behind the name."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        mark = "" if settings.DEBUG or not name or name.endswith(_NAMED_IN_SHEETS) else _mark(name)
        return f"{address}?v={mark}" if mark else address


@cache
def _mark(name: str) -> str:
    found = finders.find(name)
    return hashlib.blake2b(Path(found).read_bytes(), digest_size=5).hexdigest() if isinstance(found, str) else ""
