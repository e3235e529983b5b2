"""Plain requests to the sandbox, by host."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.support.sandbox import Sandbox

API = "www.googleapis.com"
SITE = "www.youtube.com"


@dataclass(frozen=True)
class Answer:
    """Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def reason(self) -> str:
        """`error.errors[0].reason` of a Data API refusal."""
        return str(self.json()["error"]["errors"][0]["reason"])


def ask(
    sandbox: Sandbox,
    host: str,
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    timeout: float = 10,
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=timeout)
    try:
        connection.request(method, path, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def api(sandbox: Sandbox, resource: str, *, headers: Mapping[str, str] | None = None, **query: Any) -> Answer:
    """A Data API call, with a good key unless `key` says otherwise."""
    words = urlencode({"key": "good", **query})
    return ask(sandbox, API, f"/youtube/v3/{resource}?{words}", headers=headers)
