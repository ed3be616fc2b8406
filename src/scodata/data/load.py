"""`scodata.load`: a package's tables as frames, each column with its right type, and its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scodata.data.records import Record
from scodata.layout import Table
from scodata.problems import ScodataError, near
from scodata.published import Package, labels, open_package

if TYPE_CHECKING:
    import pandas
    import polars

_PANDAS = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[s]"}
"""The types of pandas' columns; all else is text. Days before 1678 need seconds, since nanoseconds don't reach so far."""


class Data:
    """A package that was opened: `data["events"]` is a table as a pandas frame, `data.record("cnd-67")` a record."""

    def __init__(self, package: Package, languages: tuple[str, ...] = ()) -> None:
        self._package = package
        self._languages = languages

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables by name, with their columns, keys, titles and descriptions."""
        return self._package.tables

    @property
    def version(self) -> str:
        """The version of the data, to be cited with it."""
        return str(self._package.descriptor.get("version", ""))

    def __getitem__(self, table: str) -> pandas.DataFrame:
        return self.pandas(table)

    def pandas(self, table: str) -> pandas.DataFrame:
        """A table as a pandas frame: text as `string`, nullable numbers and booleans, real days; what says nothing is missing.

        Raises `ScodataError` for an unknown table, and where pandas isn't installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ScodataError("pandas isn't installed: pip install pandas") from error
        columns = self._columns(table)
        return pandas.DataFrame(
            {
                column.name: pandas.Series(cells, dtype=_PANDAS.get(column.type, "string"))
                for column, cells in zip(self.tables[table].columns, columns, strict=True)
            }
        )

    def polars(self, table: str) -> polars.DataFrame:
        """A table as a polars frame: `String`, `Int64`, `Float64`, `Boolean` and `Date`; what says nothing is null.

        Raises `ScodataError` for an unknown table, and where polars isn't installed.
        """
        try:
            import polars
        except ImportError as error:
            raise ScodataError("polars isn't installed: pip install polars") from error
        types = {"integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean, "date": polars.Date}
        columns = self._columns(table)
        return polars.DataFrame(
            [
                polars.Series(column.name, cells, dtype=types.get(column.type, polars.String))
                for column, cells in zip(self.tables[table].columns, columns, strict=True)
            ]
        )

    def record(self, id_: str) -> Record:
        """The record of an id; one that was moved gives its successor. Raises `ScodataError`, with the nearest id, where there is none."""
        if id_ not in self._records:
            raise ScodataError(f"no record has the id {id_}; {near(id_, self._records) or 'the table records lists them all'}")
        kind, value = self._records[id_]
        successors = value.get("redirect", {}).get("to", ())
        if "redirect" in value and len(successors) != 1:
            said = f"it was split into {', '.join(successors)}" if successors else f"it was withdrawn: {value['redirect'].get('reason', 'no reason is given')}"
            raise ScodataError(f"the record {id_} is no more: {said}")
        return self.record(successors[0]) if successors else Record(self, id_, kind, value, self._package.layout.shapes[kind])

    def records(self, kind: str = "") -> Iterator[Record]:
        """Every record, or those of one kind, by id; retired ids are left out."""
        for id_, (found, value) in self._records.items():
            if "redirect" not in value and (not kind or found == kind):
                yield Record(self, id_, found, value, self._package.layout.shapes[found])

    def label(self, id_: str) -> str:
        """What people call a record: its name or title."""
        return self._labels.get(id_, id_)

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return labels(self._package, self._languages)

    @cached_property
    def _records(self) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
        return {value["id"]: (kind, value) for kind, value in self._package.records()}

    def _columns(self, table: str) -> list[list[Any]]:
        if table not in self.tables:
            raise ScodataError(f"there is no table {table}; {near(table, self.tables) or ', '.join(self.tables)}")
        columns: list[list[Any]] = [[] for _ in self.tables[table].columns]
        for row in self._package.values(table):
            for cells, value in zip(columns, row, strict=True):
                cells.append(value)
        return columns


def load(path: str | Path, *, languages: tuple[str, ...] = ()) -> Data:
    """The package in a folder or zip archive. `languages`: those in which labels are wanted, the best first.

    Nothing is fetched, and nothing outside of the package is read. Raises `ScodataError` for anything that isn't a package of CSV tables,
    isn't what its descriptor says, or could do harm.
    """
    return Data(open_package(Path(path)), languages)
