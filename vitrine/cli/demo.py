"""The demo: on an empty database with the sandbox on, a creator whose work comes in through the same action as
everybody's.
"""

import secrets

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from vitrine.accounts.models import User
from vitrine.lib.errors import VitrineError
from vitrine.sync.actions import request_import

log = structlog.get_logger("vitrine.demo")

SLUG = "wren"
EMAIL = "wren@example.org"
SOURCES = ("https://www.youtube.com/@hallowaybench", "https://github.com/hallowaybench")


def furnish() -> None:
    """Make the demo creator and ask for the first imports, unless somebody lives here already."""
    if User.objects.exists():
        return
    with transaction.atomic():
        wren = User.objects.create_user(SLUG, EMAIL, _new_password(), name="Wren Halloway", is_public=True)
        EmailAddress.objects.create(user=wren, email=EMAIL, verified=True, primary=True)
    for address in SOURCES:
        try:
            request_import(wren, address)
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
