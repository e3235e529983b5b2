"""The Celery application: which broker, which queues. What a task does is in `vitrine.workers`."""

import os
import threading
from typing import Any

from celery import Celery, signals
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vitrine.config.settings")

from django.conf import settings

from vitrine.config import folder_queue
from vitrine.workers import schedule

QUEUES = tuple(sorted({queue for lane in settings.WORKERS.values() for queue in lane.queues}))
EMBEDDED_BROKER = settings.CELERY_BROKER_URL.startswith(f"{folder_queue.SCHEME}:")

app = Celery("vitrine", broker=settings.CELERY_BROKER_URL, set_as_current=True)
app.autodiscover_tasks(["vitrine.workers"], related_name="tasks")
app.conf.update(
    include=settings.CELERY_INCLUDE,
    task_queues=[Queue(name, routing_key=name) for name in QUEUES],
    task_default_queue="default",
    task_routes=schedule.ROUTES,
    task_ignore_result=True,
    task_acks_late=False,  # the row is the truth: a lost message is sent again by the sweep
    beat_schedule=schedule.entries(sweep_every=settings.JOB_SWEEP),
    beat_scheduler="celery.beat:Scheduler",  # nothing to keep in a file: what comes round does no harm twice
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    beat_enable_remote_control=False,
    # Answering `celery inspect` costs a wake-up a second or a folder more to look into.
    worker_enable_remote_control=not EMBEDDED_BROKER,
    broker_connection_retry_on_startup=True,
    broker_transport_options=(
        folder_queue.options(settings.HOME / "queue", settings.CELERY_POLL)
        if EMBEDDED_BROKER
        else {"socket_connect_timeout": 2, "socket_timeout": 10}
    ),
)


@signals.setup_logging.connect
def _leave_logging_alone(**_: Any) -> None:
    """A receiver is all that Celery asks for (its "Logging" guide): structlog has been set up already."""


@signals.worker_shutting_down.connect
def _hand_back(**_: Any) -> None:
    """What is running goes back to pending at once. From a thread: this is a signal handler, and there are locks."""
    from vitrine.work.actions import shut_down

    threading.Thread(target=shut_down, daemon=True).start()


@signals.worker_ready.connect
def _sweep_once(**_: Any) -> None:
    """Whoever starts finds out at once what was left lying."""
    app.send_task(schedule.SWEEP, ignore_result=True, expires=settings.JOB_SWEEP)
