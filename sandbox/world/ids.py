"""Identifiers that look like YouTube's and read back to numbers, so that any of them is answered without a table.

A number is scrambled with a small Feistel network. The key is fixed, not the seed, so that the ids in
`sandbox/cast.py` are the same in every world.
"""

import base64
import binascii
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

_MASK = 0xFFFF_FFFF
_CHECK = 0x5EED5  # 20 bits that only ids made here have
_KEYS = {
    "channel": (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F),
    "video": (0x165667B1, 0xD3A2646C, 0xFD7046C5, 0xB55A4F09),
    "playlist": (0x7FEB352D, 0x846CA68B, 0x68E31DA4, 0xB5297A4D),
    "tail": (0x1B56C4E9, 0x2C1B3C6D, 0x297A2D39, 0x5851F42D),
}


def mix(value: int, key: int) -> int:
    """A 32-bit hash of a 32-bit value."""
    value = (value ^ key) & _MASK
    value = ((value ^ (value >> 16)) * 0x7FEB352D) & _MASK
    value = ((value ^ (value >> 15)) * 0x846CA68B) & _MASK
    return value ^ (value >> 16)


def _scramble(value: int, kind: str) -> int:
    left, right = value >> 32, value & _MASK
    for key in _KEYS[kind]:
        left, right = right, left ^ mix(right, key)
    return (left << 32) | right


def _unscramble(value: int, kind: str) -> int:
    left, right = value >> 32, value & _MASK
    for key in reversed(_KEYS[kind]):
        left, right = right ^ mix(left, key), left
    return (left << 32) | right


def _pack(channel: int, number: int, kind: str) -> bytes:
    return _scramble((channel << 44) | (number << 20) | _CHECK, kind).to_bytes(8, "big")


def _unpack(head: bytes, kind: str) -> tuple[int, int] | None:
    value = _unscramble(int.from_bytes(head, "big"), kind)
    return (value >> 44, (value >> 20) & 0xFFFFFF) if value & 0xFFFFF == _CHECK else None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _raw(text: str) -> bytes | None:
    """The bytes of a base64url text, when it is the one way to write them."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return raw if _text(raw) == text else None


def _tail(head: bytes, length: int) -> bytes:
    """Bytes that follow from `head` alone, to fill an id up to its length."""
    word, found = int.from_bytes(head, "big"), b""
    while len(found) < length:
        word = _scramble(word, "tail")
        found += word.to_bytes(8, "big")
    return found[:length]


@lru_cache(maxsize=4096)
def video_id(channel: int, number: int) -> str:
    """11 characters for video `number` (0 is the oldest upload) of channel `channel`."""
    return _text(_pack(channel, number, "video"))


def read_video_id(text: str) -> tuple[int, int] | None:
    """(channel, number), or None for what no channel of any world can have."""
    raw = _raw(text) if len(text) == 11 else None
    return _unpack(raw, "video") if raw else None


@lru_cache(maxsize=4096)
def channel_id(channel: int) -> str:
    """UC and 22 characters."""
    head = _pack(channel, 0, "channel")
    return "UC" + _text(head + _tail(head, 8))


def read_channel_id(text: str) -> int | None:
    """The number of a channel id."""
    raw = _raw(text[2:]) if len(text) == 24 and text.startswith("UC") else None
    if not raw or raw[8:] != _tail(raw[:8], 8):
        return None
    found = _unpack(raw[:8], "channel")
    return found[0] if found else None


def playlist_id(channel: int, number: int) -> str:
    """PL and 32 characters for playlist `number` of a channel."""
    head = _pack(channel, number, "playlist")
    return "PL" + _text(head + _tail(head, 16))


def read_playlist_id(text: str) -> tuple[int, int] | None:
    """(channel, number) of a PL… id."""
    raw = _raw(text[2:]) if len(text) == 34 and text.startswith("PL") else None
    if not raw or raw[8:] != _tail(raw[:8], 16):
        return None
    return _unpack(raw[:8], "playlist")


class Dice:
    """Repeatable choices out of a few numbers; much cheaper to make than random.Random."""

    __slots__ = ("_state",)

    def __init__(self, *numbers: int) -> None:
        state = 0x2545F491
        for number in numbers:
            state = mix(state ^ (number & _MASK), 0x9E3779B1 + (number >> 32))
        self._state = state

    def word(self) -> int:
        """32 bits. The mixing stands here once more, for a world is made of calls of this."""
        self._state = value = (self._state + 0x9E3779B9) & 0xFFFF_FFFF
        value = ((value ^ (value >> 16)) * 0x7FEB352D) & 0xFFFF_FFFF
        value = ((value ^ (value >> 15)) * 0x846CA68B) & 0xFFFF_FFFF
        return value ^ (value >> 16)

    def below(self, limit: int) -> int:
        """0 to `limit` - 1."""
        return self.word() * limit >> 32

    def unit(self) -> float:
        """0 to just below 1."""
        return self.word() / 0x1_0000_0000

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different ones (all, when there are fewer), in a shaken order."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
