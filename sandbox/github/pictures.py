"""Pictures as repositories have them: banners, screenshots, terminals, charts, and a few photographs.

What a picture shows is told by its file name (`terminal.png` is a terminal, `chart.png` a chart); everything else comes
from a hash of repository and path, so that the same name gives the same picture for ever.
"""

import io
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from .drawings import KINDS, PALETTES, Canvas, font, made, mix

PHOTOGRAPHS = Path(__file__).parents[1] / "pictures"
_TAKEN = {
    ("kerf", "docs/img/arch.jpg"): "kerf",
    ("burr", "docs/burr.jpg"): "burr",
    ("contour-ply", "docs/valley.jpg"): "topo",
    ("twist", "docs/lamps.jpg"): "lamp",
    ("dowel-jig", "docs/jig.jpg"): "dowels",
    ("wall-cabinet", "docs/cabinet.jpg"): "cabinet",
    ("boards", "docs/boards.jpg"): "boards",
    ("stool-angles", "docs/stool.jpg"): "stool",
}
_FACES = {"hallowaybench": "wren"}


def maker(name: str, path: str, words: tuple[str, ...] = ()) -> Callable[[], bytes]:
    """What makes the file at `path` of the repository `name` when it is read. A terminal shows `words`."""
    return partial(picture, name, path, words)


@lru_cache(maxsize=128)
def picture(name: str, path: str, words: tuple[str, ...] = ()) -> bytes:
    """A picture in the format its name ends in (SVG, PNG, JPEG, GIF, WebP)."""
    if path.lower().endswith(".svg"):
        return svg(name, path)
    if taken := _TAKEN.get((name, path)):
        return encoded(_photograph(taken), path)
    stem = path.rpartition("/")[2].lower()
    fitting = ((size, draw) for signs, size, draw in KINDS if any(sign in stem for sign in signs))
    size, draw = next(fitting, ((1200, 675), made))
    canvas = Canvas(size, name, Random(f"{name}/{path}"), words)
    draw(canvas)
    return encoded(canvas.finished(), path)


def _photograph(name: str) -> Image.Image:
    return Image.open(PHOTOGRAPHS / f"{name}.webp").convert("RGB")


def encoded(image: Image.Image, path: str) -> bytes:
    """The picture in the format that the end of `path` asks for; PNG where it asks for none."""
    ending = path.lower().rpartition(".")[2]
    form = {"jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}.get(ending, "PNG")
    out = io.BytesIO()
    image.save(out, form, **({"quality": 86} if form in {"JPEG", "WEBP"} else {}))
    return out.getvalue()


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
    if face := _FACES.get(login):
        return encoded(_photograph(face).resize((size, size), Image.Resampling.LANCZOS), ".png")
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
    draw.text((80, 130), f"{owner}/", (87, 96, 106), font(54), anchor="ls")
    draw.text((80, 210), name, (31, 35, 40), font(min(76, 1500 // max(len(name), 8) + 20)), anchor="ls")
    for row, line in enumerate(_lines(description, 52)[:3]):
        draw.text((80, 285 + row * 44), line, (87, 96, 106), font(32), anchor="ls")
    draw.text((80, 500), figures, (87, 96, 106), font(30), anchor="ls")
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
