"""What `scodata.yaml` expects of the tables: how many rows, and how much of a column is filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scodata.documents import Document
from scodata.layout import Table
from scodata.problems import Code, Problem, near

if TYPE_CHECKING:
    from scodata.package.csvs import Written

UNMET = Code(
    "P603",
    "expectation-not-met",
    """A table hasn't as many rows, or a column isn't as full, as `scodata.yaml` expects.

Why: a change that loses half of a table by accident is valid record by record; only the count shows it.

Mend: find what was lost. If the change is meant, change the expectation in the same commit.

Example: `expectations: {books: {min: 100}}`, and 50 books.""",
)


def misplaced(manifest: Document, tables: Iterable[Table]) -> Iterator[Problem]:
    """Each expectation of the manifest that names a table or a column which doesn't exist, at its place."""
    known = {table.name: [column.name for column in table.columns] for table in tables}
    for table, expected in manifest.value.get("expectations", {}).items():
        path = ("expectations", table)
        if table not in known:
            yield manifest.problem(UNMET, f"there is no table `{table}`", path, key=True, hint=near(table, known))
            continue
        for column in (column for column in expected.get("filled", {}) if column not in known[table]):
            yield manifest.problem(UNMET, f"`{table}` has no column `{column}`", (*path, "filled", column), key=True, hint=near(column, known[table]))


def unmet(manifest: Document, written: Mapping[str, Written]) -> Iterator[Problem]:
    """Each expectation of the manifest that the written tables don't meet, at its place."""
    for table, expected in manifest.value.get("expectations", {}).items():
        path = ("expectations", table)
        one = written[table]
        if one.rows < expected.get("min", 0):
            yield manifest.problem(UNMET, f"`{table}` has {one.rows} rows, fewer than {expected['min']}", (*path, "min"))
        if one.rows > expected.get("max", one.rows):
            yield manifest.problem(UNMET, f"`{table}` has {one.rows} rows, more than {expected['max']}", (*path, "max"))
        columns = [column.name for column in one.table.columns]
        for column, share in expected.get("filled", {}).items():
            filled = one.filled[columns.index(column)]
            if filled < share * one.rows:
                message = f"`{column}` is filled in {filled} of {one.rows} rows, less than {share:.0%}"
                yield manifest.problem(UNMET, message, (*path, "filled", column))
