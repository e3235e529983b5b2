"""Pictures of numbers: tilings, spirals, trees, surfaces, networks, charts."""

import math

from PIL import Image

from sandbox.pictures.canvas import HIGH, WIDE, Canvas, Point, darker, ellipse, lighter, mixed, moved, shaded
from sandbox.pictures.craft import block


def tiling(canvas: Canvas) -> None:
    """Rhombs that look like cubes, some of them painted."""
    side = canvas.dice.choice((70, 96, 130))
    tones = canvas.dice.sample(canvas.palette.things, 3)
    high = side * math.sqrt(3) / 2
    for row in range(-1, int(HIGH / side / 1.5) + 2):
        for column in range(-1, int(WIDE / high / 2) + 2):
            x, y = column * high * 2 + (row % 2) * high, row * side * 1.5
            tone = canvas.dice.choice(tones)
            up, down = (x, y - side), (x, y)
            left, right = (x - high, y - side / 2), (x + high, y - side / 2)
            canvas.draw.polygon([up, right, down, left], fill=shaded(tone, 0.28))
            canvas.draw.polygon([left, down, (x, y + side), (x - high, y + side / 2)], fill=shaded(tone, -0.05))
            canvas.draw.polygon([right, down, (x, y + side), (x + high, y + side / 2)], fill=shaded(tone, -0.45))


def lattice(canvas: Canvas) -> None:
    """Hexagons, each with its own light."""
    size = canvas.dice.choice((58, 80, 112))
    first, second = canvas.dice.sample(canvas.palette.things, 2)
    canvas.gradient(canvas.palette.dark, darker(canvas.palette.floor, 0.6))
    field = canvas.field(3, size=(64, 36))
    for row in range(int(HIGH / size / 1.5) + 2):
        for column in range(int(WIDE / size / 1.7) + 2):
            x, y = column * size * 1.74 + (row % 2) * size * 0.87, row * size * 1.5
            level = int(field.getpixel((min(63, int(x * 64 / WIDE)), min(35, int(y * 36 / HIGH))))) / 255  # type: ignore[arg-type]  # one band
            cell = [
                (x + size * 0.93 * math.sin(math.tau * at / 6), y + size * 0.93 * math.cos(math.tau * at / 6))
                for at in range(6)
            ]
            tone = mixed(first, second, level)
            canvas.draw.polygon(cell, fill=shaded(tone, (level - 0.5) * 1.1 + canvas.between(-0.08, 0.08)))
            inner = [(x + (px - x) * level * 0.8, y + (py - y) * level * 0.8) for px, py in cell]
            canvas.draw.polygon(inner, fill=shaded(tone, 0.35))


def spiral(canvas: Canvas) -> None:
    """Seeds in a sunflower."""
    canvas.gradient(darker(canvas.palette.wall, 0.45), darker(canvas.palette.floor, 0.75))
    x, y = WIDE * canvas.between(0.42, 0.58), HIGH * 0.5
    count, first, second = canvas.dice.choice((340, 500, 640)), *canvas.dice.sample(canvas.palette.things, 2)
    spots = []
    for at in range(count):
        away, turn = 25 * math.sqrt(at), at * 2.399963
        spots.append((x + away * math.cos(turn), y + away * math.sin(turn), 5 + 16 * (at / count) ** 0.6))
    canvas.shadow([moved(ellipse((px, py), size, size, 10), 7, 9) for px, py, size in spots], 9, 130)
    for at, (px, py, size) in enumerate(spots):
        tone = mixed(first, second, at / count)
        canvas.draw.polygon(ellipse((px, py), size, size, 22), fill=shaded(tone, -0.1 if at % 3 else 0.3))
        canvas.draw.polygon(
            ellipse((px - size * 0.25, py - size * 0.3), size * 0.4, size * 0.36, 12), fill=shaded(tone, 0.5)
        )


def fractal(canvas: Canvas) -> None:
    """A tree of ever smaller branches."""
    canvas.gradient(lighter(canvas.palette.wall, 0.3), mixed(canvas.palette.floor, canvas.thing(), 0.2))
    bend, shrink = canvas.between(0.32, 0.6), canvas.between(0.68, 0.75)
    lean = canvas.between(-0.12, 0.12)
    bark, leaf = canvas.palette.dark, canvas.thing()
    draw = canvas.draw
    stack = [(WIDE * 0.5, HIGH * 1.0, -math.pi / 2, 225.0, 0)]
    while stack:
        x, y, turn, far, depth = stack.pop()
        end = (x + far * math.cos(turn), y + far * math.sin(turn))
        draw.line((x, y, *end), fill=mixed(bark, leaf, depth / 12), width=max(2, int(far / 7)))
        if depth >= 9:
            draw.ellipse((end[0] - 7, end[1] - 7, end[0] + 7, end[1] + 7), fill=shaded(leaf, canvas.between(-0.2, 0.5)))
            continue
        stack += [
            (*end, turn + bend + lean, far * shrink, depth + 1),
            (*end, turn - bend + lean, far * shrink, depth + 1),
        ]


def arcs(canvas: Canvas) -> None:
    """Large rings cut by one another."""
    canvas.gradient(lighter(canvas.palette.wall, 0.1), canvas.palette.floor)
    for _ in range(canvas.dice.choice((3, 4, 5))):
        x, y = canvas.between(0, WIDE), canvas.dice.choice((0, HIGH * 0.5, HIGH))
        size, tone = canvas.between(320, 640), canvas.thing()
        canvas.shadow([ellipse((x + 12, y + 18), size, size, 60)], 26, 110)
        for ring in range(7):
            share = 1 - ring / 7
            canvas.draw.polygon(
                ellipse((x, y), size * share, size * share, 120),
                fill=shaded(tone, 0.25 if ring % 2 else -0.2 + 0.05 * ring),
            )


def mesh(canvas: Canvas) -> None:
    """A surface as a net, in perspective."""
    canvas.gradient(darker(canvas.palette.wall, 0.75), darker(canvas.palette.floor, 0.5))
    a, b, c = canvas.between(0.15, 0.4), canvas.between(0.15, 0.4), canvas.between(0, 6)
    first, second = canvas.dice.sample(canvas.palette.things, 2)
    count = 34

    def spot(i: int, k: int) -> tuple[float, float, float]:
        u, v = i - count / 2, k - count / 2
        up = math.sin(u * a + c) * math.cos(v * b) * 3.2 * math.exp(-(u * u + v * v) / 420)
        return WIDE / 2 + (u - v) * 25, HIGH * 0.56 + (u + v) * 12.5 - up * 52, up

    for i in range(count):
        for k in range(count):
            corners = [spot(i, k), spot(i + 1, k), spot(i + 1, k + 1), spot(i, k + 1)]
            level = (sum(corner[2] for corner in corners) / 4 + 3.2) / 6.4
            slope = max(-0.6, min(0.6, (corners[1][2] - corners[0][2]) * 0.7))
            tone = shaded(mixed(first, second, max(0.0, min(1.0, level))), slope - 0.1)
            canvas.draw.polygon([(x, y) for x, y, _ in corners], fill=tone, outline=shaded(tone, 0.35))


def grid(canvas: Canvas) -> None:
    """A plane to the horizon, with a glow behind it."""
    tone, second = canvas.dice.sample(canvas.palette.things, 2)
    horizon = HIGH * canvas.between(0.42, 0.55)
    canvas.gradient(darker(canvas.palette.wall, 0.8), darker(second, 0.35), darker(canvas.palette.wall, 0.6))
    canvas.draw.rectangle((0, horizon, WIDE, HIGH), fill=darker(canvas.palette.wall, 0.85))
    canvas.glow(
        lambda draw, s: draw.ellipse(
            (WIDE * 0.2 * s, (horizon - 90) * s, WIDE * 0.8 * s, (horizon + 60) * s), fill=darker(tone, 0.2)
        ),
        90,
    )
    peaks = canvas.line(60, 0.75)
    canvas.draw.polygon(
        [
            (0, horizon),
            *((WIDE * at / 59, horizon - 30 - 90 * abs(peaks[at]) * abs(at / 29.5 - 1)) for at in range(60)),
            (WIDE, horizon),
        ],
        fill=darker(canvas.palette.wall, 0.9),
    )
    for line in range(-24, 25):
        canvas.draw.line((WIDE / 2 + line * 26, horizon, WIDE / 2 + line * 260, HIGH), fill=darker(tone, 0.12), width=3)
    for line in range(16):
        down = horizon + (HIGH - horizon) * (line / 15) ** 2.2
        canvas.draw.line((0, down, WIDE, down), fill=darker(tone, 0.15), width=2 + line // 5)


def graph(canvas: Canvas) -> None:
    """Points and what ties them together."""
    canvas.gradient(darker(canvas.palette.wall, 0.15), canvas.palette.floor)
    spots = [
        (canvas.between(0.06, 0.94) * WIDE, canvas.between(0.08, 0.92) * HIGH, canvas.dice.random() ** 3)
        for _ in range(canvas.dice.choice((34, 52)))
    ]
    for x, y, _ in spots:
        near = sorted(spots, key=lambda other: (other[0] - x) ** 2 + (other[1] - y) ** 2)[1:4]
        for other in near:
            canvas.draw.line(
                (x, y, other[0], other[1]), fill=mixed(canvas.palette.wall, canvas.palette.light, 0.55), width=4
            )
    canvas.shadow([ellipse((x + 8, y + 12), 14 + weight * 52, 14 + weight * 52, 18) for x, y, weight in spots], 16, 140)
    for x, y, weight in spots:
        size, tone = 14 + weight * 52, canvas.thing()
        canvas.draw.polygon(ellipse((x, y), size, size, 48), fill=tone)
        canvas.draw.polygon(
            ellipse((x - size * 0.2, y - size * 0.25), size * 0.6, size * 0.55, 30), fill=lighter(tone, 0.22)
        )


def ridges(canvas: Canvas) -> None:
    """Lines behind lines, as a pulsar drew them."""
    canvas.gradient(darker(canvas.palette.wall, 0.55), darker(canvas.palette.floor, 0.75))
    tone, second = canvas.dice.sample((*canvas.palette.things, canvas.palette.light), 2)
    rows = 26
    for row in range(rows):
        level = HIGH * (0.2 + 0.7 * row / rows)
        rough = [canvas.between(-1, 1) for _ in range(121)]
        peaks = [(canvas.between(0.35, 0.65), canvas.between(0.03, 0.1), canvas.between(20, 120)) for _ in range(3)]
        outline: list[Point] = []
        for at in range(121):
            share = at / 120
            up = sum(high * math.exp(-(((share - centre) / wide) ** 2)) for centre, wide, high in peaks)
            outline.append((WIDE * (0.14 + 0.72 * share), level - up - rough[at] * (1 + up * 0.05)))
        canvas.draw.polygon(
            [*outline, (WIDE * 0.86, level + 60), (WIDE * 0.14, level + 60)], fill=darker(canvas.palette.wall, 0.66)
        )
        canvas.draw.line(outline, fill=mixed(tone, second, row / rows), width=4, joint="curve")


def bars(canvas: Canvas) -> None:
    """A chart of blocks that stand."""
    canvas.room(0.55)
    count = canvas.dice.choice((6, 8, 10))
    half = WIDE * 0.3 / count
    first, second = canvas.dice.sample(canvas.palette.things, 2)
    heights = [canvas.between(70, 470) for _ in range(count)]
    if canvas.dice.random() < 0.5:
        heights.sort()
    best = heights.index(max(heights))
    for at, high in enumerate(heights):
        foot = (WIDE * 0.2 + at * WIDE * 0.62 / (count - 1), HIGH * 0.8)
        canvas.cast((foot[0], foot[1]), half, half * 0.5)
        block(canvas, foot, half, high, first if at == best else second)


def voxels(canvas: Canvas) -> None:
    """An island of cubes in its sea."""
    canvas.gradient(lighter(canvas.palette.wall, 0.25), darker(canvas.palette.floor, 0.1))
    count, half = 26, 29
    field = canvas.field(4, size=(count, count), coarse=(2, 2))
    ground, high_ground, sea = canvas.dice.sample(canvas.palette.things, 3)
    canvas.shadow([ellipse((WIDE / 2 + 40, HIGH * 0.74), count * half * 0.9, 190)], 60, 130)
    for row in range(count):
        for column in range(count):
            away = math.hypot(row - count / 2, column - count / 2) / (count / 2)
            level = int(field.getpixel((column, row))) / 255 * 1.5 - away * 0.9  # type: ignore[arg-type]  # one band
            if away > 1:
                continue
            foot = (WIDE / 2 + (column - row) * half, HIGH * 0.6 + (column + row - count) * half * 0.5)
            step = max(0, int(level * 9))
            tone = darker(sea, 0.1) if step == 0 else mixed(ground, lighter(high_ground, 0.3), min(1.0, step / 7))
            block(canvas, foot, half, 14 + step * 24, shaded(tone, canvas.between(-0.06, 0.06)))


def pixels(canvas: Canvas) -> None:
    """A landscape in very few dots."""
    wide, high = 80, 45
    small = Image.new("RGB", (wide, high), canvas.palette.wall)
    for row in range(high):
        small.paste(
            mixed(darker(canvas.palette.wall, 0.3), lighter(canvas.palette.things[0], 0.35), (row // 4) * 4 / high),
            (0, row, wide, row + 1),
        )
    centre, size = (canvas.dice.randint(18, 62), canvas.dice.randint(12, 20)), canvas.dice.randint(5, 9)
    for x in range(wide):
        for y in range(high):
            if (x - centre[0]) ** 2 + (y - centre[1]) ** 2 < size * size:
                small.putpixel((x, y), lighter(canvas.palette.light, 0.2))
    for layer in range(4):
        outline = canvas.line(wide, 0.6)
        tone = mixed(canvas.palette.things[2], canvas.palette.dark, 0.2 + 0.25 * layer)
        for x in range(wide):
            top = int(high * (0.52 + 0.13 * layer) + outline[x] * 5)
            small.paste(tone, (x, top, x + 1, high))
            if layer == 3 and canvas.dice.random() < 0.16:
                small.paste(tone, (x, top - canvas.dice.randint(2, 7), x + 1, top))
    canvas.image = small.resize((WIDE, HIGH), Image.Resampling.NEAREST)
