"""A portrait that somebody brings: read by its content, made anew, kept in our storage."""

import io
import secrets
import threading
import warnings

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from vitrine.accounts.models import User
from vitrine.accounts.types import OWN_MEDIA
from vitrine.lib.errors import ValidationFailedError

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 512  # pixels of the square that is kept
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
FOLDER = "avatars"
_at_once = threading.BoundedSemaphore(2)  # pictures being decoded in this process: each may take 160 MB


def set_avatar(user: User, content: bytes) -> None:
    """Make `content` the person's portrait: the middle of it, square, as WebP, with nothing of the file but the picture
    (no EXIF, no place, no colour profile). Raises ValidationFailedError with the sentence.
    """
    made = _made(content)
    name = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(18)}.webp", ContentFile(made))
    _exchange(user, f"{OWN_MEDIA}{name}")


def drop_avatar(user: User) -> None:
    """Go without a portrait."""
    _exchange(user, "")


def _exchange(user: User, url: str) -> None:
    before, user.avatar_url = user.avatar_url, url
    user.save(update_fields=["avatar_url"])
    if before.startswith(OWN_MEDIA):
        default_storage.delete(before.removeprefix(OWN_MEDIA))


def _made(content: bytes) -> bytes:
    if not content:
        raise _refused("Choose a picture first.")
    if len(content) > MOST_BYTES:
        raise _refused(f"This picture is larger than {MOST_BYTES // 1024 // 1024} MB. A smaller copy will do.")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head or head.startswith(b"<?xml"):
        raise _refused("An SVG is a small program as much as a picture. Save it as PNG and bring that.")
    try:
        with _at_once, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encoded(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_many() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise _refused("This is no picture that we can read. JPEG, PNG, WebP, GIF and AVIF work.") from error


def _encoded(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_many()
        if getattr(image, "n_frames", 1) > 1:
            raise _refused("This picture moves. A portrait stands still: bring a single frame.")
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(image)
        flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        square = ImageOps.fit(flat, (SIDE, SIDE), Image.Resampling.LANCZOS)
        square.info.clear()  # WebP would carry the colour profile on
        out = io.BytesIO()
        square.save(out, "WEBP", quality=86, method=4)
        return out.getvalue()


def _too_many() -> ValidationFailedError:
    return _refused(f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. A smaller copy will do.")


def _refused(sentence: str) -> ValidationFailedError:
    return ValidationFailedError(sentence, detail={"field": "avatar"})
