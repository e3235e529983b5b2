"""What a service of the sandbox is: some hosts, and an answer to every request for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from aiohttp import web

from sandbox.clock import Clock


@dataclass(slots=True)
class Ground:
    """What all services stand on. `born` is the moment the world counts back from: the newest video of a channel is so
    many days older than `born`, whatever the clock says.
    """

    seed: int
    born: datetime
    clock: Clock = field(default_factory=Clock)


@dataclass(slots=True)
class Note:
    """What the log says of a request beside its address: `endpoint` is a name such as `videos.list`."""

    endpoint: str = ""
    bucket: str = ""
    units: int = 0
    fault: str = ""


_NOTE = web.RequestKey("note", Note)


def note(request: web.Request) -> Note:
    """The note on a request, to be filled in by whoever answers it."""
    found = request.get(_NOTE)
    if found is None:
        request[_NOTE] = found = Note()
    return found


class Service(Protocol):
    """Answers for its hosts. For the log it may fill in `note(request)`."""

    @property
    def hosts(self) -> tuple[str, ...]: ...

    async def handle(self, request: web.Request) -> web.StreamResponse: ...

    def reset(self) -> None: ...


@runtime_checkable
class Metered(Protocol):
    """A service with allowances: bucket → units used since its reset."""

    def usage(self) -> Mapping[str, int]: ...

    def spend(self, bucket: str, used: int) -> None:
        """Set what a bucket of `usage()` has used."""
        ...


@runtime_checkable
class Editable(Protocol):
    """A service whose world can be edited."""

    @property
    def operations(self) -> frozenset[str]: ...

    def edit(self, operation: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do one of `operations`; answers what became of it. Raises ValueError with a sentence."""
        ...


@runtime_checkable
class Placed(Protocol):
    """A service that also answers at some addresses (host → paths) of hosts that are another's."""

    @property
    def places(self) -> Mapping[str, frozenset[str]]: ...


@runtime_checkable
class Levered(Protocol):
    """A service with levers of its own below `/__sandbox/`: (method, name) → what it does with the JSON sent."""

    @property
    def controls(self) -> Mapping[tuple[str, str], Callable[[Any], Any]]: ...
