"""Wood, paper and stone: boards, rings, blocks, shelves, cut layers."""

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from sandbox.pictures.canvas import HIGH, WIDE, Canvas, Colour, Point, darker, ellipse, lighter, mixed, moved, shaded
from sandbox.pictures.turned import BALL, CUP, JAR, turned

WOODS: tuple[Colour, ...] = (
    (206, 164, 108), (224, 196, 148), (150, 92, 54), (178, 118, 66), (108, 66, 42), (234, 214, 178), (188, 100, 60),
)  # fmt: skip


def _wood(canvas: Canvas) -> Colour:
    return canvas.dice.choice(WOODS)


def grain(canvas: Canvas) -> None:
    """Boards side by side, lying or standing."""
    upright = canvas.dice.random() < 0.4
    long, across = (HIGH, WIDE) if upright else (WIDE, HIGH)
    place = 0
    while place < across:
        broad = canvas.dice.randint(110, 300)
        board = canvas.wood(_wood(canvas), (long, broad), rings=canvas.dice.choice((5, 7, 9, 12)))
        board = board.rotate(90, expand=True) if upright else board
        canvas.image.paste(board, (place, 0) if upright else (0, place))
        edge = (place, 0, place + 5, HIGH) if upright else (0, place, WIDE, place + 5)
        canvas.draw.rectangle(edge, fill=(32, 20, 12))
        place += broad


def rings(canvas: Canvas) -> None:
    """The end of a log, or a stack of them."""
    canvas.gradient(darker(canvas.palette.wall, 0.5), darker(canvas.palette.floor, 0.75))
    if canvas.dice.random() < 0.5:
        _end(canvas, (WIDE * canvas.between(0.4, 0.6), HIGH * 0.52), HIGH * 0.62, _wood(canvas), 26)
        return
    for row in range(5):
        for column in range(9):
            centre = (
                column * 205 + (row % 2) * 102 - 20 + canvas.between(-14, 14),
                row * 186 + 70 + canvas.between(-12, 12),
            )
            _end(canvas, centre, canvas.between(84, 106), _wood(canvas), 7)


def _end(canvas: Canvas, centre: Point, size: float, wood: Colour, count: int) -> None:
    x, y = centre
    wobble = [canvas.between(-0.05, 0.05) for _ in range(5)]

    def outline(share: float) -> list[Point]:
        spots = []
        for at in range(72):
            turn = math.tau * at / 72
            away = size * share * (1 + sum(w * math.sin((k + 2) * turn + k) for k, w in enumerate(wobble)))
            spots.append((x + away * math.cos(turn), y + away * math.sin(turn)))
        return spots

    canvas.shadow([moved(outline(1.0), size * 0.1, size * 0.12)], size * 0.14 + 6, 190)
    draw = canvas.draw
    draw.polygon(outline(1.06), fill=darker(wood, 0.62))
    for ring in range(count, 0, -1):
        tone = shaded(wood, canvas.between(-0.2, 0.25))
        draw.polygon(outline(ring / count), fill=tone)
    draw.line(
        [(x, y), (x + size * 0.8 * math.cos(wobble[0] * 90), y + size * 0.8 * math.sin(wobble[0] * 90))],
        fill=darker(wood, 0.6),
        width=max(2, int(size / 70)),
    )


def dowels(canvas: Canvas) -> None:
    """Round ends close together, some of them stained."""
    canvas.gradient(darker(canvas.palette.floor, 0.6), darker(canvas.palette.floor, 0.8))
    stain = canvas.dice.sample(canvas.palette.things, 2)
    size = canvas.dice.choice((58, 76, 104))
    centres = [
        (
            column * size * 2.06 + (row % 2) * size * 1.03 + canvas.between(-9, 9),
            row * size * 1.8 + canvas.between(-9, 9),
        )
        for row in range(int(HIGH / size / 1.8) + 2)
        for column in range(int(WIDE / size / 2.06) + 2)
    ]
    canvas.shadow([ellipse((x + size * 0.2, y + size * 0.24), size, size, 24) for x, y in centres], 16, 190)
    for x, y in centres:
        tone = canvas.dice.choice((*stain, *WOODS[:2], WOODS[5], WOODS[5]))
        canvas.draw.polygon(ellipse((x, y), size * 0.96, size * 0.96, 48), fill=darker(tone, 0.35))
        off = size * 0.03
        for ring in range(5, 0, -1):
            spot = ellipse((x - off * ring * 0.4, y - off * ring * 0.4), size * 0.18 * ring, size * 0.18 * ring, 40)
            canvas.draw.polygon(spot, fill=shaded(tone, 0.16 if ring % 2 else 0.02))


def strata(canvas: Canvas) -> None:
    """A stack of boards seen from the side."""
    canvas.room(0.8)
    top, rows = HIGH * 0.16, canvas.dice.choice((5, 6, 8))
    high = (HIGH * 0.66) / rows
    for row in range(rows):
        left = WIDE * canvas.between(0.04, 0.12)
        while left < WIDE * 0.86:
            wide = min(canvas.between(140, 420), WIDE * 0.94 - left)
            box = (int(left), int(top + row * high), int(left + wide - 5), int(top + row * high + high - 5))
            canvas.shadow(
                [
                    [
                        (box[0] + 16, box[1] + 18),
                        (box[2] + 16, box[1] + 18),
                        (box[2] + 16, box[3] + 14),
                        (box[0] + 16, box[3] + 14),
                    ]
                ],
                14,
                130,
            )
            tone = _wood(canvas) if canvas.dice.random() < 0.85 else canvas.thing()
            canvas.image.paste(canvas.wood(tone, (box[2] - box[0], box[3] - box[1]), rings=6), box[:2])
            canvas.draw.line((box[0], box[1], box[2], box[1]), fill=lighter(tone, 0.4), width=3)
            left += wide + canvas.dice.choice((0, 0, 20))


def shelf(canvas: Canvas) -> None:
    """A cabinet on a wall with something in each part."""
    canvas.room(0.95)
    columns, rows = canvas.dice.choice(((3, 2), (4, 2), (2, 2), (5, 3)))
    wide, high = WIDE * 0.62, HIGH * 0.74
    left, top = WIDE * 0.19, HIGH * 0.12
    cell = (wide / columns, high / rows)
    canvas.shadow(
        [
            [
                (left + 40, top + 50),
                (left + wide + 60, top + 50),
                (left + wide + 60, top + high + 60),
                (left + 40, top + high + 60),
            ]
        ],
        44,
        180,
    )
    canvas.image.paste(canvas.wood(WOODS[1], (int(wide), int(high)), rings=8), (int(left), int(top)))
    for column in range(columns):
        for row in range(rows):
            x, y = left + column * cell[0], top + row * cell[1]
            inner = (int(x + 14), int(y + 14), int(x + cell[0] - 14), int(y + cell[1] - 14))
            back = canvas.wood(darker(WOODS[0], 0.38), (inner[2] - inner[0], inner[3] - inner[1]), rings=3)
            canvas.image.paste(back, inner[:2])
            canvas.shadow(
                [[(inner[0], inner[1]), (inner[2], inner[1]), (inner[2], inner[1] + 40), (inner[0], inner[1] + 40)]],
                20,
                130,
            )
            if canvas.dice.random() < 0.85:
                _trinket(canvas, inner)
    canvas.draw.rectangle((left, top, left + wide, top + high), outline=lighter(WOODS[1], 0.2), width=4)


def _trinket(canvas: Canvas, box: tuple[int, int, int, int]) -> None:
    foot, room = ((box[0] + box[2]) / 2, box[3] - 6), box[3] - box[1]
    tone = canvas.thing()
    kind = canvas.dice.choice(("ball", "jar", "cup", "box", "books"))
    if kind in {"ball", "jar", "cup"}:
        profile, broad = {"ball": (BALL, 0.5), "jar": (JAR, 0.5), "cup": (CUP, 0.5)}[kind]
        high = room * canvas.between(0.4, 0.66)
        turned(canvas, profile, foot, (high * broad, high), tone, gloss=30, hollow=kind != "ball")
    elif kind == "box":
        side = room * canvas.between(0.3, 0.5)
        block(canvas, (foot[0], foot[1] - side * 0.5), side * 0.5, side * 0.8, tone)
    else:
        place = float(box[0] + 22)
        while place < box[2] - 46:
            thick, high = canvas.between(14, 34), room * canvas.between(0.5, 0.8)
            canvas.draw.rectangle(
                (place, box[3] - high, place + thick, box[3] - 4),
                fill=shaded(canvas.thing(), canvas.between(-0.3, 0.1)),
            )
            place += thick + 2


def block(canvas: Canvas, foot: Point, half: float, high: float, tone: Colour) -> None:
    """A box standing on one corner of its plan; `foot` is the middle of its base."""
    x, y = foot
    deep = half * 0.5
    top = [(x, y - high - deep), (x + half, y - high), (x, y - high + deep), (x - half, y - high)]
    draw = canvas.draw
    draw.polygon([(x - half, y - high), (x, y - high + deep), (x, y + deep), (x - half, y)], fill=shaded(tone, -0.12))
    draw.polygon([(x + half, y - high), (x, y - high + deep), (x, y + deep), (x + half, y)], fill=shaded(tone, -0.5))
    draw.polygon(top, fill=shaded(tone, 0.3))


def blocks(canvas: Canvas) -> None:
    """A small city of blocks, from above."""
    canvas.room(0.5)
    half = canvas.dice.choice((46, 60, 84))
    count = int(420 / half)
    tall = canvas.field(3, size=(count, count), coarse=(2, 2))
    tones = canvas.dice.sample(canvas.palette.things, 3)
    canvas.shadow(
        [
            [
                (WIDE / 2 - count * half + 60, HIGH * 0.56),
                (WIDE / 2 + 60, HIGH * 0.56 - count * half * 0.5),
                (WIDE / 2 + count * half + 120, HIGH * 0.56),
                (WIDE / 2 + 80, HIGH * 0.56 + count * half * 0.5 + 40),
            ]
        ],
        40,
        170,
    )
    for row in range(count):
        for column in range(count):
            if canvas.dice.random() < 0.08:
                continue
            foot = (WIDE / 2 + (column - row) * half, HIGH * 0.56 + (column + row - count) * half * 0.5)
            level = int(tall.getpixel((column, row)))  # type: ignore[arg-type]  # one band
            block(canvas, foot, half * 0.94, 20 + (level / 255) ** 2 * half * 4.2, tones[level % 3])


def layers(canvas: Canvas) -> None:
    """A valley out of cut sheets, each throwing its shadow on the one below."""
    small = (400, 225)
    field = canvas.field(5, size=small)
    first, second = canvas.dice.sample(canvas.palette.things, 2)
    image = Image.new("RGB", small, darker(first, 0.35))
    count = canvas.dice.choice((8, 10, 13))
    for level in range(1, count):
        limit = 255 * level // count
        mask = field.point([255 if value > limit else 0 for value in range(256)])
        shade = (
            ImageChops.offset(mask, 3, 4)
            .filter(ImageFilter.GaussianBlur(2.4))
            .point([value * 150 // 255 for value in range(256)])
        )
        image.paste((10, 8, 8), (0, 0), shade)
        tone = mixed(darker(first, 0.2), lighter(second, 0.55), level / count)
        image.paste(tone, (0, 0), mask)
    canvas.image = image.resize((WIDE, HIGH), Image.Resampling.LANCZOS).filter(ImageFilter.UnsharpMask(3, 120, 2))


def contour(canvas: Canvas) -> None:
    """A map of heights in lines."""
    field = canvas.field(5, size=(800, 450)).filter(ImageFilter.GaussianBlur(2))
    count = canvas.dice.choice((14, 18, 24))
    steps = field.point([value * count // 256 * (255 // count) for value in range(256)])
    paper = ImageOps.colorize(
        steps,
        mixed(canvas.palette.wall, canvas.palette.dark, 0.25),
        lighter(canvas.palette.wall, 0.5),
        mid=canvas.palette.wall,
    )
    lines = steps.filter(ImageFilter.FIND_EDGES).point([min(255, value * 16) for value in range(256)])
    ImageDraw.Draw(lines).rectangle((0, 0, 799, 449), outline=0, width=3)
    paper.paste(canvas.palette.dark, (0, 0), lines.point([value * 190 // 255 for value in range(256)]))
    canvas.image = paper.resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    outline = canvas.line(90, 0.6)
    river = [(WIDE * at / 89, HIGH * 0.5 + outline[at] * 200) for at in range(90)]
    canvas.draw.line(river, fill=canvas.palette.things[3], width=16, joint="curve")
    for _ in range(4):
        spot = (canvas.between(0.1, 0.9) * WIDE, canvas.between(0.1, 0.9) * HIGH)
        canvas.draw.polygon(ellipse(spot, 15, 15, 24), fill=canvas.palette.things[0])


def marble(canvas: Canvas) -> None:
    """Polished stone with veins."""
    field = canvas.field(6, size=(800, 450), coarse=(2, 2))
    first = canvas.thing()
    veins = field.point([int(255 - 150 * math.exp(-(((value % 64) - 32) ** 2) / 26)) for value in range(256)])
    stone = ImageOps.colorize(veins, darker(first, 0.5), lighter(canvas.palette.wall, 0.6), mid=lighter(first, 0.3))
    canvas.image = stone.resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    for _ in range(3):
        size = canvas.between(90, 170)
        place = (canvas.between(0.15, 0.85) * WIDE, canvas.between(0.25, 0.75) * HIGH)
        canvas.shadow([ellipse((place[0] + 30, place[1] + 34), size, size)], 34, 170)
        for share, light in ((1.0, -0.1), (0.94, 0.2), (0.8, -0.25), (0.78, 0.1)):
            canvas.draw.polygon(
                ellipse(place, size * share, size * share, 80), fill=shaded(canvas.palette.things[2], light)
            )
