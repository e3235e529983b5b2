"""How each kind of picture is drawn. All draw on twice the size they end in, which smooths every edge."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]


class Palette(NamedTuple):
    paper: Colour
    ink: Colour
    first: Colour
    second: Colour
    third: Colour


PALETTES = (
    Palette((240, 235, 225), (38, 34, 30), (11, 97, 89), (196, 140, 72), (112, 83, 52)),
    Palette((22, 27, 34), (226, 232, 240), (131, 208, 194), (242, 181, 91), (98, 128, 188)),
    Palette((46, 73, 145), (244, 240, 230), (226, 190, 120), (134, 168, 232), (232, 112, 88)),
    Palette((187, 152, 46), (42, 32, 12), (248, 240, 214), (120, 60, 30), (66, 92, 70)),
    Palette((68, 38, 49), (248, 232, 222), (232, 156, 96), (160, 92, 112), (120, 150, 140)),
    Palette((232, 238, 236), (24, 44, 44), (52, 120, 112), (210, 96, 72), (240, 190, 96)),
    Palette((27, 38, 30), (230, 238, 224), (150, 196, 120), (224, 178, 88), (86, 130, 150)),
    Palette((250, 246, 240), (50, 40, 60), (108, 84, 160), (226, 120, 130), (80, 150, 170)),
)
NIGHT = PALETTES[1]


class Canvas:
    """A picture in the making: what it is of, its colours, its chance, and the words it may show."""

    def __init__(self, size: tuple[int, int], name: str, rng: Random, words: Sequence[str] = ()) -> None:
        self.width, self.height = size[0] * 2, size[1] * 2
        self.name, self.rng, self.words = name, rng, words
        self.palette = rng.choice(PALETTES)
        self.image = Image.new("RGB", (self.width, self.height), self.palette.paper)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.reduce(2)

    def text(self, at: Point, text: str, size: int, colour: Colour, *, anchor: str = "ls") -> None:
        self.draw.text(at, text, colour, font(size), anchor=anchor)

    def faint(self, share: float) -> Colour:
        """The ink, thinned with paper: 0 is paper, 1 is ink."""
        return mix(self.palette.paper, self.palette.ink, share)


@lru_cache(maxsize=48)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of `other` in `one`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def banner(canvas: Canvas) -> None:
    """The name, large, on a field of bent lines."""
    width, height, palette = canvas.width, canvas.height, canvas.palette
    bend, gap = canvas.rng.uniform(0.6, 2.2), height // 18
    for row in range(-4, 26):
        points = [
            (x, row * gap + math.sin(x / width * math.tau * bend + row * 0.22) * height * 0.12)
            for x in range(0, width + 40, 40)
        ]
        share = 0.12 + 0.5 * ((row + 4) / 30)
        canvas.draw.line(points, mix(palette.paper, palette.first, share), max(gap // 5, 3), joint="curve")
    size = min(height // 3, int(width * 1.5 / max(len(canvas.name), 4)))
    canvas.text((width * 0.06, height * 0.88), canvas.name, size, palette.ink)


def terminal(canvas: Canvas) -> None:
    """A window with what one would type, and what came back."""
    width, height, draw = canvas.width, canvas.height, canvas.draw
    draw.rectangle((0, 0, width, height), mix(canvas.palette.first, canvas.palette.paper, 0.35))
    left, top, right, bottom = width * 0.05, height * 0.07, width * 0.95, height * 0.93
    draw.rounded_rectangle((left, top, right, bottom), 28, NIGHT.paper)
    for dot, colour in enumerate(((237, 106, 94), (245, 191, 79), (98, 197, 84))):
        x = left + 50 + dot * 56
        draw.ellipse((x, top + 36, x + 28, top + 64), colour)
    lines = _session(canvas)
    widest = max(font(100).getlength(line) for line in lines)
    size = int(min(height / 20, (bottom - top - 150) / len(lines) / 1.6, 100 * (right - left - 120) / widest))
    for row, line in enumerate(lines):
        colour = NIGHT.second if line.startswith("$") else NIGHT.ink
        canvas.text((left + 60, top + 170 + row * size * 1.6), line, size, colour)


def _session(canvas: Canvas) -> list[str]:
    """What the README has one type; where nothing comes back in it, something is made up."""
    typed = [line if line.startswith(("$", "#", " ")) else f"$ {line}" for line in canvas.words if line.strip()]
    lines = typed[:9] or [f"$ {canvas.name} --help"]
    if any(line.startswith(" ") for line in lines):
        return lines
    rng = canvas.rng
    found = [f"  {rng.randint(10, 4000):,} {word}, {rng.uniform(0.1, 9):.1f} s" for word in ("read", "kept", "changed")]
    return [*lines, *found, "  nothing wrong"]


def chart(canvas: Canvas) -> None:
    """Three lines that wander upwards."""
    left, top, right, bottom = (
        canvas.width * 0.08,
        canvas.height * 0.16,
        canvas.width * 0.96,
        canvas.height * 0.86,
    )
    for step in range(6):
        y = top + (bottom - top) * step / 5
        canvas.draw.line((left, y, right, y), canvas.faint(0.15), 2)
        canvas.text((left - 16, y), str((5 - step) * 20), 26, canvas.faint(0.7), anchor="rm")
    for colour in (canvas.palette.third, canvas.palette.second, canvas.palette.first):
        level, points = canvas.rng.uniform(0.2, 0.5), []
        for step in range(61):
            level = min(max(level + canvas.rng.gauss(0.006, 0.028), 0.04), 0.97)
            points.append((left + (right - left) * step / 60, bottom - (bottom - top) * level))
        canvas.draw.line(points, colour, 9, joint="curve")
    canvas.text((left, top - 36), f"{canvas.name}, before and after", 44, canvas.palette.ink)


def bars(canvas: Canvas) -> None:
    """This one beside the others."""
    names = [canvas.name, "the one before", "the usual one", "by hand", "not at all"]
    values = sorted(canvas.rng.uniform(0.15, 1) for _ in names)
    width, row = canvas.width, canvas.height * 0.78 / len(names)
    for place, (label, value) in enumerate(zip(names, values, strict=True)):
        y = canvas.height * 0.14 + place * row
        colour = canvas.palette.first if place == 0 else canvas.faint(0.35)
        canvas.draw.rectangle((width * 0.3, y, width * (0.3 + 0.55 * value), y + row * 0.6), colour)
        canvas.text((width * 0.28, y + row * 0.3), label, 40, canvas.palette.ink, anchor="rm")
        at = (width * (0.31 + 0.55 * value), y + row * 0.3)
        canvas.text(at, f"{value * 100:.0f} ms", 34, canvas.palette.ink, anchor="lm")


_STEPS = (
    ("read", "plan", "", "cut", "check", "write"),
    ("listen", "slice", "", "shape", "mix", "play"),
    ("ask", "route", "", "query", "render", "answer"),
    ("measure", "model", "", "solve", "round", "draw"),
)


def diagram(canvas: Canvas) -> None:
    """Six steps in two rows, the third of them the thing itself."""
    words = [step or canvas.name for step in canvas.rng.choice(_STEPS)]
    cell = (canvas.width * 0.3, canvas.height * 0.4)
    centres: list[Point] = []
    for place in range(6):
        row, column = divmod(place, 3)
        column = column if row == 0 else 2 - column
        centres.append((canvas.width * 0.05 + cell[0] * (column + 0.5), canvas.height * 0.1 + cell[1] * (row + 0.5)))
    canvas.draw.line(centres, canvas.faint(0.5), 6)
    for place, ((x, y), word) in enumerate(zip(centres, words, strict=True)):
        half = (cell[0] * 0.36, cell[1] * 0.26)
        own = word == canvas.name
        fill = (
            canvas.palette.first if own else mix(canvas.palette.paper, canvas.palette.second, 0.2 + 0.1 * (place % 3))
        )
        canvas.draw.rounded_rectangle((x - half[0], y - half[1], x + half[0], y + half[1]), 18, fill)
        canvas.text((x, y), word, 50, canvas.palette.paper if own else canvas.palette.ink, anchor="mm")


def window(canvas: Canvas) -> None:
    """An application: a bar, a side, and six cards of what it is about."""
    width, height, draw = canvas.width, canvas.height, canvas.draw
    draw.rectangle((0, 0, width, height * 0.07), canvas.faint(0.1))
    canvas.text((width / 2, height * 0.035), canvas.name, 34, canvas.palette.ink, anchor="mm")
    side = width * 0.2
    draw.rectangle((0, height * 0.07, side, height), canvas.faint(0.05))
    for row in range(9):
        y = height * (0.14 + row * 0.08)
        shade = canvas.palette.first if row == 2 else canvas.faint(0.35)
        draw.rounded_rectangle((32, y, 32 + side * canvas.rng.uniform(0.35, 0.75), y + 22), 11, shade)
    for row in range(2):
        for column in range(3):
            x, y = side + 60 + column * (width - side - 60) / 3, height * (0.14 + row * 0.43)
            _card(canvas, (x, y, x + (width - side) / 3 - 70, y + height * 0.3))


def _card(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    ground, figure = canvas.rng.sample(canvas.palette[2:], 2)
    canvas.draw.rectangle(box, mix(canvas.palette.paper, ground, 0.45))
    colour, rng = mix(canvas.palette.paper, figure, 0.85), canvas.rng
    match rng.randrange(4):
        case 0:
            peak = left + (right - left) * rng.uniform(0.3, 0.7)
            canvas.draw.polygon([(left, bottom), (peak, top + 60), (right, bottom)], colour)
        case 1:
            radius = (bottom - top) * 0.36
            x, y = (left + right) / 2, (top + bottom) / 2
            canvas.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=36)
        case 2:
            step = (right - left) / 9
            for bar in range(1, 8):
                high = bottom - (bottom - top) * rng.uniform(0.2, 0.85)
                canvas.draw.rectangle((left + bar * step, high, left + (bar + 0.6) * step, bottom), colour)
        case _:
            gap = (bottom - top) / 7
            for line in range(1, 7):
                end = left + (right - left) * rng.uniform(0.4, 0.9)
                canvas.draw.line((left + 40, top + line * gap, end, top + line * gap), colour, 14)
    canvas.draw.rounded_rectangle((left, bottom + 24, left + 300, bottom + 46), 11, canvas.faint(0.5))


def editor(canvas: Canvas) -> None:
    """Coloured lines of code, folded and indented."""
    canvas.draw.rectangle((0, 0, canvas.width, canvas.height), NIGHT.paper)
    row, depth, rng = canvas.height / 26, 0, canvas.rng
    for line in range(1, 25):
        canvas.text((70, line * row + 14), str(line), 26, mix(NIGHT.paper, NIGHT.ink, 0.35), anchor="rm")
        depth = min(max(depth + rng.choice((-1, 0, 0, 1)), 0), 4)
        x = 130.0 + depth * 60
        for _ in range(rng.randint(0, 5)):
            long = rng.uniform(60, 330)
            if x + long > canvas.width - 80:
                break
            canvas.draw.rounded_rectangle((x, line * row, x + long, line * row + 26), 13, rng.choice(NIGHT[1:]))
            x += long + 28


def contours(canvas: Canvas) -> None:
    """A map: heights as lines, and a way through them."""
    peaks = [(canvas.rng.uniform(0.15, 0.85), canvas.rng.uniform(0.2, 0.8), canvas.rng.uniform(3, 6)) for _ in range(3)]
    for x, y, many in peaks:
        phase = canvas.rng.uniform(0, math.tau)
        for ring in range(int(many * 3), 0, -1):
            points = []
            for step in range(73):
                angle = step * math.tau / 72
                reach = ring * 34 * (1 + 0.16 * math.sin(2 * angle + phase) + 0.07 * math.sin(5 * angle + phase))
                across, down = math.cos(angle) * reach * 1.3, math.sin(angle) * reach
                points.append((canvas.width * x + across, canvas.height * y + down))
            shade = mix(canvas.palette.paper, canvas.palette.third, 0.08 + 0.03 * (int(many * 3) - ring))
            canvas.draw.polygon(points, shade)
            canvas.draw.line(points, mix(shade, canvas.palette.ink, 0.35), 4, joint="curve")
    uniform = canvas.rng.uniform
    way = sorted((canvas.width * uniform(0.05, 0.95), canvas.height * uniform(0.2, 0.8)) for _ in range(7))
    canvas.draw.line(way, canvas.palette.first, 10, joint="curve")
    for x, y in way:
        canvas.draw.ellipse((x - 20, y - 20, x + 20, y + 20), canvas.palette.first)


def synth(canvas: Canvas) -> None:
    """A panel: a wave above, knobs below."""
    width, height, palette, rng = canvas.width, canvas.height, canvas.palette, canvas.rng
    canvas.text((70, 110), canvas.name, 70, palette.ink)
    canvas.draw.rectangle((70, 170, width - 70, height * 0.55), canvas.faint(0.08))
    for x in range(90, width - 90, 14):
        loud = abs(math.sin(x / 310) * math.sin(x / 97)) * height * 0.17 * rng.uniform(0.5, 1) + 4
        middle = (170 + height * 0.55) / 2
        canvas.draw.line((x, middle - loud, x, middle + loud), mix(palette.first, palette.second, x / width), 8)
    for row in range(2):
        for knob in range(8):
            at, angle = (width * (0.09 + knob * 0.117), height * (0.67 + row * 0.2)), rng.uniform(0.75, 2.25) * math.pi
            canvas.draw.circle(at, 78, canvas.faint(0.18), canvas.faint(0.5), 6)
            hand = (at[0] + math.cos(angle) * 62, at[1] + math.sin(angle) * 62)
            canvas.draw.line((*at, *hand), palette.first, 12)


def scene(canvas: Canvas) -> None:
    """A landscape in large pixels, with one fire."""
    small = Image.new("RGB", (160, 100))
    draw, rng = ImageDraw.Draw(small), canvas.rng
    dark, light = (18, 20, 40), mix((232, 156, 96), (90, 110, 170), rng.random())
    for y in range(100):
        draw.line((0, y, 160, y), mix(dark, light, (y // 6) * 6 / 130))
    for _ in range(40):
        draw.point((rng.randrange(160), rng.randrange(50)), (240, 236, 214))
    for hill in range(4):
        phase, base = rng.uniform(0, 6), 48 + hill * 13
        ridge = [(x, base + 8 * math.sin(x / 23 + phase) + 4 * math.sin(x / 7 + phase)) for x in range(161)]
        draw.polygon([*ridge, (160, 100), (0, 100)], mix(light, dark, 0.35 + hill * 0.2))
    x = rng.randrange(40, 120)
    for size, colour in ((7, (140, 60, 40)), (4, (232, 130, 60)), (2, (255, 226, 140))):
        draw.rectangle((x - size // 2, 92 - size, x + size // 2, 92), colour)
    canvas.image.paste(small.resize((canvas.width, canvas.height), Image.Resampling.NEAREST))


def made(canvas: Canvas) -> None:
    """Rings, arches or hills: something one could have made."""
    width, height, palette, rng = canvas.width, canvas.height, canvas.palette, canvas.rng
    match rng.randrange(3):
        case 0:
            cx, cy = width * rng.uniform(0.35, 0.65), height * rng.uniform(0.4, 0.6)
            for ring in range(26, 0, -1):
                radius, wobble = ring * height * 0.034, rng.uniform(0.94, 1.06)
                box = (cx - radius * wobble, cy - radius, cx + radius * wobble, cy + radius)
                canvas.draw.ellipse(box, mix(palette.second, palette.third, (ring % 4) / 4))
        case 1:
            for arch in range(9):
                radius = height * (0.85 - arch * 0.085)
                box = (width / 2 - radius, height * 0.98 - radius, width / 2 + radius, height * 0.98 + radius)
                canvas.draw.pieslice(box, 180, 360, mix(palette.first, palette.second, arch / 9))
        case _:
            for hill in range(6):
                base, phase = height * (0.35 + hill * 0.12), rng.uniform(0, 6)
                ridge = [(x, base + math.sin(x / width * 5 + phase) * height * 0.07) for x in range(0, width + 60, 60)]
                colour = mix(palette.paper, palette.third, 0.15 + hill * 0.16)
                canvas.draw.polygon([*ridge, (width, height), (0, height)], colour)


# Words in a file's path, the size of the picture, how it is drawn; the first that fits.
KINDS: tuple[tuple[tuple[str, ...], tuple[int, int], Callable[[Canvas], None]], ...] = (
    (("banner", "logo", "header", "title"), (1280, 400), banner),
    (("terminal", "cli", "demo", "session"), (1200, 640), terminal),
    (("bench", "speed", "bars"), (1000, 520), bars),
    (("chart", "plot", "graph", "series"), (1200, 600), chart),
    (("diagram", "flow", "architecture", "how"), (1200, 560), diagram),
    (("map", "valley", "shore"), (1200, 675), contours),
    (("editor", "code"), (1200, 675), editor),
    (("synth", "panel"), (1280, 720), synth),
    (("scene", "ridge", "mill"), (1280, 800), scene),
    (("screen", "app", "window", "ui"), (1280, 800), window),
)
