"""A tiny picture server over real HTTP, in the place of the hosts that pictures come from."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from vitrine.lib import http
from vitrine.lib.http import door

HOST = "i.ytimg.com"
README_HOST = "raw.githubusercontent.com"
Fill = tuple[int, int, int]


def drawn(width: int, height: int, form: str = "JPEG", colour: Fill = (200, 60, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, form)
    return out.getvalue()


class Gallery(ThreadingHTTPServer):
    """Answers each path with what `show` put there, and counts the visits."""

    def __init__(self) -> None:
        self.shown: dict[str, tuple[int, bytes, str]] = {}
        self.visits: list[str] = []
        self.otherwise: tuple[int, bytes, str] = (404, b"", "text/plain")
        gallery = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                gallery.visits.append(self.path)
                status, body, kind = gallery.shown.get(self.path, gallery.otherwise)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)

    def show(self, path: str, body: bytes, status: int = 200, kind: str = "image/jpeg") -> str:
        self.shown[path] = (status, body, kind)
        return f"https://{HOST}{path}"


@pytest.fixture
def gallery(tmp_path: Path, settings: Settings) -> Iterator[Gallery]:
    settings.HOME = tmp_path
    server = Gallery()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    door().forget()
    http.configure(dict.fromkeys((HOST, README_HOST), ("127.0.0.1", server.server_port)))
    yield server
    server.shutdown()
    server.server_close()
    http.configure({})
    door().forget()
