"""The package as one SQLite database: STRICT tables with the keys and checks of the package, descriptions beside them, and a search over names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from scodata import database
from scodata.exports.codebook import about, codebook
from scodata.exports.comparison import Found, hold_against, hold_text_against, readable
from scodata.exports.datasette import metadata
from scodata.exports.file import File
from scodata.exports.labels import labels, pieces
from scodata.layout import Table
from scodata.problems import ScodataError
from scodata.published import Package, Value, value

APPLICATION = int.from_bytes(b"scod", "big")
"""By which `file` and others know whose database it is (the SQLite file format, section 1.3.10)."""
_DESCRIPTIONS = (
    "CREATE TABLE _package (property TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE _tables (table_name TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, description TEXT NOT NULL, row_count INTEGER NOT NULL, "
    "derived_from TEXT NOT NULL) STRICT",
    "CREATE TABLE _columns (table_name TEXT NOT NULL REFERENCES _tables (table_name), position INTEGER NOT NULL, column_name TEXT NOT NULL, "
    "title TEXT NOT NULL, description TEXT NOT NULL, type TEXT NOT NULL, primary_key TEXT NOT NULL, refers_to TEXT NOT NULL, required TEXT NOT NULL, "
    "allowed_values TEXT NOT NULL, example TEXT NOT NULL, PRIMARY KEY (table_name, position)) STRICT",
    "CREATE VIRTUAL TABLE search USING fts5 (record_id UNINDEXED, language UNINDEXED, text, table_name UNINDEXED, column_name UNINDEXED, pieces, "
    "tokenize = 'unicode61 remove_diacritics 2')",
)


def write(package: Package, folder: Path) -> list[File]:
    """Writes `<name>.sqlite`, and `metadata.json` with which Datasette serves it.

    Raises `ScodataError` where a row breaks a key or a check of its table, or SQLite can't hold it.
    """
    name = package.descriptor["name"]
    try:
        with closing(sqlite3.connect(folder / f"{name}.sqlite", isolation_level=None)) as base:
            rows = _fill(base, package)
    except (sqlite3.Error, OverflowError) as error:
        raise ScodataError(f"the package doesn't fit into an SQLite database: {error}") from error
    with open(folder / "metadata.json", "w", encoding="utf-8", newline="\n") as file:
        file.write(_told(package))
    return [File(f"{name}.sqlite", rows), File("metadata.json")]


def verify(package: Package, folder: Path) -> list[str]:
    """Holds the database against the tables, and gives the files it looked at; raises `ScodataError` where they differ, or it is damaged."""
    name = f"{package.descriptor['name']}.sqlite"
    address = f"{(folder / name).absolute().as_uri()}?mode=ro&immutable=1"
    with readable(name, sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as base:
        for table in package.tables.values():
            hold_against(package, name, _held(base, table))
        if base.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise ScodataError(f"{name} is damaged: SQLite finds other rows by its indexes than without them")
    hold_text_against(_told(package), folder / "metadata.json")
    return [name, "metadata.json"]


def _told(package: Package) -> str:
    return json.dumps(metadata(package), ensure_ascii=False, indent=2) + "\n"


def _held(base: sqlite3.Connection, table: Table) -> Found:
    cursor = base.execute(f"SELECT * FROM {database.quoted(table.name)} ORDER BY rowid")
    return Found(table.name, [column for column, *_ in cursor.description], (_typed(row, table) for row in cursor))


def _typed(row: tuple[Value, ...], table: Table) -> list[Value]:
    """The values of a row of SQLite, which knows neither truth nor days."""
    cells = list(row)
    for position, column in enumerate(table.columns):
        if column.type == "boolean" and cells[position] in (0, 1):
            cells[position] = bool(cells[position])
        elif column.type == "date" and isinstance(cells[position], str):
            cells[position] = value(str(cells[position]), "date")
    return cells


def _fill(base: sqlite3.Connection, package: Package) -> int:
    for setting in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", f"application_id = {APPLICATION}"):
        base.execute(f"PRAGMA {setting}")
    base.execute("BEGIN")
    counts = {}
    for name, table in package.tables.items():
        base.execute(database.create(table))
        database.fill(base, table, package.values(name))
        counts[name] = base.execute(f"SELECT count(*) FROM {database.quoted(name)}").fetchone()[0]
        for statement in database.indexes(table):
            base.execute(statement)
    _describe(base, package, counts)
    base.executemany("INSERT INTO search VALUES (?, ?, ?, ?, ?, ?)", _searched(package))
    base.execute("INSERT INTO search (search) VALUES ('optimize')")
    base.execute("COMMIT")
    for table_name, row, target, _ in base.execute("PRAGMA foreign_key_check"):
        raise ScodataError(f"row {row} of `{table_name}` names a row of `{target}` that doesn't exist")
    base.execute("VACUUM")
    return sum(counts.values())


def _describe(base: sqlite3.Connection, package: Package, counts: dict[str, int]) -> None:
    for statement in _DESCRIPTIONS:
        base.execute(statement)
    base.executemany("INSERT INTO _package VALUES (?, ?)", about(package).items())
    tables = ((one.name, one.title, one.description, counts[one.name], ", ".join(one.derived_from)) for one in package.tables.values())
    base.executemany("INSERT INTO _tables VALUES (?, ?, ?, ?, ?)", tables)
    columns = ((entry.table, position, *entry[1:]) for _, entries in groupby(codebook(package), itemgetter(0)) for position, entry in enumerate(entries, 1))
    base.executemany("INSERT INTO _columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns)


def _searched(package: Package) -> Iterator[tuple[str, str | None, str, str, str, str]]:
    for label in labels(package):
        names = [column.name for column in package.tables[label.table].columns]
        text, language = names.index(label.column), names.index(label.language_column) if label.language_column in names else None
        for row in package.rows(label.table):
            if row[text]:
                said = label.language if language is None else row[language]
                yield row[0], said or None, row[text], label.table, label.column, pieces(row[text])
