"""Things off a wheel or a lathe: a silhouette, shaded as round."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sandbox.pictures.canvas import Canvas, Colour, Point, darker, lighter, mixed

STEP = 3  # pixels a slice
Profile = Sequence[tuple[float, float]]  # (height 0 bottom to 1 top, half width 0 to 1)

BOTTLE: Profile = (
    (0, 0.5),
    (0.05, 0.62),
    (0.35, 0.85),
    (0.55, 0.72),
    (0.72, 0.34),
    (0.9, 0.24),
    (0.97, 0.3),
    (1, 0.36),
)
JAR: Profile = ((0, 0.42), (0.06, 0.5), (0.4, 0.98), (0.6, 1.0), (0.8, 0.75), (0.9, 0.5), (0.96, 0.5), (1, 0.58))
BOWL: Profile = ((0, 0.3), (0.06, 0.32), (0.1, 0.38), (0.4, 0.78), (0.75, 0.96), (1, 1.0))
CUP: Profile = ((0, 0.5), (0.05, 0.58), (0.2, 0.7), (0.6, 0.74), (1, 0.76))
PEAR: Profile = (
    (0, 0.2),
    (0.04, 0.5),
    (0.2, 0.9),
    (0.38, 1.0),
    (0.55, 0.84),
    (0.75, 0.46),
    (0.9, 0.32),
    (0.98, 0.16),
    (1, 0.04),
)
SPINDLE: Profile = (
    (0, 0.8),
    (0.07, 0.8),
    (0.1, 0.45),
    (0.16, 0.7),
    (0.22, 0.4),
    (0.45, 0.62),
    (0.68, 0.4),
    (0.75, 0.66),
    (0.82, 0.4),
    (0.9, 0.8),
    (1, 0.8),
)
PAWN: Profile = (
    (0, 0.95),
    (0.08, 0.95),
    (0.12, 0.6),
    (0.2, 0.5),
    (0.55, 0.3),
    (0.62, 0.55),
    (0.66, 0.32),
    (0.72, 0.44),
    (0.84, 0.56),
    (0.95, 0.38),
    (1, 0.05),
)
POTS = (BOTTLE, JAR, BOWL, CUP)


BALL: Profile = ((0, 0.0), (0.5, 1.0), (1, 0.0))  # drawn as a true circle


@lru_cache(maxsize=64)
def _strip(colour: Colour, gloss: int) -> Image.Image:
    """One line across something round: lit from the upper left, darkest short of the right edge."""
    strip = Image.new("RGB", (128, 1))
    for at in range(128):
        across = at / 63.5 - 1
        facing = max(0.0, -0.62 * across + 0.78 * math.sqrt(max(0.0, 1 - across * across)))
        shine = gloss / 100 * math.exp(-(((across + 0.42) / 0.11) ** 2))
        bounce = 0.12 * max(0.0, across - 0.6)
        tone = mixed(darker(colour, 0.82), colour, min(1.0, facing + bounce))
        strip.putpixel((at, 0), lighter(mixed(tone, lighter(colour, 0.35), max(0.0, facing - 0.85)), min(1.0, shine)))
    return strip.resize((128, 4))


def width_at(profile: Profile, height: float) -> float:
    """Half width at a height, on a smooth curve through the points (Catmull and Rom's, kept from overshooting)."""
    if profile is BALL:
        return math.sqrt(max(0.0, 1 - (2 * height - 1) ** 2))
    for at in range(len(profile) - 1):
        (low, first), (high, second) = profile[at], profile[at + 1]
        if low <= height <= high:
            share = (height - low) / (high - low)
            before, after = _slope(profile, at), _slope(profile, at + 1)
            square, cube = share * share, share**3
            bend = (cube - 2 * square + share) * before + (cube - square) * after
            return max(
                0.0, (2 * cube - 3 * square + 1) * first + (3 * square - 2 * cube) * second + bend * (high - low)
            )
    return profile[-1][1]


def _slope(profile: Profile, at: int) -> float:
    """How fast the width changes at a point; not at all where it turns round."""
    if at in {0, len(profile) - 1}:
        return 0.0
    (low, before), (here, middle), (high, after) = profile[at - 1], profile[at], profile[at + 1]
    first, second = (middle - before) / (here - low), (after - middle) / (high - here)
    return 0.0 if first * second <= 0 else 2 * first * second / (first + second)


class Sprite:
    """A thing of one colour, with its silhouette, to be laid on a canvas."""

    def __init__(self, profile: Profile, size: tuple[float, float], colour: Colour, gloss: int) -> None:
        wide, high = size
        self.foot = max(2, int(wide * width_at(profile, 0) * 0.17))  # how far the base bulges towards us
        self.image = Image.new("RGB", (int(wide * 2) + 2, int(high) + self.foot))
        self.mask = Image.new("L", self.image.size)
        strip = _strip(colour, gloss)
        for row in range(0, self.image.height, STEP):
            half = int(wide * self._half(profile, row, high))
            if half > 0:
                at = (self.image.width // 2 - half, row)
                self.image.paste(strip.resize((half * 2, STEP)), at)
                self.mask.paste(255, (*at, at[0] + half * 2, row + STEP))

    def _half(self, profile: Profile, row: int, high: float) -> float:
        if row <= high:
            return width_at(profile, 1 - row / high)
        below = min(1.0, (row - high) / self.foot)
        return width_at(profile, 0) * math.sqrt(1 - below * below)


def turned(
    canvas: Canvas,
    profile: Profile,
    foot: Point,
    size: tuple[float, float],
    colour: Colour,
    *,
    glaze: Colour | None = None,
    gloss: int = 30,
    hollow: bool = False,
) -> None:
    """Stand it on `foot` (middle of its base); `size` is its greatest half width and its height."""
    x, y = foot
    wide, high = size
    base = wide * width_at(profile, 0.03)
    canvas.cast((x, y), base * 1.15, max(9.0, base * 0.26))
    body = Sprite(profile, size, colour, gloss)
    corner = (int(x - body.image.width / 2), int(y - high))
    canvas.image.paste(body.image, corner, body.mask)
    if glaze is not None:
        coat = Sprite(profile, size, glaze, gloss + 30)
        canvas.image.paste(coat.image, corner, _dripping(canvas, coat.mask))
    if hollow:
        _mouth(canvas, (x, y - high), wide * width_at(profile, 1), glaze or colour)


def _dripping(canvas: Canvas, silhouette: Image.Image) -> Image.Image:
    """The silhouette down to an edge that ran in the fire."""
    wide, high = silhouette.size
    edge = high * canvas.between(0.4, 0.72)
    run = canvas.line(64, 0.62)
    mask = Image.new("L", silhouette.size)
    lower = [
        (
            wide * at / 63,
            edge
            + run[at] * high * 0.06
            + high * 0.1 * max(0.0, math.sin(at / 63 * 15 + run[0] * 9)) ** 4
            + 0.06 * high * math.sin(math.pi * at / 63),
        )
        for at in range(64)
    ]
    ImageDraw.Draw(mask).polygon([(0, 0), *lower, (wide, 0)], fill=255)
    return ImageChops.multiply(mask.filter(ImageFilter.GaussianBlur(2.5)), silhouette)


def _mouth(canvas: Canvas, centre: Point, half: float, colour: Colour) -> None:
    """The opening of a vessel, seen a little from above."""
    x, y = centre
    deep = half * 0.2
    draw = canvas.draw
    draw.ellipse((x - half, y - deep, x + half, y + deep), fill=lighter(colour, 0.25))
    draw.ellipse((x - half * 0.93, y - deep * 0.84, x + half * 0.93, y + deep * 0.94), fill=darker(colour, 0.62))
    draw.chord((x - half * 0.93, y - deep * 0.84, x + half * 0.93, y + deep * 0.94), 20, 160, fill=darker(colour, 0.35))
