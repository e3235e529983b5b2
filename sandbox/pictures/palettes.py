"""Colours that go together. Each palette is a room with a few things in it."""

from typing import NamedTuple

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """`wall` and `floor` are the room, `things` stand in it (the first is the loudest), `dark` and `light` draw."""

    wall: Colour
    floor: Colour
    things: tuple[Colour, ...]
    dark: Colour
    light: Colour


def _rgb(text: str) -> Colour:
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def _palette(words: str) -> Palette:
    wall, floor, dark, light, *things = map(_rgb, words.split())
    return Palette(wall, floor, tuple(things), dark, light)


# wall, floor, dark, light, then things
PALETTES = tuple(
    map(
        _palette,
        (
            "d9a92b c08f17 2a1c08 fff3d0 8c3b1d f2e2b6 3c5a4c d9622b 5b2a17",  # mustard
            "2743a8 1a2f80 0a1233 f4efe2 f2c14b e9e3d2 e2603f 8aa7e8 142a6b",  # ultramarine
            "4a2333 33131f 180810 fbe6d4 e8743b f0b67f b5445a 7a9a8e f6dcc0",  # plum
            "b7c2ab 9aa78c 26301f fbf8ee c9482f 2f5b6b e6c65a f4efe2 6b7f55",  # sage
            "e3bfae cf9f8b 3a201a fff4ec 8d2f23 1f5e5b f3e7dc d88a3f 5b3a33",  # rose clay
            "5f7480 475963 11191e f3f1ea d99a3c c9d4d6 a8452f 2f4550 efe6d2",  # slate
            "0f5a57 093e3d 04211f f1efe0 e9b44c d8e3d6 c8553d 5fb3a3 f6d9a8",  # teal
            "26262b 17171b 07070a f5efe4 e3702f d9b77a 4f7c8a b23a48 efe2c8",  # charcoal
            "b4532f 92401f 2c0f05 fff0df f1c27b 2e4a54 f6e6cf 6b2412 8fa08c",  # terracotta
            "ece4d4 d8cdb8 2b2620 fffdf6 c2452d 2e6f73 e0a93a 3b3f5c a9b59b",  # cream
            "1f3d2e 132a1f 07150e f0ead6 d8a548 9fbf8f e2733d f3e3c0 4e7d5b",  # forest
            "7fa6bf 5f88a3 14222c fbf6ea e0603a f3d9a0 254a66 ffffff b0452c",  # sky
            "8e2a2a 6c1b1b 220606 fde9d9 f0b35a f5dcc4 2f4f4f d96b4a 3a0d0d",  # oxblood
            "c9c3bb b0a89e 23211f ffffff 3f5f8a d4573b e3b23c 6e7f6a 2e2c2a",  # linen grey
            "3a2f55 271e3e 0e0a1a f3ecff e79a5b b7a4e0 5fc2b5 e5566d f7e3b5",  # violet
            "e8933a cf7a24 331503 fff2da 2a4b5f f7e0b2 9a2f1c 5b7a52 fbd08a",  # tangerine
            "a7c4bc 86a9a0 172522 fdfaf1 d86a4a 2c4f57 f0c869 f7efe0 587a6e",  # celadon
            "17324d 0d2136 040c16 eef3f2 f2a65a 7fb3c8 d7e3e8 d1495b f5dfb3",  # night blue
        ),
    )
)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share of `other`, 0 to 1."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def darker(colour: Colour, share: float) -> Colour:
    return mixed(colour, (8, 6, 10), share)


def lighter(colour: Colour, share: float) -> Colour:
    return mixed(colour, (255, 250, 240), share)
