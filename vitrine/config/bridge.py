"""A WSGI application under an ASGI server: one hop to a thread and back for each request.

The body is read before a thread is taken and the answer is sent after it is given back, so that a slow visitor holds
no thread. Answers of unknown or great length are streamed, and hold theirs.
(ASGI HTTP specification 2.3; PEP 3333.)
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Callable[[bytes], object]]
WSGI = Callable[[Environ, StartResponse], Iterable[bytes]]

IN_MEMORY = 512 * 1024  # bytes of a request's body before it goes to a file
MOST = 64 * 1024 * 1024  # bytes of a request's body; Django refuses far smaller ones, but reads their headers first
WHOLE = 1024 * 1024  # bytes of an answer up to which it is sent in one piece


class TooLong(Exception):  # noqa: N818 - an outcome
    """The request's body goes beyond what anybody may send."""


class Gone(Exception):  # noqa: N818 - an outcome
    """The visitor left before the request was complete."""


class Bridge:
    """An ASGI 3 application around a WSGI one. `threads` is how many requests are worked on at once."""

    def __init__(self, wsgi: WSGI, *, threads: int) -> None:
        self._wsgi = wsgi
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        self._pool.shutdown(wait=False, cancel_futures=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                length = await _read(receive, body)
            except TooLong:
                await _say(send, 413, b"That is more than we read.\n")
                return
            except Gone:
                return
            exchange = _Exchange(asyncio.get_running_loop(), send)
            environ = environ_of(scope, body, length)
            await asyncio.get_running_loop().run_in_executor(self._pool, exchange.run, self._wsgi, environ)
            await exchange.finish()


async def _read(receive: Receive, body: IO[bytes]) -> int:
    """Copy the whole body and rewind it; answers its length in bytes."""
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk: bytes = message.get("body", b"")
        length += len(chunk)
        if length > MOST:
            raise TooLong
        body.write(chunk)
        if not message.get("more_body"):
            body.seek(0)
            return length


async def _say(send: Send, status: int, text: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    headers += [(b"x-content-type-options", b"nosniff"), (b"content-security-policy", b"default-src 'none'")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


class _Exchange:
    """One answer on its way from the thread that makes it to the loop that sends it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._loop = loop
        self._send = send
        self._start: Message | None = None
        self._left = 0  # bytes announced; -1 when not
        self._whole: bytes | None = None

    def run(self, wsgi: WSGI, environ: Environ) -> None:
        """In a thread of the pool, to the end: Django's connections belong to the thread that opened them."""
        answer = wsgi(environ, self._start_response)
        try:
            if 0 <= self._left <= WHOLE:
                self._whole = b"".join(answer)
            else:
                self._stream(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()

    def _start_response(self, status: str, headers: Headers, _exc_info: object = None) -> Callable[[bytes], object]:
        lowered = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self._start = {"type": "http.response.start", "status": int(status[:3]), "headers": lowered}
        self._left = int(dict(lowered).get(b"content-length", b"-1"))
        return self._unsupported

    @staticmethod
    def _unsupported(_: bytes) -> object:
        raise NotImplementedError("Django never uses the write callable")

    def _stream(self, answer: Iterable[bytes]) -> None:
        self._from_thread(self._start)
        for chunk in answer:
            if chunk:
                self._from_thread({"type": "http.response.body", "body": chunk, "more_body": True})
        self._from_thread({"type": "http.response.body", "body": b""})

    def _from_thread(self, message: Message | None) -> None:
        """Wait until it is on its way: a slow reader slows the writer, and nothing piles up."""
        if message is not None:
            asyncio.run_coroutine_threadsafe(_awaited(self._send, message), self._loop).result()

    async def finish(self) -> None:
        if self._whole is not None and self._start is not None:
            await self._send(self._start)
            await self._send({"type": "http.response.body", "body": self._whole})


async def _awaited(send: Send, message: Message) -> None:
    await send(message)


def environ_of(scope: Scope, body: IO[bytes], length: int) -> Environ:
    """PEP 3333's view of a request."""
    host, port = scope.get("server") or ("127.0.0.1", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body if length else io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        environ[key] = (
            f"{environ[key]},{value}" if key in environ and name != "COOKIE" else _joined(environ, key, value)
        )
    environ["CONTENT_LENGTH"] = str(length)
    return environ


def _joined(environ: Environ, key: str, value: str) -> str:
    """HTTP/2 may send a cookie in several headers (RFC 9113, 8.2.3)."""
    return f"{environ[key]}; {value}" if key in environ else value
