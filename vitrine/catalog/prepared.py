"""Reads whose SQL is built once.

For a page that is read again and again, Django's building of the same query costs several times what the database
takes to answer it (bench/results/profile_page.json). A prepared read builds it once for each shape, and puts values in.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, NamedTuple, ParamSpec

from django.db import connection
from django.db.models import QuerySet

Shape = ParamSpec("Shape")
Rows = list[tuple[Any, ...]]

_FIRST_MARK = 7_300_000_000_000_000_000  # a bigint that stands in no query of ours
_FIRST_MOMENT = datetime(1, 2, 3, 4, 5, 6, tzinfo=UTC)


class _Statement(NamedTuple):
    """`places` says of each parameter which value goes there; `fixed` is what stands there otherwise."""

    sql: str
    places: Sequence[str | None]
    fixed: Sequence[Any]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]

    def run(self, values: dict[str, Any]) -> Rows:
        given = {name: _stored(value) for name, value in values.items()}
        params = [given[name] if name else fixed for name, fixed in zip(self.places, self.fixed, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return [self._read(row) for row in cursor.fetchall()]

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values as the model's fields have them."""
        read = list(row)
        for place, converters, column in self.converters:
            for convert in converters:
                read[place] = convert(read[place], column, connection)
        return tuple(read)


def prepared(build: Callable[Shape, "QuerySet[Any, tuple[Any, ...]]"]) -> Callable[Shape, Rows]:
    """Decorator: a function that gives a `values_list` queryset becomes one that gives its rows.

    Positional arguments (hashable) shape the query. Keyword arguments are values that change from call to call: an int,
    a str or an aware datetime, compared as they are. One that is None is not there, which makes another shape.
    """
    statements: dict[tuple[Any, ...], _Statement] = {}

    @wraps(build)
    def rows(*shape: Shape.args, **values: Shape.kwargs) -> Rows:
        given = {name: value for name, value in values.items() if value is not None}
        key = (connection.vendor, shape, *given)
        statement = statements.get(key)
        if statement is None:
            marks = {name: _mark(value, place) for place, (name, value) in enumerate(given.items())}
            queryset = build(*shape, **{**values, **marks})
            statement = statements[key] = _built(queryset, marks)
        return statement.run(given)

    return rows


def _built(queryset: "QuerySet[Any, tuple[Any, ...]]", marks: dict[str, Any]) -> _Statement:
    """What Django's own compiler makes of it. SQLCompiler is Django's inside: the tests of the pages hold us to it."""
    compiler = queryset.query.get_compiler(using=connection.alias)
    sql, params = compiler.as_sql()
    names = {_stored(mark): name for name, mark in marks.items()}
    places = [names.get(value) for value in params]
    assert set(places) >= set(marks), "a value was changed or left out on its way into the query"  # noqa: S101 - a slip of whoever writes the query, met at its first call
    columns = [expression for expression, *_ in compiler.select[: compiler.col_count]]
    converters = [(place, *both) for place, both in compiler.get_converters(columns).items()]
    return _Statement(sql, places, params, converters)


def _mark(value: Any, place: int) -> Any:
    if isinstance(value, datetime):
        return _FIRST_MOMENT + timedelta(seconds=place)
    return f"\x01{place}\x01" if isinstance(value, str) else _FIRST_MARK + place


def _stored(value: Any) -> Any:
    """As a query of this database takes it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
