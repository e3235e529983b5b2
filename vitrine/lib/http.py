"""The one door to the network (interface first; the full text follows)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. Times in seconds, sizes in bytes.

    `url` is absolute; `params` are added to its query. `guarded` is for addresses that a person supplied, and for what
    such an address leads to (redirects, pictures): resolved once, refused unless every answer is global, connected to
    that very address. `purpose` names the breaker's compartment beside the host. `repeatable` allows retries.
    """

    url: str
    method: str = "GET"
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    max_bytes: int = 8 * 1024 * 1024
    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    total_timeout: float = 60.0
    purpose: str = "api"
    guarded: bool = False
    repeatable: bool = True
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer. Header names are lower case. `attempts` counts what was sent, retries included; `url` is where it
    came from in the end; `elapsed` is in seconds over all attempts.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    attempts: int = 1
    elapsed: float = 0.0

    def text(self) -> str:
        raise NotImplementedError

    def json(self) -> Any:
        """The body as JSON. Raises UpstreamUnavailableError when it is none (HTML instead, a cut body)."""
        raise NotImplementedError


class Pending:
    def result(self) -> Response:
        raise NotImplementedError


class Door:
    def start(self, request: Request) -> Pending:
        raise NotImplementedError

    def fetch(self, request: Request) -> Response:
        raise NotImplementedError

    def fetch_many(
        self, requests: Sequence[Request], *, at_once: int = 100
    ) -> Iterator[tuple[int, Response | Exception]]:
        raise NotImplementedError


def door() -> Door:
    """This process's door."""
    raise NotImplementedError


def configure(host_map: Mapping[str, tuple[str, int]]) -> None:
    """Send every request for the named hosts to a loopback address and port instead, past the address guard."""
    raise NotImplementedError
