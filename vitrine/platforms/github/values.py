"""Single values of GitHub's answers, each as what it should be or as not told; whole shapes, or an error. Pure."""

import re
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from vitrine.lib.text import clean
from vitrine.platforms.types import Json

from .errors import unreadable

log = structlog.get_logger(__name__)

_LONGEST_ADDRESS: Final = 500


def mapping(value: object, url: str) -> Json:
    """`value`, if it is a JSON object; raises UpstreamUnavailableError otherwise. `url` says what was asked about."""
    if not isinstance(value, dict):
        raise unreadable(url, f"an object was promised, {type(value).__name__} came")
    return value


def entries(value: object, url: str) -> list[Any]:
    """`value`, if it is a JSON list; raises UpstreamUnavailableError otherwise."""
    if not isinstance(value, list):
        raise unreadable(url, f"a list was promised, {type(value).__name__} came")
    return value


def words(value: object) -> str:
    """A text, fit to be stored; empty for anything else."""
    return clean(value) if isinstance(value, str) else ""


def number(value: object) -> int | None:
    """A count or an id: whole, not negative, no truth value."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def moment(value: object, whose: str) -> datetime | None:
    """A moment in UTC. One that cannot be read is logged with the repository it came from."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(str(value))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        log.warning("a date cannot be read; it counts as not told", date=str(value)[:40], of=whose)
        return None


def web_address(value: object) -> str | None:
    """An http(s) address. A homepage is whatever its owner typed: `example.org` is taken for https."""
    told = words(value).strip()
    if not told or len(told) > _LONGEST_ADDRESS or any(mark.isspace() for mark in told):
        return None
    if re.match(r"https?://[^/]", told, re.IGNORECASE):
        return told
    return f"https://{told}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", told) else None
