"""What was asked since the last reset."""

from collections import deque
from dataclasses import asdict
from typing import Any

from aiohttp import web

from sandbox.service import note

KEPT = 20_000


class RequestLog:
    def __init__(self) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def add(self, request: web.Request, host: str, status: int) -> None:
        """`status` is what was sent; 0 when the connection was closed without an answer."""
        self._rows.append(
            {
                "method": request.method,
                "host": host,
                "path": request.path,
                "query": request.query_string,
                "status": status,
                **asdict(note(request)),
            }
        )

    def rows(self) -> list[dict[str, Any]]:
        return list(self._rows)

    def reset(self) -> None:
        self._rows.clear()
