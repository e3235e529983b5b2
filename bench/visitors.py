"""Visitors: a process that asks for one address over some keep-alive connections and says how long each answer took.

    python -m bench.visitors HOST:PORT PATH --connections 8 --requests 400 [--cookie NAME=VALUE] [--key KEY]

Prints one JSON list of seconds. A bare protocol, so that asking takes as little of the machine as can be.
"""

import argparse
import asyncio
import json
import time
from functools import partial


class Visitor(asyncio.Protocol):
    """One connection that asks again as soon as it is answered, while there is something left to ask."""

    def __init__(self, request: bytes, left: list[int], took: list[float], done: "asyncio.Future[None]") -> None:
        self._request, self._left, self._took, self._done = request, left, took, done
        self._heard = b""
        self._missing = 0  # bytes of the body under way; 0 while the headers come
        self._asked = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        if not self._missing:
            head, found, rest = self._heard.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 200 "):
                self._fail(RuntimeError(head.decode("latin-1")))
                return
            self._heard, self._missing = rest, _length(head)
        if len(self._heard) >= self._missing:
            self._took.append(time.perf_counter() - self._asked)
            self._heard, self._missing = b"", 0
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or ConnectionError("the server hung up"))

    def _ask(self) -> None:
        if not self._left[0]:
            if not self._done.done():
                self._done.set_result(None)
            self._transport.close()
            return
        self._left[0] -= 1
        self._asked = time.perf_counter()
        self._transport.write(self._request)

    def _fail(self, error: Exception) -> None:
        if not self._done.done():
            self._done.set_exception(error)


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))


async def visit(
    address: str, path: str, connections: int, requests: int, *, cookie: str = "", key: str = ""
) -> list[float]:
    """Seconds that each of `requests` answers took, over `connections` at once. Raises RuntimeError with the headers of
    an answer that is no 200."""
    host, _, port = address.rpartition(":")
    lines = [f"GET {path} HTTP/1.1", f"Host: {address}", "Accept: text/html"] + [f"Cookie: {cookie}"] * bool(cookie)
    lines += [f"X-API-Key: {key}"] * bool(key)
    request = "\r\n".join([*lines, "", ""]).encode()
    took: list[float] = []
    loop, left = asyncio.get_running_loop(), [requests]
    ends = [loop.create_future() for _ in range(connections)]
    for end in ends:
        await loop.create_connection(partial(Visitor, request, left, took, end), host, int(port))
    await asyncio.gather(*ends)
    return took


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("address")
    arguments.add_argument("path")
    arguments.add_argument("--connections", type=int, default=8)
    arguments.add_argument("--requests", type=int, default=400)
    arguments.add_argument("--cookie", default="")
    arguments.add_argument("--key", default="")
    given = arguments.parse_args()
    visited = visit(given.address, given.path, given.connections, given.requests, cookie=given.cookie, key=given.key)
    print(json.dumps(asyncio.run(visited)))


if __name__ == "__main__":
    main()
