"""Alive, and in detail: each part asked for real, with the time it took."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from vitrine.lib.http import Request, door
from vitrine.work.queries import queue_age

log = structlog.get_logger("vitrine.health")

STALLED = 120  # seconds a ready job may lie before the queue counts as down


def alive(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def detailed(_request: HttpRequest) -> JsonResponse:
    """200 when every needed part works, 503 otherwise; the body says which, and what to do."""
    parts = {name: _timed(check) for name, check in CHECKS.items()}
    if settings.SANDBOX_ON:
        parts["sandbox"] = _timed(_sandbox)
    well = all(part["ok"] for part in parts.values())
    return JsonResponse({"status": "ok" if well else "down", "parts": parts}, status=200 if well else 503)


def _timed(check: Callable[[], str]) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        said, well = check(), True
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a part is what is to be told
        log.warning("part_down", why=str(error))
        said, well = f"{type(error).__name__}: see the log", False
    return {"ok": well, "ms": round((time.perf_counter() - began) * 1000, 1), "detail": said}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return str(connection.vendor)


def _queue() -> str:
    age = queue_age()
    if age > STALLED:
        raise RuntimeError(f"a job has been ready for {age:.0f} s and no worker took it")
    return f"oldest ready job: {age:.0f} s"


def _storage() -> str:
    probe = settings.HOME / ".probe"
    probe.write_text("ok", encoding="ascii")
    probe.unlink()
    return "files"


def _cache() -> str:
    cache.set("health", "ok", 10)
    if cache.get("health") != "ok":
        raise RuntimeError("what was written could not be read")
    return "redis" if settings.REDIS_URL else "files"


def _sandbox() -> str:
    if not settings.SANDBOX_ADDRESS:
        raise RuntimeError("it is on and has no address: start with `make run` or `vitrine up`")
    answer = door().fetch(
        Request(url=f"http://{settings.SANDBOX_ADDRESS}/__sandbox/usage", total_timeout=3, purpose="health")
    )
    if answer.status != 200:  # noqa: PLR2004
        raise RuntimeError(f"answers {answer.status}")
    return str(settings.SANDBOX_ADDRESS)


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "queue": _queue, "storage": _storage, "cache": _cache}
