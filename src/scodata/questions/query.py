"""A query in SQL on the tables of a package, which can only read, and only for so long."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from scodata import database
from scodata.problems import ScodataError
from scodata.published import Package


@dataclass(frozen=True)
class Answer:
    """The columns of an answer, and its rows: texts, numbers, or None. SQLite has `1` and `0` for true and false, and texts for days."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def query(package: Package, sql: str, most_seconds: float = 30) -> Answer:
    """The answer to one SELECT; raises `ScodataError` for anything else, for SQL that can't be run, and after `most_seconds`."""
    with database.in_memory() as base:
        database.load(base, package.tables.values(), package.values)
        try:
            with database.guarded(base, database.seconds(most_seconds), clock=True):
                cursor = base.execute(sql)
                if cursor.description is None:
                    raise ScodataError("a query is one SELECT")
                return Answer(tuple(entry[0] for entry in cursor.description), tuple(cursor.fetchall()))
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise ScodataError(_said(error, most_seconds)) from error


def _said(error: Exception, most_seconds: float) -> str:
    if str(error) == "interrupted":
        return f"the query took longer than {most_seconds:g} seconds and was stopped"
    if "authori" in str(error) or "prohibited" in str(error):
        return "a query can only read the package's tables"
    return f"the query can't be run: {error}"
