"""Whether an address that a person supplied may be fetched: the part that needs no network.

Names are judged by what they resolve to (see `resolve`); here are the rules for the addresses themselves.
Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6890; RFC 6598 (CGNAT); RFC 3056 (6to4);
RFC 4380 (Teredo); RFC 6052 and 8215 (NAT64); RFC 3849 and 9637 (documentation).
"""

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from .errors import AddressRefused

WEB_PORTS = frozenset({80, 443})

_NOT_GLOBAL_4 = tuple(
    (IPv4Network(net), why)
    for net, why in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own service"),  # Azure's wire server: global in form, inside in fact
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_UNICAST_6 = IPv6Network("2000::/3")
_NOT_GLOBAL_6 = tuple(
    (IPv6Network(net), why)
    for net, why in (
        ("2001::/32", "Teredo"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "documentation"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_6TO4 = IPv6Network("2002::/16")


def why_refused(address: IPv4Address | IPv6Address) -> str:
    """Why this address is not fetched from ("loopback", "private" …); empty when it is global."""
    return _why_4(address) if isinstance(address, IPv4Address) else _why_6(address)


def _why_4(address: IPv4Address) -> str:
    for network, why in _NOT_GLOBAL_4:
        if address in network:
            return why
    return "" if address.is_global else "not global"


def _why_6(address: IPv6Address) -> str:  # noqa: PLR0911 - a table of ranges, first match wins
    if address.scope_id is not None:
        return "link-local"
    if address.ipv4_mapped is not None:
        return "an IPv4 address in disguise"
    if address in _NAT64:
        return _why_4(IPv4Address(int(address) & 0xFFFFFFFF))
    if address in _6TO4:
        return _why_4(IPv4Address(int(address) >> 80 & 0xFFFFFFFF))
    if address not in _GLOBAL_UNICAST_6:
        return _why_not_unicast(address)
    for network, why in _NOT_GLOBAL_6:
        if address in network:
            return why
    return ""


def _why_not_unicast(address: IPv6Address) -> str:
    if address.is_loopback:
        return "loopback"
    if address.is_unspecified:
        return "unspecified"
    if address.is_multicast:
        return "multicast"
    if address.is_link_local:
        return "link-local"
    if address in IPv6Network("fc00::/7"):
        return "private"
    return "not global"


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that `host` spells, in any spelling a resolver would take (dword, octal, hex, short forms, a scope);
    None when it is a name.
    """
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        # inet_aton takes every old spelling, and also trailing text after white space, which no host has.
        return IPv4Address(socket.inet_aton(host)) if host and not any(c.isspace() for c in host) else None
    except (OSError, ValueError):
        return None


def check(url: URL, ports: frozenset[int] = WEB_PORTS) -> None:
    """Refuse what can be refused by the look of it. Raises AddressRefused."""
    host = url.raw_host or ""
    if url.raw_user is not None or url.raw_password is not None:
        raise AddressRefused("We do not fetch from addresses with a user name or password in them.")
    if url.port not in ports:
        raise AddressRefused(
            "We fetch from the usual web ports only.", log=f"guard: port {url.port} of {host} is not allowed"
        )
    if (address := literal(host)) is not None:
        judge(host, address)


def judge(host: str, address: IPv4Address | IPv6Address) -> None:
    """Raises AddressRefused unless `address`, which `host` leads to, is global."""
    if why := why_refused(address):
        raise AddressRefused(log=f"guard: {host} leads to {address}: {why}", detail={"why": why})
