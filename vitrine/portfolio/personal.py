"""What pages hold of a person: points, and pictures kept on disk."""

from collections.abc import Iterator

from vitrine.accounts.models import User
from vitrine.accounts.portable import CHUNK, Rows, delete_all, rows
from vitrine.catalog.models import Project
from vitrine.portfolio import pictures
from vitrine.portfolio.models import PointsEntry

TABLES = (PointsEntry,)


def export(user_id: int) -> Iterator[tuple[str, Rows]]:
    yield "points", rows(PointsEntry.objects.filter(user_id=user_id))


def files(user_id: int) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - the shape every domain has
    yield from ()


def erase(user_id: int) -> None:
    delete_all(PointsEntry.objects.filter(user_id=user_id))
    for user in User.objects.filter(pk=user_id):
        forget_face(user)
    covers = Project.objects.filter(user_id=user_id).exclude(image_url="").values_list("pk", "image_url")
    pictures.forget(pictures.cover(pk, url) for pk, url in covers.iterator(chunk_size=CHUNK))


def forget_face(user: User) -> None:
    """The kept sizes of their portrait."""
    if user.avatar_url:
        pictures.forget([pictures.portrait(user.avatar_url)])
