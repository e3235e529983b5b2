"""WSGI under uvicorn: what a WSGI application may rely on, and what a slow visitor may not cost."""

import http.client
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

import pytest
import uvicorn

from vitrine.config import bridge
from vitrine.config.bridge import WSGI, Bridge, Environ, StartResponse


class Closing:
    """An answer that tells whether it was closed, and in which thread."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.threads = {threading.get_ident()}
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.threads.add(threading.get_ident())
            yield chunk

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed.set()


class House:
    """The application under test. `last` is the latest environ, `answers` what it gave."""

    def __init__(self) -> None:
        self.last: Environ = {}
        self.answers: list[Closing] = []

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        self.last = environ
        match environ["PATH_INFO"]:
            case "/echo":
                body = environ["wsgi.input"].read()
                chunks, length = [body[:3], body[3:]], len(body)
            case "/long":
                chunks, length = [b"x" * 65536] * 64, 64 * 65536
            case "/stream":
                chunks, length = [b"one ", b"", b"two"], -1
            case "/broken":
                raise ZeroDivisionError
            case _:
                chunks, length = [b"fine"], 4
        start("200 OK", [("Content-Type", "text/plain"), *([("Content-Length", str(length))] if length >= 0 else [])])
        answer = Closing(chunks)
        self.answers.append(answer)
        return answer


@contextmanager
def serving(wsgi: WSGI, *, threads: int = 1) -> Iterator[int]:
    """The port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(Bridge(wsgi, threads=threads), log_config=None, access_log=False, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield int(listening.getsockname()[1])
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def house() -> House:
    return House()


@pytest.fixture(scope="module")
def port(house: House) -> Iterator[int]:
    with serving(house) as number:
        yield number


def ask(
    port: int,
    path: str,
    method: str = "GET",
    body: bytes | Iterable[bytes] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, body, headers or {}, encode_chunked=not isinstance(body, bytes | None))
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_a_request_arrives_as_pep_3333_says(port: int, house: House) -> None:
    assert ask(port, "/caf%C3%A9?q=a%20b", headers={"Host": "example.org", "X-One-Two": "3"}) == (200, b"fine")
    environ = house.last
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/café"
    assert environ["QUERY_STRING"] == "q=a%20b"
    assert (environ["HTTP_HOST"], environ["HTTP_X_ONE_TWO"]) == ("example.org", "3")
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("127.0.0.1", "http")


@pytest.mark.parametrize("length", [0, 3, 700_000])
def test_a_body_comes_and_goes_whole(port: int, length: int) -> None:
    body = b"a" * length
    assert ask(port, "/echo", "POST", body) == (200, body)


def test_a_body_of_untold_length_gets_one(port: int, house: House) -> None:
    pieces = [b"ab", b"cd", b"ef"]
    status, body = ask(port, "/echo", "POST", iter(pieces), {"Transfer-Encoding": "chunked"})
    assert (status, body) == (200, b"abcdef")
    assert house.last["CONTENT_LENGTH"] == "6"


def test_repeated_headers_are_joined(port: int, house: House) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.putrequest("GET", "/")
        for name, value in (("X-A", "1"), ("X-A", "2"), ("Cookie", "a=1"), ("Cookie", "b=2")):
            connection.putheader(name, value)
        connection.endheaders()
        connection.getresponse().read()
    assert (house.last["HTTP_X_A"], house.last["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")


@pytest.mark.parametrize("path", ["/", "/long", "/stream"])
def test_every_answer_is_whole_closed_and_of_one_thread(port: int, house: House, path: str) -> None:
    status, body = ask(port, path)
    assert status == 200
    assert body == {"/": b"fine", "/long": b"x" * 64 * 65536, "/stream": b"one two"}[path]
    assert house.answers[-1].closed.wait(5)
    assert len(house.answers[-1].threads) == 1


def test_an_application_that_breaks_is_a_500_and_the_next_request_is_answered(port: int) -> None:
    assert ask(port, "/broken")[0] == 500
    assert ask(port, "/") == (200, b"fine")


def test_a_body_beyond_all_measure_is_refused(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as visitor:
        visitor.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (bridge.MOST + 10))
        chunk = b"x" * 1024 * 1024
        for _ in range(bridge.MOST // len(chunk)):
            visitor.sendall(chunk)
        visitor.sendall(b"0123456789")
        assert visitor.recv(100).startswith(b"HTTP/1.1 413 ")


def test_somebody_who_sends_slowly_holds_no_thread(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as slow:
        slow.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234")
        began = time.monotonic()
        assert ask(port, "/") == (200, b"fine")  # there is one thread only
        assert time.monotonic() - began < 2
        slow.sendall(b"56789")
        assert slow.recv(1000).endswith(b"0123456789")


def test_somebody_who_leaves_early_leaves_nothing_behind(port: int) -> None:
    for sent in (b"", b"01234"):
        with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as gone:
            gone.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n" + sent)
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as gone:
        gone.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        gone.recv(10)
    assert ask(port, "/") == (200, b"fine")
