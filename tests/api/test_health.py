"""Health: alive is alive, and in detail each part is asked for real."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.lib import clock
from vitrine.sync.actions import request_import
from vitrine.work.leases import claim
from vitrine.work.models import Job

CHANNEL = "https://www.youtube.com/@hallowaybench"


@pytest.fixture
def _well(settings: Settings, world: Sandbox, tmp_path: Path) -> None:
    settings.SANDBOX_ADDRESS = f"127.0.0.1:{world.port}"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "media")}},
    }


def detailed() -> tuple[int, Any]:
    answer = Client().get("/health/detailed")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


def test_alive_asks_nobody() -> None:
    """Not even the database: pytest-django forbids it here."""
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.usefixtures("_well", "db")
def test_every_part_answers_with_the_time_it_took() -> None:
    status, said = detailed()
    assert (status, said["status"]) == (200, "ok"), said
    assert set(said["parts"]) == {"database", "queue", "storage", "cache", "sandbox"}
    for part in said["parts"].values():
        assert part["ok"] is True
        assert part["ms"] >= 0
    assert not list(Path(default_storage.path("probe")).iterdir()), "the probe was left behind"


@pytest.mark.usefixtures("_well")
def test_a_job_that_nobody_takes_means_the_queue_is_down(alice: User, settings: Settings) -> None:
    settings.HEALTH_QUEUE_STALLED = 60
    job = request_import(alice, CHANNEL).job
    assert detailed()[0] == 200
    Job.objects.filter(pk=job.pk).update(run_after=clock.now() - timedelta(seconds=61))
    status, said = detailed()
    assert (status, said["status"]) == (503, "down")
    assert said["parts"]["queue"]["detail"] == "a job has been ready for 61 s and no worker took it"
    assert said["parts"]["database"]["ok"] is True
    settings.HEALTH_QUEUE_STALLED = 120
    assert detailed()[0] == 200


@pytest.mark.usefixtures("_well")
def test_a_job_that_waits_for_its_time_does_not(alice: User, settings: Settings) -> None:
    settings.HEALTH_QUEUE_STALLED = 60
    job = request_import(alice, CHANNEL).job
    Job.objects.filter(pk=job.pk).update(run_after=clock.now() + timedelta(hours=8))
    assert detailed()[0] == 200


@pytest.mark.usefixtures("_well")
def test_a_job_whose_worker_died_counts_from_the_end_of_its_lease(alice: User, settings: Settings) -> None:
    settings.HEALTH_QUEUE_STALLED = 60
    job = request_import(alice, CHANNEL).job
    Job.objects.filter(pk=job.pk).update(run_after=clock.now() - timedelta(hours=1))
    assert claim(job.pk)
    assert detailed()[0] == 200
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=30))
    assert detailed()[0] == 200, "the sweep has not come by yet"
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=90))
    assert detailed()[0] == 503


@pytest.mark.usefixtures("_well", "db")
def test_a_storage_that_cannot_be_written_is_down() -> None:
    folder = Path(default_storage.path(""))
    folder.write_text("a file where the folder should be", encoding="ascii")
    status, said = detailed()
    assert status == 503
    assert [name for name, part in said["parts"].items() if not part["ok"]] == ["storage"]
    assert str(folder) not in str(said), "paths are nobody's business"
    folder.unlink()
    assert detailed()[0] == 200


@pytest.mark.usefixtures("_well", "db")
def test_a_cache_that_cannot_be_written_is_down(settings: Settings, tmp_path: Path) -> None:
    if settings.REDIS_URL:
        pytest.skip("the cache of these tests is Redis, and is others' too")
    place = tmp_path / "cache"
    cache = {**settings.CACHES["default"], "LOCATION": str(place / "values")}
    settings.CACHES = {"default": cache}
    assert detailed()[0] == 200
    shutil.rmtree(place)
    place.write_text("a file where the folder should be", encoding="ascii")
    status, said = detailed()
    assert status == 503
    assert said["parts"]["cache"]["ok"] is False


@pytest.mark.usefixtures("_well", "db")
def test_a_sandbox_that_is_on_and_gone_is_down(settings: Settings) -> None:
    settings.SANDBOX_ADDRESS = "127.0.0.1:9"
    status, said = detailed()
    assert (status, said["parts"]["sandbox"]["ok"]) == (503, False)
    settings.SANDBOX_ADDRESS = ""
    status, said = detailed()
    assert status == 503
    assert "no address" in said["parts"]["sandbox"]["detail"]
