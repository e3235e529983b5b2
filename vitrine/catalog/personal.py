"""What the catalogue holds of a person: sources, their ledgers, works and labels. Labels themselves are everybody's."""

from collections.abc import Iterator

from vitrine.accounts.portable import CHUNK, Rows, delete_all, rows
from vitrine.catalog.models import ContentSource, Project, ProjectBody, ProjectTerm, SourceItem

TABLES = (ContentSource, Project, ProjectBody, ProjectTerm, SourceItem)


def export(user_id: int) -> Iterator[tuple[str, Rows]]:
    yield "sources", rows(ContentSource.objects.filter(user_id=user_id))
    yield "items", rows(SourceItem.objects.filter(source__user_id=user_id))
    yield "projects", rows(Project.objects.filter(user_id=user_id))
    yield "bodies", rows(ProjectBody.objects.filter(project__user_id=user_id))
    yield "labels", _labels(user_id)


def _labels(user_id: int) -> Rows:
    """By name, not by number: a number means nothing elsewhere."""
    names = ("project_id", "by", "rank", "term__kind", "term__slug", "term__name")
    mine = ProjectTerm.objects.filter(project__user_id=user_id).order_by("project_id", "rank")
    return (dict(zip(names, row, strict=True)) for row in mine.values_list(*names).iterator(chunk_size=CHUNK))


def files(user_id: int) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - the shape every domain has
    yield from ()


def erase(user_id: int) -> None:
    delete_all(SourceItem.objects.filter(source__user_id=user_id))
    delete_all(Project.objects.filter(user_id=user_id))
    delete_all(ContentSource.objects.filter(user_id=user_id))
