"""Videos out of (channel, number)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sandbox import cast
from sandbox.world import halloway, prose, specimens
from sandbox.world.ids import Dice, video_id
from sandbox.world.model import Channel, Kind, Video
from sandbox.world.subjects import Subject, subject

SHAKEN = 0.35  # of the gap, so that two uploads never fall on one day when the gap is two days or more
ON_THE_HOUR = timedelta(days=2)
SIZES = ("default", "medium", "high", "standard", "maxres")
LARGE = ("fhd", "qhd", "uhd")

# The two newest of others that come with pictures of their own.
_NEWEST: dict[str, Any] = {
    cast.SLOW_KILN.video(cast.SLOW_KILN.uploads - 1): {
        "title": "Cone 6, four hours, and the door stays shut",
        "picture": "pots",
        "sizes": SIZES,
    },
    cast.NADI_OKONLIND.video(cast.NADI_OKONLIND.uploads - 1): {
        "title": "Seven ridges and no wind: an hour above the mist",
        "picture": "hills",
        "sizes": SIZES,
    },
}

# What is told by hand of some channels' videos, laid over what is made.
Script = Callable[[Video, datetime], Video]
_SCRIPTS: dict[int, Script] = {
    cast.HALLOWAY_BENCH.number: halloway.bench,
    cast.HALLOWAY_OFFCUTS.number: halloway.offcuts,
    cast.SPECIMENS.number: specimens.specimen,
}


@lru_cache(maxsize=2048)
def film(seed: int, channel: Channel, born: datetime, number: int) -> Video:
    """Upload `number` of a channel, as it was generated."""
    dice = Dice(seed, channel.number, number, 2)
    uploaded = _uploaded(channel, born - channel.newest, number, dice)
    made = _film(channel, number, uploaded, _published(channel, number, uploaded, born, dice), dice)
    script = _SCRIPTS.get(channel.number)
    if made.id in _NEWEST:
        return replace(made, **_NEWEST[made.id])
    return script(made, born) if script and number < channel.videos else made


def _film(channel: Channel, number: int, uploaded: datetime, published: datetime, dice: Dice) -> Video:
    about = subject(channel.subject)
    kind = channel.kinds[number % len(channel.kinds)]
    seconds = _seconds(kind, dice)
    title = prose.title(about, channel, number, dice, short=kind is Kind.SHORT)
    views = _views(channel.reach, dice)
    likes, comments = _answers(views, dice)
    return Video(
        channel=channel.number,
        number=number,
        id=video_id(channel.number, number),
        kind=kind,
        title=f"Live: {title}" if kind is Kind.LIVE else title,
        description=_description(about, channel, title, seconds if kind is not Kind.SHORT else 0, dice),
        tags=tuple(dice.some(about.tags, 4 + dice.below(4))) if dice.below(9) else (),
        category=about.category,
        topics=about.topics,
        uploaded=uploaded,
        published=published,
        seconds=seconds,
        views=views,
        likes=likes,
        comments=comments,
        language=about.language,
        sizes=_sizes(kind, dice),
        creative_commons=dice.below(12) == 0,
        captions=dice.below(5) == 0,
    )


def _description(about: Subject, channel: Channel, title: str, seconds: int, dice: Dice) -> str:
    """`seconds` is 0 for a Short."""
    lead = title if title.endswith(("?", "!", "。")) else f"{title}."
    if not seconds:
        return prose.brief(about, lead, dice)
    return prose.description(about, channel, lead, seconds, dice)


def _uploaded(channel: Channel, newest: datetime, number: int, dice: Dice) -> datetime:
    """Always later than the upload before it."""
    back = channel.gap * (channel.videos - 1 - number)
    moment = newest - back - (channel.gap * (dice.unit() * SHAKEN) if back else timedelta())
    if channel.gap < ON_THE_HOUR:
        return moment.replace(microsecond=0)
    return moment.replace(hour=7 + channel.number % 12, minute=15 * dice.below(4), second=0, microsecond=0)


def _published(channel: Channel, number: int, uploaded: datetime, born: datetime, dice: Dice) -> datetime:
    """Mostly at once. One in seventeen was put up in advance and shown later: it stands deep in the uploads list."""
    if dice.below(17) or number == channel.videos - 1:
        return uploaded + timedelta(minutes=dice.below(9), seconds=dice.below(60))
    shown = uploaded + channel.gap * (1 + dice.unit() * 3)
    return min(shown, born - timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)


def _seconds(kind: Kind, dice: Dice) -> int:
    if kind is Kind.SHORT:  # up to three minutes since October 2024, mostly far less
        return 12 + dice.below(48) if dice.below(6) else 61 + dice.below(118)
    if kind is Kind.LIVE:
        return 2400 + dice.below(6000)
    return 190 + int(dice.unit() ** 2 * 2600)


def _views(reach: int, dice: Dice) -> int:
    """Few do very well, most do as ever."""
    spread = dice.unit() + dice.unit() + dice.unit() - 1.5
    return int(reach * 10 ** (spread * 0.9))


def _answers(views: int, dice: Dice) -> tuple[int | None, int | None]:
    """Likes and comments; one in sixty hides the ones, one in sixty has the others off."""
    likes, comments = int(views * (0.02 + dice.unit() * 0.05)), int(views * (0.001 + dice.unit() * 0.004))
    roll = dice.below(60)
    return (None if roll == 0 else likes), (None if roll == 1 else comments)


def _sizes(kind: Kind, dice: Dice) -> tuple[str, ...]:
    """Most have all five; some only the small three, some the large ones that came in September 2026."""
    roll = dice.below(24)
    found = SIZES[:3] if roll < 2 else (*SIZES, *LARGE[: max(0, roll - 20)])
    return (*found, "shortsAspectRatio") if kind is Kind.SHORT else found
