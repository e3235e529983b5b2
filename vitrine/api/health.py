"""Alive, and in detail: each part asked for real, with the time it took."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import get_random_string

from vitrine.lib.http import Request, door
from vitrine.work.queries import queue_age

log = structlog.get_logger("vitrine.health")

OK, DOWN = 200, 503


class PartDown(Exception):  # noqa: N818 - a finding; its text is for whoever runs the place
    """A part answers, and not as it should."""


def alive(_request: HttpRequest) -> JsonResponse:
    return _said({"status": "ok"}, OK)


def detailed(_request: HttpRequest) -> JsonResponse:
    """200 when every needed part works, 503 otherwise; the body says which, and what is the matter."""
    checks = CHECKS | {"sandbox": _sandbox} if settings.SANDBOX_ON else CHECKS
    parts = {name: _timed(name, check) for name, check in checks.items()}
    well = all(part["ok"] for part in parts.values())
    return _said({"status": "ok" if well else "down", "parts": parts}, OK if well else DOWN)


def _said(body: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


def _timed(name: str, check: Callable[[], str]) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        said, well = check(), True
    except PartDown as found:
        said, well = str(found), False
    except Exception as error:
        log.exception("part_down", part=name)
        said, well = f"{type(error).__name__}: see the log", False
    return {"ok": well, "ms": round((time.perf_counter() - began) * 1000, 1), "detail": said}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return str(connection.vendor)


def _queue() -> str:
    age = queue_age()
    if age > settings.HEALTH_QUEUE_STALLED:
        raise PartDown(f"a job has been ready for {age:.0f} s and no worker took it")
    return f"oldest ready job: {age:.0f} s"


def _storage() -> str:
    """Writes, reads and removes a file where media are kept."""
    name = default_storage.save(f"probe/{get_random_string(12)}", ContentFile(b"ok"))
    try:
        with default_storage.open(name) as probe:
            if probe.read() != b"ok":
                raise PartDown("what was written could not be read")
    finally:
        default_storage.delete(name)
    return "files"


def _cache() -> str:
    mark = get_random_string(12)
    cache.set(f"health:{mark}", mark, 10)
    if cache.get(f"health:{mark}") != mark:
        raise PartDown("what was written could not be read")
    cache.delete(f"health:{mark}")
    return "redis" if settings.REDIS_URL else "files"


def _sandbox() -> str:
    if not settings.SANDBOX_ADDRESS:
        raise PartDown("it is on and has no address: start with `make run` or `vitrine up`")
    url = f"http://{settings.SANDBOX_ADDRESS}/__sandbox/usage"
    status = door().fetch(Request(url=url, total_timeout=3, purpose="health")).status
    if status != OK:
        raise PartDown(f"answers {status}")
    return str(settings.SANDBOX_ADDRESS)


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "queue": _queue, "storage": _storage, "cache": _cache}
