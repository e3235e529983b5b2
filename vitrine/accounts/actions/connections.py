"""What becomes of a connection: made, renewed, refreshed, ended, disconnected. Tokens leave the table only here."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q

from vitrine.accounts import sealing
from vitrine.accounts.actions.audit import note
from vitrine.accounts.errors import ConnectedElsewhereError, NoRefreshTokenError, SealBrokenError
from vitrine.accounts.models import Connection, OAuthAttempt, User
from vitrine.accounts.types import ConnectionState
from vitrine.lib import clock
from vitrine.lib.secret import Secret
from vitrine.platforms.oauth import Account, Grant

log = structlog.get_logger(__name__)

REFRESH_LEASE = timedelta(seconds=45)  # longer than any refresh takes: after it, whoever claimed is dead


@dataclass(frozen=True, slots=True)
class Tokens:
    """Unsealed, for as long as somebody uses them."""

    access: Secret
    refresh: Secret
    expires_at: datetime | None = field(default=None)


def tokens_of(connection: Connection) -> Tokens:
    """Raises SealBrokenError when they cannot be opened."""
    return Tokens(
        access=sealing.unseal(connection.sealed_access, _place(connection, "access")),
        refresh=sealing.unseal(connection.sealed_refresh, _place(connection, "refresh")),
        expires_at=connection.expires_at,
    )


def keep_connection(
    user: User,
    provider: str,
    account: Account,
    grant: Grant,
    *,
    asked: Sequence[str],
    asked_at: datetime,
    refreshes: bool,
    address: str = "",
) -> tuple[Connection, bool]:
    """Write what was granted for `account`; True when this row is new. A former or dead connection comes back to life.

    `asked_at` is when the tokens were asked for: their lives count from there. `refreshes` says whether this provider's
    tokens end, so that a grant without a refresh token is worth nothing, unless one is held already.
    Raises ConnectedElsewhereError and NoRefreshTokenError; nothing is written then.
    """
    keep = partial(
        _keep, user, provider, account, grant, asked=asked, asked_at=asked_at, refreshes=refreshes, address=address
    )
    with suppress(IntegrityError):
        return keep()
    try:
        return keep()  # our own, from another tab a moment ago, is found now
    except IntegrityError as error:
        # What was granted is not revoked: the provider might end the other person's grant with it.
        raise ConnectedElsewhereError(
            f"{account.name} is connected by somebody else here. They have to disconnect it first.",
            detail={"reason": "connected_elsewhere"},
            log=f"{provider} {account.id} is somebody else's than user {user.pk}'s",
        ) from error


def _keep(
    user: User,
    provider: str,
    account: Account,
    grant: Grant,
    *,
    asked: Sequence[str],
    asked_at: datetime,
    refreshes: bool,
    address: str,
) -> tuple[Connection, bool]:
    with transaction.atomic():
        mine = Connection.objects.select_for_update().filter(user=user, provider=provider, account_id=account.id)
        row = mine.first() or Connection(user=user, provider=provider, account_id=account.id)
        was = row.state if row.pk else ""
        if refreshes and not grant.refresh and not row.sealed_refresh:
            raise NoRefreshTokenError(platform=provider, detail={"must_consent": True})
        _describe(row, account, grant, asked)
        _seal(row, grant, asked_at)
        row.state, row.sentence, row.refreshing_until = ConnectionState.ACTIVE, "", None
        row.save()
        did = {"": "connection.made", ConnectionState.ACTIVE: "connection.widened"}.get(was, "connection.renewed")
        note(user, did, address=address, **_told(row))
    return row, not was


def _describe(row: Connection, account: Account, grant: Grant, asked: Sequence[str]) -> None:
    row.account_name, row.account_url = account.name[:200], account.url[:500]
    row.account_picture = account.picture[:1000]
    row.scopes = list(grant.scopes or asked)  # RFC 6749, 5.1: left out where it is just what was asked for
    row.asked_scopes = sorted({*asked, *(row.asked_scopes if row.pk else ())})


def _seal(row: Connection, grant: Grant, asked_at: datetime) -> None:
    row.sealed_access = sealing.seal(grant.access, _place(row, "access"))
    row.expires_at = None if grant.lives is None else asked_at + timedelta(seconds=grant.lives)
    row.refreshed_at = asked_at
    if grant.refresh:
        row.sealed_refresh = sealing.seal(grant.refresh, _place(row, "refresh"))
        row.grant_ends_at = None if grant.grant_lives is None else asked_at + timedelta(seconds=grant.grant_lives)


# --- refreshing -------------------------------------------------------------------------------------------------
def claim_refresh(connection: Connection) -> datetime | None:
    """Claim the one refresh of the tokens that `connection` was read with; None when somebody else is at it, or when
    they are no longer those. Compare-and-swap: one worker wins.
    """
    now = clock.now()
    until = now + REFRESH_LEASE
    same = Connection.objects.filter(
        pk=connection.pk, state=ConnectionState.ACTIVE, sealed_access=connection.sealed_access
    )
    free = same.filter(Q(refreshing_until=None) | Q(refreshing_until__lt=now))
    return until if free.update(refreshing_until=until) else None


def release_refresh(connection: Connection, claim: datetime) -> None:
    """It came to nothing; the next may try."""
    Connection.objects.filter(pk=connection.pk, refreshing_until=claim).update(refreshing_until=None)


def renewed(connection: Connection, grant: Grant, *, claim: datetime, asked_at: datetime) -> bool:
    """Write refreshed tokens; False when the claim was lost, or the connection ended meanwhile: nothing is written."""
    _seal(connection, grant, asked_at)
    if grant.scopes:
        connection.scopes = list(grant.scopes)
    held = Connection.objects.filter(pk=connection.pk, refreshing_until=claim, state=ConnectionState.ACTIVE)
    return bool(
        held.update(
            sealed_access=connection.sealed_access,
            sealed_refresh=connection.sealed_refresh,
            scopes=connection.scopes,
            expires_at=connection.expires_at,
            grant_ends_at=connection.grant_ends_at,
            refreshed_at=asked_at,
            refreshing_until=None,
            changed_at=asked_at,
        )
    )


def end_grant(connection: Connection, sentence: str) -> bool:
    """The provider no longer takes the tokens `connection` was read with: only the person can mend that.

    False when it was mended or ended meanwhile.
    """
    with transaction.atomic():
        ended = Connection.objects.filter(
            pk=connection.pk, state=ConnectionState.ACTIVE, sealed_access=connection.sealed_access
        ).update(
            state=ConnectionState.RECONNECT,
            sentence=sentence[:500],
            sealed_access="",
            sealed_refresh="",
            expires_at=None,
            refreshing_until=None,
            changed_at=clock.now(),
        )
        if ended:
            note(connection.user, "connection.ended", **_told(connection))
    if ended:
        log.warning(
            "a grant has ended", connection=connection.pk, provider=connection.provider, next="the person is asked"
        )
    return bool(ended)


def disconnect(connection: Connection, *, address: str = "") -> Tokens:
    """Wipe the tokens and keep the row, so that reconnecting recognises what was imported. Gives the tokens there were
    (empty ones when they cannot be opened), to revoke them with.
    """
    try:
        tokens = tokens_of(connection)
    except SealBrokenError:
        tokens = Tokens(Secret(), Secret())
    with transaction.atomic():
        ended = (
            Connection.objects.filter(pk=connection.pk)
            .exclude(state=ConnectionState.DISCONNECTED)
            .update(
                state=ConnectionState.DISCONNECTED,
                sentence="",
                sealed_access="",
                sealed_refresh="",
                scopes=[],
                asked_scopes=[],
                expires_at=None,
                grant_ends_at=None,
                refreshing_until=None,
                changed_at=clock.now(),
            )
        )
        if ended:
            note(connection.user, "connection.disconnected", address=address, **_told(connection))
    return tokens


# --- keys -------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Rotated:
    """How many secrets were sealed anew, and how many no key opens any more."""

    resealed: int = 0
    broken: int = 0


def rotate_tokens() -> Rotated:
    """Seal every secret anew under the first key. Safe while everything runs: what changes meanwhile is left as it is,
    for it was sealed with the first key anyway.
    """
    done = Rotated()
    for name in ("sealed_access", "sealed_refresh"):
        for pk, sealed in Connection.objects.exclude(**{name: ""}).values_list("pk", name).iterator():
            if new := _resealed(sealed, done):
                done.resealed += Connection.objects.filter(pk=pk, **{name: sealed}).update(**{name: new})
    for pk, sealed in OAuthAttempt.objects.filter(used_at=None).values_list("pk", "sealed_verifier").iterator():
        if new := _resealed(sealed, Rotated()):
            OAuthAttempt.objects.filter(pk=pk).update(sealed_verifier=new)
    return done


def _resealed(sealed: str, done: Rotated) -> str:
    try:
        return sealing.reseal(sealed)
    except SealBrokenError:
        done.broken += 1
        return ""


def _place(row: Connection, column: str) -> str:
    return f"connection:{row.user_id}:{row.provider}:{row.account_id}:{column}"


def _told(row: Connection) -> dict[str, Any]:
    return {"connection": row.pk, "provider": row.provider, "account": row.account_name}
