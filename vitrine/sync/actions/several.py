"""Several single works at once, as somebody ticked them in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vitrine.accounts.models import User
from vitrine.lib.errors import ImportDuplicateError, ImportInProgressError, RateLimitError, VitrineError
from vitrine.sync.actions.request import request_import
from vitrine.work.models import Job

MOST = 100


@dataclass(slots=True)
class Several:
    """`already` hung on the page before; `left` were not begun, and `refused` says why the first of them was not."""

    jobs: list[Job] = field(default_factory=list)
    already: int = 0
    left: int = 0
    refused: VitrineError | None = None


def request_imports(user: User, addresses: Sequence[str]) -> Several:
    """`request_import` for each, in order, at most 100. One that is refused does not keep the others; a limit does."""
    done = Several()
    wanted = list(dict.fromkeys(addresses))[:MOST]
    for number, address in enumerate(wanted):
        try:
            done.jobs.append(request_import(user, address).job)
        except (ImportDuplicateError, ImportInProgressError):
            done.already += 1
        except RateLimitError as error:
            done.refused, done.left = done.refused or error, done.left + len(wanted) - number
            break
        except VitrineError as error:
            done.refused, done.left = done.refused or error, done.left + 1
    return done
