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
    build = _as_json if connection.vendor == "postgresql" else _as_values
    sql, values = build(model, columns, rows, _ending(conflict, returning))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if returning else []


def update(target: Iterable[str], columns: Iterable[str]) -> str:
    """`conflict` for: where a row of the same `target` is there, overwrite `columns`."""
    given = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in target)
    return f"({names}) DO UPDATE SET {given}"


def _ending(conflict: str, returning: tuple[str, ...]) -> str:
    told = f" RETURNING {', '.join(returning)}" if returning else ""
    return f" ON CONFLICT {conflict}{told}" if conflict else told


def _head(model: type[models.Model], columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({names})'  # noqa: SLF001 - Django's documented face of a model


# --- values, one by one: SQLite ----------------------------------------------------------------------------------


def _as_values(
    model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Row], ending: str
) -> tuple[str, list[Any]]:
    converts = _converts(model, columns)
    values = [
        convert(value) if convert else value for row in rows for convert, value in zip(converts, row, strict=True)
    ]
    return _values_sql(model, columns, len(rows), ending), values


@cache
def _values_sql(model: type[models.Model], columns: tuple[str, ...], count: int, ending: str) -> str:
    one = f"({', '.join(['%s'] * len(columns))})"
    return f"{_head(model, columns)} VALUES {', '.join([one] * count)}{ending}"


@cache
def _converts(model: type[models.Model], columns: tuple[str, ...]) -> tuple[Convert | None, ...]:
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented face of a model
    return tuple(_convert(fields[name]) for name in columns)


def _convert(field: "models.Field[Any, Any]") -> Convert | None:
    if isinstance(field, models.JSONField):
        return _json
    return _moment if isinstance(field, models.DateTimeField) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _moment(value: datetime | None) -> str | None:
    """As Django stores an aware moment in SQLite: in UTC, without saying so."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if value else None


# --- one text of JSON: PostgreSQL --------------------------------------------------------------------------------
# psycopg puts values into a statement one by one, in Python: with 1,700 of them that takes longer than the insert.


def _as_json(
    model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Row], ending: str
) -> tuple[str, list[Any]]:
    names = [f"c{place}" for place in range(len(columns))]
    text = json.dumps(
        [dict(zip(names, row, strict=True)) for row in rows],
        ensure_ascii=False,
        separators=(",", ":"),
        default=datetime.isoformat,
    )
    return _json_sql(model, columns, ending), [text]


@cache
def _json_sql(model: type[models.Model], columns: tuple[str, ...], ending: str) -> str:
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented face of a model
    names = ", ".join(f"c{place}" for place in range(len(columns)))
    typed = ", ".join(f"c{place} {_type(fields[name])}" for place, name in enumerate(columns))
    rows = f"ROWS FROM (json_to_recordset(%s) AS ({typed})) WITH ORDINALITY AS told({names}, place)"
    return f"{_head(model, columns)} SELECT {names} FROM {rows} ORDER BY place{ending}"  # noqa: S608 - our own names


def _type(field: "models.Field[Any, Any]") -> str:
    """Texts come as long as they are, so that the column itself judges them."""
    return "text" if isinstance(field, models.CharField | models.TextField) else str(field.db_type(connection))
