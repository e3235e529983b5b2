"""Numbers, times and lengths as people read them at a glance. Pure: the present moment is passed in."""

from datetime import datetime
from typing import NamedTuple

THIN = "\u00a0"  # a space that does not break: "12.3 K" stays in one piece
MINUTE, HOUR, DAY = 60, 3600, 86400
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_STEPS = ((10**9, "B"), (10**6, "M"), (10**3, "K"))
# (less than so many seconds, the unit's seconds, the unit's name); a fortnight is still told in days
_AGES = (
    (HOUR, MINUTE, "minute"),
    (DAY, HOUR, "hour"),
    (14 * DAY, DAY, "day"),
    (30 * DAY, 7 * DAY, "week"),
    (365 * DAY, 30 * DAY, "month"),
)


class Fact(NamedTuple):
    """One part of a placard: what is read, the exact value for `title`, and the machine's form for `<time>`."""

    text: str
    exact: str = ""
    iso: str = ""


def plural(number: int, one: str, many: str = "") -> str:
    """`1 work`, `2 works`; `many` where adding an s is not enough."""
    return f"{exact(number)} {one if number == 1 else many or one + 's'}"


def exact(number: int) -> str:
    return f"{number:,}"


def short(number: int) -> str:
    """Three figures at most, cut and never rounded up to what is not there: 999, 1.9 K, 12.3 K, 209 K, 4.1 M."""
    for size, letter in _STEPS:
        if number >= size:
            tenths = number * 10 // size
            whole, tenth = divmod(tenths, 10)
            figure = f"{whole}.{tenth}" if tenth and whole < 100 else f"{whole}"  # noqa: PLR2004 - three figures
            return f"{figure}{THIN}{letter}"
    return str(number)


def counted(number: int, one: str, many: str = "") -> Fact:
    """`12.3 K views`, with `12,304 views` behind it where the two differ."""
    words = plural(number, one, many)
    brief = f"{short(number)} {one if number == 1 else many or one + 's'}"
    return Fact(brief, words if brief != words else "")


def ago(then: datetime, now: datetime) -> str:
    """`4 minutes ago`, `yesterday`, `3 weeks ago`, `2 years ago`; `in 3 days` for what is still to come."""
    seconds = int((now - then).total_seconds())
    if abs(seconds) < MINUTE:
        return "just now"
    if DAY <= seconds < 2 * DAY:
        return "yesterday"
    size, unit = next(((size, unit) for limit, size, unit in _AGES if abs(seconds) < limit), (365 * DAY, "year"))
    words = plural(abs(seconds) // size, unit)
    return f"{words} ago" if seconds > 0 else f"in {words}"


def day(then: datetime) -> str:
    return f"{then.day} {MONTHS[then.month - 1]} {then.year}"


def moment(then: datetime) -> str:
    return f"{day(then)}, {then.hour:02}:{then.minute:02} UTC"


def since(then: datetime, now: datetime) -> Fact:
    """A moment as its age, with the exact time behind it."""
    return Fact(ago(then, now), moment(then), f"{then:%Y-%m-%dT%H:%M:%SZ}")


def clock(seconds: int) -> str:
    """`0:48`, `18:42`, `1:02:03`, as on a player."""
    minutes, rest = divmod(max(seconds, 0), MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: int) -> str:
    """`48 s`, `18 min 42 s`, `1 h 2 min`."""
    minutes, rest = divmod(max(seconds, 0), MINUTE)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest if not hours else 0, "s"))
    return " ".join(f"{value}{THIN}{unit}" for value, unit in parts if value) or f"0{THIN}s"


def iso_length(seconds: int) -> str:
    """ISO 8601, as schema.org's `duration` wants it: `PT18M42S`."""
    minutes, rest = divmod(max(seconds, 0), MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"PT{hours}H{minutes}M{rest}S" if hours else f"PT{minutes}M{rest}S"


def left(seconds: float) -> str:
    """What a person waits: `a moment`, `about 25 seconds`, `about 4 minutes`, `about 2 hours`."""
    if seconds < 5:  # noqa: PLR2004 - less than one looks at
        return "a moment"
    if seconds < 90:  # noqa: PLR2004 - a minute and a half
        return f"about {plural(round(seconds / 5) * 5, 'second')}"
    if seconds < 90 * MINUTE:
        return f"about {plural(round(seconds / MINUTE), 'minute')}"
    return f"about {plural(round(seconds / HOUR), 'hour')}"


def many(one: str) -> str:
    """`channels`, `repositories`."""
    return f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"


def joined(words: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
