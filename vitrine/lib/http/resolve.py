"""Name resolution behind the address guard."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from .guard import judge, why_refused

MOST_SECONDS = 5.0
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
AddrInfo = tuple[
    int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int]
]


async def system_lookup(host: str, port: int) -> list[str]:
    """What the system's resolver says: IPv4 and IPv6 addresses, in its order. Raises OSError."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as exc:
        raise OSError(f"no name a host can have: {exc}") from exc
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver(AbstractResolver):
    """Asks once and not for long; aiohttp connects to just these answers.

    A guarded one refuses the name unless every answer is global.
    """

    def __init__(self, lookup: Lookup, *, guarded: bool) -> None:
        self._lookup = lookup
        self._guarded = guarded

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's signature
    ) -> list[ResolveResult]:
        async with asyncio.timeout(MOST_SECONDS):
            answers = await self._lookup(host, port)
        if not answers:
            raise OSError(f"no address for {host}")
        if self._guarded:
            for answer in answers:
                judge(host, ip_address(answer))
        return [_result(host, port, answer) for answer in answers]

    async def close(self) -> None:
        """Nothing is kept."""


def _result(host: str, port: int, answer: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in answer else socket.AF_INET
    return ResolveResult(hostname=host, host=answer, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)


def guarded_socket(info: AddrInfo) -> socket.socket:
    """The last line: whatever way an address came here, no socket is made towards one that is not global."""
    family, kind, proto, _, sockaddr = info
    if why := why_refused(ip_address(sockaddr[0])):
        raise OSError(f"guard: {sockaddr[0]} is {why}")
    return socket.socket(family, kind, proto)
