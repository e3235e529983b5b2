"""Videos out of (channel, number)."""

from datetime import datetime, timedelta

from sandbox.world.ids import Dice, video_id
from sandbox.world.model import Channel, Kind, Video
from sandbox.world.subjects import SUBJECTS


def film(seed: int, channel: Channel, newest: datetime, number: int) -> Video:
    """Upload `number` of a channel; `newest` is when its last one went up."""
    dice = Dice(seed, channel.number, number, 2)
    subject = SUBJECTS[channel.subject]
    kind = channel.kinds[number % len(channel.kinds)]
    uploaded = newest - channel.gap * (channel.videos - 1 - number) - channel.gap * (dice.unit() * 0.8)
    uploaded = uploaded.replace(microsecond=0)
    seconds = 12 + dice.below(48) if kind is Kind.SHORT else 240 + dice.below(1900)
    title = dice.pick(subject.titles).format(a=dice.pick(subject.a), b=dice.pick(subject.b), n=2 + dice.below(9))
    views = int(channel.reach * 10 ** (dice.unit() * 2 - 1))
    return Video(
        channel=channel.number,
        number=number,
        id=video_id(channel.number, number),
        kind=kind,
        title=title,
        description=f"{title}.\n\n{dice.pick(subject.sentences)}\n\nTools: {', '.join(dice.some(subject.tools, 4))}\n\n"
        + " ".join(f"#{tag}" for tag in subject.hashtags),
        tags=tuple(subject.hashtags),
        category=subject.category,
        uploaded=uploaded,
        published=uploaded + timedelta(minutes=5),
        seconds=seconds,
        views=views,
        likes=views // 27,
        comments=views // 400,
    )
