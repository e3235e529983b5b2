"""Playlists that creators made: their titles, and the ones whose length is known beforehand."""

from collections.abc import Callable
from typing import NamedTuple

from sandbox import cast
from sandbox.world.creators import FIRST_STRANGER
from sandbox.world.ids import read_playlist_id
from sandbox.world.model import Channel
from sandbox.world.subjects import subject

Key = tuple[int, int]


class CastList(NamedTuple):
    """`key` gives the video at a position."""

    length: int
    key: Callable[[int], Key]


def _at(playlist_id: str) -> Key:
    found = read_playlist_id(playlist_id)
    if found is None:
        raise ValueError(playlist_id)
    return found


def _twenty_thousand(position: int) -> Key:
    """Half their own, newest first; then the first five of two thousand strangers."""
    if position < cast.TEN_THOUSAND.uploads:
        return cast.TEN_THOUSAND.number, cast.TEN_THOUSAND.uploads - 1 - position
    stranger, number = divmod(position - cast.TEN_THOUSAND.uploads, 5)
    return FIRST_STRANGER + stranger, number


PRIVATE = _at(cast.PRIVATE_PLAYLIST)
CAST_LISTS: dict[Key, CastList] = {
    _at(cast.EMPTY_PLAYLIST): CastList(0, lambda position: (cast.EMPTY_CHANNEL.number, position)),
    _at(cast.DOZEN_PLAYLIST): CastList(12, lambda position: (cast.SPECIMENS.number, position)),
    PRIVATE: CastList(3, lambda position: (cast.SPECIMENS.number, 15 + position)),
    _at(cast.PLAYLIST_OF_180): CastList(180, lambda position: (cast.SLOW_KILN.number, position)),
    _at(cast.PLAYLIST_OF_20000): CastList(20_000, _twenty_thousand),
}


def titles(channel: Channel) -> list[str]:
    """A title for each of a channel's playlists."""
    words = [tag[:1].upper() + tag[1:] for tag in subject(channel.subject).tags]
    patterns = ("{}, all of it", "Start here: {}", "{}, in order", "The best of {}")
    return [patterns[at % len(patterns)].format(words[at % len(words)]) for at in range(channel.playlists)]
