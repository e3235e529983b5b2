"""Several single works at once, as somebody ticked them in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vitrine.accounts.models import User
from vitrine.lib.errors import ImportDuplicateError, ImportInProgressError, RateLimitError, VitrineError
from vitrine.sync.actions.request import request_import
from vitrine.sync.types import Count

MOST = 100


@dataclass(slots=True)
class Several:
    """`jobs` are the ids of those under way, begun now or before; `there` hung on the page already; `left` were not
    begun, and `refused` says why the first of them was not."""

    jobs: list[str] = field(default_factory=list)
    there: list[ImportDuplicateError] = field(default_factory=list)
    left: int = 0
    refused: VitrineError | None = None


def request_imports(
    user: User, addresses: Sequence[str], *, count: Count | None = None, is_private: bool = False
) -> Several:
    """`request_import` for each, in order, at most 100. One that is refused does not keep the others; a limit does."""
    done = Several()
    wanted = list(dict.fromkeys(addresses))[:MOST]
    for number, address in enumerate(wanted):
        try:
            done.jobs.append(str(request_import(user, address, count=count, is_private=is_private).job.pk))
        except ImportInProgressError as running:
            done.jobs.append(running.detail["job_id"])
        except ImportDuplicateError as error:
            done.there.append(error)
        except RateLimitError as error:
            done.refused, done.left = done.refused or error, done.left + len(wanted) - number
            break
        except VitrineError as error:
            done.refused, done.left = done.refused or error, done.left + 1
    return done
