"""Page tokens: opaque, bound to one list, checked."""

import base64
import zlib

from sandbox.youtube.failures import invalid_page_token


def token(list_name: str, offset: int) -> str:
    raw = offset.to_bytes(3, "big") + (zlib.crc32(f"{list_name}:{offset}".encode()) & 0xFFFFFF).to_bytes(3, "big")
    return "EAAa" + base64.urlsafe_b64encode(raw).decode()


def offset(list_name: str, text: str) -> int:
    """Where the page starts. Raises ApiError on a token that this list did not give."""
    try:
        start = int.from_bytes(base64.urlsafe_b64decode(text.removeprefix("EAAa"))[:3], "big")
    except ValueError:
        raise invalid_page_token(text) from None
    if token(list_name, start) != text:
        raise invalid_page_token(text)
    return start


def around(list_name: str, start: int, size: int, total: int) -> dict[str, str]:
    """The tokens of the pages beside this one."""
    found = {}
    if size and start + size < total:
        found["nextPageToken"] = token(list_name, start + size)
    if start > 0:
        found["prevPageToken"] = token(list_name, max(0, start - size))
    return found
