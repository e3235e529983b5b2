"""Whatever is sent is consumed: each task and each entry of the schedule, by the workers of either size.

Both sizes start the same lanes (the setting WORKERS): `vitrine up` one process each, `vitrine worker LANE` as many as
one likes.
"""

from celery import current_app
from django.conf import settings

from vitrine.sync.types import IMPORT_QUEUE
from vitrine.workers.schedule import HOUSEKEEPING


def consumed() -> set[str]:
    return {queue for lane in settings.WORKERS.values() for queue in lane.queues}


def declared() -> set[str]:
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if name.startswith("vitrine.")}


def queue_of(task: str) -> str:
    """Where Celery itself would send it."""
    return str(current_app.amqp.router.route({}, task)["queue"].name)


def test_every_task_goes_to_a_queue_that_some_worker_consumes() -> None:
    assert len(declared()) >= 3
    assert {queue_of(task) for task in declared()} <= consumed()


def test_no_task_is_left_to_the_default_by_accident() -> None:
    assert declared() == set(current_app.conf.task_routes)


def test_what_comes_round_is_declared_and_consumed() -> None:
    entries = current_app.conf.beat_schedule.values()
    assert {entry["task"] for entry in entries} <= declared()
    assert {queue_of(entry["task"]) for entry in entries} <= consumed()
    assert current_app.conf.beat_schedule["sweep"]["schedule"] == settings.JOB_SWEEP


def test_background_work_has_no_way_into_the_worker_that_people_wait_for() -> None:
    people = settings.WORKERS["people"].queues
    assert set(people) == {IMPORT_QUEUE, HOUSEKEEPING}
    assert all(IMPORT_QUEUE not in lane.queues for name, lane in settings.WORKERS.items() if name != "people")
    assert {queue_of(task) for task in declared()} & {HOUSEKEEPING}


def test_housekeeping_waits_for_no_single_worker() -> None:
    assert all(HOUSEKEEPING in lane.queues for lane in settings.WORKERS.values())
