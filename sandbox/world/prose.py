"""Titles and descriptions out of a subject's words."""

from sandbox.world.ids import Dice
from sandbox.world.model import Channel
from sandbox.world.subjects import Subject

_STRIDES = (7, 11, 13, 5, 3)
LEAST_FOR_CHAPTERS = 300  # seconds; shorter ones are told in one breath


def title(subject: Subject, channel: Channel, number: int, dice: Dice, *, short: bool) -> str:
    """Neighbours talk about different things: the first slot walks through its list."""
    pattern = dice.pick(subject.shorts if short else subject.titles)
    words = {letter: dice.pick(choices) for letter, choices in subject.slots.items()}
    things = subject.slots["a"]
    stride = next(step for step in _STRIDES if len(things) % step)
    words["a"] = things[(number * stride + channel.number) % len(things)]
    capitals = {letter.upper(): word[:1].upper() + word[1:] for letter, word in words.items()}
    plain = pattern.format(**words, **capitals, n=3 + dice.below(9), number=f"{number + 1:,}", cone=4 + dice.below(7))
    return plain[:1].upper() + plain[1:]


def description(subject: Subject, channel: Channel, lead: str, seconds: int, dice: Dice) -> str:
    """A lead, what it is about, chapters, tools, links and hashtags; one in thirty has none at all."""
    if dice.below(30) == 0:
        return ""
    parts = [lead, " ".join(dice.some(subject.sentences, 2 + dice.below(2)))]
    if seconds >= LEAST_FOR_CHAPTERS:
        parts.append(_chapters(subject, seconds, dice))
    parts += [_tools(subject, dice), _links(subject, channel, lead, dice), _hashtags(subject, dice)]
    return "\n\n".join(part for part in parts if part)


def brief(subject: Subject, lead: str, dice: Dice) -> str:
    """What stands under a Short."""
    return f"{lead} {dice.pick(subject.sentences)}\n\n{_hashtags(subject, dice)} #shorts"


def _chapters(subject: Subject, seconds: int, dice: Dice) -> str:
    count = min(len(subject.chapters), 4 + dice.below(4))
    places = sorted(dice.below(len(subject.chapters)) for _ in range(count))
    names = list(dict.fromkeys(subject.chapters[place] for place in places))
    return "\n".join(f"{stamp(seconds * at // len(names))} {name}" for at, name in enumerate(names))


def stamp(seconds: int) -> str:
    """0:00, 12:34 or 1:02:03."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _tools(subject: Subject, dice: Dice) -> str:
    names = dice.some(subject.tools, 3 + dice.below(3))
    most, last = ", ".join(names[:-1]), names[-1]
    lines = (
        f"Tools: {most}, {last}",
        f"Made with {most} and {last}.",
        "In use here:\n" + "\n".join(f"- {name}" for name in names),
    )
    return dice.pick(lines)


def slug(text: str) -> str:
    """The first four words, as in an address."""
    words = ("".join(letter for letter in word if letter.isalnum()) for word in text.lower().split()[:4])
    return "-".join(word for word in words if word)


def _links(subject: Subject, channel: Channel, lead: str, dice: Dice) -> str:
    found = dice.some(subject.links, 2)
    lines = [f"{label}: {address.replace('{slug}', slug(lead))}" for label, address in found]
    return "\n".join([*lines, f"All of {channel.title}: https://www.youtube.com/{channel.handle}"])


def _hashtags(subject: Subject, dice: Dice) -> str:
    return " ".join("#" + tag.replace(" ", "") for tag in dice.some(subject.tags, 3))
