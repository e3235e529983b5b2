# ruff: noqa: RUF001 - quotation marks of many languages are stripped here
"""From what a person pasted to an address: found, taken apart, or refused with the reason. Pure; no network.

Whether an address may be fetched is another question, answered by the guard of `vitrine.lib.http`.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, unquote_to_bytes

import idna

from .errors import InvalidURLError
from .text import INVISIBLE, trim_link

MOST_TEXT = 20_000  # characters
MOST_ADDRESS = 2_000
MOST_PARAMS = 100
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address taken apart.

    `host` is lower case, in IDNA's ASCII form, without a trailing dot; IPv6 keeps its brackets. `path` is decoded as
    far as that is safe: `%2F`, `%25` and the like stay, `.` and `..` are resolved. `segments` are its parts, fully
    decoded, without empty ones. `query` holds decoded pairs in order, blank values too.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: tuple[tuple[str, str], ...] = ()
    fragment: str = ""
    segments: tuple[str, ...] = ()


# -- finding ----------------------------------------------------------------------------------------------------------

_WITH_SCHEME = re.compile(r"(?:https?|ssh|git|ftp)://[^\s<>\"`]+", re.IGNORECASE)
_NO_SCHEME = re.compile(
    r"(?<![\w@/.:-])(?://)?(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}(?::\d{1,5})?[/?#][^\s<>\"`]*"
    r"|(?<![\w.])[\w-]{1,32}@[\w.-]{1,253}:[^\s<>\"`]+"
)
_BARE_HOST = re.compile(r"(?<![\w@/.:-])(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}(?![\w@])")
_HANDLE = re.compile(r"(?<![\w@/.])@[\w.·-]{1,100}")
_AROUND = " \t\r\n\f\v\u00a0\u3000<>\"'`“”„‘’«»‹›"


def candidates(text: str) -> list[str]:
    """What in `text` may be an address, best first, once each; never empty.

    A text without white space is its own only candidate, freed of quotes, angle brackets and trailing punctuation.
    In a longer text it is the links in it; failing these, names of hosts, then @handles, then the text itself.
    Raises InvalidURLError for nothing at all and for more than anybody pastes.
    """
    if len(text) > MOST_TEXT:
        raise InvalidURLError("This is a whole text, not an address. Paste just the link.", log="text too long")
    text = INVISIBLE.sub("", text).replace("&amp;", "&").strip(_AROUND)
    if not text:
        raise InvalidURLError("Nothing was pasted. Paste a link to a video, a channel or a repository.", log="empty")
    if not re.search(r"[\s<>]", text) and not text.startswith(("[", "(", "【")):
        return [_trimmed(text)]
    for pattern in (_WITH_SCHEME, _NO_SCHEME, _BARE_HOST, _HANDLE):
        if found := [_trimmed(match[0]) for match in pattern.finditer(text)]:
            return list(dict.fromkeys(found))
    return [text]


def _trimmed(text: str) -> str:
    return trim_link(text) or text


# -- taking apart -----------------------------------------------------------------------------------------------------

_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)  # RFC 3986, B
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*\Z")
_HOST_AND_PORT = re.compile(r"[^:/?#@]*\.[^:/?#@]*:\d*(?:[/?#]|\Z)")
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::(\d*))?\Z")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_HIDDEN_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KEPT_ENCODED = re.compile(r"[%/\\?#]")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]\Z")
_IPV6_SHORTEST = 4
_MOST_HOST = 253


def parse(text: str) -> Address:
    """One candidate taken apart; without a scheme it is taken for https.

    Raises InvalidURLError, and nothing else, with the reason as its sentence: no address, too long, another scheme,
    a user name, another port, control characters, backslashes, a name no host can have.
    """
    text = text.strip()
    _refuse_what_no_address_has(text)
    scheme, authority, path, query, fragment = _split(text)
    host, port = _host_and_port(authority, scheme)
    segments = _segments(path)
    return Address(
        scheme=scheme,
        host=host,
        port=port,
        path=_safe_path(segments, path),
        query=_pairs(query),
        fragment=unquote(fragment, errors="replace"),
        segments=tuple(segment for segment in segments if segment),
    )


def _refuse_what_no_address_has(text: str) -> None:
    if not text:
        raise InvalidURLError("There is no address here.", log="empty address")
    if len(text) > MOST_ADDRESS:
        raise InvalidURLError("This address is too long to be one.", log=f"address of {len(text)} characters")
    if _CONTROL.search(text):
        raise InvalidURLError("There are spaces or invisible characters inside this address.", log="control characters")
    if "\\" in text:
        raise InvalidURLError("There is a backslash in this address.", log="backslash in address")


def _split(text: str) -> tuple[str, str, str, str, str]:
    if _HOST_AND_PORT.match(text) or text.startswith("[") or not re.match(r"[^/?#@]*:|//", text):
        text = "//" + text
    found = _PARTS.match(text)
    assert found is not None  # noqa: S101 - every part of the pattern is optional
    scheme, authority, path, query, fragment = found.groups(default="")
    scheme = scheme.lower() or "https"
    if scheme not in PORTS:
        known = scheme[:20] if _SCHEME.match(scheme) else "something else"
        raise InvalidURLError(f"We read web addresses (https), and this one is {known}.", log=f"scheme {scheme[:40]!r}")
    if not authority:
        raise InvalidURLError("This address has no host in it.", log="no host")
    if found[1] is None and "." not in authority and not authority.startswith("["):
        raise InvalidURLError(log="neither scheme nor dot")
    return scheme, authority, path, query, fragment


def _host_and_port(authority: str, scheme: str) -> tuple[str, int]:
    if "@" in authority:
        raise InvalidURLError("There is a user name or password in this address. Paste it without.", log="userinfo")
    found = _AUTHORITY.match(authority)
    if found is None:
        raise InvalidURLError("The host in this address cannot be read.", log="authority is malformed")
    host, port = found[1], found[2] or ""
    if port and int(port[:6]) != PORTS[scheme]:
        raise InvalidURLError("This address names a port of its own, and we use the usual ones only.", log="port")
    return _host(host), PORTS[scheme]


def _host(host: str) -> str:
    host = host.lower()
    if host.startswith("["):
        if _IPV6.match(host) and len(host) >= _IPV6_SHORTEST:
            return host
        raise InvalidURLError("The host in this address cannot be read.", log="IPv6 literal is malformed")
    if not host.isascii() and len(host) <= _MOST_HOST:
        host = _to_ascii(host)
    host = host.removesuffix(".")
    if len(host) > _MOST_HOST or not all(_LABEL.match(label) for label in host.split(".")):
        raise InvalidURLError("The host in this address is no name a host can have.", log=f"host {host[:80]!r}")
    return host


def _to_ascii(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as exc:
        raise InvalidURLError("The host in this address is no name a host can have.", log=f"IDNA: {exc}") from exc


def _segments(path: str) -> list[str]:
    """Decoded, `.` and `..` resolved, in whatever spelling they came."""
    resolved: list[str] = []
    parts = [_decoded(part) for part in path.split("/")[1:]]
    for index, part in enumerate(parts):
        if part in {".", ".."}:
            del resolved[len(resolved) - (part == "..") :]
            if index == len(parts) - 1:
                resolved.append("")
        else:
            resolved.append(part)
    return resolved


def _decoded(part: str) -> str:
    try:
        decoded = unquote_to_bytes(part).decode("utf-8")
    except UnicodeDecodeError as exc:
        raise InvalidURLError("There are unreadable characters in this address.", log=f"path: {exc}") from exc
    decoded = INVISIBLE.sub("", decoded)
    if _HIDDEN_CONTROL.search(decoded) or "\n" in decoded or "\r" in decoded:
        raise InvalidURLError("There are invisible characters inside this address.", log="encoded control characters")
    return decoded


def _safe_path(segments: list[str], path: str) -> str:
    if not path:
        return "/"
    return "/" + "/".join(_KEPT_ENCODED.sub(lambda found: f"%{ord(found[0]):02X}", part) for part in segments)


def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMS)
    except ValueError as exc:
        raise InvalidURLError("This address has more to it than any we know.", log=f"query: {exc}") from exc
    if any(_HIDDEN_CONTROL.search(part) for pair in pairs for part in pair):
        raise InvalidURLError("There are invisible characters inside this address.", log="encoded control characters")
    return tuple(pairs)
