"""Things on a table: pots, bowls, fruit, glaze, tiles, cut paper, beads."""

import math

from sandbox.pictures.canvas import HIGH, WIDE, Canvas, darker, ellipse, lighter, moved, shaded
from sandbox.pictures.turned import BALL, BOTTLE, BOWL, CUP, JAR, PAWN, PEAR, POTS, SPINDLE, Profile, turned


def _row(canvas: Canvas, count: int, spread: float = 0.6) -> list[float]:
    """Places across the picture, not quite regular."""
    start, step = WIDE * (0.5 - spread / 2), WIDE * spread / max(1, count - 1)
    if count == 1:
        return [WIDE * canvas.between(0.4, 0.55)]
    return [start + step * at + canvas.between(-0.14, 0.14) * step for at in range(count)]


def _colour(canvas: Canvas) -> tuple[int, int, int]:
    return canvas.dice.choice((*canvas.palette.things, canvas.palette.light))


def pots(canvas: Canvas) -> None:
    """Two to five vessels, some glazed."""
    canvas.room(0.6)
    count = canvas.dice.choice((2, 3, 3, 4))
    for place in _row(canvas, count, 0.16 + count * 0.12):
        profile: Profile = canvas.dice.choice(POTS)
        high = canvas.between(380, 620) if profile is BOTTLE else canvas.between(220, 400)
        wide = high * {BOTTLE: 0.26, JAR: 0.52, BOWL: 0.8, CUP: 0.6}[profile]
        foot = (place, HIGH * canvas.between(0.78, 0.88))
        glaze = _colour(canvas) if canvas.dice.random() < 0.65 else None
        turned(
            canvas,
            profile,
            foot,
            (wide, high),
            _colour(canvas),
            glaze=glaze,
            gloss=canvas.dice.choice((5, 25, 60)),
            hollow=True,
        )


def lathe(canvas: Canvas) -> None:
    """Turned legs and pawns in a row."""
    canvas.room(0.62)
    profile = canvas.dice.choice((SPINDLE, PAWN))
    count = canvas.dice.choice((1, 3, 5, 6)) if profile is PAWN else canvas.dice.choice((2, 4, 7))
    for at, place in enumerate(_row(canvas, count, 0.18 + 0.09 * count)):
        high = canvas.between(420, 600) if profile is PAWN else 640
        wide = high * (0.3 if profile is PAWN else 0.085)
        colour = canvas.palette.things[at % 2] if count > 2 else _colour(canvas)
        turned(canvas, profile, (place, HIGH * 0.82), (wide, high), colour, gloss=18)


def fruit(canvas: Canvas) -> None:
    """Pears and round things, some of them in a bowl."""
    canvas.room(0.58)
    for place in _row(canvas, canvas.dice.choice((3, 4, 5)), 0.62):
        profile = canvas.dice.choice((PEAR, BALL, BALL))
        size = canvas.between(110, 170)
        high = size * (2.5 if profile is PEAR else 1.9)
        foot = (place, HIGH * canvas.between(0.72, 0.86))
        turned(canvas, profile, foot, (size, high), _colour(canvas), gloss=35)
        x, top = foot[0], foot[1] - high
        canvas.draw.line(
            [(x, top + 8), (x + 6, top - 18), (x + 20, top - 34)], fill=darker(canvas.palette.dark, 0.1), width=8
        )


def bowls(canvas: Canvas) -> None:
    """A table from above: bowls with something in them."""
    canvas.gradient(lighter(canvas.palette.wall, 0.08), darker(canvas.palette.floor, 0.15))
    spots = [(x, y) for x in (230, 620, 1010, 1400) for y in (220, 640)]
    for column, row in canvas.dice.sample(spots, canvas.dice.choice((3, 5, 6, 7))):
        size = canvas.between(120, 190)
        x, y = column + canvas.between(-40, 40), row + canvas.between(-40, 40)
        rim, inside = _colour(canvas), _colour(canvas)
        canvas.shadow([ellipse((x + 34, y + 38), size, size)], 36, 170)
        for share, colour in (
            (1.0, rim),
            (0.95, lighter(rim, 0.2)),
            (0.88, darker(rim, 0.5)),
            (0.8, inside),
            (0.74, lighter(inside, 0.1)),
        ):
            canvas.draw.polygon(ellipse((x, y), size * share, size * share, 90), fill=colour)
        for _ in range(26):
            turn, away = canvas.between(0, math.tau), size * 0.64 * math.sqrt(canvas.dice.random())
            seed = (x + away * math.cos(turn), y + away * math.sin(turn))
            canvas.draw.polygon(ellipse(seed, 11, 7, 12), fill=shaded(rim, canvas.between(-0.3, 0.5)))


def glaze(canvas: Canvas) -> None:
    """Close to a glaze: a rim, runs, and drops."""
    things = list(canvas.palette.things)
    canvas.dice.shuffle(things)
    canvas.gradient(lighter(things[0], 0.25), darker(things[0], 0.35))
    for layer, colour in enumerate((things[1], things[2])):
        edge = HIGH * (0.62 - 0.22 * layer)
        run = canvas.line(220, 0.6)
        drops = [
            max(0.0, math.sin(at / 220 * math.tau * (5 + layer * 2) + layer + run[at] * 2)) ** 6 for at in range(220)
        ]
        lower = [
            (WIDE * at / 219, edge + run[at] * 60 + drops[at] * (120 + 110 * run[(at * 3) % 220])) for at in range(220)
        ]
        shape = [(-10, -10), *lower, (WIDE + 10, -10)]
        canvas.shadow([moved(shape, 0, 22)], 22, 150)
        canvas.draw.polygon(shape, fill=colour)
        canvas.draw.line([(x, y - 10) for x, y in lower], fill=lighter(colour, 0.45), width=7, joint="curve")
    canvas.glow(lambda draw, s: draw.ellipse((150 * s, 60 * s, 760 * s, 200 * s), fill=(70, 66, 58)), 90)


def tiles(canvas: Canvas) -> None:
    """Quarter circles turned at random."""
    side = canvas.dice.choice((100, 150, 225))
    things = canvas.palette.things[:4]
    draw = canvas.draw
    for left in range(0, WIDE, side):
        for top in range(0, HIGH, side):
            ground, first, second = canvas.dice.sample(things, 3)
            draw.rectangle((left, top, left + side, top + side), fill=shaded(ground, canvas.between(-0.12, 0.08)))
            corner_x, corner_y = canvas.dice.choice(((0, 0), (1, 0), (0, 1), (1, 1)))
            x, y = left + corner_x * side, top + corner_y * side
            for share, colour in ((1.0, first), (0.55, second)):
                reach = side * share
                box = (x - reach, y - reach, x + reach, y + reach)
                start = {(0, 0): 0, (1, 0): 90, (1, 1): 180, (0, 1): 270}[corner_x, corner_y]
                draw.pieslice(box, start, start + 90, fill=colour)
    for line in range(side, WIDE, side):
        draw.line((line, 0, line, HIGH), fill=darker(canvas.palette.floor, 0.25), width=4)
    for line in range(side, HIGH, side):
        draw.line((0, line, WIDE, line), fill=darker(canvas.palette.floor, 0.25), width=4)


def petals(canvas: Canvas) -> None:
    """A flower that fills the picture, or three."""
    canvas.gradient(darker(canvas.palette.wall, 0.25), darker(canvas.palette.floor, 0.55))
    for _ in range(canvas.dice.choice((1, 3))):
        x, y = canvas.between(0.25, 0.75) * WIDE, canvas.between(0.35, 0.65) * HIGH
        colour, reach = canvas.thing(), canvas.between(300, 480)
        for ring in range(5):
            count, far = 16 - ring * 2, reach * (1 - ring * 0.18)
            shapes = [_petal((x, y), math.tau * at / count + ring * 0.3, far, far * 0.2) for at in range(count)]
            canvas.shadow([moved(shape, 8, 14) for shape in shapes], 14, 90)
            for at, shape in enumerate(shapes):
                canvas.draw.polygon(
                    shape, fill=shaded(colour, 0.1 * ring - 0.25 + 0.22 * math.cos(at / count * math.tau - 2))
                )
        canvas.draw.polygon(ellipse((x, y), reach * 0.14, reach * 0.14), fill=canvas.palette.light)


def _petal(centre: tuple[float, float], turn: float, reach: float, wide: float) -> list[tuple[float, float]]:
    x, y = centre
    cos, sin = math.cos(turn), math.sin(turn)
    side = [(reach * at / 12, wide * math.sin(math.pi * (at / 12) ** 1.35)) for at in range(13)]
    outline = side + [(along, -across) for along, across in reversed(side)]
    return [(x + along * cos - across * sin, y + along * sin + across * cos) for along, across in outline]


def leaves(canvas: Canvas) -> None:
    """Many leaves over one another."""
    green = canvas.dice.choice(canvas.palette.things)
    canvas.gradient(darker(canvas.palette.wall, 0.5), darker(canvas.palette.floor, 0.7))
    for layer in range(4):
        shapes = []
        for _ in range(13):
            root = (canvas.between(-0.1, 1.1) * WIDE, canvas.between(0.0, 1.15) * HIGH)
            shapes.append((root, canvas.between(0, math.tau), canvas.between(190, 400)))
        outlines = [_petal(root, turn, far, far * 0.24) for root, turn, far in shapes]
        canvas.shadow([moved(outline, 14, 24) for outline in outlines], 24, 110)
        for outline, (root, turn, far) in zip(outlines, shapes, strict=True):
            tone = shaded(green, -0.5 + layer * 0.2 + canvas.between(-0.1, 0.1))
            canvas.draw.polygon(outline, fill=tone)
            tip = (root[0] + far * math.cos(turn), root[1] + far * math.sin(turn))
            canvas.draw.line((root, tip), fill=lighter(tone, 0.25), width=4)


def emblem(canvas: Canvas) -> None:
    """A face for a channel: one round thing, well lit."""
    canvas.room(0.7)
    profile = canvas.dice.choice((BALL, JAR, BOTTLE, PEAR, PAWN, BOWL))
    high = 500.0
    wide = high * {BALL: 0.5, JAR: 0.5, BOTTLE: 0.27, PEAR: 0.36, PAWN: 0.3, BOWL: 0.62}[profile]
    glaze_colour = _colour(canvas) if profile in {JAR, BOTTLE, BOWL} else None
    turned(
        canvas,
        profile,
        (WIDE / 2, HIGH * 0.79),
        (wide, high),
        _colour(canvas),
        glaze=glaze_colour,
        gloss=35,
        hollow=profile in {JAR, BOWL},
    )
