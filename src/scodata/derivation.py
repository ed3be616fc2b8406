"""Derived tables: computed from the tables of a package by the queries that the catalogue holds in `derived/`, and written beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scodata import database
from scodata.catalogue import Catalogue
from scodata.documents.reader import load, text_of
from scodata.layout import Layout, Table
from scodata.package import CsvFiles
from scodata.problems import Code, Place, Problem, near
from scodata.tables import Row, from_cell

if TYPE_CHECKING:
    import sqlite3

FAILED = Code(
    "P604",
    "derivation-fails",
    """The query of a derived table can't be run, or doesn't give the table that its schema describes.

Why: a table that nobody can compute again can't be trusted.

Mend: `scodata query` runs a query on the package, so that it can be tried. A query is one SELECT in `derived/<table>.sql`, which gives the
columns of `derived/<table>.json` by name; it uses nothing that changes from day to day, such as the clock; it gives one row for each key.

Example: `SELECT titel FROM books`, where the column is called `title`.""",
)
STEPS = 2_000_000_000
"""Steps of SQLite's machine that the query of one table may take; a hundred thousand records need a hundredth of it."""


def derive(catalogue: Catalogue, layout: Layout, date: str, csvs: CsvFiles) -> Iterator[Problem]:
    """Fills the derived tables of the layout, in their order; a query can use those before its own. Gives what stands in the way.

    In queries, `edition_date()` is `date`, the day of this version of the catalogue.
    """
    if not layout.derived:
        return
    tables = {table.name: table for table in layout.tables}
    csvs.flush()
    with database.in_memory() as base:
        base.create_function("edition_date", 0, lambda: date, deterministic=True)
        for name in (name for name in tables if name not in layout.derived):
            _load(base, csvs, tables[name])
        for name in layout.derived:
            problem = _derive(base, catalogue, csvs, tables[name])
            if problem:
                yield problem
                return
            csvs.flush()
            _load(base, csvs, tables[name])


def _derive(base: sqlite3.Connection, catalogue: Catalogue, csvs: CsvFiles, table: Table) -> Problem | None:
    import sqlite3  # here, since a check of records derives nothing

    name = f"derived/{table.name}.sql"
    data = load(catalogue.root / name, name)
    query = data if isinstance(data, Problem) else text_of(data, name)
    if isinstance(query, Problem):
        return query
    wanted = [column.name for column in table.columns]
    columns = ", ".join(map(database.quoted, wanted))
    order = ", ".join(map(database.quoted, table.key))
    try:
        with database.guarded(base, database.steps(STEPS), clock=False) as read:
            given = [entry[0] for entry in base.execute(f"SELECT * FROM ({query.strip().rstrip(';')}\n) LIMIT 0").description]
            if sorted(given) != sorted(wanted):
                return _columns_differ(name, given, wanted)
            for row in base.execute(f"SELECT {columns} FROM ({query.strip().rstrip(';')}\n) ORDER BY {order}"):
                csvs.add(table.name, tuple(database.cell(value, column.type) for value, column in zip(row, table.columns, strict=True)))
    except sqlite3.Error as error:
        return Problem(FAILED, f"the query can't be run: {error}", _place(name, query, str(error)))
    csvs.written[table.name].table = replace(table, derived_from=tuple(other for other in csvs.written if other in read))
    return None


def _columns_differ(name: str, given: list[str], wanted: list[str]) -> Problem:
    extra = [column for column in given if column not in wanted]
    missing = [column for column in wanted if column not in given]
    if not extra and not missing:
        return Problem(FAILED, "the query gives a column twice", Place(name))
    said = [f"gives `{column}`, which the schema doesn't have" for column in extra] + [f"doesn't give `{column}`" for column in missing]
    return Problem(FAILED, f"the query {' and '.join(said)}", Place(name), near(extra[0], missing) if extra else "")


def _place(name: str, query: str, message: str) -> Place:
    """The place of the word that SQLite stumbled upon, where it names one that stands there once."""
    named = re.search(r'near "(.+)"|: ([\w.]+)$', message)
    word = (named[1] or named[2]) if named else ""
    found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", query)] if word else []
    if len(found) != 1:
        return Place(name)
    index = found[0]
    line, column = query.count("\n", 0, index) + 1, index - query.rfind("\n", 0, index)
    return Place(name, line, column, line, column + len(word))


def _load(base: sqlite3.Connection, csvs: CsvFiles, table: Table) -> None:
    """A table of the package into the database; keys and checks were judged, or will be."""
    types = [column.type for column in table.columns]
    base.execute(database.create(replace(table, columns=tuple(replace(column, constraints={}, key=False) for column in table.columns), foreign_keys=())))
    base.execute("BEGIN")
    database.fill(base, table, ([from_cell(cell, type_) for cell, type_ in zip(row, types, strict=True)] for row in _rows(csvs.path(table.name))))
    base.execute("COMMIT")
    if table.key:
        base.execute(f"CREATE INDEX {database.quoted(f'{table.name} by key')} ON {database.quoted(table.name)} ({', '.join(map(database.quoted, table.key))})")


def _rows(path: Path) -> Iterator[Row]:
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from map(tuple, rows)
