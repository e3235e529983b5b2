"""Channels out of their numbers."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sandbox import cast
from sandbox.world.ids import Dice, channel_id
from sandbox.world.model import Channel, Kind
from sandbox.world.subjects import SUBJECTS

POPULATION = 100_000
FIRST_STRANGER = 100  # below are the cast and empty places
_NAMES = {member.handle.lower(): member.number for member in cast.CAST}
_MEMBERS = {member.number: member for member in cast.CAST}
_FIRST = ("quiet", "copper", "north", "paper", "salt", "small", "tin", "velvet", "winter", "amber", "honest", "little")
_SECOND = ("lathe", "orchard", "signal", "harbor", "circuit", "meadow", "pixel", "kettle", "atlas", "loom", "garage")
_COUNTRIES = ("US", "GB", "DE", "NO", "JP", "BR", "IN", "FR", "CA", "AU", "MX", "KR", "PL", "NL")


def number_of_handle(handle: str) -> int | None:
    """The channel with this handle, with or without its @, in any case."""
    name = "@" + handle.lower().removeprefix("@")
    if name in _NAMES:
        return _NAMES[name]
    digits = name[len(name.rstrip("0123456789")) :]
    number = int(digits) if digits and len(digits) <= 6 else -1
    if not FIRST_STRANGER <= number < POPULATION or digits.startswith("0"):
        return None
    return number if _stranger_words(number)[0] == name else None


def exists(number: int) -> bool:
    return number in _MEMBERS or FIRST_STRANGER <= number < POPULATION


def _stranger_words(number: int) -> tuple[str, str]:
    """Handle and title; the same in every world, so that handles read back."""
    dice = Dice(number, 77)
    first, second = dice.pick(_FIRST), dice.pick(_SECOND)
    return f"@{first}{second}{number}", f"{first.capitalize()} {second.capitalize()}"


@lru_cache(maxsize=512)
def channel(seed: int, born: datetime, number: int) -> Channel:
    """Channel `number`, which `exists`."""
    dice = Dice(seed, number, 1)
    member = _MEMBERS.get(number)
    handle, title = (member.handle, member.title) if member else _stranger_words(number)
    videos = member.uploads if member else 5 + int(dice.unit() ** 3 * 600)
    kinds = tuple(Kind.SHORT if dice.unit() < 0.2 else Kind.LONG for _ in range(20))
    gap = timedelta(days=3 + dice.below(12))
    return Channel(
        number=number,
        id=channel_id(number),
        handle=handle,
        title=title,
        description=f"{title}: things made slowly, and shown the way they went.",
        subject=dice.pick(tuple(SUBJECTS)),
        country=dice.pick(_COUNTRIES),
        created=max(born - gap * (videos + 3), datetime(2006, 5, 1, tzinfo=UTC)),
        videos=videos,
        kinds=kinds,
        newest=timedelta(days=1 + dice.below(9)),
        gap=gap,
        subscribers=int(10 ** (2 + dice.unit() * 4)),
        reach=int(10 ** (2 + dice.unit() * 3)),
        legacy_name=cast.LEGACY_USER if number == cast.SLOW_KILN.number else "",
        custom_name=cast.CUSTOM_NAME if number == cast.NADI_OKONLIND.number else "",
        playlists=2,
    )
