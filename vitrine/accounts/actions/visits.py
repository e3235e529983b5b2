"""Visits to a provider's consent page: begun here, taken once on the way back.

The state is 256 random bits, kept as a digest only, bound to the session that began it, good for ten minutes and one
use (RFC 9700, 2.1 and 4.7; RFC 6749, 10.12).
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from vitrine.accounts import sealing
from vitrine.accounts.errors import (
    ClockSkewError,
    StateExpiredError,
    StateForeignError,
    StateMissingError,
    StateUsedError,
)
from vitrine.accounts.models import OAuthAttempt, User
from vitrine.lib import clock
from vitrine.lib.secret import Secret

GOOD_FOR = timedelta(minutes=10)
SKEW = timedelta(minutes=1)  # what the clocks of two machines of ours may disagree by
KEPT = timedelta(days=1)  # used and expired visits, so that a replay is told from nonsense
LONGEST_STATE = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """What goes into the address of the consent page."""

    state: Secret
    verifier: Secret


@dataclass(frozen=True, slots=True)
class Visit:
    """What was asked for when it began."""

    scopes: tuple[str, ...]
    redirect_uri: str
    next_path: str
    verifier: Secret


def begin_visit(
    user: User, provider: str, scopes: Sequence[str], *, session: str, redirect_uri: str, next_path: str = ""
) -> Begun:
    """Remember a visit that begins now. `session` is whatever names the session, and no other one."""
    begun = Begun(Secret(secrets.token_urlsafe(32)), Secret(secrets.token_urlsafe(48)))
    now = clock.now()
    OAuthAttempt.objects.filter(user=user, created_at__lt=now - KEPT).delete()
    digest = _digest(begun.state)
    OAuthAttempt.objects.create(
        user=user,
        provider=provider,
        state_digest=digest,
        session_digest=_digest(session),
        sealed_verifier=sealing.seal(begun.verifier, f"visit:{digest}"),
        scopes=list(scopes),
        redirect_uri=redirect_uri,
        next_path=next_path[:500],
        created_at=now,
    )
    return begun


def take_visit(user: User, provider: str, state: str, *, session: str) -> Visit:
    """The visit that this state belongs to, which is used up by that.

    Raises StateMissingError, StateForeignError, StateUsedError, StateExpiredError and ClockSkewError. A state of
    somebody else is left untouched, so that a stranger cannot spoil it.
    """
    if not state:
        raise StateMissingError(platform=provider)
    found = _mine(user, provider, state[: LONGEST_STATE + 1], session)
    age = clock.now() - found.created_at
    if found.used_at:
        raise StateUsedError(platform=provider)
    if age < -SKEW:
        raise ClockSkewError(platform=provider, log=f"visit {found.pk} begins in {-age}")
    if age > GOOD_FOR:
        raise StateExpiredError(platform=provider)
    if not OAuthAttempt.objects.filter(pk=found.pk, used_at=None).update(used_at=clock.now()):
        raise StateUsedError(platform=provider)
    verifier = sealing.unseal(found.sealed_verifier, f"visit:{found.state_digest}")
    return Visit(tuple(found.scopes), found.redirect_uri, found.next_path, verifier)


def _mine(user: User, provider: str, state: str, session: str) -> OAuthAttempt:
    digest = _digest(state)
    found = OAuthAttempt.objects.filter(state_digest=digest).first()
    # The database compared digests, which says nothing of the state; ours compare in constant time all the same.
    same = found is not None and hmac.compare_digest(found.state_digest, digest)
    mine = found is not None and hmac.compare_digest(found.session_digest, _digest(session))
    if found is None or not same or not mine or found.user_id != user.pk or found.provider != provider:
        raise StateForeignError(platform=provider, log=f"a state that user {user.pk} did not begin in this session")
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()  # JSON can say lone surrogates
