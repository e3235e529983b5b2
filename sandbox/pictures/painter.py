"""From a few numbers to a finished picture in any size that is asked for."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from sandbox.pictures import craft, geometry, landscapes, machines, night, studio
from sandbox.pictures.canvas import MADE, Canvas
from sandbox.pictures.palettes import PALETTES

ASSETS = Path(__file__).parents[1] / "assets"
Size = tuple[int, int]
QUALITY = 86

FAMILIES: dict[str, Callable[[Canvas], None]] = {
    "arcs": geometry.arcs,
    "aurora": night.aurora,
    "bars": geometry.bars,
    "birds": landscapes.birds,
    "blocks": craft.blocks,
    "bokeh": landscapes.bokeh,
    "bowls": studio.bowls,
    "contour": craft.contour,
    "dowels": craft.dowels,
    "dunes": landscapes.dunes,
    "embers": landscapes.embers,
    "emblem": studio.emblem,
    "forest": landscapes.forest,
    "fractal": geometry.fractal,
    "fruit": studio.fruit,
    "glaze": studio.glaze,
    "glow": machines.glow,
    "grain": craft.grain,
    "graph": geometry.graph,
    "grid": geometry.grid,
    "hills": landscapes.hills,
    "lathe": studio.lathe,
    "lattice": geometry.lattice,
    "layers": craft.layers,
    "leaves": studio.leaves,
    "marble": craft.marble,
    "meadow": landscapes.meadow,
    "mesh": geometry.mesh,
    "moonrise": night.moonrise,
    "nebula": night.nebula,
    "orbit": night.orbit,
    "patch": machines.patch,
    "petals": studio.petals,
    "pixels": geometry.pixels,
    "pots": studio.pots,
    "racks": machines.racks,
    "ridges": geometry.ridges,
    "rings": craft.rings,
    "road": landscapes.road,
    "scope": machines.scope,
    "shelf": craft.shelf,
    "spiral": geometry.spiral,
    "spokes": machines.spokes,
    "strata": craft.strata,
    "sun": landscapes.sun,
    "tiles": studio.tiles,
    "tiling": geometry.tiling,
    "trails": night.trails,
    "voxels": geometry.voxels,
    "waves": landscapes.waves,
}


def painted(family: str, seed: int) -> Image.Image:
    """A picture of a family, 1280 × 720; the same for the same seed."""
    canvas = Canvas(seed, PALETTES[seed % len(PALETTES)])
    FAMILIES[family](canvas)
    return canvas.finish()


def shipped(name: str) -> Image.Image:
    """A picture that comes with the sandbox."""
    image = Image.open(ASSETS / f"{name}.webp").convert("RGB")
    return image if image.width == image.height else image.resize(MADE, Image.Resampling.LANCZOS)


def fitted(image: Image.Image, size: Size) -> Image.Image:
    """Cut to a shape, from the middle, and brought to a size."""
    wide, high = image.size
    shape = size[0] / size[1]
    if wide / high > shape:
        half = round(high * shape / 2)
        image = image.crop((wide // 2 - half, 0, wide // 2 + half, high))
    else:
        half = round(wide / shape / 2)
        image = image.crop((0, high // 2 - half, wide, high // 2 + half))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def letterboxed(image: Image.Image, size: Size) -> Image.Image:
    """The whole 16:9 picture in a 4:3 frame, black above and below, as hqdefault is."""
    frame = Image.new("RGB", size)
    inner = image.resize((size[0], size[0] * 9 // 16), Image.Resampling.BICUBIC, reducing_gap=2.0)
    frame.paste(inner, (0, (size[1] - inner.height) // 2))
    return frame


def encoded(image: Image.Image, form: str = "JPEG") -> bytes:
    """JPEG or WEBP."""
    out = io.BytesIO()
    image.save(out, form, quality=QUALITY)
    return out.getvalue()


def decoded(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def grey() -> bytes:
    """What stands where there is no picture: 120 × 90."""
    return encoded(Image.new("RGB", (120, 90), (204, 204, 204)))
