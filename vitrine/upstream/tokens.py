"""A connection's access token, kept fresh: refreshed ahead of its end, once whoever asks, and once when refused.

Whoever needs a fresh one claims the refresh on the row (compare-and-swap); all others go on with the present one while
it lasts, or wait for the row to change. Only a refusal that is final ends the grant; trouble on the way does not.
"""

import time
from datetime import datetime, timedelta
from functools import cached_property

import structlog

from vitrine.accounts import actions as accounts
from vitrine.accounts.actions.connections import Tokens
from vitrine.accounts.errors import GrantEndedError, SealBrokenError
from vitrine.accounts.models import Connection
from vitrine.accounts.types import ConnectionState
from vitrine.lib import clock, stopping
from vitrine.lib.errors import ReconnectRequiredError, UpstreamUnavailableError, VitrineError
from vitrine.lib.http import Response
from vitrine.lib.secret import Secret
from vitrine.platforms import registry
from vitrine.upstream.clients import client_of, flow_of
from vitrine.upstream.plain import caller_of

log = structlog.get_logger(__name__)

AHEAD = timedelta(seconds=90)  # a token that ends sooner is refreshed
BARELY = timedelta(seconds=5)  # one that lasts longer is still good for a call while another is on its way
LONGEST_WAIT = 40.0  # seconds for somebody else's refresh
LOOK_EVERY = 0.05  # seconds


class LiveToken:
    """The token of one connection for one piece of work (`upstream.caller.OwnToken`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._flow = flow_of(connection.provider)

    @cached_property
    def value(self) -> Secret:
        """Fresh when first asked for. Raises GrantEndedError, and what keeps it from being refreshed."""
        return self._fresh()

    @property
    def account_id(self) -> str:
        return self._connection.account_id

    def is_refused_by(self, response: Response) -> bool:
        return self._flow.rejects_token(response)

    def renew(self, refused: str) -> Secret:
        """Another one than `refused`. Raises GrantEndedError when there will be none."""
        self.value = self._fresh(refused)
        return self.value

    def end(self) -> GrantEndedError:
        """Even a new one was refused: say so on the row; what comes back is to be raised."""
        self._connection.refresh_from_db()
        label = registry.get(self._connection.provider).about.label
        return self._ended(f"{label} no longer accepts the connection to {self._connection.account_name}.")

    # -- inside ----------------------------------------------------------------------------------------------------
    def _fresh(self, refused: str = "") -> Secret:
        give_up = time.monotonic() + LONGEST_WAIT
        while True:
            tokens = self._read()
            good = tokens.access != refused
            left = tokens.expires_at - clock.now() if tokens.expires_at else AHEAD * 2
            if good and left > AHEAD:
                return tokens.access
            if not tokens.refresh:
                return self._unrenewable(tokens, good=good and left > BARELY)
            if claim := accounts.claim_refresh(self._connection):
                if (fresh := self._refresh(tokens, claim, usable=good and left > BARELY)) is not None:
                    return fresh
            elif good and left > BARELY:
                return tokens.access
            if time.monotonic() > give_up:
                raise UpstreamUnavailableError(
                    log=f"no refresh of connection {self._connection.pk} in {LONGEST_WAIT} s"
                )
            stopping.pause(LOOK_EVERY)

    def _read(self) -> Tokens:
        self._connection.refresh_from_db()
        if self._connection.state != ConnectionState.ACTIVE:
            raise _asks_for_help(self._connection)
        try:
            return accounts.tokens_of(self._connection)
        except SealBrokenError as error:
            raise self._ended(error.sentence) from error

    def _unrenewable(self, tokens: Tokens, *, good: bool) -> Secret:
        if good:
            return tokens.access
        label = registry.get(self._connection.provider).about.label
        raise self._ended(f"{label} has ended our access to {self._connection.account_name}.")

    def _refresh(self, tokens: Tokens, claim: datetime, *, usable: bool) -> Secret | None:
        """The new token; the old one when there is trouble and it still lasts; None when the claim was lost."""
        asked_at = clock.now()
        try:
            with caller_of(
                registry.get(self._connection.provider).about, self._connection.user_id, "connect"
            ) as caller:
                ask = self._flow.refresh(client_of(self._flow), tokens.refresh)
                grant = self._flow.grant(caller.get(ask))
        except ReconnectRequiredError as error:
            raise self._ended(error.sentence) from error
        except VitrineError as error:
            accounts.release_refresh(self._connection, claim)
            log.warning(
                "refresh put off", connection=self._connection.pk, why=error.log, next="asked again when needed"
            )
            if usable:
                return tokens.access
            raise
        except BaseException:
            accounts.release_refresh(self._connection, claim)
            raise
        kept = accounts.renewed(self._connection, grant, claim=claim, asked_at=asked_at)
        return grant.access if kept else None

    def _ended(self, sentence: str) -> GrantEndedError:
        accounts.end_grant(self._connection, sentence)
        self._connection.sentence = sentence
        return _asks_for_help(self._connection)


def _asks_for_help(connection: Connection) -> GrantEndedError:
    """Final: one sentence, one button."""
    label = registry.get(connection.provider).about.label
    return GrantEndedError(
        connection.sentence or f"{label} is disconnected.",
        log=f"connection {connection.pk} ({connection.provider}) is {connection.state}",
        detail={"connection": connection.pk, "platform": connection.provider},
        action=f"connect_{connection.provider}",
        suggestion=f"Connect {label} again; it goes on where it stopped.",
    )
