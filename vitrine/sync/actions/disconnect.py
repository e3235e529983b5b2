"""Disconnect an account: its sources stop, its projects stay or go as its owner says, our access ends."""

from dataclasses import dataclass

from vitrine.accounts import actions as accounts
from vitrine.accounts.models import Connection
from vitrine.catalog import actions as catalog
from vitrine.catalog.actions.leaving import Works, count_works, sources_of
from vitrine.platforms import registry
from vitrine.upstream import actions as upstream
from vitrine.work import actions as work
from vitrine.work.models import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What disconnecting would touch, told before it is done."""

    connection: Connection
    works: Works
    jobs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnected:
    """What became of it. `revoked`: the provider confirmed that our access has ended, else it can be ended there."""

    removed: Works | None
    kept: Works | None
    revoked: bool


def disconnect_preview(connection: Connection) -> Preview:
    works = count_works(connection.user_id, connection.provider, connection.account_id)
    return Preview(connection=connection, works=works, jobs=len(_open_jobs(connection)))


def disconnect(connection: Connection, *, delete_projects: bool = False, address: str = "") -> Disconnected:
    """Wipe our copy of the tokens first, whatever happens next; then stop what runs, keep or delete the account's
    projects, and tell the provider, as well as it can be told.

    Safe to repeat: a second call finds nothing left to do.
    """
    user_id, platform, account = connection.user_id, connection.provider, connection.account_id
    tokens = accounts.disconnect(connection, address=address)
    for job in _open_jobs(connection):
        work.cancel(job)
    label = registry.get(platform).about.label
    sentence = f"Stopped, because you disconnected {connection.account_name}. Connect {label} again and it goes on."
    catalog.stop_sources(user_id, platform, account, sentence)
    removed = kept = None
    if delete_projects:
        removed = catalog.remove_works_of(user_id, platform, account)
    else:
        kept = count_works(user_id, platform, account)
    return Disconnected(removed=removed, kept=kept, revoked=upstream.revoke(platform, tokens, user_id))


def _open_jobs(connection: Connection) -> list[Job]:
    """Imports of the account's own lists that have not ended: begun ones know their source, others name the account."""
    platform, account = connection.provider, connection.account_id
    sources = set(sources_of(connection.user_id, platform, account).values_list("id", flat=True))
    mine = Job.objects.open().filter(owner=connection.user_id, kind__endswith=f":{platform}")
    return [
        job
        for job in mine
        if job.payload.get("source_id") in sources or (job.payload.get("ref") or {}).get("id") == account
    ]
