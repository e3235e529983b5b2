"""What comes round every hour: the rows that nobody asks for any more go, and no others."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from vitrine.accounts.models import Answer, User
from vitrine.lib import clock
from vitrine.quota.models import ApiCall, Bucket
from vitrine.work.models import Job
from vitrine.workers import tasks

pytestmark = pytest.mark.django_db(transaction=True)


def call(days: int) -> ApiCall:
    return ApiCall.objects.create(
        platform="youtube",
        endpoint="videos.list",
        status=200,
        response_time_ms=80,
        quota_cost=1,
        purpose="import",
        created_at=clock.now() - timedelta(days=days),
    )


def job(days: int) -> Job:
    then = clock.now() - timedelta(days=days)
    return Job.objects.create(task="t", queue="q", state="completed", run_after=then, created_at=then, finished_at=then)


def signed_in(user: User, *, ends_in: timedelta, days: int) -> str:
    client = Client()
    client.force_login(user)
    key = client.session.session_key
    Session.objects.filter(session_key=key).update(expire_date=clock.now() + ends_in)
    begun = clock.now() - timedelta(days=days)
    UserSession.objects.get_or_create(session_key=key, user=user, defaults={"ip": "127.0.0.1", "user_agent": "test"})
    UserSession.objects.filter(session_key=key).update(created_at=begun)
    return str(key)


def test_calls_jobs_and_answers_go_at_their_age_and_days_stay() -> None:
    recent = call(89), job(29)
    call(91)
    job(31)
    Answer.objects.create(name="old", mark="m", at=clock.now() - timedelta(days=2))
    Bucket.objects.create(name="youtube.pool", day=clock.now().date() - timedelta(days=91), limit=10_000, used=401)
    tasks.prune()
    assert (ApiCall.objects.get(), Job.objects.get()) == recent
    assert not Answer.objects.exists()
    assert Bucket.objects.get().used == 401


def test_sessions_that_have_run_out_go_with_what_lists_them(alice: User) -> None:
    signed_in(alice, ends_in=-timedelta(seconds=1), days=14)
    lives = signed_in(alice, ends_in=timedelta(days=1), days=13)
    tasks.prune()
    assert [one.session_key for one in Session.objects.all()] == [lives]
    assert [one.session_key for one in UserSession.objects.all()] == [lives]
