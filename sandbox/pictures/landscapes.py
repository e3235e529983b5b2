"""Places: hills, waves, dunes, woods, roads, and skies."""

import math

from PIL import Image, ImageChops, ImageDraw

from sandbox.pictures.canvas import HIGH, WIDE, Canvas, Colour, darker, ellipse, lighter, mixed, shaded


def _ridge(canvas: Canvas, level: float, height: float, points: int = 100) -> list[tuple[float, float]]:
    outline = canvas.line(points, 0.52)
    return [(WIDE * at / (points - 1), level + outline[at] * height) for at in range(points)]


def _ground(outline: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [*outline, (WIDE + 5, HIGH + 5), (-5, HIGH + 5)]


def _sun(canvas: Canvas, colour: Colour, *, low: float = 0.15, high: float = 0.45) -> None:
    x, y, size = canvas.between(0.2, 0.8) * WIDE, canvas.between(low, high) * HIGH, canvas.between(38, 80)
    canvas.glow(
        lambda draw, s: draw.ellipse(
            [(v * s) for v in (x - size * 2, y - size * 2, x + size * 2, y + size * 2)], fill=darker(colour, 0.55)
        ),
        130,
    )
    canvas.draw.polygon(ellipse((x, y), size, size, 70), fill=lighter(colour, 0.55))


def hills(canvas: Canvas) -> None:
    """Ridges fading into the distance, under a sun."""
    wall, dark = canvas.palette.wall, canvas.palette.dark
    warm = lighter(canvas.thing(), 0.55)
    canvas.gradient(lighter(wall, 0.15), warm, mixed(wall, warm, 0.5))
    _sun(canvas, warm)
    count = canvas.dice.choice((5, 6, 7))
    for layer in range(count):
        share = layer / (count - 1)
        outline = _ridge(canvas, HIGH * (0.42 + 0.5 * share), 60 + 90 * share)
        canvas.draw.polygon(_ground(outline), fill=mixed(mixed(wall, warm, 0.45), dark, 0.12 + 0.83 * share))
        canvas.mist(HIGH * (0.54 + 0.5 * share), darker(warm, 0.84))


def waves(canvas: Canvas) -> None:
    """Swells in bands, each with its crest in the light."""
    top, bottom = lighter(canvas.palette.wall, 0.25), canvas.palette.floor
    canvas.gradient(top, bottom)
    first, second = canvas.dice.sample(canvas.palette.things, 2)
    count = 13
    for layer in range(count):
        share = layer / (count - 1)
        phase, often = canvas.between(0, math.tau), canvas.between(1.2, 2.8)
        swell = 22 + 46 * share
        outline = [
            (
                WIDE * at / 80,
                HIGH * (0.3 + 0.72 * share)
                + swell * math.sin(phase + often * math.tau * at / 80)
                + swell * 0.4 * math.sin(phase * 2 + 5 * math.tau * at / 80),
            )
            for at in range(81)
        ]
        tone = mixed(mixed(first, second, share), canvas.palette.dark, 0.1 + 0.5 * abs(share - 0.4))
        if layer % 2:
            canvas.shadow([_ground(outline)], 30, 80)
        canvas.draw.polygon(_ground(outline), fill=tone)
        canvas.draw.line(outline, fill=lighter(tone, 0.3), width=4, joint="curve")


def dunes(canvas: Canvas) -> None:
    """Sand: a lit side and a shaded one."""
    sand = canvas.thing()
    canvas.gradient(canvas.palette.wall, lighter(sand, 0.5))
    for layer in range(5):
        share = layer / 4
        crest = [
            (
                WIDE * at / 60,
                HIGH * (0.4 + 0.45 * share)
                - 130 * math.exp(-(((at / 60 - canvas_at) / 0.24) ** 2))
                + 12 * math.sin(at / 6 + layer),
            )
            for canvas_at in [canvas.between(0.1, 0.9)]
            for at in range(61)
        ]
        lit = lighter(sand, 0.32 - 0.1 * share)
        canvas.draw.polygon(_ground(crest), fill=mixed(lit, canvas.palette.dark, 0.2 * share))
        peak = min(range(61), key=lambda at: crest[at][1])
        edge = [
            (crest[peak][0] + 40 * math.sin(step / 2.2 + layer) + step * 30, crest[peak][1] + step * step * 5.0)
            for step in range(14)
        ]
        shade = [*crest[peak:], (WIDE + 5, HIGH + 5), *reversed(edge)]
        canvas.draw.polygon(shade, fill=mixed(darker(sand, 0.45), canvas.palette.dark, 0.25 * share))


def forest(canvas: Canvas) -> None:
    """Firs in the mist."""
    wall, dark = canvas.palette.wall, mixed(canvas.palette.dark, (18, 40, 34), 0.5)
    pale = lighter(wall, 0.6)
    canvas.gradient(pale, lighter(wall, 0.35))
    for layer in range(5):
        share = layer / 4
        tone = mixed(lighter(wall, 0.35), dark, 0.12 + 0.85 * share**1.3)
        level = HIGH * (0.55 + 0.42 * share)
        place = -40.0
        while place < WIDE + 40:
            high = canvas.between(150, 300) * (0.55 + share * 0.95)
            _fir(canvas, (place, level + canvas.between(-20, 30)), high, tone)
            place += high * canvas.between(0.16, 0.42)
        canvas.draw.rectangle((0, level, WIDE, HIGH), fill=tone)
        canvas.mist(level, darker(pale, 0.78), 80)


def _fir(canvas: Canvas, root: tuple[float, float], high: float, tone: Colour) -> None:
    x, y = root
    left, right = [], []
    for step in range(9):
        drop, half = high * step / 8, high * 0.2 * (step / 8)
        left += [(x - half * 0.55, y - high + drop), (x - half, y - high + drop + high * 0.05)]
        right += [(x + half * 0.55, y - high + drop), (x + half, y - high + drop + high * 0.05)]
    canvas.draw.polygon([*left, *reversed(right)], fill=tone)


def meadow(canvas: Canvas) -> None:
    """Stalks and flower heads against the light."""
    wall = canvas.palette.wall
    canvas.gradient(lighter(wall, 0.5), darker(wall, 0.2), lighter(canvas.thing(), 0.45))
    _sun(canvas, lighter(canvas.thing(), 0.3), high=0.5)
    for layer in range(4):
        tone = mixed(wall, canvas.palette.dark, 0.25 + 0.22 * layer)
        for _ in range(34):
            x, bend = canvas.between(-40, WIDE), canvas.between(-70, 90)
            high = canvas.between(160, 420) * (0.6 + 0.16 * layer)
            top = (x + bend, HIGH - high)
            canvas.draw.line(
                [(x, HIGH + 5), (x + bend * 0.25, HIGH - high * 0.5), top], fill=tone, width=3 + layer, joint="curve"
            )
            if canvas.dice.random() < 0.45:
                size = canvas.between(9, 24)
                canvas.draw.polygon(
                    ellipse(top, size, size * canvas.between(0.5, 1), 14),
                    fill=shaded(canvas.thing(), -0.15 * (3 - layer)),
                )


def road(canvas: Canvas) -> None:
    """A road that winds away."""
    hills(canvas)
    tone = mixed(canvas.palette.dark, (90, 84, 80), 0.4)
    turn = canvas.between(-0.3, 0.3)
    middle, half = [], []
    for step in range(40):
        far = step / 39
        middle.append(
            (
                WIDE * (0.5 + turn * (1 - far) + 0.1 * math.sin(far * 4.5 + turn * 8) * (1 - far)),
                HIGH * (1.02 - 0.4 * far**0.6),
            )
        )
        half.append(300 * (1 - far) ** 2.2 + 5)
    left = [(x - w, y) for (x, y), w in zip(middle, half, strict=True)]
    right = [(x + w, y) for (x, y), w in zip(middle, half, strict=True)]
    canvas.draw.polygon([*left, *reversed(right)], fill=tone)
    for step in range(0, 36, 3):
        (x, y), (far_x, far_y), wide = middle[step], middle[step + 1], half[step] * 0.03
        canvas.draw.polygon(
            [(x - wide, y), (x + wide, y), (far_x + wide * 0.7, far_y), (far_x - wide * 0.7, far_y)],
            fill=canvas.palette.light,
        )


def sun(canvas: Canvas) -> None:
    """A large disc, cut by bands, over a line of hills."""
    first, second = canvas.dice.sample(canvas.palette.things, 2)
    canvas.gradient(darker(canvas.palette.wall, 0.35), lighter(first, 0.2), mixed(canvas.palette.wall, first, 0.5))
    x, y, size = WIDE * canvas.between(0.35, 0.65), HIGH * 0.5, canvas.between(230, 300)
    canvas.glow(
        lambda draw, s: draw.ellipse(
            [v * s for v in (x - size, y - size, x + size, y + size)], fill=darker(first, 0.4)
        ),
        110,
    )
    disc = Image.new("L", (WIDE, HIGH))
    draw = ImageDraw.Draw(disc)
    draw.ellipse((x - size, y - size, x + size, y + size), fill=255)
    for band in range(6):
        draw.rectangle((0, y + size * (0.1 + band * 0.16), WIDE, y + size * (0.1 + band * 0.16) + 6 + band * 5), fill=0)
    slope = Image.linear_gradient("L").resize((WIDE, HIGH))
    canvas.image.paste(lighter(second, 0.35), (0, 0), disc)
    canvas.image.paste(lighter(first, 0.15), (0, 0), ImageChops.multiply(disc, slope))
    for layer in range(2):
        canvas.draw.polygon(
            _ground(_ridge(canvas, HIGH * (0.8 + 0.08 * layer), 50)),
            fill=mixed(canvas.palette.wall, canvas.palette.dark, 0.7 + 0.28 * layer),
        )


def birds(canvas: Canvas) -> None:
    """A flock in an evening."""
    warm = lighter(canvas.thing(), 0.4)
    canvas.gradient(lighter(canvas.palette.wall, 0.1), warm)
    _sun(canvas, warm, low=0.5, high=0.75)
    turn = canvas.between(0, math.tau)
    for bird in range(150):
        along = bird / 150
        x = WIDE * (0.1 + 0.8 * along) + 130 * math.sin(along * 9 + turn) + canvas.between(-70, 70)
        y = HIGH * 0.42 + 170 * math.sin(along * 5 + turn) + canvas.between(-80, 80)
        size, lift = canvas.between(8, 22), canvas.between(0.2, 0.8)
        canvas.draw.line(
            [(x - size, y - size * lift), (x, y), (x + size, y - size * lift)],
            fill=canvas.palette.dark,
            width=4,
            joint="curve",
        )
    canvas.draw.polygon(_ground(_ridge(canvas, HIGH * 0.9, 30)), fill=canvas.palette.dark)


def bokeh(canvas: Canvas) -> None:
    """Lights out of focus."""
    canvas.gradient(darker(canvas.palette.wall, 0.55), darker(canvas.palette.floor, 0.8))
    spots = [
        (canvas.between(0, WIDE), HIGH * canvas.dice.triangular(0, 1, 0.5), canvas.between(25, 105), canvas.thing())
        for _ in range(46)
    ]

    def far(draw: ImageDraw.ImageDraw, s: float) -> None:
        for x, y, size, colour in spots[:30]:
            draw.ellipse([v * s for v in (x - size, y - size, x + size, y + size)], fill=darker(colour, 0.5))

    canvas.glow(far, 26)
    near = Image.new("RGB", (WIDE // 2, HIGH // 2))
    draw = ImageDraw.Draw(near)
    for x, y, size, colour in spots[30:]:
        box = [v / 2 for v in (x - size, y - size, x + size, y + size)]
        draw.ellipse(box, fill=darker(colour, 0.62), outline=darker(colour, 0.25), width=3)
    canvas.image = ImageChops.screen(canvas.image, near.resize((WIDE, HIGH), Image.Resampling.BICUBIC))


def embers(canvas: Canvas) -> None:
    """Sparks rising from a fire."""
    warm = canvas.dice.choice(((232, 110, 42), (240, 150, 60), (226, 84, 50)))
    canvas.gradient((12, 8, 10), darker(warm, 0.55), (34, 14, 12))
    sparks = [
        (canvas.between(0.1, 0.9) * WIDE, HIGH * canvas.dice.triangular(0, 1.05, 0.95), canvas.between(2, 9))
        for _ in range(240)
    ]
    canvas.lamps([(x, y, size * 3, warm) for x, y, size in sparks], 20)
    canvas.glow(
        lambda draw, s: draw.ellipse(
            (WIDE * 0.15 * s, HIGH * 0.85 * s, WIDE * 0.85 * s, HIGH * 1.3 * s), fill=lighter(warm, 0.2)
        ),
        160,
    )
    for x, y, size in sparks:
        canvas.draw.line(
            (x, y, x + canvas.between(-6, 6), y - size * 3), fill=lighter(warm, 0.55), width=max(2, int(size / 2))
        )
