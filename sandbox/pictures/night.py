"""Skies at night, and what hangs in them."""

from functools import partial
from typing import Any

from PIL import Image, ImageChops, ImageOps

from sandbox.pictures.canvas import HIGH, WIDE, Canvas, Colour, darker, lighter, mixed
from sandbox.pictures.turned import BALL, Sprite


def _stars(canvas: Canvas, count: int) -> None:
    draw = canvas.draw
    for _ in range(count):
        x, y, size = canvas.between(0, WIDE), canvas.between(0, HIGH), canvas.dice.random() ** 6 * 4 + 1
        tone = mixed((255, 255, 255), canvas.thing(), canvas.between(0, 0.5))
        draw.ellipse((x - size, y - size, x + size, y + size), fill=darker(tone, canvas.between(0, 0.5)))


def nebula(canvas: Canvas) -> None:
    """Clouds of gas in two colours."""
    first, second = canvas.dice.sample(canvas.palette.things, 2)
    deep = darker(canvas.palette.wall, 0.88)
    layers = []
    for colour in (first, second):
        cloud = canvas.field(6).point([max(0, level - 96) ** 2 // 120 if level < 255 else 211 for level in range(256)])
        layers.append(ImageOps.colorize(cloud, (0, 0, 0), lighter(colour, 0.35), mid=darker(colour, 0.35)))
    small = ImageChops.screen(ImageChops.screen(layers[0], layers[1]), Image.new("RGB", layers[0].size, deep))
    dust = canvas.field(6).point([255 - max(0, 150 - level) for level in range(256)])
    canvas.image = ImageChops.multiply(small, dust.convert("RGB")).resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    _stars(canvas, 420)
    bright = [(canvas.between(0, WIDE), canvas.between(0, HIGH)) for _ in range(7)]
    canvas.lamps([(x, y, 14, (255, 246, 230)) for x, y in bright], 12)


def trails(canvas: Canvas) -> None:
    """An hour of stars about the pole, over a dark horizon."""
    canvas.gradient(darker(canvas.palette.wall, 0.8), mixed(darker(canvas.palette.wall, 0.5), canvas.thing(), 0.25))
    x, y = WIDE * canvas.between(0.35, 0.65), HIGH * canvas.between(0.35, 0.6)
    sweep = canvas.between(25, 60)
    draw = canvas.draw
    for _ in range(230):
        away, start = canvas.between(12, 1150), canvas.between(0, 360)
        tone = darker(mixed((255, 250, 240), canvas.thing(), canvas.between(0, 0.6)), canvas.between(0.1, 0.75))
        draw.arc(
            (x - away, y - away, x + away, y + away),
            start,
            start + sweep,
            fill=tone,
            width=canvas.dice.choice((2, 3, 3, 5)),
        )
    outline = canvas.line(90, 0.6)
    draw.polygon(
        [(WIDE * at / 89, HIGH * 0.87 + outline[at] * 50) for at in range(90)] + [(WIDE, HIGH + 5), (0, HIGH + 5)],
        fill=(6, 6, 9),
    )


def _ball(canvas: Canvas, centre: tuple[float, float], size: float, colour: Colour, *, bands: bool = False) -> None:
    sprite = Sprite(BALL, (size, size * 2), colour, 0)
    if bands:
        table = canvas.line(256, 0.7)
        column = Image.new("L", (1, 256))
        column.putdata([int(128 + 110 * value) for value in table])
        stripes = column.resize(sprite.image.size, Image.Resampling.BICUBIC)
    else:
        stripes = canvas.field(6, size=sprite.image.size, coarse=(4, 4))
    surface = ImageOps.colorize(stripes, darker(colour, 0.45), lighter(colour, 0.4), mid=colour)
    lit = ImageChops.multiply(surface, Sprite(BALL, (size, size * 2), (255, 255, 255), 0).image)
    canvas.image.paste(lit, (int(centre[0] - size), int(centre[1] - size)), sprite.mask)


def moonrise(canvas: Canvas) -> None:
    """A large moon over water or hills."""
    deep = darker(canvas.palette.wall, 0.72)
    canvas.gradient(deep, mixed(canvas.palette.wall, canvas.thing(), 0.3))
    _stars(canvas, 120)
    x, y, size = WIDE * canvas.between(0.3, 0.7), HIGH * canvas.between(0.34, 0.5), canvas.between(150, 240)
    canvas.glow(
        lambda draw, s: draw.ellipse([v * s for v in (x - size, y - size, x + size, y + size)], fill=(120, 112, 96)),
        130,
    )
    _ball(canvas, (x, y), size, mixed((226, 218, 200), canvas.palette.light, 0.4))
    level = HIGH * 0.8
    canvas.draw.rectangle((0, level, WIDE, HIGH), fill=darker(deep, 0.3))
    for step in range(40):
        down = level + step * 4.6
        half = canvas.between(0.2, 1) * size * (0.35 + step / 40)
        canvas.draw.line(
            (x - half, down, x + half, down), fill=mixed(deep, (232, 222, 196), canvas.between(0.15, 0.6)), width=2
        )
    outline = canvas.line(80, 0.55)
    canvas.draw.polygon(
        [(0, level + 2), *((WIDE * at / 79, level - 26 + outline[at] * 34) for at in range(80)), (WIDE, level + 2)],
        fill=darker(deep, 0.55),
    )


def orbit(canvas: Canvas) -> None:
    """A planet with its moons, and a ring perhaps."""
    canvas.gradient(darker(canvas.palette.wall, 0.9), darker(canvas.palette.wall, 0.7))
    _stars(canvas, 260)
    x, y, size = WIDE * canvas.between(0.4, 0.6), HIGH * 0.5, canvas.between(190, 250)
    colour = canvas.thing()
    ringed = canvas.dice.random() < 0.6
    tilt = canvas.between(0.16, 0.3)
    rings = (
        [(1.45 + at * 0.055, mixed(colour, canvas.palette.light, canvas.between(0.2, 0.8))) for at in range(11)]
        if ringed
        else []
    )
    for half in ("back", "front"):
        if half == "front":
            _ball(canvas, (x, y), size, colour, bands=True)
        for share, tone in rings:
            box = (x - size * share, y - size * share * tilt, x + size * share, y + size * share * tilt)
            start, end = (180, 360) if half == "back" else (0, 180)
            canvas.draw.arc(box, start, end, fill=darker(tone, 0.15 if half == "front" else 0.5), width=9)
    for _ in range(canvas.dice.choice((1, 2, 3))):
        place = (canvas.between(0.08, 0.92) * WIDE, canvas.between(0.1, 0.9) * HIGH)
        _ball(canvas, place, canvas.between(18, 52), canvas.thing())


def aurora(canvas: Canvas) -> None:
    """Curtains of light over firs."""
    canvas.gradient((6, 10, 24), darker(canvas.palette.wall, 0.6))
    _stars(canvas, 200)
    tones = [mixed((80, 235, 150), canvas.thing(), 0.2), mixed((120, 120, 240), canvas.thing(), 0.3)]
    for curtain in range(4):
        foot, high = HIGH * canvas.between(0.42, 0.6), canvas.between(220, 420)
        canvas.glow(partial(_curtain, canvas.line(160, 0.6), foot, high, tones[curtain % 2]), 13)
    for at in range(70):
        x, high = WIDE * at / 69 + canvas.between(-12, 12), canvas.between(40, 130)
        canvas.draw.polygon([(x - high * 0.2, HIGH), (x, HIGH - high - 30), (x + high * 0.2, HIGH)], fill=(4, 7, 10))
    canvas.draw.rectangle((0, HIGH - 44, WIDE, HIGH), fill=(4, 7, 10))


def _curtain(line: list[float], foot: float, high: float, tone: Colour, *brush: Any) -> None:
    """Rays that stand on a wavering line and fade upwards; `brush` is what Paint is handed."""
    draw, s = brush
    for at, bend in enumerate(line):
        x, base = WIDE * at / 159, foot + bend * 120
        strength = 0.45 + 0.5 * abs(line[(at * 7) % 160])
        for step in range(6):
            share = step / 6
            ray = (x * s, (base - high * share) * s, (x + 6) * s, (base - high * (share + 0.18)) * s)
            draw.line(ray, fill=darker(tone, min(0.97, strength + share * 0.5)), width=3)
