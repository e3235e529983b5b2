"""Single values of the API's answers, each read as what it is or not at all: pure.

Source: YouTube Data API v3, discovery document revision 20261104, and the revision history of 2026-09-11 for the
pictures of 1080 lines and more.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog

from ..types import Json, Picture

log = structlog.get_logger(__name__)

_MOST_PICTURES = 4
_YEARS = range(2005, 2100)  # from the first video on; any other date is a slip upstream
_BIGINT_DIGITS = 18
_LONGEST = 100_000_000  # seconds: three years on air

# Best first. 1440 and 2160 lines (qhd, uhd) are more than a page can use.
_BEST_FIRST = ("fhd", "maxres", "standard", "high", "medium", "default")
_SIZES = {
    "fhd": (1920, 1080),
    "maxres": (1280, 720),
    "standard": (640, 480),
    "high": (480, 360),
    "medium": (320, 180),
    "default": (120, 90),
}
_DURATION = re.compile(
    r"P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?", re.ASCII
)
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")  # JSON can say them; no database takes them


def text_of(raw: Mapping[str, Any], key: str) -> str:
    """The string under `key`, fit for a database; empty when there is none."""
    value = raw.get(key)
    if not isinstance(value, str):
        return ""
    return value if is_fit(value) else _NOT_TEXT.sub("", value)


def is_fit(text: str) -> bool:
    """Whether a database takes it."""
    return "\x00" not in text and (text.isascii() or not _NOT_TEXT.search(text))


def part(raw: Mapping[str, Any], key: str) -> Json:
    """The object under `key`; empty when there is none."""
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def number(value: object) -> int | None:
    """A count, as upstream writes it ("1234"); None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    digits = str(value)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _BIGINT_DIGITS else None


def best_picture(thumbnails: Mapping[str, Any]) -> tuple[Picture, ...]:
    """The best picture first, then smaller ones of the same shape, for `srcset`.

    `standard`, `high` and `default` are 4:3, with black bars over and under a wide video: they are never mixed with
    those of 16:9, and stand first only where nothing wider than 320 is to be had.
    """
    found = [picture for key in _BEST_FIRST if (picture := _picture(part(thumbnails, key), key))]
    if not found:
        return ()
    wide = _is_wide(found[0])
    return tuple(picture for picture in found if _is_wide(picture) is wide)[:_MOST_PICTURES]


def _picture(raw: Json, key: str) -> Picture | None:
    url = text_of(raw, "url")
    if url.startswith("//"):
        url = "https:" + url
    if not url.startswith("https://"):
        return None
    width, height = _SIZES[key]
    return Picture(url, number(raw.get("width")) or width, number(raw.get("height")) or height)


def _is_wide(picture: Picture) -> bool:
    return picture.width * 3 > picture.height * 4


def duration_of(text: str) -> int | None:
    """Seconds of an ISO 8601 duration (`PT1H2M3S`); None for what is none or can be none, and for 0, which upstream
    gives to what is not over yet.
    """
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    total = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
    return total if 0 < total <= _LONGEST else None


def date_of(text: str, item: str) -> datetime | None:
    """A moment in UTC. None, and a line in the log that names the item, for a date that cannot be."""
    if not text:
        return None
    try:
        date = datetime.fromisoformat(text)
        date = (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        date = None
    if date is None or date.year not in _YEARS:
        log.warning("youtube.bad_date", item=item, value=text[:60], next="the item is kept without a date")
        return None
    return date


def avatar(thumbnails: Mapping[str, Any]) -> Picture | None:
    """Channels have square pictures of 88, 240 and 800."""
    for key in ("high", "medium", "default"):
        raw = part(thumbnails, key)
        if (url := text_of(raw, "url")).startswith("https://"):
            return Picture(url, number(raw.get("width")) or 0, number(raw.get("height")) or 0)
    return None
