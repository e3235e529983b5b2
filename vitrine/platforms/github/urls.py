"""Which repository, person or organisation an address of GitHub names. Pure: no network, no state.

Whatever the spelling (pages inside a repository, clone addresses, raw files, the API's own), one repository gives one
`Ref`. A name in an address is lower-cased, since GitHub's names ignore case; the true spelling comes with the answer.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from vitrine.lib.errors import InvalidURLError
from vitrine.platforms.types import Ref

PLATFORM: Final = "github"
REPOSITORY: Final = "repository"
USER: Final = "user"

# First path segments that are GitHub's own pages, so that no account can have them as its name.
RESERVED: Final = frozenset({
    "about", "account", "admin", "advisories", "api", "apps", "auth", "blog", "business",
    "case-studies", "categories", "changelog", "codespaces", "collections", "community", "contact", "contributing",
    "copilot", "customer-stories", "customers", "dashboard", "developer", "discussions", "downloads",
    "edu", "enterprise", "enterprises", "events", "explore", "features", "fixtures", "git-guides",
    "github-copilot", "help", "home", "images", "import", "inbox", "integrations", "issues", "jobs",
    "join", "learn", "login", "logout", "maintenance", "marketplace", "mcp", "mobile", "models", "new", "news",
    "nonprofit", "nonprofits", "notifications", "oauth", "offer", "open-source", "organizations", "partners",
    "password_reset", "personal", "plans", "premium-support", "press", "pricing", "privacy", "projects", "pulls",
    "readme", "repositories", "resources", "search", "security", "sessions", "settings", "shop",
    "showcases", "signin", "signup", "site", "site-policy", "solutions", "spark", "stars", "status", "stories",
    "subscriptions", "suggestions", "support", "team", "teams", "terms", "timeline", "topics", "tour", "training",
    "trending", "trust-center", "watching", "why-github",
})  # fmt: skip

# `github.com/orgs/NAME/…` and its kin are pages about NAME.
_ABOUT_AN_ACCOUNT: Final = frozenset({"orgs", "users", "sponsors"})

# Account names: letters, digits and inner hyphens, up to 39; managed accounts add `_shortcode`, and some of the oldest
# end in a hyphen (GitHub Docs, "Username considerations for external authentication").
_ACCOUNT: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,38}")
_NAME: Final = re.compile(r"[a-z0-9._-]{1,100}")

_SCHEMES: Final = frozenset({"http", "https", "git", "ssh", "git+https", "git+http", "git+ssh", "git+git"})
_PORTS: Final = {"http": 80, "https": 443, "ssh": 22, "git": 9418}
_SCP: Final = re.compile(r"(?:[^\s/@:]+@)?[^\s/@:]+:(?!/|\d+(?:/|$))\S+")
_MAILBOX: Final = re.compile(r"[^\s/@:]+@[^\s/@:]+")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)

# Signs that pass for a letter of our hosts' names, once accents and widths are gone.
_PASS_FOR: Final = {
    "c": "\N{CYRILLIC SMALL LETTER ES}\N{GREEK LUNATE SIGMA SYMBOL}",
    "h": "\N{CYRILLIC SMALL LETTER SHHA}",
    "i": "1l\N{LATIN SMALL LETTER DOTLESS I}\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}",
    "o": "0\N{GREEK SMALL LETTER OMICRON}\N{CYRILLIC SMALL LETTER O}",
    "u": "\N{ARMENIAN SMALL LETTER SEH}",
}
_SKELETON: Final = {ord(sign): letter for letter, signs in _PASS_FOR.items() for sign in signs}
_DISGUISED: Final = re.compile(r"github(usercontent)?\.com(?![a-z])")


@dataclass(frozen=True, slots=True)
class _Address:
    scheme: str
    login: str
    host: str
    port: int | None
    segments: tuple[str, ...]


def recognise(text: str) -> Ref | None:
    """The Ref that `text` (one candidate, stripped) names; None when it does not speak of GitHub at all.

    Raises InvalidURLError, with the reason as its sentence, for an address of GitHub (or one made to look like it)
    that is no repository, person or organisation.
    """
    address = _split(text.strip())
    if address is None:
        return None
    if not _is_ours(address.host):
        if _passes_for_ours(address.host):
            raise InvalidURLError(f"{address.host[:80]} only looks like github.com. We do not read from there.")
        return None
    _refuse_trimmings(address)
    return _read(address)


def repository_ref(full_name: str) -> Ref:
    """The Ref of `owner/name`, not asked for yet."""
    name = full_name.lower()
    return Ref(PLATFORM, REPOSITORY, name, f"https://github.com/{name}", by="name")


def user_ref(login: str) -> Ref:
    """The Ref of a person's or organisation's name, not asked for yet."""
    name = login.lower()
    return Ref(PLATFORM, USER, name, f"https://github.com/{name}", by="name")


def _split(text: str) -> _Address | None:
    """The parts of an address, in whichever way it is written; None when there is no address in it."""
    if not text or any(mark.isspace() for mark in text) or _MAILBOX.fullmatch(text):
        return None
    try:
        parts = urlsplit(_with_scheme(text))
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        login = parts.netloc.rpartition("@")[0]
        segments = tuple(unquote(segment) for segment in parts.path.split("/") if segment)
        return _Address(parts.scheme, login, host, parts.port, segments) if host else None
    except ValueError:  # a port of letters, an unclosed bracket
        return None


def _with_scheme(text: str) -> str:
    if _SCHEME.match(text):
        return text
    if _SCP.fullmatch(text):  # git@github.com:owner/name.git
        host, _, path = text.partition(":")
        return f"ssh://{host}/{path}"
    return f"https://{text.removeprefix('//')}"


def _is_ours(host: str) -> bool:
    return host in _READERS or host.endswith((".github.com", ".githubusercontent.com"))


def _passes_for_ours(host: str) -> bool:
    """`notgithub.com`, `github.com.evil.io`, and names that only look the same (Cyrillic, full width, dotless i)."""
    plain = unicodedata.normalize("NFKD", _decoded(host)).casefold()
    skeleton = "".join(mark for mark in plain if not unicodedata.combining(mark)).translate(_SKELETON)
    return _DISGUISED.search(skeleton) is not None


def _decoded(host: str) -> str:
    """`xn--…` labels as the letters they stand for."""
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host


def _refuse_trimmings(address: _Address) -> None:
    if address.scheme not in _SCHEMES:
        raise InvalidURLError(
            f"We do not read {address.scheme}:// addresses. Paste the https:// one from your browser."
        )
    if address.login not in {"", "git"}:
        raise InvalidURLError("This address carries a user name or password. Paste it without the part before the @.")
    usual = _PORTS.get(address.scheme.rpartition("+")[2])
    if address.port not in {None, usual}:
        raise InvalidURLError(f"GitHub does not answer on port {address.port}. Paste the address without it.")


def _read(address: _Address) -> Ref:
    reader = _READERS.get(address.host)
    if reader is None:
        raise InvalidURLError(f"{address.host} is one of GitHub's own sites, not a repository, person or organisation.")
    return reader(address.segments)


def _read_page(segments: tuple[str, ...]) -> Ref:
    """github.com: `/owner`, `/owner/name…`, `/orgs/owner…`."""
    if not segments:
        raise InvalidURLError("This is GitHub's front page. Paste the address of a repository, person or organisation.")
    first = segments[0].lower()
    if first in _ABOUT_AN_ACCOUNT and len(segments) > 1:
        return _account(segments[1])
    if first in RESERVED or first in _ABOUT_AN_ACCOUNT:
        raise InvalidURLError(f"github.com/{first} is one of GitHub's own pages, not a repository.")
    return _account(first) if len(segments) == 1 else _repository(first, segments[1])


def _read_file(segments: tuple[str, ...]) -> Ref:
    """Hosts whose every path starts with `/owner/name`."""
    if len(segments) < 2:  # noqa: PLR2004 - an owner and a name
        raise InvalidURLError("This address names no repository. Paste the one of its page on github.com.")
    return _repository(segments[0], segments[1])


def _read_media(segments: tuple[str, ...]) -> Ref:
    """media.githubusercontent.com: `/media/owner/name/…`."""
    return _read_file(segments[1:])


def _read_api(segments: tuple[str, ...]) -> Ref:
    """api.github.com: `/repos/owner/name…`, `/users/name…`, `/orgs/name…`."""
    match segments:
        case ("repos", owner, name, *_):
            return _repository(owner, name)
        case ("users" | "orgs", login, *_):
            return _account(login)
        case _:
            raise InvalidURLError("This part of GitHub's API is no repository, person or organisation.")


def _refuse_gist(_segments: tuple[str, ...]) -> Ref:
    raise InvalidURLError("Gists are not read yet: only repositories, and the people and organisations they belong to.")


_READERS: Final = {
    "github.com": _read_page,
    "m.github.com": _read_page,
    "github.dev": _read_page,
    "raw.githubusercontent.com": _read_file,
    "raw.github.com": _read_file,
    "codeload.github.com": _read_file,
    "media.githubusercontent.com": _read_media,
    "api.github.com": _read_api,
    "gist.github.com": _refuse_gist,
    "gist.githubusercontent.com": _refuse_gist,
}

HOSTS: Final = tuple(_READERS)


def _account(segment: str) -> Ref:
    login = segment.lower()
    if not _ACCOUNT.fullmatch(login):
        raise InvalidURLError(f"“{segment[:40]}” is not a name that GitHub gives to people or organisations.")
    return user_ref(login)


def _repository(owner: str, name: str) -> Ref:
    login = _account(owner).id
    bare = name.lower().partition("@")[0].removesuffix(".git").removesuffix(".wiki")  # pip: kerf.git@v2
    if not _NAME.fullmatch(bare) or bare in {".", ".."}:
        raise InvalidURLError(f"“{name[:40]}” is not a name that a repository on GitHub can have.")
    return repository_ref(f"{login}/{bare}")
