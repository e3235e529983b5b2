"""Who calls the API in these tests, and something for them to call about."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.program import Program
from vitrine.accounts import limits, usage
from vitrine.accounts.models import User
from vitrine.catalog.models import Project, ProjectBody

Make = Callable[..., Project]


@pytest.fixture(autouse=True)
def _nobody_has_called_yet() -> Iterator[None]:
    """Calls are counted in this process: those of another test are not ours."""
    limits.forget()
    usage.forget()
    yield
    usage.forget()


@pytest.fixture
def program(alice: User) -> Program:
    """Alice's."""
    return Program(alice)


@pytest.fixture
def strangers(charlie: User) -> Program:
    """Charlie's."""
    return Program(charlie)


@pytest.fixture
def nobodys(db: None) -> Program:
    return Program()


@pytest.fixture
def make(db: None) -> Make:
    """`make(user, n, …)`: the n-th work of `user`, a day older than the one before; fields of Project on top."""

    def one(user: User, number: int = 0, **fields: Any) -> Project:
        at = datetime(2026, 11, 1, tzinfo=UTC) - timedelta(days=number)
        given: dict[str, Any] = {
            "platform": "youtube",
            "type": "video",
            "external_id": f"id-{user.pk}-{number}",
            "external_url": f"https://www.youtube.com/watch?v={user.pk:04}{number:07}",
            "title": f"Work {number}",
            "slug": f"work-{number}",
            "image_url": f"https://i.ytimg.com/vi/{number}/hqdefault.jpg",
            "published_at": at,
            "stats_as_of": at,
            "views": number,
            "created_at": at,
            "updated_at": at,
        }
        project = Project.objects.create(user=user, **{**given, **fields})
        upstream = {"title": project.title, "description": "As it was", "image": project.image_url}
        ProjectBody.objects.create(project=project, description="As it was", upstream=upstream)
        return project

    return one
