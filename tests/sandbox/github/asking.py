"""Asking the sandbox's GitHub over real HTTP, header by header: nothing is added that a test did not ask for."""

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.sandbox import Sandbox

NEWEST = "2026-03-10"
RAW = "application/vnd.github.raw+json"
HTML = "application/vnd.github.html+json"


@dataclass(frozen=True)
class Got:
    """An answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def remaining(self) -> int:
        return int(self.headers["x-ratelimit-remaining"])

    @property
    def links(self) -> dict[str, str]:
        """The Link header: relation → address."""
        found = re.findall(r'<([^>]+)>; rel="(\w+)"', self.headers.get("link", ""))
        return {relation: address for address, relation in found}


class Asker:
    """Asks one sandbox. `token` goes along as Bearer, `version` as X-GitHub-Api-Version, where there is one."""

    def __init__(self, sandbox: Sandbox, *, token: str = "", version: str = "") -> None:
        self.sandbox = sandbox
        self.headers = {"User-Agent": "tests", "Accept": "application/vnd.github+json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        if version:
            self.headers["X-GitHub-Api-Version"] = version

    def get(self, path: str, *, host: str = "api.github.com", headers: dict[str, str] | None = None) -> Got:
        """`headers` are added to the usual ones; an empty value takes one away."""
        connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.port, timeout=10)
        wanted = {"Host": host, **self.headers, **(headers or {})}
        try:
            connection.request("GET", path, headers={name: value for name, value in wanted.items() if value})
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, names, answer.read())
        finally:
            connection.close()

    def repo(self, full_name: str, rest: str = "", **headers: str) -> Got:
        return self.get(f"/repos/{full_name}{rest}", headers=headers)

    def follow(self, address: str) -> Got:
        """Go where an absolute address leads."""
        host, _, path = address.removeprefix("https://").partition("/")
        return self.get(f"/{path}", host=host)

    def pages(self, path: str) -> Iterator[Got]:
        """A list page by page, along its Link headers."""
        got = self.get(path)
        yield got
        while "next" in got.links:
            got = self.follow(got.links["next"])
            yield got
