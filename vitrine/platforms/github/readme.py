"""A README as GitHub's API tells it → a block for the page. Pure.

The block keeps the source; turning it into safe HTML is `vitrine.lib.markup`'s business. `link_base` and `image_base`
are the folder in which the README stands, so that `docs/README.md` leads where its writer meant.
"""

import base64
import binascii
from typing import Final
from urllib.parse import quote

from vitrine.platforms.types import Json

from .errors import unreadable
from .parse import default_branch, full_name
from .values import mapping, number

MOST_BYTES: Final = 512_000  # where GitHub itself stops showing one
MARKDOWN: Final = "markdown"
PLAIN: Final = "plain"

_MARKDOWN_ENDINGS: Final = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn")


def block(value: object, repo: Json) -> Json:
    """`{type, format, markdown, name, html_url, link_base, image_base, note}`.

    `markdown` is the source, at most 512 kB of it, in the given `format` (`markdown`, or `plain` for everything that is
    shown as it stands: reStructuredText, AsciiDoc, text). `note` says what is left out, or is empty.
    """
    told = mapping(value, full_name(repo))
    path = str(told.get("path") or told.get("name") or "README")
    size = number(told.get("size")) or 0
    if told.get("encoding") != "base64" or (size > 0 and not told.get("content")):
        return too_large(repo, path=path, size=size)
    text, is_cut = _read(_content(told.get("content"), repo))
    note = f"Only the first {MOST_BYTES // 1000} kB of this README are shown here." if is_cut else ""
    return _block(repo, path, text, note)


def too_large(repo: Json, *, path: str = "README", size: int = 0) -> Json:
    """The block of a README that is too long to be handed over."""
    length = f"{size / 1e6:.0f} MB long" if size >= 1_000_000 else "longer than 1 MB"  # noqa: PLR2004 - a megabyte
    return _block(repo, path, "", f"This README is {length}, too long to show here.")


def _block(repo: Json, path: str, text: str, note: str) -> Json:
    name, branch = full_name(repo), quote(default_branch(repo), safe="/")
    folder, _, file = path.rpartition("/")
    place = quote(f"{folder}/") if folder else ""
    return {
        "type": "readme",
        "format": _format(file),
        "markdown": text,
        "name": file,
        "html_url": f"https://github.com/{name}/blob/{branch}/{place}{quote(file)}",
        "link_base": f"https://github.com/{name}/blob/{branch}/{place}",
        "image_base": f"https://raw.githubusercontent.com/{name}/{branch}/{place}",
        "note": note,
    }


def _format(file: str) -> str:
    return MARKDOWN if file.lower().endswith(_MARKDOWN_ENDINGS) else PLAIN


def _content(value: object, repo: Json) -> bytes:
    try:
        return base64.b64decode(str(value or ""))  # discards the line breaks in it
    except (binascii.Error, ValueError) as error:
        raise unreadable(full_name(repo), f"its README is not base64: {error}") from error


def _read(content: bytes) -> tuple[str, bool]:
    """As text, and whether something was left out: then it ends with a whole line where there is one."""
    is_cut = len(content) > MOST_BYTES
    kept = content[:MOST_BYTES]
    if is_cut and (end := kept.rfind(b"\n")) > 0:
        kept = kept[: end + 1]
    return kept.decode("utf-8-sig", errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}"), is_cut
