"""Tables as an SQLite database: STRICT tables with keys and checks, filled from typed values, and asked by queries that can only read."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from scodata.layout import Column, Table
from scodata.problems import ScodataError
from scodata.tables import to_cell

if TYPE_CHECKING:
    import sqlite3

Cells = Sequence[Any]
LONGEST_TEXT = 10_000_000
"""Bytes that a text which a query makes may have."""
_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_COMPARISONS = {
    "minimum": "{name} >= {value}",
    "maximum": "{name} <= {value}",
    "minLength": "length({name}) >= {value}",
    "maxLength": "length({name}) <= {value}",
}
_CLOCK = frozenset("date time datetime julianday strftime unixepoch timediff random randomblob current_date current_time current_timestamp".split())
"""Functions whose result isn't the same on every day and machine."""


def create(table: Table) -> str:
    """The statement that creates a table, STRICT, with its keys and checks; patterns are left out, since plain SQLite has no REGEXP."""
    lines = [_column(column) for column in table.columns]
    if table.key:
        lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {quoted(key.table)} ({_names(key.targets)})" for key in table.foreign_keys]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def indexes(table: Table) -> Iterator[str]:
    """The statements that index each foreign key, but where the primary key begins with its columns and so serves it."""
    for columns in dict.fromkeys(key.columns for key in table.foreign_keys):
        if table.key[: len(columns)] != columns:
            yield f"CREATE INDEX {quoted('.'.join((table.name, *columns)))} ON {quoted(table.name)} ({_names(columns)})"


def fill(database: sqlite3.Connection, table: Table, rows: Iterable[Cells]) -> None:
    """Adds rows of typed values. Raises `sqlite3.IntegrityError` where one breaks a key or a check."""
    places = ", ".join("?" * len(table.columns))
    database.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({places})", (tuple(map(_stored, row)) for row in rows))


def load(database: sqlite3.Connection, tables: Iterable[Table], rows: Callable[[str], Iterable[Cells]]) -> None:
    """Creates tables and fills each with the `rows` of its name, then indexes what leads from one to another. Keys and checks hold."""
    for table in tables:
        database.execute(create(table))
        database.execute("BEGIN")
        fill(database, table, rows(table.name))
        database.execute("COMMIT")
        for statement in indexes(table):
            database.execute(statement)


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any) -> str:
    """A scalar as SQL has it."""
    stored = _stored(value)
    return str(stored) if isinstance(stored, (int, float)) else "'" + str(stored).replace("'", "''") + "'"


def cell(value: Any, type_: str) -> str:
    """What SQLite gives for a column of this type, as a CSV has it."""
    return to_cell(bool(value) if type_ == "boolean" and value is not None else value)


@contextmanager
def in_memory() -> Iterator[sqlite3.Connection]:
    """An empty database of this process alone, with the functions that queries may use beside those of SQLite."""
    import sqlite3  # here, as below, since a check of records asks no database

    if sqlite3.sqlite_version_info < (3, 37):
        raise ScodataError(f"this Python has SQLite {sqlite3.sqlite_version}; tables of strict types need 3.37 or newer")
    database = sqlite3.connect("", isolation_level=None)  # no name: SQLite moves what grows large to a file of its own, which vanishes
    try:
        database.execute("PRAGMA foreign_keys = OFF")
        database.create_function("script", 1, script, deterministic=True)
        database.create_function("shifted", 2, shifted, deterministic=True)
        database.create_aggregate("joined", 1, _Joined)  # type: ignore[arg-type]
        yield database
    finally:
        database.close()


Limit = Callable[[], bool]
"""Says, every few thousand steps of a query, whether it has gone on for too long."""


def seconds(most: float) -> Limit:
    """A limit of time, for a person who waits."""
    end = time.monotonic() + most
    return lambda: time.monotonic() > end


def steps(most: int) -> Limit:
    """A limit of work, which is the same on every machine."""
    done = iter(range(most // _STEPS))
    return lambda: next(done, None) is None


_STEPS = 10_000
"""Steps of SQLite's machine between two looks at the limit."""


@contextmanager
def guarded(database: sqlite3.Connection, limit: Limit, *, clock: bool) -> Iterator[set[str]]:
    """Inside of it the database can only be read: nothing is written, attached or loaded, and a query that passes the limit is stopped.

    Without `clock` no function is allowed that could give another result tomorrow. Gives the set of the tables that are read, which grows.
    """
    import sqlite3

    read: set[str] = set()

    def allowed(action: int, one: str | None, other: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_READ and one:
            read.add(one)
        if action == sqlite3.SQLITE_FUNCTION:
            forbidden = {"load_extension", "fts3_tokenizer", *(() if clock else _CLOCK)}
            return sqlite3.SQLITE_DENY if str(other).lower() in forbidden else sqlite3.SQLITE_OK
        harmless = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE)
        return sqlite3.SQLITE_OK if action in harmless else sqlite3.SQLITE_DENY

    database.execute("PRAGMA query_only = ON")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_TEXT)
    database.set_progress_handler(limit, _STEPS)
    database.set_authorizer(allowed)
    try:
        yield read
    finally:
        database.set_authorizer(None)
        database.set_progress_handler(None, 0)
        database.execute("PRAGMA query_only = OFF")


def script(text: Any) -> str | None:
    """The script of most letters of a text, as ISO 15924 names it (`Latn`, `Cyrl`, `Hani`, `Arab`); `Zyyy` for none of these, None for no text."""
    if not isinstance(text, str):
        return None
    names = [unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in text if letter.isalpha()]
    counts = {code: names.count(name) for name, code in (("LATIN", "Latn"), ("CYRILLIC", "Cyrl"), ("CJK", "Hani"), ("ARABIC", "Arab"))}
    most = max(counts, key=lambda code: counts[code])
    return most if counts[most] else "Zyyy"


def shifted(day: Any, by: Any) -> str | None:
    """The day (YYYY-MM-DD) that is so many days later; None for no day."""
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat() if day is not None else None


class _Joined:
    """The distinct values of a group, sorted, with `; ` between them; NULL for none."""

    def __init__(self) -> None:
        self.values: set[str] = set()

    def step(self, value: Any) -> None:
        if value is not None:
            self.values.add(str(value))

    def finalize(self) -> str | None:
        return "; ".join(sorted(self.values)) or None


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(quoted, columns))


def _stored(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _column(column: Column) -> str:
    name = quoted(column.name)
    required = " NOT NULL" if column.key or column.constraints.get("required") else ""
    checks = "".join(f" CHECK ({check})" for check in _checks(column, name))
    return f"{name} {_TYPES.get(column.type, 'TEXT')}{required}{checks}"


def _checks(column: Column, name: str) -> Iterator[str]:
    if column.type == "boolean":
        yield f"{name} IN (0, 1)"
    if column.type == "date":
        yield f"date({name}, '+0 days') IS {name}"  # without a modifier SQLite takes a 30 February
    for constraint, value in column.constraints.items():
        if constraint == "enum":
            yield f"{name} IN ({', '.join(map(literal, value))})"
        elif constraint in _COMPARISONS:
            yield _COMPARISONS[constraint].format(name=name, value=literal(value))
