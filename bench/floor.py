"""The rows that an import wrote, and writing them again with nothing around it: a bulk insert a table and page."""

import sqlite3
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.types.json import set_json_loads

TABLES = (
    *("catalog_project", "catalog_projectbody", "catalog_sourceitem", "catalog_term", "catalog_projectterm"),
    "portfolio_pointsentry",
)
Rows = list[tuple[Any, ...]]
Page = dict[str, Rows]


class Store(Protocol):
    """`pages` are what was written, dealt out over as many pages as the import had; `write` puts one into empty tables
    of the same columns and indexes."""

    pages: list[Page]

    def write(self, page: Page) -> None: ...

    def close(self) -> None: ...


def dealt(rows: dict[str, Rows], page_size: int) -> list[Page]:
    pages: list[Page] = [{} for _ in range(-(-len(rows["catalog_project"]) // page_size))]
    for table, mine in rows.items():
        left, size = iter(mine), -(-len(mine) // len(pages))
        for page in pages:
            if part := list(islice(left, size)):
                page[table] = part
    return pages


class SQLite:
    """A file beside the one that was written, by the standard library's module."""

    def __init__(self, written: Path, page_size: int) -> None:
        with sqlite3.connect(written) as source:
            self.pages = dealt({table: _all(source, table) for table in TABLES}, page_size)
            schema = _schema(source)
        self._database = sqlite3.connect(written.with_name("floor.sqlite3"), isolation_level=None)
        self._database.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {schema}")

    def write(self, page: Page) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        for table, rows in page.items():
            marks = ",".join("?" * len(rows[0]))
            self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own names
        self._database.execute("COMMIT")

    def close(self) -> None:
        self._database.close()


def _all(database: sqlite3.Connection, table: str) -> Rows:
    return database.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608 - our own names


def _schema(database: sqlite3.Connection) -> str:
    """The tables and indexes that are written to, as the product has them."""
    names = ",".join(f"'{name}'" for name in TABLES)
    rows = database.execute(f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({names}) AND sql IS NOT NULL")  # noqa: S608 - our own names
    return ";".join(sql for (sql,) in rows)


class PostgreSQL:
    """Empty twins of the tables in a schema of their own, by psycopg, a statement of many rows a table and page."""

    def __init__(self, url: str, page_size: int) -> None:
        self._database = psycopg.connect(url, autocommit=True)
        set_json_loads(
            lambda told: told.decode() if isinstance(told, bytes) else told, self._database
        )  # as it stands, in and out
        self.pages = dealt({table: self._all(table) for table in TABLES}, page_size)
        self._database.execute("CREATE SCHEMA floor")
        for table in TABLES:
            self._database.execute(f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)")

    def _all(self, table: str) -> Rows:
        key = "project_id" if table == "catalog_projectbody" else "id"
        return self._database.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall()  # noqa: S608 - our own names

    def write(self, page: Page) -> None:
        with self._database.transaction(), psycopg.ClientCursor(self._database) as cursor:
            for table, rows in page.items():
                row = f"({','.join(['%s'] * len(rows[0]))})"
                values = [value for one in rows for value in one]
                cursor.execute(f"INSERT INTO floor.{table} VALUES {','.join([row] * len(rows))}", values)  # noqa: S608 - our own names

    def close(self) -> None:
        self._database.close()
