"""HTTP as uvicorn reads it, with an end to a request's headers. (Its parser has none: it collects what comes.)"""

import json
import uuid

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST = 64 * 1024  # bytes of a request's line and headers
_SENTENCE = "The headers of this request are larger than we read."


class Bounded(HttpToolsProtocol):
    """Answers 431 (RFC 6585, 5) in the API's shape of an error and hangs up when headers go on beyond MOST bytes."""

    _in_head = True
    _heading = 0  # bytes since the last request was read whole

    def data_received(self, data: bytes) -> None:
        self._heading += len(data) if self._in_head else 0
        super().data_received(data)
        if self._in_head and self._heading > MOST:
            self._refuse()

    def on_headers_complete(self) -> None:
        self._in_head = False
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > MOST:
            self._refuse()
        if not self.transport.is_closing():
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head, self._heading = True, 0
        if not self.transport.is_closing():
            super().on_message_complete()

    def _refuse(self) -> None:
        if self.transport.is_closing():
            return
        name = uuid.uuid4().hex
        told = {"success": False, "error": _SENTENCE, "error_code": "VALIDATION_ERROR"}
        body = json.dumps({**told, "action": None, "suggestion": None, "detail": None, "request_id": name}).encode()
        lines = [
            "HTTP/1.1 431 Request Header Fields Too Large",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"X-Request-ID: {name}",
            "Connection: close",
        ]
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        self.transport.close()
