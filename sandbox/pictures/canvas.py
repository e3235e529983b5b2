"""A canvas and the few things that make drawings look like pictures: light, soft shadows, glow, grain."""

import math
from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from sandbox.pictures.palettes import Colour, Palette, darker, lighter, mixed

Point = tuple[float, float]
Paint = Callable[[ImageDraw.ImageDraw, float], None]  # draws, with coordinates times a scale
WIDE, HIGH = 1600, 900  # drawn somewhat larger than the 1280 × 720 it becomes, which smooths the edges
MADE = (1280, 720)
SMALL = 5  # soft things are drawn at a fifth
GRAIN = 256


@cache
def _grain_tile(seed: int, strength: int) -> Image.Image:
    """Film grain about middle grey."""
    raw = Random(seed).randbytes(GRAIN * GRAIN)
    tile = Image.frombytes("L", (GRAIN, GRAIN), raw).filter(ImageFilter.GaussianBlur(0.6))
    tile = tile.point([128 + (level - 128) * strength // 128 for level in range(256)])
    whole = Image.new("L", MADE)
    for left in range(0, MADE[0], GRAIN):
        for top in range(0, MADE[1], GRAIN):
            whole.paste(tile, (left, top))
    return whole.convert("RGB")


@cache
def _vignette(depth: int) -> Image.Image:
    """Dark towards the corners, for multiplying."""
    radial = Image.radial_gradient("L").resize(MADE, Image.Resampling.BILINEAR)
    return radial.point([255 - max(0, level - 90) * depth // 165 for level in range(256)]).convert("RGB")


class Canvas:
    """One picture being made. Coordinates run over WIDE × HIGH."""

    def __init__(self, seed: int, palette: Palette) -> None:
        self.dice = Random(seed)
        self.palette = palette
        self.image = Image.new("RGB", (WIDE, HIGH), palette.wall)
        self.depth = 110  # of the vignette

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def thing(self) -> Colour:
        return self.dice.choice(self.palette.things)

    def between(self, low: float, high: float) -> float:
        return self.dice.uniform(low, high)

    # Light

    def gradient(self, top: Colour, bottom: Colour, middle: Colour | None = None) -> None:
        """The whole canvas from one colour to another."""
        self.image = _tinted(Image.linear_gradient("L"), top, bottom, middle).resize(
            (WIDE, HIGH), Image.Resampling.BICUBIC
        )

    def room(self, horizon: float = 0.66) -> None:
        """A studio: wall, floor, a soft bend between them, and a light from the upper left."""
        wall, floor = self.palette.wall, self.palette.floor
        small = (WIDE // SMALL, HIGH // SMALL)
        edge = int(small[1] * horizon)
        room = _tinted(Image.linear_gradient("L"), lighter(wall, 0.06), darker(wall, 0.12), None).resize(small)
        room.paste(
            _tinted(Image.linear_gradient("L"), floor, lighter(floor, 0.1), None).resize((small[0], small[1] - edge)),
            (0, edge),
        )
        room = room.filter(ImageFilter.GaussianBlur(7))
        self.image = self._lit(room, self.between(0.2, 0.45), 0.3).resize((WIDE, HIGH), Image.Resampling.BICUBIC)

    def _lit(self, small: Image.Image, across: float, down: float) -> Image.Image:
        """A pool of light, brightest at a place given in shares."""
        wide, high = small.size
        pool = Image.radial_gradient("L").resize((wide * 2, wide * 2))
        left, top = int(wide - wide * across), int(wide - high * down)
        pool = ImageOps.invert(pool).crop((left, top, left + wide, top + high))
        light = Image.new("RGB", small.size, lighter(self.palette.wall, 0.55))
        return Image.composite(light, small, pool.point([level * 110 // 255 for level in range(256)]))

    # Soft things

    def shadow(self, shapes: Sequence[Sequence[Point]], blur: float = 30, strength: int = 150) -> None:
        """Polygons that darken what is beneath them. Only their surroundings are worked on."""
        left, top, right, bottom = _around([point for shape in shapes for point in shape], blur * 2.5)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", ((right - left) // SMALL + 1, (bottom - top) // SMALL + 1))
        draw = ImageDraw.Draw(mask)
        for shape in shapes:
            draw.polygon([((x - left) / SMALL, (y - top) / SMALL) for x, y in shape], fill=strength)
        mask = mask.filter(ImageFilter.GaussianBlur(blur / SMALL)).resize(
            (right - left, bottom - top), Image.Resampling.BILINEAR
        )
        self.image.paste(darker(self.palette.floor, 0.88), (left, top, right, bottom), mask)

    def cast(self, centre: Point, wide: float, high: float, *, blur: float = 26, strength: int = 165) -> None:
        """The shadow of something standing: an ellipse drawn out to the right."""
        x, y = centre
        self.shadow(
            [
                ellipse((x + wide * 0.45, y), wide, high),
                ellipse((x + wide * 1.1, y + high * 0.35), wide * 0.9, high * 0.8),
            ],
            blur,
            strength,
        )

    def glow(self, paint: Paint, blur: float, *, rows: tuple[float, float] = (0, HIGH)) -> None:
        """Light added: what `paint` draws on black, blurred. `rows` bounds what is worked on."""
        top, bottom = max(0, int(rows[0])) // SMALL, min(HIGH, int(rows[1])) // SMALL
        layer = Image.new("RGB", (WIDE // SMALL, HIGH // SMALL))
        paint(ImageDraw.Draw(layer), 1 / SMALL)
        layer = layer.filter(ImageFilter.GaussianBlur(blur / SMALL)).crop((0, top, WIDE // SMALL, bottom))
        box = (0, top * SMALL, WIDE, bottom * SMALL)
        light = layer.resize((WIDE, box[3] - box[1]), Image.Resampling.BILINEAR)
        self.image.paste(ImageChops.screen(self.image.crop(box), light), box)

    def lamps(self, discs: Sequence[tuple[float, float, float, Colour]], blur: float) -> None:
        """Round lights: (x, y, radius, colour) each."""

        def paint(draw: ImageDraw.ImageDraw, scale: float) -> None:
            for x, y, size, tone in discs:
                box = (x - size, y - size, x + size, y + size)
                draw.ellipse([value * scale for value in box], fill=tone)

        self.glow(paint, blur)

    def mist(self, level: float, tone: Colour, high: float = 60) -> None:
        """A pale band that lies on a height."""
        around = (level - high * 1.8, level + high * 1.8)
        self.glow(
            lambda draw, s: draw.rectangle((0, (level - high / 2) * s, WIDE * s, (level + high / 2) * s), fill=tone),
            high,
            rows=around,
        )

    # Fields

    def field(
        self, octaves: int = 5, *, size: tuple[int, int] = (320, 180), coarse: tuple[int, int] = (3, 2)
    ) -> Image.Image:
        """Smooth noise, 0 to 255, as hills and clouds have it."""
        layers = [self._octave((coarse[0] << at, coarse[1] << at), size) for at in range(octaves)]
        whole = layers.pop()
        while layers:
            whole = Image.blend(layers.pop(), whole, 0.4)
        return ImageOps.autocontrast(whole)

    def _octave(self, cells: tuple[int, int], size: tuple[int, int]) -> Image.Image:
        raw = self.dice.randbytes((cells[0] + 1) * (cells[1] + 1))
        return Image.frombytes("L", (cells[0] + 1, cells[1] + 1), raw).resize(size, Image.Resampling.BICUBIC)

    def line(self, points: int, rough: float = 0.5) -> list[float]:
        """A mountain's outline: `points` values about 0, within 1 or so."""
        waves = [(self.dice.uniform(0, math.tau), rough**at, 1.7**at) for at in range(6)]
        return [
            sum(high * math.sin(math.tau * often * place / points + turn) for turn, high, often in waves) / 2
            for place in range(points)
        ]

    def wood(self, colour: Colour, size: tuple[int, int], *, rings: int = 9) -> Image.Image:
        """A board of a colour: drawn-out noise, cut into rings."""
        low = (max(2, size[0] // 220), max(3, size[1] // 16))
        raw = self.dice.randbytes(low[0] * low[1])
        warp = Image.frombytes("L", low, raw).resize(size, Image.Resampling.BICUBIC)
        slope = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
        field = Image.blend(slope, warp, 0.22)
        turn = self.dice.uniform(0, math.tau)
        table = [int(127 + 110 * math.sin(turn + level / 256 * math.tau * rings) ** 3) for level in range(256)]
        streaks = Image.frombytes("L", (3, size[1]), self.dice.randbytes(3 * size[1])).resize(
            size, Image.Resampling.BICUBIC
        )
        grain = Image.blend(field.point(table), streaks, 0.35)
        return ImageOps.colorize(grain, darker(colour, 0.24), lighter(colour, 0.16), mid=colour)

    # The end

    def finish(self) -> Image.Image:
        """Vignette and grain, at the size it is kept in."""
        made = self.image.resize(
            MADE, Image.Resampling.BOX if self.image.size != MADE else Image.Resampling.NEAREST, reducing_gap=2.0
        )
        made = ImageChops.multiply(made, _vignette(self.depth))
        return ImageChops.overlay(made, _grain_tile(5, 11))


def _around(points: Sequence[Point], margin: float) -> tuple[int, int, int, int]:
    """The box of the canvas that holds the points, with a margin."""
    across, down = [x for x, _ in points], [y for _, y in points]
    left, top = max(0, int(min(across) - margin)), max(0, int(min(down) - margin))
    return left, top, min(WIDE, int(max(across) + margin)), min(HIGH, int(max(down) + margin))


def _tinted(grey: Image.Image, first: Colour, last: Colour, middle: Colour | None) -> Image.Image:
    if middle is None:
        return ImageOps.colorize(grey, first, last)
    return ImageOps.colorize(grey, first, last, mid=middle)


def ellipse(centre: Point, wide: float, high: float, points: int = 40) -> list[Point]:
    """The outline of an ellipse of these half axes."""
    x, y = centre
    return [
        (x + wide * math.cos(math.tau * at / points), y + high * math.sin(math.tau * at / points))
        for at in range(points)
    ]


def moved(points: Sequence[Point], across: float, down: float) -> list[Point]:
    return [(x + across, y + down) for x, y in points]


def shaded(colour: Colour, light: float) -> Colour:
    """A colour in more (1) or less (-1) light."""
    return lighter(colour, light * 0.6) if light > 0 else darker(colour, -light)


__all__ = [
    "HIGH",
    "MADE",
    "WIDE",
    "Canvas",
    "Colour",
    "Point",
    "darker",
    "ellipse",
    "lighter",
    "mixed",
    "moved",
    "shaded",
]
