"""A copy of everything, as one zip: a folder a domain, a JSON file a table, the person's files, and a README.

Nothing is held in memory: rows are written as they are read.
"""

import json
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from vitrine.accounts.models import User
from vitrine.care.domains import domains
from vitrine.care.types import EXPORT, EXPORT_QUEUE, EXPORT_TASK
from vitrine.lib import clock, signing
from vitrine.lib.errors import NotFoundError
from vitrine.work import actions as work
from vitrine.work.models import Job
from vitrine.work.types import State

log = structlog.get_logger(__name__)

FOLDER = "exports"
KEPT = timedelta(hours=48)
PURPOSE = "export"
README = """\
This is everything that {site} keeps of you, gathered on {day}.

Each folder is a part of the program, each file in it a table: a JSON array with one object a row. Times are in UTC.
Numbers such as user_id and project_id tie rows of different files together. Your own files are under files/.

Not in here: your password and the keys of your accounts elsewhere, which nobody should carry around.
"""


@dataclass(frozen=True, slots=True)
class Export:
    """How a copy does. `path` is the signed end of its address, once there is something to fetch."""

    state: str
    done: int = 0
    total: int = 0
    sentence: str = ""
    size: int = 0
    until: datetime | None = None
    path: str = ""


def request_export(user: User) -> Job:
    """Open the job that gathers it; the one under way, when there is one."""
    job, _ = work.open_job(
        kind=EXPORT,
        task=EXPORT_TASK,
        queue=EXPORT_QUEUE,
        owner=user,
        payload={},
        title="A copy of everything",
        key=EXPORT,
    )
    return job


def run_export(running: work.Running) -> dict[str, Any]:
    """Gather everything of the job's owner, and keep it in storage for two days."""
    user = running.job.owner
    if user is None:
        raise NotFoundError(log="an export without an owner")
    until = clock.now() + KEPT
    with tempfile.TemporaryFile() as file:
        _write(file, user, running)
        size = file.tell()
        file.seek(0)
        name = default_storage.save(f"{FOLDER}/{int(until.timestamp())}-{secrets.token_urlsafe(18)}.zip", File(file))
    return {"file": name, "bytes": size, "until": until.isoformat()}


def _write(file: IO[bytes], user: User, running: work.Running) -> None:
    parts = domains()
    running.report(total=len(parts) + 1, progress=0)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("README.txt", README.format(site=settings.BASE_URL, day=f"{clock.now():%-d %B %Y}"))
        for number, (label, part) in enumerate(parts, 1):
            for name, rows in part.export(user.pk):
                _table(made, f"{label}/{name}.json", rows, running)
            for name, stored in part.files(user.pk):
                _file(made, f"files/{label}/{name}", stored)
            running.report(progress=number)


def _table(made: zipfile.ZipFile, name: str, rows: Iterator[dict[str, Any]], running: work.Running) -> None:
    with made.open(name, "w") as out:
        before = b"[\n"
        for row in rows:
            running.checkpoint()
            out.write(before + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode())
            before = b",\n"
        out.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _file(made: zipfile.ZipFile, name: str, stored: str) -> None:
    try:
        with default_storage.open(stored) as file, made.open(name, "w", force_zip64=True) as out:
            shutil.copyfileobj(file, out, 1024 * 1024)
    except FileNotFoundError:
        log.warning("a file of the export is not in storage; the copy goes without it", name=stored)


def export_of(user: User) -> Export | None:
    """The newest copy that was asked for; None when there was none, or its time is over."""
    job = Job.objects.filter(owner=user, kind=EXPORT).order_by("-created_at").first()
    if job is None:
        return None
    if job.state != State.COMPLETED:
        return Export(str(job.state), done=job.progress, total=job.total, sentence=job.error_sentence)
    until = datetime.fromisoformat(job.result["until"])
    if until < clock.now():
        return None
    token = signing.sign(f"{job.pk}:{int(until.timestamp())}", key=settings.SECRET_KEY, purpose=PURPOSE)
    return Export("completed", size=job.result["bytes"], until=until, path=token)


def exported_file(user: User, token: str, now: datetime) -> str:
    """The name in storage of the copy that `token` stands for. Raises NotFoundError when the token is none of ours or
    too old, when the copy is somebody else's, and when it is there no more.
    """
    job_id, _, until = signing.verify(token, key=settings.SECRET_KEY, purpose=PURPOSE).partition(":")
    job = Job.objects.filter(pk=job_id, owner=user, kind=EXPORT, state=State.COMPLETED).first()
    over = datetime.fromtimestamp(int(until), UTC) < now
    if job is None or over or not default_storage.exists(job.result["file"]):
        raise NotFoundError("This copy is no longer here: a link is good for two days. Ask for a new one.")
    return str(job.result["file"])


def delete_exports(user_id: int) -> None:
    """The copies of somebody who leaves."""
    for job in Job.objects.filter(owner_id=user_id, kind=EXPORT, state=State.COMPLETED):
        default_storage.delete(job.result["file"])


def prune_exports(now: datetime) -> int:
    """Delete the copies whose time is over, also those that no job knows any more; returns how many."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return 0
    over = [name for name in names if (at := name.partition("-")[0]).isdigit() and int(at) < now.timestamp()]
    for name in over:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(over)
