"""Channels out of their numbers."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sandbox import cast
from sandbox.world.ids import Dice, channel_id
from sandbox.world.members import LIVES, Life
from sandbox.world.model import Channel, Kind
from sandbox.world.subjects import ORDINARY, subject

POPULATION = 100_000
FIRST_STRANGER = 100  # below are the cast and empty places
BEGINNING = datetime(2006, 5, 1, tzinfo=UTC)
_NUMBERS = {member.handle.lower(): member.number for member in cast.CAST}
_MEMBERS = {member.number: member for member in cast.CAST}
_FIRST = (
    "quiet", "copper", "north", "paper", "salt", "small", "tin", "velvet", "winter", "amber", "honest", "little",
    "slow", "crooked", "second", "marble", "linen", "brass", "early", "open",
)  # fmt: skip
_SECOND = (
    "lathe", "orchard", "signal", "harbor", "circuit", "meadow", "pixel", "kettle", "atlas", "loom", "garage",
    "compass", "lantern", "sparrow", "notebook", "valley", "engine", "pencil", "bridge",
)  # fmt: skip
_COUNTRIES = ("US", "GB", "DE", "NO", "JP", "BR", "IN", "FR", "CA", "AU", "MX", "KR", "PL", "NL")


def exists(number: int) -> bool:
    return number in _MEMBERS or FIRST_STRANGER <= number < POPULATION


def number_of_handle(handle: str) -> int | None:
    """The channel with this handle, with or without its @, in any case."""
    name = "@" + handle.lower().removeprefix("@")
    if name in _NUMBERS:
        return _NUMBERS[name]
    digits = name[len(name.rstrip("0123456789")) :]
    if not digits or digits.startswith("0") or not FIRST_STRANGER <= int(digits[:9]) < POPULATION:
        return None
    return int(digits) if _stranger_names(int(digits))[0] == name else None


def _stranger_names(number: int) -> tuple[str, str]:
    """Handle and title; the same in every world, so that handles read back."""
    dice = Dice(number, 77)
    first, second = dice.pick(_FIRST), dice.pick(_SECOND)
    return f"@{first}{second}{number}", f"{first.capitalize()} {second.capitalize()}"


@lru_cache(maxsize=512)
def channel(seed: int, born: datetime, number: int) -> Channel:
    """Channel `number`, which `exists`."""
    member = _MEMBERS.get(number)
    if member is None:
        handle, title = _stranger_names(number)
        dice = Dice(seed, number, 1)
        return _made(born, number, (handle, title), _stranger(dice, title), int(5 + dice.unit() ** 3 * 600))
    life = LIVES[number]
    return _made(born, number, (member.handle, member.title), life, life.uploads or member.uploads)


def _stranger(dice: Dice, title: str) -> Life:
    about = dice.pick(ORDINARY)
    words = subject(about)
    return Life(
        subject=about,
        description=f"{title}. {dice.pick(words.sentences)}",
        country=dice.pick(_COUNTRIES),
        subscribers=int(10 ** (1.5 + dice.unit() * 4)),
        reach=int(10 ** (1.7 + dice.unit() * 3)),
        gap=2 + dice.unit() * 20,
        newest=1 + dice.below(40),
        kinds=tuple(Kind.SHORT if dice.unit() < 0.2 else Kind.LONG for _ in range(20)),
        playlists=dice.below(4),
        keywords=tuple(dice.some(words.tags, 3)),
        hidden_subscribers=dice.below(25) == 0,
    )


def _made(born: datetime, number: int, names: tuple[str, str], life: Life, videos: int) -> Channel:
    gap = timedelta(days=life.gap)
    return Channel(
        number=number,
        id=channel_id(number),
        handle=names[0],
        title=names[1],
        description=life.description,
        subject=life.subject,
        country=life.country,
        created=max(born - gap * (videos + 3) - timedelta(hours=number % 20 + 1, microseconds=number + 1), BEGINNING),
        videos=videos,
        kinds=life.kinds,
        newest=timedelta(days=life.newest),
        gap=gap,
        subscribers=life.subscribers,
        reach=life.reach,
        keywords=life.keywords,
        hidden_subscribers=life.hidden_subscribers,
        legacy_name=cast.LEGACY_USER if number == cast.SLOW_KILN.number else "",
        custom_name=cast.CUSTOM_NAME if number == cast.NADI_OKONLIND.number else "",
        playlists=life.playlists,
    )
