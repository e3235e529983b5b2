"""What comes round by itself, and where each task goes unless its job's row says otherwise."""

from typing import Any

from celery.schedules import crontab

from vitrine.care.types import ERASE_QUEUE, ERASE_TASK, EXPORT_QUEUE, EXPORT_TASK
from vitrine.sync.types import IMPORT_QUEUE, IMPORT_TASK

SWEEP = "vitrine.sweep"
PRUNE = "vitrine.prune"
HOUSEKEEPING = "housekeeping"  # short things; every worker takes them, so that one full of work does not hold them up

ROUTES = {
    IMPORT_TASK: {"queue": IMPORT_QUEUE},
    SWEEP: {"queue": HOUSEKEEPING},
    PRUNE: {"queue": HOUSEKEEPING},
    EXPORT_TASK: {"queue": EXPORT_QUEUE},
    ERASE_TASK: {"queue": ERASE_QUEUE},
}


def entries(*, sweep_every: float) -> dict[str, dict[str, Any]]:
    """Celery's `beat_schedule`; `sweep_every` in seconds. A sweep that nobody took in time is void."""
    return {
        "sweep": {"task": SWEEP, "schedule": sweep_every, "options": {"expires": sweep_every}},
        "prune": {"task": PRUNE, "schedule": crontab(minute=17), "options": {"expires": 3600}},
    }
