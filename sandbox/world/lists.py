"""Positions in a channel's lists, without the lists: kinds repeat with a period, so counting is arithmetic."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sandbox.world.model import Channel, Kind

PUBLIC = frozenset({Kind.LONG, Kind.SHORT, Kind.LIVE})
MOST_LISTED = 20_000  # a playlist shows no more

# Prefix of a list's id → the kinds in it. Undocumented; plugin authors' list, 2026.
PREFIXES: dict[str, frozenset[Kind]] = {
    "UU": PUBLIC,
    "UULF": frozenset({Kind.LONG}),
    "UULP": frozenset({Kind.LONG}),
    "UUSH": frozenset({Kind.SHORT}),
    "UUPS": frozenset({Kind.SHORT}),
    "UULV": frozenset({Kind.LIVE}),
    "UUPV": frozenset({Kind.LIVE}),
    "UUMO": frozenset({Kind.MEMBERS}),
    "UUMF": frozenset({Kind.MEMBERS}),
    "UUMS": frozenset(),
    "UUMV": frozenset(),
}
POPULAR = frozenset({"UULP", "UUPS", "UUPV"})


@dataclass(frozen=True, slots=True)
class Row:
    """The uploads of `channel` that are of `kinds`, newest first."""

    channel: Channel
    kinds: frozenset[Kind]
    _places: Sequence[int] = field(init=False)

    def __post_init__(self) -> None:
        places = tuple(at for at, kind in enumerate(self.channel.kinds) if kind in self.kinds)
        object.__setattr__(self, "_places", places)

    def rank(self, number: int) -> int:
        """How many older ones there are."""
        rounds, rest = divmod(number, len(self.channel.kinds))
        return rounds * len(self._places) + bisect_left(self._places, rest)

    def __len__(self) -> int:
        return self.rank(self.channel.videos) if self.channel.videos else 0

    def number(self, position: int) -> int:
        """The upload at `position`, 0 being the newest."""
        rounds, rest = divmod(len(self) - 1 - position, len(self._places))
        return rounds * len(self.channel.kinds) + self._places[rest]

    def without(self, gone: Sequence[int], start: int, count: int) -> Iterator[int]:
        """`count` uploads from `start` on, as if those in `gone` had never been."""
        holes = sorted(len(self) - 1 - self.rank(number) for number in gone)
        position, left = start, count
        for hole in holes:
            if hole <= position:
                position += 1
        while left > 0 and position < len(self):
            if position not in holes:
                yield self.number(position)
                left -= 1
            position += 1
