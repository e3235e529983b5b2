"""The demo: on an empty database with the sandbox on, a creator and two more pages for Explore, whose works come in
through the same action as everybody's.
"""

import secrets
from dataclasses import dataclass

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from vitrine.accounts.models import User
from vitrine.accounts.types import Kind
from vitrine.lib.errors import VitrineError
from vitrine.sync.actions import request_import
from vitrine.sync.types import Count

log = structlog.get_logger("vitrine.demo")

EMAIL = "wren@example.org"


@dataclass(frozen=True, slots=True)
class Resident:
    """Whose page it is, and what it is made of: addresses, each with how many works to bring."""

    slug: str
    name: str
    bio: str
    links: tuple[str, ...]
    sources: tuple[tuple[str, Count], ...]
    kind: Kind = Kind.AGENT  # agents publish and cannot sign in


WREN = Resident(
    "wren",
    "Wren Halloway",
    "Furniture, and the software that cuts it. One bench, one router and a great many offcuts, by the sea.",
    ("https://www.youtube.com/@hallowaybench", "https://github.com/hallowaybench"),
    (("https://www.youtube.com/@hallowaybench", "all"), ("https://github.com/hallowaybench", "all")),
    Kind.PERSON,
)
NEIGHBOURS = (
    Resident(
        "slowkiln",
        "The Slow Kiln",
        "Everything a small pottery publishes, gathered here.",
        ("https://www.youtube.com/@slowkiln",),
        (("https://www.youtube.com/@slowkiln", 50),),
    ),
    Resident(
        "nadi",
        "Nadi Okonlind",
        "Field recordings from the edges of maps, and the tools to make them.",
        ("https://www.youtube.com/@nadiokonlind",),
        (("https://www.youtube.com/@nadiokonlind", 50),),
    ),
)


@transaction.atomic
def furnish() -> None:
    """Make the demo's people and ask for their first imports, unless somebody lives here already: all or nothing."""
    if User.objects.exists():
        return
    wren = _move_in(WREN, EMAIL, _new_password())
    EmailAddress.objects.create(user=wren, email=EMAIL, verified=True, primary=True)
    _bring(wren, WREN)
    for resident in NEIGHBOURS:
        _bring(_move_in(resident), resident)


def _move_in(resident: Resident, email: str = "", password: str | None = None) -> User:
    return User.objects.create_user(
        resident.slug,
        email,
        password,
        name=resident.name,
        kind=resident.kind,
        bio=resident.bio,
        links=list(resident.links),
    )


def _bring(user: User, resident: Resident) -> None:
    for address, count in resident.sources:
        try:
            request_import(user, address, count=count)
        except VitrineError as error:
            log.warning("the demo goes on without one of its sources", address=address, why=error.log)


def password() -> str:
    """The demo creator's, or empty: it is random for each home, for the same database may go public one day."""
    path = settings.HOME / "demo_password"
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _new_password() -> str:
    path = settings.HOME / "demo_password"
    path.touch(mode=0o600)
    path.write_text(f"wren-{secrets.token_hex(4)}", encoding="ascii")
    return password()
