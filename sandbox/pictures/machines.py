"""Instruments and machines: scopes, cables, racks, wheels, light."""

import math

from PIL import ImageDraw

from sandbox.pictures.canvas import HIGH, WIDE, Canvas, Colour, Point, darker, ellipse, lighter, mixed, moved, shaded


def _bright(canvas: Canvas, line: list[Point], tone: Colour, width: int = 5) -> None:
    """A line that shines."""

    def paint(draw: ImageDraw.ImageDraw, s: float) -> None:
        draw.line([(x * s, y * s) for x, y in line], fill=tone, width=max(2, int(width * 3 * s)), joint="curve")

    rows = (min(y for _, y in line) - 90, max(y for _, y in line) + 90)
    canvas.glow(paint, 22, rows=rows)
    canvas.draw.line(line, fill=lighter(tone, 0.5), width=width, joint="curve")


def scope(canvas: Canvas) -> None:
    """A figure on an oscilloscope."""
    canvas.gradient(darker(canvas.palette.wall, 0.85), darker(canvas.palette.floor, 0.9))
    tone = canvas.thing()
    for line in range(1, 16):
        canvas.draw.line((WIDE * line / 16, 0, WIDE * line / 16, HIGH), fill=darker(tone, 0.82), width=2)
    for line in range(1, 9):
        canvas.draw.line((0, HIGH * line / 9, WIDE, HIGH * line / 9), fill=darker(tone, 0.82), width=2)
    (a, b), turn = canvas.dice.choice(((3, 2), (3, 4), (5, 4), (1, 2), (5, 3))), canvas.between(0.2, 1.4)
    if canvas.dice.random() < 0.5:
        figure = [
            (
                WIDE / 2 + 420 * math.sin(a * at / 240 * math.tau + turn),
                HIGH / 2 + 330 * math.sin(b * at / 240 * math.tau),
            )
            for at in range(241)
        ]
        _bright(canvas, figure, tone)
        return
    for row in range(3):
        often, high = canvas.between(2, 9), canvas.between(40, 110)
        wave = [
            (
                WIDE * at / 300,
                HIGH * (0.25 + 0.25 * row)
                + high * math.sin(often * at / 300 * math.tau) * math.cos(at / 300 * math.tau * (row + 1) / 2 + turn),
            )
            for at in range(301)
        ]
        _bright(canvas, wave, canvas.palette.things[row])


def patch(canvas: Canvas) -> None:
    """A panel of jacks and knobs with cables across."""
    canvas.gradient(
        mixed(canvas.palette.light, canvas.palette.wall, 0.25), mixed(canvas.palette.light, canvas.palette.floor, 0.45)
    )
    jacks = []
    for column in range(8):
        left = column * 200
        canvas.draw.line((left, 0, left, HIGH), fill=mixed(canvas.palette.light, canvas.palette.dark, 0.35), width=5)
        for row in range(5):
            centre = (left + 100 + canvas.dice.choice((-40, 0, 40)), 90 + row * 180)
            jacks.append(centre) if _control(
                canvas, centre, 58 if row < 2 else 34, knob=row < 2 or canvas.dice.random() < 0.2
            ) else None
    for _ in range(9):
        first, last = canvas.dice.sample(jacks, 2)
        _cable(canvas, first, last, canvas.thing())


def _control(canvas: Canvas, centre: Point, size: float, *, knob: bool) -> bool:
    """A knob, or a jack; says whether a cable fits."""
    x, y = centre
    tone = canvas.palette.dark
    if not knob:
        for share, light in ((1.0, 0.55), (0.72, 0.2), (0.45, -0.2)):
            canvas.draw.polygon(ellipse(centre, size * share, size * share, 36), fill=shaded(tone, light))
        return True
    canvas.shadow([ellipse((x + 10, y + 14), size, size, 24)], 16, 140)
    canvas.draw.polygon(ellipse(centre, size, size, 60), fill=shaded(tone, 0.12))
    canvas.draw.polygon(ellipse(centre, size * 0.72, size * 0.72, 50), fill=canvas.thing())
    turn = canvas.between(-2.3, 2.3) - math.pi / 2
    canvas.draw.line(
        (x, y, x + size * 0.9 * math.cos(turn), y + size * 0.9 * math.sin(turn)), fill=canvas.palette.light, width=7
    )
    return False


def _cable(canvas: Canvas, first: Point, last: Point, tone: Colour) -> None:
    sag = abs(first[0] - last[0]) * 0.3 + canvas.between(60, 220)
    line = [
        (
            first[0] + (last[0] - first[0]) * at / 40,
            first[1] + (last[1] - first[1]) * at / 40 + sag * math.sin(math.pi * at / 40),
        )
        for at in range(41)
    ]
    under = moved(line, 12, 20)
    canvas.shadow([[*under, *moved(list(reversed(under)), 6, 16)]], 14, 120)
    canvas.draw.line(line, fill=darker(tone, 0.3), width=20, joint="curve")
    canvas.draw.line(moved(line, -2, -4), fill=lighter(tone, 0.2), width=8, joint="curve")
    for spot in (first, last):
        canvas.draw.polygon(ellipse(spot, 19, 19, 30), fill=darker(tone, 0.35))


def racks(canvas: Canvas) -> None:
    """Machines in their racks, all lights on."""
    canvas.gradient(darker(canvas.palette.wall, 0.7), darker(canvas.palette.floor, 0.9))
    lamps: list[tuple[float, float, Colour]] = []
    for rack in range(4):
        left, wide = 60 + rack * 380, 340
        canvas.draw.rectangle((left, 20, left + wide, HIGH - 20), fill=darker(canvas.palette.wall, 0.82))
        top = 40.0
        while top < HIGH - 80:
            high = canvas.dice.choice((34, 34, 58, 92))
            tone = shaded(mixed(canvas.palette.wall, canvas.palette.dark, 0.55), canvas.between(-0.15, 0.12))
            canvas.draw.rectangle((left + 14, top, left + wide - 14, top + high), fill=tone)
            canvas.draw.line((left + 14, top, left + wide - 14, top), fill=shaded(tone, 0.25), width=2)
            for slot in range(8):
                canvas.draw.rectangle(
                    (left + 30 + slot * 22, top + 9, left + 44 + slot * 22, top + high - 9), fill=darker(tone, 0.45)
                )
            lamps += [
                (left + 230 + lamp * 18, top + high / 2, canvas.thing())
                for lamp in range(5)
                if canvas.dice.random() < 0.6
            ]
            top += high + 8
    canvas.lamps([(x, y, 13, tone) for x, y, tone in lamps], 18)
    for x, y, tone in lamps:
        canvas.draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=lighter(tone, 0.5))


def spokes(canvas: Canvas) -> None:
    """A wheel, close."""
    canvas.room(0.8)
    x, y, size = WIDE * canvas.between(0.36, 0.64), HIGH * canvas.between(0.5, 0.62), canvas.between(370, 520)
    count = canvas.dice.choice((28, 32, 36))
    canvas.shadow([_ring((x + 50, y + 44), size * 1.06, size * 0.93)], 30, 150)
    draw = canvas.draw
    metal = mixed(canvas.palette.light, canvas.palette.dark, 0.25)
    for at in range(count):
        start = math.tau * at / count + (0.5 if at % 2 else -0.5) * 1.1
        end = math.tau * at / count
        draw.line(
            (
                x + size * 0.09 * math.cos(start),
                y + size * 0.09 * math.sin(start),
                x + size * 0.94 * math.cos(end),
                y + size * 0.94 * math.sin(end),
            ),
            fill=shaded(metal, 0.4 * math.cos(end + 2)),
            width=4,
        )
    for outer, inner, tone in ((1.08, 0.99, (24, 22, 22)), (0.99, 0.92, canvas.thing()), (0.935, 0.92, metal)):
        draw.polygon(_ring((x, y), size * outer, size * inner), fill=tone)
    for share, tone in ((0.13, metal), (0.1, darker(metal, 0.4)), (0.05, lighter(metal, 0.4))):
        draw.polygon(ellipse((x, y), size * share, size * share, 60), fill=tone)


def _ring(centre: Point, outer: float, inner: float) -> list[Point]:
    """A ring as one polygon: out along one circle, back along the other."""
    first = ellipse(centre, outer, outer, 140)
    second = ellipse(centre, inner, inner, 140)
    return [*first, first[0], second[0], *reversed(second)]


def glow(canvas: Canvas) -> None:
    """Tubes of light in a dark room."""
    canvas.gradient(darker(canvas.palette.wall, 0.82), darker(canvas.palette.floor, 0.7))
    for _ in range(canvas.dice.choice((3, 4, 5))):
        tone, points = canvas.thing(), 40
        outline = canvas.line(points, 0.45)
        start, end = canvas.between(-0.1, 0.4), canvas.between(0.6, 1.1)
        level = canvas.between(0.2, 0.8) * HIGH
        line = [(WIDE * (start + (end - start) * at / (points - 1)), level + outline[at] * 210) for at in range(points)]
        _bright(canvas, line, tone, 11)
