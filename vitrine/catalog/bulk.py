"""Many rows in one INSERT, from plain tuples.

Django's own bulk_create builds a model object and an expression for every value; an import writes seven hundred values
a work, and that was a third of its time (bench/results/import_channel.json). This writes the same rows to the same
columns, with the model's fields deciding how a value is stored.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, models

Row = Sequence[Any]
Convert = Callable[[Any], Any]


def insert(
    model: type[models.Model],
    columns: tuple[str, ...],
    rows: Sequence[Row],
    *,
    conflict: str = "",
    returning: tuple[str, ...] = (),
) -> list[tuple[Any, ...]]:
    """Insert `rows` (values in the order of `columns`, which are the model's attribute names) in one statement.

    `conflict` is what follows ON CONFLICT; `update` writes the usual one. Gives the `returning` columns of each written
    row, in order. Raises what Django raises (IntegrityError, DataError).
    """
    if not rows:
        return []
    converts = _converts(model, columns)
    values = [
        convert(value) if convert else value for row in rows for convert, value in zip(converts, row, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_sql(model, columns, len(rows), conflict, returning), values)
        return cursor.fetchall() if returning else []


def update(target: Iterable[str], columns: Iterable[str]) -> str:
    """`conflict` for: where a row of the same `target` is there, overwrite `columns`."""
    given = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in target)
    return f"({names}) DO UPDATE SET {given}"


@cache
def _sql(
    model: type[models.Model], columns: tuple[str, ...], count: int, conflict: str, returning: tuple[str, ...]
) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    one = f"({', '.join(['%s'] * len(columns))})"
    text = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([one] * count)}'  # noqa: S608 SLF001 - our own names; Django's documented face of a model
    if conflict:
        text += f" ON CONFLICT {conflict}"
    return f"{text} RETURNING {', '.join(returning)}" if returning else text


@cache
def _converts(model: type[models.Model], columns: tuple[str, ...]) -> tuple[Convert | None, ...]:
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented face of a model
    return tuple(_convert(fields[name]) for name in columns)


def _convert(field: "models.Field[Any, Any]") -> Convert | None:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.DateTimeField) and connection.vendor == "sqlite":
        return _moment
    return None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _moment(value: datetime | None) -> str | None:
    """As Django stores an aware moment in SQLite: in UTC, without saying so."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if value else None
