"""What `scodata.yaml` expects of the tables: how many rows, and how much of a column is filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scodata.documents import Document
from scodata.package.csvs import Written
from scodata.problems import Code, Problem, near

UNMET = Code(
    "P603",
    "expectation-not-met",
    """A table hasn't as many rows, or a column isn't as full, as `scodata.yaml` expects.

Why: a change that loses half of a table by accident is valid record by record; only the count shows it.

Mend: find what was lost. If the change is meant, change the expectation in the same commit.

Example: `expectations: {books: {min: 100}}`, and 50 books.""",
)


def unmet(manifest: Document, written: Mapping[str, Written]) -> Iterator[Problem]:
    """Each expectation of the manifest that the written tables don't meet, at its place."""
    for table, expected in manifest.value.get("expectations", {}).items():
        path = ("expectations", table)
        one = written.get(table)
        if one is None:
            yield manifest.problem(UNMET, f"there is no table `{table}`", path, key=True, hint=near(table, written))
            continue
        if one.rows < expected.get("min", 0):
            yield manifest.problem(UNMET, f"`{table}` has {one.rows} rows, fewer than {expected['min']}", (*path, "min"))
        if one.rows > expected.get("max", one.rows):
            yield manifest.problem(UNMET, f"`{table}` has {one.rows} rows, more than {expected['max']}", (*path, "max"))
        yield from _filled(manifest, one, expected.get("filled", {}), path)


def _filled(manifest: Document, one: Written, expected: Mapping[str, float], path: tuple[str, str]) -> Iterator[Problem]:
    columns = [column.name for column in one.table.columns]
    for column, share in expected.items():
        place = (*path, "filled", column)
        if column not in columns:
            yield manifest.problem(UNMET, f"`{path[1]}` has no column `{column}`", place, key=True, hint=near(column, columns))
        elif one.filled[columns.index(column)] < share * one.rows:
            filled = one.filled[columns.index(column)]
            yield manifest.problem(UNMET, f"`{column}` is filled in {filled} of {one.rows} rows, less than {share:.0%}", place)
