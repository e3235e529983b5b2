"""Who can sign in, and which applications are registered. Tests and the demo take them from here.

The secrets are worth nothing outside the sandbox.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sandbox.cast import HALLOWAY_BENCH, HALLOWAY_OFFCUTS, NADI_OKONLIND, SPECIMENS, Member

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """An address as GitHub knows it; `private` is GitHub's "Keep my email addresses private"."""

    address: str
    verified: bool = True
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person: at Google by e-mail address and `sub`, at GitHub by `login`. `emails` are those at GitHub, the primary
    first; who has none has no account there.
    """

    name: str
    full_name: str
    email: str
    sub: str
    login: str
    channels: tuple[Member, ...] = ()
    emails: tuple[Email, ...] = ()
    email_verified: bool = True

    @property
    def given_name(self) -> str:
        return self.full_name.partition(" ")[0]

    @property
    def family_name(self) -> str:
        return self.full_name.partition(" ")[2]


WREN = Account(
    name="wren",
    full_name="Wren Halloway",
    email="wren@halloway.example",
    sub="104733920018427710001",
    login="hallowaybench",
    channels=(HALLOWAY_BENCH, HALLOWAY_OFFCUTS),
    emails=(Email(address="wren@halloway.example"), Email(address="orders@halloway.example", verified=False)),
)
# A brand account of Wren's: it has an identity of its own, and one channel.
OFFCUTS = Account(
    name="offcuts",
    full_name="Halloway Offcuts",
    email="halloway-offcuts-4711@pages.plusgoogle.example",
    sub="104733920018427710002",
    login="nobody-yet",
    channels=(HALLOWAY_OFFCUTS,),
)
NADI = Account(
    name="nadi",
    full_name="Nadi Okonlind",
    email="nadi@okonlind.example",
    sub="117500281193305520003",
    login="nadiokonlind",
    channels=(NADI_OKONLIND,),
    emails=(Email(address="nadi@okonlind.example"),),
)
# Has no channel and no repositories.
STRANGER = Account(
    name="stranger",
    full_name="Sol Stranger",
    email="sol@stranger.example",
    sub="109900440017263550004",
    login="nobody-yet",
    emails=(Email(address="sol@stranger.example"),),
)
# Keeps the e-mail address private at GitHub: /user has none, /user/emails does.
OSSIAN = Account(
    name="ossian",
    full_name="Ossian Pell",
    email="ossian@pell.example",
    sub="101122003344556670005",
    login="ossianpell",
    emails=(
        Email(address="ossian@pell.example", private=True),
        Email(address="ossianpell@users.noreply.github.com"),
    ),
)
# Owns the channel and the repositories with one of each case, the private ones too.
CURATOR = Account(
    name="curator",
    full_name="The Curator",
    email="curator@specimens.example",
    sub="112358132134558900006",
    login="specimens",
    channels=(SPECIMENS,),
    emails=(Email(address="curator@specimens.example"),),
)
# Says at GitHub to be reached at Wren's address, which GitHub has not verified; nor has Google the other one.
MALLORY = Account(
    name="mallory",
    full_name="Mallory Cuckoo",
    email="mallory@cuckoo.example",
    email_verified=False,
    sub="106660001112223330007",
    login="burr-collector",
    emails=(Email(address="wren@halloway.example", verified=False),),
)

ACCOUNTS = {account.name: account for account in (WREN, OFFCUTS, NADI, STRANGER, OSSIAN, CURATOR, MALLORY)}


def by_login(login: str) -> Account | None:
    """Who this is at GitHub."""
    return next((account for account in ACCOUNTS.values() if account.emails and account.login == login), None)


@dataclass(slots=True, kw_only=True)
class Client:
    """A registered application. `desktop` ones may be answered on loopback at any port and path, others at exactly one
    of `redirects`. While `testing`, only `testers` may consent, and refresh tokens die after seven days.
    """

    id: str
    secret: str = field(repr=False)
    name: str
    redirects: tuple[str, ...] = ()
    desktop: bool = False
    testing: bool = False
    testers: tuple[str, ...] = ()


def google_clients() -> dict[str, Client]:
    return _by_id(
        Client(id=GOOGLE_DESKTOP, secret=GOOGLE_DESKTOP_SECRET, name="Portfolio at home", desktop=True),
        Client(
            id=GOOGLE_WEB,
            secret=GOOGLE_WEB_SECRET,
            name="Portfolio",
            redirects=("https://portfolio.example/google/callback", "http://127.0.0.1:8000/google/callback"),
        ),
        Client(
            id=GOOGLE_TESTING,
            secret=GOOGLE_TESTING_SECRET,
            name="Portfolio, not yet published",
            desktop=True,
            testing=True,
            testers=(WREN.name, NADI.name),
        ),
    )


def github_clients() -> dict[str, Client]:
    return _by_id(
        Client(
            id=GITHUB_LOOPBACK,
            secret=GITHUB_LOOPBACK_SECRET,
            name="Portfolio at home",
            redirects=("http://127.0.0.1/", "http://localhost/"),
        ),
        Client(
            id=GITHUB_WEB,
            secret=GITHUB_WEB_SECRET,
            name="Portfolio",
            redirects=("https://portfolio.example/github/callback",),
        ),
    )


def _by_id(*clients: Client) -> dict[str, Client]:
    return {client.id: client for client in clients}


GOOGLE_DESKTOP = "480517284610-desktop.apps.googleusercontent.com"
GOOGLE_DESKTOP_SECRET = "GOCSPX-sandbox-desktop"  # noqa: S105  the sandbox's own
GOOGLE_WEB = "480517284610-web.apps.googleusercontent.com"
GOOGLE_WEB_SECRET = "GOCSPX-sandbox-web"  # noqa: S105  the sandbox's own
GOOGLE_TESTING = "480517284610-testing.apps.googleusercontent.com"
GOOGLE_TESTING_SECRET = "GOCSPX-sandbox-testing"  # noqa: S105  the sandbox's own
GITHUB_LOOPBACK = "Ov23liSandboxLoopback"
GITHUB_LOOPBACK_SECRET = "sandbox-github-loopback"  # noqa: S105  the sandbox's own
GITHUB_WEB = "Ov23liSandboxWeb"
GITHUB_WEB_SECRET = "sandbox-github-web"  # noqa: S105  the sandbox's own


def is_loopback(address: str) -> bool:
    """Whether an address is plain HTTP to this machine."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in LOOPBACK and not parts.fragment and not parts.username


def under(address: str, registered: Iterable[str]) -> bool:
    """GitHub's rule: host and port as registered, path the registered one or below it; on loopback any port (GitHub
    Docs, "Authorizing OAuth apps", redirect URLs).
    """
    return any(_under(address, one) for one in registered)


def _under(address: str, registered: str) -> bool:
    asked, known = urlsplit(address), urlsplit(registered)
    if (asked.scheme, asked.hostname) != (known.scheme, known.hostname) or asked.username or asked.fragment:
        return False
    if asked.port != known.port and not is_loopback(address):
        return False
    if ".." in asked.path.split("/"):
        return False
    return asked.path == known.path or asked.path.startswith(known.path.rstrip("/") + "/")
