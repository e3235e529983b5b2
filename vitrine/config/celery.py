"""The Celery application: which broker, which queues. What a task does is in `vitrine.workers`."""

import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vitrine.config.settings")

from django.conf import settings

QUEUES = ("youtube_import", "youtube_sync", "default", "archive", "analytics")

app = Celery("vitrine", broker=settings.CELERY_BROKER_URL, set_as_current=True)
app.autodiscover_tasks(["vitrine.workers"], related_name="tasks")


def _folders(home: Path) -> dict[str, object]:
    """The file transport's options: one folder for all processes of this home."""
    folder = home / "queue"
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder),
        "polling_interval": settings.CELERY_POLL,
    }


app.conf.update(
    task_default_queue="default",
    task_ignore_result=True,
    task_acks_late=False,  # the row is the truth: a lost message is sent again by the sweep
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
)
if settings.CELERY_BROKER_URL.startswith("filesystem"):
    app.conf.broker_transport_options = _folders(settings.HOME)
