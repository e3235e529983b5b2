"""Pictures shown from our own address: signed, resized, kept on disk; no page sends its visitors to another host.

A name is `KIND.REST.SIGNATURE`: `p812.…` is the cover of project 812 (cut to 16:9, which also takes the black bars off
YouTube's 4:3 thumbnails), `u<address>.…` any other upstream picture, `a<address>.…` a portrait (cut square). The
signature covers the upstream address, so that nobody can make this server fetch what no page of ours has named. The
kept file's own name holds the signature: a file that is there was verified when it was written.
"""

import base64
import binascii
import io
import os
import re
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from vitrine.accounts.types import OWN_MEDIA
from vitrine.catalog import actions as catalog
from vitrine.catalog.models import Project
from vitrine.lib import http, signing
from vitrine.lib.errors import ContentNotFoundError, NotFoundError, UpstreamUnavailableError, VitrineError

log = structlog.get_logger(__name__)

LADDER = (160, 320, 480, 640, 800, 1280, 1920)  # widths in pixels; nothing else is ever made
PREFIX = "/picture/"
PURPOSE = "picture"
MOST_BYTES = 12 * 1024 * 1024
MOST_SECONDS = 15.0  # a page waits for it
MOST_PIXELS = 40_000_000
MOST_SVG = 512 * 1024
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
FAILED_FOR = 60  # seconds before a picture that could not be had is asked for again
_NAME = re.compile(r"([pua])([A-Za-z0-9_-]{1,2000})\.([A-Za-z0-9_-]{22})", re.ASCII)
_at_once = threading.BoundedSemaphore(4)  # pictures being decoded in this process: each may take 160 MB
_locks = tuple(threading.Lock() for _ in range(64))


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture ready to send."""

    body: bytes
    content_type: str


class Named(NamedTuple):
    kind: str
    rest: str
    signature: str


def cover(project_id: int, url: str) -> str:
    """The signed name of a project's cover, whose upstream address is `url`."""
    rest = f"p{project_id}"
    return f"{rest}.{_sign(rest, url)}"


def signed(url: str) -> str:
    """The signed name of any upstream picture."""
    return _by_address("u", url)


def portrait(url: str) -> str:
    """The signed name of a face, cut square."""
    return _by_address("a", url)


def address(name: str, width: int) -> str:
    """Where the picture `name` is to be had, `width` pixels wide (one of LADDER)."""
    return f"{PREFIX}{name}/{width}"


def srcset(name: str, widths: tuple[int, ...] = (320, 480, 640, 800, 1280)) -> str:
    return ", ".join([f"{PREFIX}{name}/{width} {width}w" for width in widths])


def get(name: str, width: int, *, webp: bool = True) -> Kept:
    """The picture, from disk or made now. Raises NotFoundError for a name we never gave or a width we do not make,
    ContentNotFoundError or UpstreamUnavailableError when it cannot be had."""
    found = _NAME.fullmatch(name)
    if found is None or width not in LADDER:
        raise NotFoundError
    named = Named(*found.groups())
    return _kept(named, width, webp=webp) or _make(named, width, webp=webp)


def _make(named: Named, width: int, *, webp: bool) -> Kept:
    url = _verified(named)
    key = f"picture-failed:{named.signature}"
    if cache.get(key):
        raise UpstreamUnavailableError("This picture could not be had a moment ago.")
    with _locks[hash(named.signature) % len(_locks)]:
        try:
            original = _original(named, url)
            if _is_svg(original):
                _keep(_file(named, 0, "svg"), original)
            else:
                _resize(named, original, width, webp=webp)
        except VitrineError as error:
            cache.set(key, 1, FAILED_FOR)
            log.info("picture.failed", url=url, reason=error.log, next=f"asked again after {FAILED_FOR} s")
            raise
    kept = _kept(named, width, webp=webp)
    if kept is None:
        raise UpstreamUnavailableError("This picture was made and lost again.")
    return kept


# --- names -------------------------------------------------------------------------------------------------------


def _sign(rest: str, url: str) -> str:
    return signing.signature(f"{rest}\n{url}", key=settings.SECRET_KEY, purpose=PURPOSE)


def _by_address(kind: str, url: str) -> str:
    rest = kind + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return f"{rest}.{_sign(rest, url)}"


def _verified(named: Named) -> str:
    """The upstream address a name stands for. Raises NotFoundError when the name is none of ours."""
    url = _cover_address(named.rest) if named.kind == "p" else _decoded(named.rest)
    payload = f"{named.kind}{named.rest}\n{url}"
    if not url or not signing.matches(named.signature, payload, key=settings.SECRET_KEY, purpose=PURPOSE):
        raise NotFoundError
    return url


def _cover_address(rest: str) -> str:
    if not (rest.isdigit() and len(rest) < 19):  # noqa: PLR2004 - what a bigint holds
        return ""
    return Project.objects.filter(pk=int(rest)).values_list("image_url", flat=True).first() or ""


def _decoded(rest: str) -> str:
    try:
        return base64.urlsafe_b64decode(rest + "=" * (-len(rest) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


# --- the picture itself ------------------------------------------------------------------------------------------


def _original(named: Named, url: str) -> bytes:
    """Upstream's own bytes: kept for a while, so that each width does not fetch them again."""
    if url.startswith(OWN_MEDIA):
        return _brought(url.removeprefix(OWN_MEDIA))
    path = _file(named, 0, "src")
    if path.exists():
        return path.read_bytes()
    request = http.Request(
        url=url, guarded=True, max_bytes=MOST_BYTES, total_timeout=MOST_SECONDS, purpose="picture", repeatable=False
    )
    answer = http.door().fetch(request)
    if answer.status in (404, 410, 403, 401):
        raise ContentNotFoundError("This picture is no longer there.", log=f"{answer.status} for a picture")
    if answer.status != 200:  # noqa: PLR2004 - the only status that brings a picture
        raise UpstreamUnavailableError(log=f"{answer.status} for a picture")
    _keep(path, answer.body)
    return answer.body


def _brought(stored: str) -> bytes:
    """What somebody uploaded, from our own storage."""
    try:
        with default_storage.open(stored) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise ContentNotFoundError("This picture is no longer there.", log="not in storage") from error


def _is_svg(body: bytes) -> bool:
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return len(body) <= MOST_SVG and head.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in head


def _resize(named: Named, original: bytes, width: int, *, webp: bool) -> None:
    with _at_once, _opened(original) as image:
        ratio = {"p": 16 / 9, "a": 1.0}.get(named.kind)
        made = _sized(image, width, ratio)
        if named.kind == "p":
            _remember_colour(int(named.rest), made)
        _keep(_file(named, width, "webp" if webp else "jpg"), _encoded(made, webp=webp))


@contextmanager
def _opened(body: bytes) -> Iterator[Image.Image]:
    """The first frame, upright. Raises ContentNotFoundError for what is no picture, or one too large to open."""
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ContentNotFoundError("This picture is too large.", log=f"picture of {image.width}x{image.height}")
            image.draft("RGB", (LADDER[-1], LADDER[-1]))
            yield ImageOps.exif_transpose(image)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise ContentNotFoundError("This is no picture.", log=f"no picture: {type(error).__name__}") from error


def _sized(image: Image.Image, width: int, ratio: float | None) -> Image.Image:
    """`image` at most `width` wide, never larger than it was; cut in its middle to `ratio` (width by height)."""
    flat = image.convert("RGBA" if image.has_transparency_data else "RGB")
    own = flat.width / flat.height
    cut_width = min(flat.width, round(flat.height * ratio)) if ratio and own > ratio else flat.width
    height = round(min(width, cut_width) / (ratio or own))
    return ImageOps.fit(flat, (min(width, cut_width), max(height, 1)), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, *, webp: bool) -> bytes:
    out = io.BytesIO()
    if webp:
        image.save(out, "WEBP", quality=78, method=4)
    else:
        backed = Image.new("RGB", image.size, "white")
        backed.paste(image, mask=image if image.mode == "RGBA" else None)
        backed.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


def colour_of(image: Image.Image) -> str:
    """The mean colour as `#rrggbb`: what the case shows before its picture is there."""
    red, green, blue = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]  # three numbers, for RGB
    return f"#{red:02x}{green:02x}{blue:02x}"


def _remember_colour(project_id: int, image: Image.Image) -> None:
    if Project.objects.filter(pk=project_id, image_colour="").exists():  # reading costs no lock, at every width
        catalog.note_colour(project_id, colour_of(image))


# --- the files ---------------------------------------------------------------------------------------------------


def _folder() -> Path:
    return Path(settings.HOME) / "cache" / "pictures"


def _file(named: Named, width: int, form: str) -> Path:
    return _folder() / named.signature[:2] / f"{named.signature}-{named.kind}{width}.{form}"


def _kept(named: Named, width: int, *, webp: bool) -> Kept | None:
    forms = ((width, "webp", "image/webp") if webp else (width, "jpg", "image/jpeg"), (0, "svg", "image/svg+xml"))
    for size, form, content_type in forms:
        path = _file(named, size, form)
        try:
            return Kept(path.read_bytes(), content_type)
        except FileNotFoundError:
            continue
    return None


def _keep(path: Path, body: bytes) -> None:
    """Write whole or not at all; now and then make room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        file.write(body)
    os.replace(file.name, path)  # noqa: PTH105 - the name is a string already
    _room.taken(len(body))


class _Room:
    """Keeps the folder under its limit: looks after every twentieth of it that this process wrote."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since = 0

    def taken(self, size: int) -> None:
        with self._lock:
            self._since += size
            if self._since < settings.PICTURE_CACHE_BYTES // 20:
                return
            self._since = 0
        make_room(settings.PICTURE_CACHE_BYTES)


_room = _Room()


def forget(names: Iterable[str]) -> None:
    """Remove every kept size of these pictures."""
    for name in names:
        mark = name.rpartition(".")[2]
        for path in (_folder() / mark[:2]).glob(f"{mark}-*"):
            path.unlink(missing_ok=True)


def make_room(limit: int) -> int:
    """Remove the files written longest ago until those left take at most nine tenths of `limit` bytes, if they are
    over it. How many bytes are left."""
    files = sorted(
        ((stat.st_mtime, stat.st_size, path) for path in _folder().glob("*/*") if (stat := _stat(path))),
        key=lambda file: file[0],
    )
    left = sum(size for _, size, _ in files)
    if left <= limit:
        return left
    for _, size, path in files:
        if left <= limit * 9 // 10:
            break
        path.unlink(missing_ok=True)
        left -= size
    return left


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:  # another process made room at the same moment
        return None
