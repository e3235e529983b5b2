"""What the `personal.py` of every domain is made of: rows as JSON, and rows gone a few at a time."""

from collections.abc import Iterator
from typing import Any

from django.db import models

CHUNK = 500

Row = dict[str, Any]
Rows = Iterator[Row]


def rows(found: "models.QuerySet[Any]", *, but: tuple[str, ...] = ()) -> Rows:
    """The columns of these rows, all but `but`, without holding more than a few of them at a time."""
    names = [field.attname for field in found.model._meta.concrete_fields if field.name not in but]  # noqa: SLF001 - Django's documented face of a model
    return found.order_by("pk").values(*names).iterator(chunk_size=CHUNK)


def delete_all(found: "models.QuerySet[Any]") -> int:
    """Delete these rows, and what hangs on them, a small transaction at a time; returns how many went."""
    gone = 0
    while batch := list(found.values_list("pk", flat=True)[:CHUNK]):
        gone += found.model._default_manager.filter(pk__in=batch).delete()[0]  # noqa: SLF001 - Django's documented face of a model
    return gone
