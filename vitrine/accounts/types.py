"""Words of this domain."""

from enum import StrEnum

from django.db.models import TextChoices

OWN_MEDIA = "media:"  # begins the address of a picture in our own storage; the rest is its name there


class Kind(TextChoices):
    PERSON = "person"
    AGENT = "agent"


class ConnectionState(TextChoices):
    ACTIVE = "active"
    RECONNECT = "reconnect"  # the grant is dead; only the person can renew it
    DISCONNECTED = "disconnected"


class Permission(TextChoices):
    """What an API key may do, in rising order: each may do all that the ones before it may."""

    READ_ONLY = "READ_ONLY"
    DOWNLOAD = "DOWNLOAD"
    ADMIN = "ADMIN"
    FULL_ACCESS = "FULL_ACCESS"

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)


class Need(StrEnum):
    """What a door asks of whoever comes to it."""

    NOTHING = "nothing"  # open to all
    READ = "read"  # somebody: a session, or any key
    WRITE = "write"  # a session, or a key of DOWNLOAD or above
    STAFF = "staff"  # a session of staff, or a key of ADMIN or above


_OURS = """
    about account accounts admin agents analytics api app archive assets atom auth blog connect contact dashboard demo
    docs edit embed error explore favicon feed feeds health help home hooks images img import index integrations jobs
    legal live login logout me media metrics new notifications oembed operations picture pictures playground
    privacy profile projects robots root rss search security settings share signin signout signup sitemap
    social sources staff static status support system terms tools topics user users vitrine webhooks welcome
    well-known work works ws www
"""
RESERVED_SLUGS = frozenset(_OURS.split())
