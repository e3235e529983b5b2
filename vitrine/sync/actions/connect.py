"""After the consent page: the account's sources go on, and its first import is offered."""

from vitrine.accounts.models import Connection, User
from vitrine.catalog import actions as catalog
from vitrine.sync.actions.request import Found, look
from vitrine.upstream.actions import Finished, finish


def finish_connecting(
    user: User, platform: str, *, session: str, state: str, code: str = "", error: str = "", address: str = ""
) -> Finished:
    """As `upstream.actions.finish`; what was stopped when the account left or its grant died goes on."""
    done = finish(user, platform, session=session, state=state, code=code, error=error, address=address)
    catalog.resume_sources(user.pk, platform, done.connection.account_id)
    return done


def first_import_options(connection: Connection) -> Found:
    """The connected account with its count, and the ways to import it (10, 50, all) with what each takes. Asks upstream
    (a unit); raises what `look` raises.
    """
    return look(connection.user, connection.account_url)
