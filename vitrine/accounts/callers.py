"""Who calls: nobody, a person in a session, or a program with a key of a person."""

import hmac
from dataclasses import dataclass

from vitrine.accounts import usage
from vitrine.accounts.actions.keys import digest
from vitrine.accounts.errors import KeyRefusedError
from vitrine.accounts.models import ApiKey, User
from vitrine.lib import clock

LONGEST = 200  # characters that are looked at as a key


@dataclass(frozen=True, slots=True)
class Caller:
    """`user` is whose work is done (None: nobody), `key` what a program showed, `address` where the call came from."""

    user: User | None = None
    key: ApiKey | None = None
    address: str = ""


def with_key(secret: str, address: str = "") -> Caller:
    """Whoever shows this key. Raises KeyRefusedError with what is the matter with it."""
    if not secret.isascii() or len(secret) > LONGEST:
        raise KeyRefusedError
    marked = digest(secret)
    key = ApiKey.objects.select_related("user").filter(digest=marked).first()
    if key is None or not hmac.compare_digest(key.digest, marked):
        raise KeyRefusedError
    if why := why_dead(key):
        raise KeyRefusedError(why, log=f"key {key.prefix} of user {key.user_id}: {why}")
    usage.count(key.pk)
    return Caller(key.user, key, address)


def why_dead(key: ApiKey) -> str:
    """The sentence of a key that lets nobody in any more; empty for one that does. Its user is loaded."""
    if not key.is_active:
        return "This key was revoked. Make a new one to go on."
    if key.expires_at is not None and key.expires_at <= clock.now():
        return f"This key expired on {key.expires_at:%-d %B %Y}. Make a new one to go on."
    if not key.user.is_active or key.user.suspended_at or key.user.leaving_at:
        return "The account of this key is closed."
    return ""
