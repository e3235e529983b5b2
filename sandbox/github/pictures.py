"""Pictures as repositories have them: banners, screenshots, terminals, charts, diagrams, drawn from their names alone.

What a picture shows is told by its file name (`terminal.png` is a terminal, `chart.png` a chart); everything else comes
from a hash of repository and path, so that the same name gives the same picture for ever.
"""

import io
import math
from collections.abc import Callable
from functools import lru_cache, partial
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]


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


def maker(name: str, path: str) -> Callable[[], bytes]:
    """What makes the file at `path` of the repository `name` when it is read."""
    return partial(picture, name, path)


@lru_cache(maxsize=64)
def picture(name: str, path: str) -> bytes:
    """A picture in the format its name ends in (SVG, PNG, JPEG, GIF, WebP)."""
    if path.lower().endswith(".svg"):
        return svg(name, path)
    rng = Random(f"{name}/{path}")
    return encoded(_drawn(name, path, rng), path)


def encoded(image: Image.Image, path: str) -> bytes:
    """The picture in the format that the end of `path` asks for; PNG where it asks for none."""
    ending = path.lower().rpartition(".")[2]
    form = {"jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}.get(ending, "PNG")
    out = io.BytesIO()
    image.save(out, form, **({"quality": 86} if form in {"JPEG", "WEBP"} else {}))
    return out.getvalue()


def _drawn(name: str, path: str, rng: Random) -> Image.Image:
    stem = path.rpartition("/")[2].lower()
    palette = rng.choice(PALETTES)
    for words, (size, draw) in _KINDS.items():
        if any(word in stem for word in words):
            return _canvas(size, palette, partial(draw, name=name, palette=palette, rng=rng))
    return _canvas((1200, 675), palette, partial(_render, name=name, palette=palette, rng=rng))


def _canvas(
    size: tuple[int, int], palette: Palette, draw: Callable[[ImageDraw.ImageDraw, int, int], None]
) -> Image.Image:
    """Drawn at twice the size and shrunk, which smooths every edge."""
    big = Image.new("RGB", (size[0] * 2, size[1] * 2), palette.paper)
    draw(ImageDraw.Draw(big), size[0] * 2, size[1] * 2)
    return big.reduce(2)


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of `other` in `one`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _banner(draw: ImageDraw.ImageDraw, width: int, height: int, *, name: str, palette: Palette, rng: Random) -> None:
    """The name, large, on a field of bent lines."""
    bend, gap = rng.uniform(0.6, 2.2), height // 18
    for row in range(-4, 26):
        points = [
            (x, row * gap + math.sin(x / width * math.tau * bend + row * 0.22) * height * 0.12)
            for x in range(0, width + 40, 40)
        ]
        share = 0.12 + 0.5 * ((row + 4) / 30)
        draw.line(points, mix(palette.paper, palette.first, share), width=max(gap // 5, 3), joint="curve")
    size = min(height // 3, int(width * 1.5 / max(len(name), 4)))
    draw.text((width * 0.06, height * 0.92), name, palette.ink, _font(size), anchor="ls")


def _terminal(draw: ImageDraw.ImageDraw, width: int, height: int, *, name: str, palette: Palette, rng: Random) -> None:
    back, text = (18, 20, 24), (214, 220, 226)
    draw.rectangle((0, 0, width, height), mix(palette.first, palette.paper, 0.35))
    left, top, right, bottom = width * 0.05, height * 0.07, width * 0.95, height * 0.93
    draw.rounded_rectangle((left, top, right, bottom), 28, back)
    for dot, colour in enumerate(((237, 106, 94), (245, 191, 79), (98, 197, 84))):
        x = left + 50 + dot * 56
        draw.ellipse((x, top + 36, x + 28, top + 64), colour)
    size = height // 22
    lines = [f"$ {name} --help", "", f"usage: {name} [options] FILE …", ""]
    lines += [f"  --{word:<12} {text_}" for word, text_ in _OPTIONS[: rng.randint(5, len(_OPTIONS))]]
    for row, line in enumerate(lines):
        colour = palette.second if line.startswith("$") and sum(palette.second) > 300 else text
        draw.text((left + 60, top + 110 + row * size * 1.45), line, colour, _font(size))


_OPTIONS = (
    ("radius", "of the bend, in millimetres"),
    ("board", "a file that describes the board"),
    ("out", "where to write the result"),
    ("check", "only look, change nothing"),
    ("jobs", "how many at once"),
    ("quiet", "say nothing when all is well"),
    ("verbose", "say more than you want to know"),
    ("version", "and leave"),
)


def _chart(draw: ImageDraw.ImageDraw, width: int, height: int, *, name: str, palette: Palette, rng: Random) -> None:
    left, top, right, bottom = width * 0.08, height * 0.16, width * 0.96, height * 0.86
    for step in range(6):
        y = top + (bottom - top) * step / 5
        draw.line((left, y, right, y), mix(palette.paper, palette.ink, 0.15), 2)
        draw.text((left - 16, y), str((5 - step) * 20), mix(palette.paper, palette.ink, 0.7), _font(26), anchor="rm")
    for colour in (palette.third, palette.second, palette.first):
        level, points = rng.uniform(0.2, 0.5), []
        for step in range(61):
            level = min(max(level + rng.gauss(0.006, 0.028), 0.04), 0.97)
            points.append((left + (right - left) * step / 60, bottom - (bottom - top) * level))
        draw.line(points, colour, 9, joint="curve")
    draw.text((left, top - 36), f"{name}, before and after", palette.ink, _font(44), anchor="ls")


def _bars(draw: ImageDraw.ImageDraw, width: int, height: int, *, name: str, palette: Palette, rng: Random) -> None:
    names = [name, "the one before", "the usual one", "by hand", "not at all"]
    values = sorted(rng.uniform(0.2, 1) for _ in names)
    row = height * 0.78 / len(names)
    for place, (label, value) in enumerate(zip(names, values, strict=True)):
        y = height * 0.14 + place * row
        colour = palette.first if place == 0 else mix(palette.paper, palette.ink, 0.35)
        draw.rectangle((width * 0.3, y, width * (0.3 + 0.58 * value), y + row * 0.6), colour)
        draw.text((width * 0.28, y + row * 0.3), label, palette.ink, _font(36), anchor="rm")
        at = width * (0.31 + 0.58 * value)
        draw.text((at, y + row * 0.3), f"{value * 100:.0f} ms", palette.ink, _font(32), anchor="lm")


def _diagram(draw: ImageDraw.ImageDraw, width: int, height: int, *, name: str, palette: Palette, rng: Random) -> None:
    words = ["read", "plan", name, "cut", "check", "write"]
    columns = 3
    cell = (width * 0.9 / columns, height * 0.8 / 2)
    centres = []
    for place in range(len(words)):
        row, column = divmod(place, columns)
        column = column if row == 0 else columns - 1 - column
        centres.append((width * 0.05 + cell[0] * (column + 0.5), height * 0.1 + cell[1] * (row + 0.5)))
    draw.line(centres, mix(palette.paper, palette.ink, 0.5), 6)
    for place, ((x, y), word) in enumerate(zip(centres, words, strict=True)):
        half = (cell[0] * 0.34, cell[1] * (0.22 + 0.06 * rng.random()))
        fill = palette.first if word == name else mix(palette.paper, palette.second, 0.25 + 0.1 * (place % 3))
        draw.rounded_rectangle((x - half[0], y - half[1], x + half[0], y + half[1]), 18, fill)
        draw.text((x, y), word, palette.paper if word == name else palette.ink, _font(44), anchor="mm")


def _window(draw: ImageDraw.ImageDraw, width: int, height: int, *, name: str, palette: Palette, rng: Random) -> None:
    draw.rectangle((0, 0, width, height * 0.07), mix(palette.paper, palette.ink, 0.1))
    draw.text((width / 2, height * 0.035), name, palette.ink, _font(34), anchor="mm")
    side = width * 0.2
    draw.rectangle((0, height * 0.07, side, height), mix(palette.paper, palette.ink, 0.05))
    for row in range(9):
        y = height * (0.14 + row * 0.08)
        shade = palette.first if row == 2 else mix(palette.paper, palette.ink, 0.35)
        draw.rounded_rectangle((32, y, 32 + side * rng.uniform(0.35, 0.75), y + 22), 11, shade)
    for row in range(2):
        for column in range(3):
            x, y = side + 60 + column * (width - side - 60) / 3, height * (0.14 + row * 0.43)
            box = (x, y, x + (width - side) / 3 - 70, y + height * 0.3)
            colours = rng.sample(palette[2:], 2)
            draw.rectangle(box, mix(palette.paper, colours[0], 0.55))
            draw.polygon(
                [(box[0], box[3]), (box[0] + (box[2] - box[0]) * rng.uniform(0.3, 0.7), y + 60), (box[2], box[3])],
                mix(palette.paper, colours[1], 0.85),
            )
            draw.rounded_rectangle((x, box[3] + 24, x + 300, box[3] + 46), 11, mix(palette.paper, palette.ink, 0.5))


def _render(draw: ImageDraw.ImageDraw, width: int, height: int, *, name: str, palette: Palette, rng: Random) -> None:
    """Rings, arches or hills: something one could have made."""
    match rng.randrange(3):
        case 0:
            cx, cy = width * rng.uniform(0.35, 0.65), height * rng.uniform(0.4, 0.6)
            for ring in range(26, 0, -1):
                radius = ring * height * 0.034
                wobble = rng.uniform(0.94, 1.06)
                box = (cx - radius * wobble, cy - radius, cx + radius * wobble, cy + radius)
                draw.ellipse(box, mix(palette.second, palette.third, (ring % 4) / 4))
        case 1:
            for arch in range(9):
                radius = height * (0.85 - arch * 0.085)
                box = (width / 2 - radius, height * 0.98 - radius, width / 2 + radius, height * 0.98 + radius)
                draw.pieslice(box, 180, 360, mix(palette.first, palette.second, arch / 9))
        case _:
            for hill in range(6):
                base, phase = height * (0.35 + hill * 0.12), rng.uniform(0, 6)
                points = [
                    (x, base + math.sin(x / width * 5 + phase) * height * 0.07 + rng.uniform(-2, 2))
                    for x in range(0, width + 60, 60)
                ]
                draw.polygon(
                    [*points, (width, height), (0, height)], mix(palette.paper, palette.third, 0.15 + hill * 0.16)
                )
    del name


_Draw = Callable[..., None]
_KINDS: dict[tuple[str, ...], tuple[tuple[int, int], _Draw]] = {
    ("banner", "logo", "header", "title"): ((1280, 400), _banner),
    ("terminal", "cli", "demo", "session"): ((1200, 720), _terminal),
    ("bench", "speed", "bars"): ((1000, 520), _bars),
    ("chart", "plot", "graph", "series"): ((1200, 600), _chart),
    ("diagram", "flow", "architecture", "how"): ((1200, 560), _diagram),
    ("screen", "app", "window", "editor", "ui"): ((1280, 800), _window),
}


def svg(name: str, path: str) -> bytes:
    """A small vector picture: the name beside a mark."""
    palette = Random(f"{name}/{path}").choice(PALETTES)
    first, ink = ("#{:02x}{:02x}{:02x}".format(*colour) for colour in (palette.first, palette.ink))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="480" height="120" viewBox="0 0 480 120" role="img">'
        f"<title>{name}</title>"
        f'<path d="M20 100V20h18v32l28-32h24L58 56l34 44H68L38 62v38z" fill="{first}"/>'
        f'<text x="120" y="78" font-family="sans-serif" font-size="56" font-weight="600" fill="{ink}">{name}</text>'
        "</svg>"
    ).encode()


def badge(label: str, value: str) -> bytes:
    """A badge in the manner of shields.io."""
    left, right = len(label) * 7 + 12, len(value) * 7 + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img">'
        f'<rect width="{left}" height="20" fill="#555"/><rect x="{left}" width="{right}" height="20" fill="#4c1"/>'
        f'<g fill="#fff" text-anchor="middle" font-family="Verdana,sans-serif" font-size="11">'
        f'<text x="{left / 2}" y="14">{label}</text><text x="{left + right / 2}" y="14">{value}</text></g></svg>'
    ).encode()


@lru_cache(maxsize=64)
def avatar(login: str, size: int) -> bytes:
    """A face where there is no photograph: five by five fields, the same left and right, in PNG."""
    rng = Random(f"avatar/{login}")
    palette = rng.choice(PALETTES)
    field = 70
    image = Image.new("RGB", (420, 420), mix(palette.paper, (255, 255, 255), 0.25))
    draw = ImageDraw.Draw(image)
    for row in range(5):
        for column in range(3):
            if rng.random() < 0.5:
                continue
            for mirrored in {column, 4 - column}:
                x, y = 35 + mirrored * field, 35 + row * field
                draw.rectangle((x, y, x + field - 1, y + field - 1), palette.first)
    return encoded(image.resize((size, size), Image.Resampling.LANCZOS), ".png")


@lru_cache(maxsize=32)
def card(full_name: str, description: str, figures: str, languages: tuple[tuple[str, int], ...]) -> bytes:
    """The picture GitHub makes for a repository that has none of its own: 1200 by 600, PNG."""
    image = Image.new("RGB", (1200, 600), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    owner, _, name = full_name.partition("/")
    draw.text((80, 130), f"{owner}/", (87, 96, 106), _font(54), anchor="ls")
    draw.text((80, 210), name, (31, 35, 40), _font(min(76, 1500 // max(len(name), 8) + 20)), anchor="ls")
    for row, line in enumerate(_lines(description, 52)[:3]):
        draw.text((80, 285 + row * 44), line, (87, 96, 106), _font(32), anchor="ls")
    draw.text((80, 500), figures, (87, 96, 106), _font(30), anchor="ls")
    total, x = sum(size for _, size in languages) or 1, 0.0
    for place, (_, size) in enumerate(languages):
        end = x + 1200 * size / total
        draw.rectangle((x, 576, end, 600), PALETTES[place % len(PALETTES)].first)
        x = end
    return encoded(image, ".png")


def _lines(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
