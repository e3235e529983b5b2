"""Connecting an account: to the provider's consent page and back, and the end of it."""

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.conf import settings

from vitrine.accounts import actions as accounts
from vitrine.accounts import queries
from vitrine.accounts.actions.connections import Tokens
from vitrine.accounts.errors import (
    CodeMissingError,
    CodeRefusedError,
    DeniedError,
    NothingGrantedError,
    ProviderRefusedError,
)
from vitrine.accounts.models import Connection, User
from vitrine.accounts.types import ConnectionState
from vitrine.lib import clock
from vitrine.lib.errors import ReconnectRequiredError, VitrineError
from vitrine.lib.http import Response
from vitrine.lib.secret import Secret
from vitrine.platforms import registry
from vitrine.platforms.oauth import Account, CodeFlow, Grant
from vitrine.upstream.clients import client_of, flow_of, for_browsers
from vitrine.upstream.plain import caller_of

log = structlog.get_logger(__name__)

PURPOSE = "connect"
LONGEST_CODE = 2000


@dataclass(frozen=True, slots=True)
class Finished:
    """The connection as it is now, whether its row is new, and the path of ours to go on to (may be empty)."""

    connection: Connection
    is_new: bool
    next_path: str


def can_connect(platform: str) -> bool:
    """Whether this site is registered with the provider."""
    try:
        client_of(flow_of(platform))
    except VitrineError:
        return False
    return True


def begin(
    user: User,
    platform: str,
    *,
    session: str,
    steps: Iterable[str] = (),
    next_path: str = "",
    another: bool = False,
    must_consent: bool = False,
) -> str:
    """The address of the consent page for `user`. `session` names their session, and no other one.

    Reading is always asked for; `steps` (`upload`, `analytics`, `money` …) are asked for beside it and beside what was
    granted before. `another`: an account beside those that are connected. `must_consent`: ask again though we hold a
    refresh token, after NoRefreshTokenError.
    Raises UnknownPlatformError, NotConfiguredError and ValidationFailedError (for an unknown step).
    """
    flow = flow_of(platform)
    client = client_of(flow)
    mine = [] if another else queries.connections_of(user, platform)
    had = (scope for one in mine for scope in one.scopes or one.asked_scopes)
    scopes = tuple(dict.fromkeys([*flow.scopes([flow.steps[0].name, *steps]), *had]))
    redirect_uri = f"{settings.BASE_URL}/connect/{platform}/callback/"
    begun = accounts.begin_visit(
        user, platform, scopes, session=session, redirect_uri=redirect_uri, next_path=own_path(next_path)
    )
    held = any(one.sealed_refresh for one in mine if one.state == ConnectionState.ACTIVE)
    url = flow.consent_url(
        client,
        scopes=scopes,
        state=begun.state,
        verifier=begun.verifier,
        redirect_uri=redirect_uri,
        must_consent=flow.refreshes and (must_consent or not held),
        choose=another,
    )
    return for_browsers(url)


def finish(
    user: User, platform: str, *, session: str, state: str, code: str = "", error: str = "", address: str = ""
) -> Finished:
    """What came back from the consent page, made into a connection. The state is used up by it, whatever happens.

    Raises the errors of `accounts.errors` (each way it can go wrong is one), PermissionDeniedError for an account
    without what the platform needs (a channel), and what keeps the provider from being asked.
    """
    flow = flow_of(platform)
    visit = accounts.take_visit(user, platform, state, session=session)
    if error:
        raise _sent_back(platform, error)
    if not code or len(code) > LONGEST_CODE:
        raise CodeMissingError(platform=platform)
    asked_at = clock.now()
    with caller_of(registry.get(platform).about, user.pk, PURPOSE) as caller:
        ask = flow.exchange(client_of(flow), code, visit.verifier, visit.redirect_uri)
        grant = _granted(flow, caller.get(ask), visit.scopes)
    account = _account(flow, user, grant)
    connection, is_new = accounts.keep_connection(
        user, platform, account, grant, asked=visit.scopes, asked_at=asked_at, refreshes=flow.refreshes, address=address
    )
    return Finished(connection, is_new, visit.next_path)


def revoke(platform: str, tokens: Tokens, user_id: int | None) -> bool:
    """Tell the provider that we no longer want access, as well as can be; True when it said yes. Never raises for what
    happens out there: our own copy is gone already.
    """
    if not (tokens.access or tokens.refresh):
        return False
    try:
        flow = flow_of(platform)
        with caller_of(registry.get(platform).about, user_id, PURPOSE) as caller:
            response = caller.get(flow.revoke(client_of(flow), access=tokens.access, refresh=tokens.refresh))
    except VitrineError as error:
        log.info("not revoked upstream", platform=platform, why=error.log, next="the person can do it there")
        return False
    return response.status < 300  # noqa: PLR2004 - every 2xx is a yes


def own_path(text: str) -> str:
    """`text` if it is a path of this site, else nothing: we send nobody elsewhere."""
    is_path = text.startswith("/") and not text.startswith("//") and "\\" not in text
    return text if is_path and text.isprintable() and len(text) <= 500 else ""  # noqa: PLR2004 - the column's length


def _sent_back(platform: str, error: str) -> VitrineError:
    """RFC 6749, 4.1.2.1: `access_denied` is the person's own no; the rest is the provider's or ours."""
    if error == "access_denied":
        return DeniedError(platform=platform)
    return ProviderRefusedError(platform=platform, log=f"{platform} sent back with {error[:60]!r}")


def _granted(flow: CodeFlow, response: Response, asked: tuple[str, ...]) -> Grant:
    try:
        grant = flow.grant(response)
    except ReconnectRequiredError as error:
        raise CodeRefusedError(platform=flow.platform, log=error.log) from error
    if not flow.needed <= set(grant.scopes or asked):
        raise NothingGrantedError(platform=flow.platform)
    return grant


class _Once:
    """A token that is held by no row yet (`upstream.caller.OwnToken`)."""

    account_id = ""

    def __init__(self, flow: CodeFlow, value: Secret) -> None:
        self._flow, self.value = flow, value

    def is_refused_by(self, response: Response) -> bool:
        return self._flow.rejects_token(response)

    def renew(self, refused: str) -> Secret:  # noqa: ARG002 - as every OwnToken
        raise self.end()

    def end(self) -> VitrineError:
        return CodeRefusedError(platform=self._flow.platform, log="a new token was refused at once")


def _account(flow: CodeFlow, user: User, grant: Grant) -> Account:
    about = registry.get(flow.platform).about
    with caller_of(about, user.pk, PURPOSE, own=_Once(flow, grant.access)) as caller:
        return flow.account(caller)
