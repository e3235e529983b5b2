"""Open a way to a platform. Every domain gets its caller here, and nowhere else."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from vitrine.accounts import queries as accounts
from vitrine.accounts.errors import GrantEndedError
from vitrine.accounts.models import Connection, User
from vitrine.lib.errors import ContentNotFoundError, UpstreamUnavailableError
from vitrine.platforms import registry
from vitrine.upstream.caller import MeteredCaller
from vitrine.upstream.plain import caller_of
from vitrine.upstream.tokens import LiveToken

log = structlog.get_logger(__name__)

T = TypeVar("T")


def open_caller(user: User | None, platform: str, purpose: str) -> MeteredCaller:
    """A metered caller of `platform` for what is public: with the person's own token where they have a live connection,
    else with the operator's key where there is one.

    A grant that turns out dead is noted, and what is public is read without it. `purpose` is what the ledger and the
    shares of the quota know it by: `import`, `resolve`, `sync`, `refresh`.
    """
    about = registry.get(platform).about
    mine = accounts.live_connection(user, platform) if user else None
    if mine is not None:
        try:
            return own_caller(mine, purpose)
        except GrantEndedError as ended:
            log.info("going on without the person's own account", connection=mine.pk, why=ended.log)
        except UpstreamUnavailableError as error:
            log.info("going on without the person's own account for now", connection=mine.pk, why=error.log)
    return caller_of(about, user.pk if user else None, purpose, with_key=True)


def reading(user: User | None, platform: str, purpose: str, work: Callable[[MeteredCaller], T]) -> T:
    """What `work` makes of a caller for what is public (see `open_caller`).

    Should the person's grant turn out dead on the way, that is noted, and `work`, which must be safe to begin again, is
    done once more without it; only what cannot be seen without it then raises GrantEndedError.
    """
    try:
        with open_caller(user, platform, purpose) as caller:
            return work(caller)
    except GrantEndedError as ended:
        log.info("once more without the person's own account", platform=platform, why=ended.log)
        about = registry.get(platform).about
        try:
            with caller_of(about, user.pk if user else None, purpose, with_key=True) as caller:
                return work(caller)
        except ContentNotFoundError as unseen:
            raise ended from unseen


def own_caller(connection: Connection, purpose: str) -> MeteredCaller:
    """A metered caller with this very connection's token, fresh for a minute and a half at least, renewed once should
    the platform refuse it.

    Raises GrantEndedError when only the person can mend it, and what keeps a token from being refreshed for now.
    """
    about = registry.get(connection.provider).about
    token = LiveToken(connection)
    token.value  # noqa: B018 - to fail here, before anybody relies on it
    return caller_of(about, connection.user_id, purpose, with_key=True, own=token)
