"""`Idempotency-Key`: the same POST is done once, whoever sends it how often."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.api.conftest import Make
from tests.api.program import Program, Said
from vitrine.accounts import answers
from vitrine.accounts.models import Answer, User
from vitrine.lib import clock
from vitrine.work.models import Job

IMPORT = "/integrations/import/"
CHANNEL = {"url": "https://www.youtube.com/@hallowaybench"}
OTHER = {"url": "https://www.youtube.com/@slowkiln"}


def test_the_same_again_gets_the_same_answer_and_does_nothing(program: Program) -> None:
    first, again = (program.post(IMPORT, CHANNEL, Idempotency_Key="a") for _ in range(2))
    assert (first.status, again.status) == (202, 202)
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert Job.objects.count() == 1


def test_with_and_without_the_slash_is_the_same(program: Program) -> None:
    first, again = (program.post(path, CHANNEL, Idempotency_Key="a") for path in (IMPORT, IMPORT.rstrip("/")))
    assert again.body == first.body


def test_a_key_is_for_one_body(program: Program) -> None:
    program.post(IMPORT, CHANNEL, Idempotency_Key="a")
    said = program.post(IMPORT, OTHER, Idempotency_Key="a")
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert said.body["error"] == "This Idempotency-Key was used for another request."
    assert Job.objects.count() == 1


def test_a_key_is_for_one_person_and_one_address(program: Program, strangers: Program) -> None:
    program.post(IMPORT, CHANNEL, Idempotency_Key="a")
    theirs = strangers.post(IMPORT, CHANNEL, Idempotency_Key="a")
    assert theirs.status == 202
    assert "Idempotency-Replayed" not in theirs.headers
    elsewhere = program.post("/youtube/import/", CHANNEL, Idempotency_Key="a")
    assert elsewhere.outcome == (409, "IMPORT_IN_PROGRESS")


def test_a_refusal_is_not_remembered(program: Program, alice: User, make: Make) -> None:
    path = f"/projects/{make(alice).pk}/revert/"
    program.patch(path.removesuffix("revert/"), {"title": "Mine"})
    assert program.post(path, {"field": "size"}, Idempotency_Key="a").status == 422
    assert not Answer.objects.exists()
    done = program.post(path, {"field": "title"}, Idempotency_Key="a")
    assert (done.status, done.body["title"]) == (200, "Work 0")


def test_a_key_has_a_length(program: Program) -> None:
    assert program.post(IMPORT, CHANNEL, Idempotency_Key="k" * 255).status == 202
    said = program.post(IMPORT, OTHER, Idempotency_Key="k" * 256)
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert "255" in said.body["error"]


def test_what_never_ended_is_lost_after_two_minutes_and_an_answer_after_a_day(db: None) -> None:
    assert answers.begin("n", "m") is None
    left = answers.begin("n", "m")
    assert left
    assert left.status == 0
    Answer.objects.update(at=clock.now() - timedelta(seconds=119))
    assert answers.begin("n", "m")
    Answer.objects.update(at=clock.now() - timedelta(seconds=121))
    assert answers.begin("n", "other") is None
    answers.keep("n", status=202, kind="application/json", content=b"{}")
    Answer.objects.update(at=clock.now() - timedelta(hours=23))
    kept = answers.begin("n", "m")
    assert kept
    assert (kept.status, kept.mark) == (202, "other")
    Answer.objects.update(at=clock.now() - timedelta(hours=25))
    assert answers.prune_answers(clock.now()) == 1
    assert answers.begin("n", "m") is None


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_open_one_job(alice: User) -> None:
    """Each answers 202 with the one job, or 409 that asks to come again in a second."""
    programs = [Program(alice) for _ in range(8)]
    said: list[Said] = []
    gate = threading.Barrier(len(programs))

    def send(program: Program) -> None:
        gate.wait()
        said.append(program.post(IMPORT, CHANNEL, Idempotency_Key="a"))
        connection.close()

    threads = [threading.Thread(target=send, args=[program]) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    job = Job.objects.get()
    answered: list[Any] = [one.body["job_id"] for one in said if one.status == 202]
    early = [one for one in said if one.status == 409]
    assert answered
    assert set(answered) == {str(job.pk)}
    assert len(answered) + len(early) == len(programs)
    assert {(one.code, one.headers["Retry-After"]) for one in early} <= {("IMPORT_IN_PROGRESS", "1")}


def test_what_was_answered_is_sealed_at_rest(program: Program) -> None:
    """An answer may hold a new key, which is stored nowhere."""
    said = program.post(IMPORT, CHANNEL, Idempotency_Key="a")
    kept = Answer.objects.get()
    assert said.body["job_id"].encode() not in bytes(kept.content)
    assert said.body["job_id"].encode() in answers.said(kept)
