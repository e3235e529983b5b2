"""Which platforms there are. One line each; a platform's code is imported when it is first asked for."""

import re
from functools import cache
from importlib import import_module

from vitrine.lib.addresses import candidates, parse
from vitrine.lib.errors import InvalidURLError, UnknownPlatformError

from .types import About, Platform, Ref

# In the order in which a name that fits several is offered to them.
_MODULES = {
    "youtube": "vitrine.platforms.youtube.platform",
    "github": "vitrine.platforms.github.platform",
}
_OWN_NETWORK = frozenset({"localhost", "local", "internal", "arpa", "test", "invalid"})
_NUMBER = re.compile(r"\d+\]?|0x[0-9a-f]*")  # ends an IPv4 or IPv6 address, in whatever spelling (WHATWG URL, hosts)
_SHOWN = 60


@cache
def get(name: str) -> Platform:
    """The platform of that name. Raises UnknownPlatformError."""
    if name not in _MODULES:
        raise UnknownPlatformError(f"We know no platform called {name[:_SHOWN]}.")
    platform: Platform = import_module(_MODULES[name]).platform
    return platform


def names() -> tuple[str, ...]:
    """In the order pages show them."""
    return tuple(_MODULES)


def all_about() -> tuple[About, ...]:
    """What every platform says of itself."""
    return tuple(get(name).about for name in _MODULES)


def recognise(text: str) -> Ref:
    """What a pasted text names: the first thing in it that a platform of ours knows.

    Raises InvalidURLError (no address, or one that its platform refuses, with the reason) and UnknownPlatformError (an
    address of a place that none of them covers).
    """
    found = candidates(text)
    refused: InvalidURLError | None = None
    for candidate in found:
        try:
            if ref := _asked_of_each(candidate):
                return ref
        except InvalidURLError as error:
            refused = refused or error
    raise refused or _unknown(found[0])


def _asked_of_each(candidate: str) -> Ref | None:
    refs = (get(name).recognise(candidate) for name in _MODULES)
    return next((ref for ref in refs if ref), None)


def _unknown(candidate: str) -> InvalidURLError | UnknownPlatformError:
    """What is wrong with something that nobody knows: that it is no address, or that it leads elsewhere."""
    try:
        host = parse(candidate).host
    except InvalidURLError as error:
        return error
    if not _is_public_name(host):
        return InvalidURLError("This address is not on the public internet.", log=f"no public name: {host}")
    labels = " and ".join(about.label for about in all_about())
    return UnknownPlatformError(
        f"We do not know {host} yet. What we bring in is on {labels}.",
        log=f"no platform for {host}",
        detail={"host": host, "known": list(names())},
    )


def _is_public_name(host: str) -> bool:
    """Whether it is a name, and none that means the asker's own network (RFC 6761, RFC 6762, RFC 8375)."""
    last = host.rpartition(".")[2]
    return "." in host and not _NUMBER.fullmatch(last) and last not in _OWN_NETWORK
