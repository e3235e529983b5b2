"""Our own addresses as answers carry them: absolute, so that a program can follow them from anywhere."""

from django.conf import settings

PREFIX = "/api/v1"


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def person(slug: str) -> str:
    """The page of a person."""
    return absolute(f"/{slug}/")


def work(owner_slug: str, slug: str) -> str:
    """The page of a work."""
    return absolute(f"/{owner_slug}/{slug}/")


def task(job_id: object) -> str:
    """Where a job is followed; relative to the server, as the contract has it."""
    return f"{PREFIX}/integrations/tasks/{job_id}/"
