"""Decompression that never makes more than was allowed: a bomb is noticed at the limit, not in memory."""

import zlib

from .errors import CutShort, TooLarge, Unreadable

MOST_CODINGS = 2


def too_large(limit: int) -> TooLarge:
    return TooLarge(log=f"answer larger than {limit} bytes", detail={"max_bytes": limit})


class Body:
    """Collects a body of at most `limit` decoded bytes. Raises TooLarge, Unreadable, CutShort."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        self._chunks: list[bytes] = []
        self._size = 0
        self._inflaters = [_inflater(name) for name in _encodings(encoding)]

    def feed(self, data: bytes) -> None:
        for inflater in self._inflaters:
            data = inflater.feed(data, self._limit - self._size + 1)
        if data:
            self._size += len(data)
            if self._size > self._limit:
                raise too_large(self._limit)
            self._chunks.append(data)

    def whole(self) -> bytes:
        if self._inflaters and not all(inflater.ended for inflater in self._inflaters):
            raise CutShort(log="compressed body ends in the middle")
        return self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)


def _encodings(header: str) -> list[str]:
    """Codings in the order to undo them: the last applied is named last (RFC 9110, 8.4)."""
    names = [name.strip().lower() for name in header.split(",")]
    applied = [name for name in reversed(names) if name not in {"", "identity"}]
    if len(applied) > MOST_CODINGS:
        raise Unreadable(log=f"{len(applied)} compressions one over the other")
    return applied


def _inflater(name: str) -> "Inflater":
    if name in {"gzip", "x-gzip"}:
        return Inflater(zlib.MAX_WBITS | 16)
    if name == "deflate":
        return Inflater(zlib.MAX_WBITS)
    raise Unreadable(log=f"compression {name[:40]!r} was not asked for")


class Inflater:
    """gzip (several members too) or deflate (with the zlib wrapper or, as some send it, without)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._fresh = zlib.decompressobj(wbits)
        self._began = False

    @property
    def ended(self) -> bool:
        return self._fresh.eof or not self._began

    def feed(self, data: bytes, most: int) -> bytes:
        """At most about `most` bytes; asking for one more than allowed shows that there is more."""
        made = bytearray()
        while data and len(made) < most:
            if self._fresh.eof:
                if not data.startswith(b"\x1f"):
                    break  # padding after the last member; gzip itself ignores it too
                self._fresh = zlib.decompressobj(self._wbits)
            made += self._inflate(data, most - len(made))
            data = self._fresh.unconsumed_tail or self._fresh.unused_data
        return bytes(made)

    def _inflate(self, data: bytes, most: int) -> bytes:
        try:
            made = self._fresh.decompress(data, most)
        except zlib.error as exc:
            if self._wbits != zlib.MAX_WBITS or self._began:
                raise Unreadable(log=f"compressed body is damaged: {exc}") from exc
            self._wbits = -zlib.MAX_WBITS
            self._fresh = zlib.decompressobj(self._wbits)
            return self._inflate(data, most)
        self._began = True
        return made
