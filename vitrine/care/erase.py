"""The end of an account. Visitors find nothing from the same moment on; a job deletes the rest, within the day.

There are no days of grace: who asks to be deleted has typed their name and shown that it is them, and the page says
what goes.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog

from vitrine.accounts import actions as accounts
from vitrine.accounts.models import Connection, User
from vitrine.accounts.types import ConnectionState
from vitrine.care.domains import domains
from vitrine.care.export import delete_exports
from vitrine.care.types import ERASE, ERASE_QUEUE, ERASE_TASK
from vitrine.lib import clock
from vitrine.lib.errors import Verdict, VitrineError
from vitrine.portfolio import personal as pages
from vitrine.upstream import actions as upstream
from vitrine.work import actions as work
from vitrine.work import personal as jobs

log = structlog.get_logger(__name__)

ERASED_WITHIN = 24  # hours, as the page says
AGAIN = timedelta(seconds=10)


def erase(user: User) -> None:
    """Close the account for ever and open the job that deletes what is behind it."""
    pages.forget_face(user)
    accounts.leave(user)
    _open(user.pk)


def run_erase(running: work.Running) -> dict[str, Any]:
    """Delete every row and file of the person, the highest floor first. Begun again, it goes on where it broke off.

    Waits for what still runs for them, so that nothing is written behind its back.
    """
    user_id = int(running.payload["user"])
    if jobs.stop(user_id):
        raise VitrineError(
            "Something of theirs is still being put down.", verdict=Verdict.WAITING, until=clock.now() + AGAIN
        )
    _end_grants(user_id)
    delete_exports(user_id)
    parts = domains()
    running.report(total=len(parts), progress=0)
    for number, (label, part) in enumerate(parts, 1):
        running.checkpoint()
        part.erase(user_id)
        log.info("erased", domain=label, user=user_id)
        running.report(progress=number)
    return {}


def _end_grants(user_id: int) -> None:
    """Give back what they granted us elsewhere, as well as the other side can be told; our copy of the tokens is wiped
    first.
    """
    for connection in Connection.objects.filter(user_id=user_id).exclude(state=ConnectionState.DISCONNECTED):
        upstream.revoke(connection.provider, accounts.disconnect(connection), None)


def erase_leaving(now: datetime) -> int:
    """Open the job again for everybody who left and is still here: a job that failed is no reason to keep anything.

    Returns for how many.
    """
    late = list(User.objects.filter(leaving_at__isnull=False).values_list("pk", "leaving_at"))
    for user_id, since in late:
        if since and now - since > timedelta(hours=ERASED_WITHIN):
            log.error("somebody who left is still here; look at the job", user=user_id, since=since.isoformat())
        _open(user_id)
    return len(late)


def _open(user_id: int) -> None:
    work.open_job(
        kind=ERASE,
        task=ERASE_TASK,
        queue=ERASE_QUEUE,
        owner=None,  # the job outlives its person
        payload={"user": user_id},
        title="Deleting an account",
        key=f"{ERASE}:{user_id}",
    )
