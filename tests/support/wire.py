"""A tiny real HTTP server for faults on the wire: each path answers with whatever bytes, and pauses, a test scripts.

`with Wire() as wire:` serves on an ephemeral loopback port from a thread of its own and remembers every request.
"""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

Write = Callable[[bytes], Awaitable[None]]
Handler = Callable[["Seen", Write], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived. Header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


def answer(
    status: int = 200, body: bytes = b"", headers: dict[str, str] | None = None, *, length: int | None = None
) -> bytes:
    """A whole HTTP/1.1 answer; `length` lies about the size."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(*answers: bytes) -> Handler:
    """The answers in turn, one a request; the last one for ever."""
    left = list(answers)

    async def handle(_: Seen, write: Write) -> None:
        await write(left.pop(0) if len(left) > 1 else left[0])

    return handle


def stalls(seconds: float = 30.0, first: bytes = b"") -> Handler:
    """Says `first`, then nothing for that long."""

    async def handle(_: Seen, write: Write) -> None:
        if first:
            await write(first)
        await asyncio.sleep(seconds)

    return handle


def breaks_off(first: bytes) -> Handler:
    """Says `first` and hangs up."""

    async def handle(_: Seen, write: Write) -> None:
        await write(first)
        raise ConnectionAbortedError

    return handle


def drips(head: bytes, chunk: bytes = b"x", every: float = 0.02, times: int = 10_000) -> Handler:
    """A byte now and then: never silent for long, never done."""

    async def handle(_: Seen, write: Write) -> None:
        await write(head)
        for _i in range(times):
            await write(chunk)
            await asyncio.sleep(every)

    return handle


@dataclass
class Wire:
    """`routes` maps a path to its handler; anything else is a 404. `seen` is every request in order of arrival."""

    routes: dict[str, Handler] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    most_at_once: int = 0
    port: int = 0
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.Task[None]] = set()
        up = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(up,), name="wire", daemon=True)
        self._thread.start()
        up.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    @property
    def target(self) -> tuple[str, int]:
        """For a host map."""
        return ("127.0.0.1", self.port)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def on(self, path: str, handler: Handler) -> None:
        self.routes[path] = handler

    def count(self, path: str) -> int:
        return sum(1 for each in self.seen if each.path == path)

    def _serve(self, up: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._converse, "127.0.0.1", 0, backlog=512, ssl=self.tls)
        )
        self.port = server.sockets[0].getsockname()[1]
        up.set()
        self._loop.run_forever()
        server.close()
        for task in self._open:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._open, return_exceptions=True))
        self._loop.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.most_at_once = max(self.most_at_once, len(self._open))
        try:
            while seen := await _read(reader):
                self.seen.append(seen)
                await self.routes.get(seen.path, says(answer(404)))(seen, _writing(writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(task)
            writer.close()


def _writing(writer: asyncio.StreamWriter) -> Write:
    async def write(data: bytes) -> None:
        writer.write(data)
        await writer.drain()

    return write


async def _read(reader: asyncio.StreamReader) -> Seen | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, separator, value = line.partition(":")
        if separator:
            headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(method, target, headers, body)
