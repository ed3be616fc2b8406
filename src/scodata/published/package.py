"""A package's tables, rows and values, out of its descriptor and CSV files; whatever isn't as its descriptor says is refused in one sentence."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from scodata.documents import Document, parse_json
from scodata.layout import Column, ForeignKey, Layout, Table, lay_out
from scodata.problems import ScodataError
from scodata.published.shelves import Shelf, broken_archives_refused, is_inside, shelf
from scodata.schemas import Schemas, Where, lint, own_judge
from scodata.tables import Row, from_cell, restore

DESCRIPTOR = "datapackage.json"
LONGEST_CELL = 10_000_000
"""Characters."""
Value = str | int | float | bool | date | None
"""What a cell says, with its type; None for an empty cell."""


@dataclass(frozen=True)
class Package:
    """A package that was opened: its descriptor, and `tables` by name, in their order."""

    document: Document
    tables: Mapping[str, Table]
    _shelf: Shelf
    _trusted: bool

    @property
    def descriptor(self) -> Mapping[str, Any]:
        """The descriptor as it stands in the file."""
        return self.document.value

    @cached_property
    def _resources(self) -> Mapping[str, Mapping[str, Any]]:
        return {resource["name"]: resource for resource in self.descriptor["resources"]}

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table as text, in their order. Raises `ScodataError` when the file isn't as the descriptor says.

        In a package that isn't trusted, so does a text that a spreadsheet would run as a formula.
        """
        columns = self.tables[table].columns
        texts = [position for position, column in enumerate(columns) if column.type == "string"]
        for number, row in self._numbered(table):
            if len(row) != len(columns):
                raise self._refusal(table, number, f"it has {len(row)} cells instead of {len(columns)}")
            if not self._trusted and (found := next((row[position] for position in texts if row[position][:1] in _FORMULA), "")):
                raise self._refusal(table, number, f"the text {found[:40]!r} would run as a formula in a spreadsheet")
            yield tuple(row)

    def values(self, table: str) -> Iterator[tuple[Value, ...]]:
        """The rows of a table as typed values, in their order; raises `ScodataError` as `rows` does, and where a cell has no value of its type."""
        columns = self.tables[table].columns
        for number, row in enumerate(self.rows(table), 2):
            try:
                yield tuple(value(cell, column.type) for cell, column in zip(row, columns, strict=True))
            except ValueError as error:
                raise self._refusal(table, number, str(error)) from error

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas of the records, as the catalogue has them; raises `ScodataError` where they can't be read."""
        files = {}
        for entry in self.descriptor.get("schemas", ()):
            document, problems = parse_json(self.data(entry["path"]), entry["path"])
            if document is None or problems:
                raise ScodataError(f"{self._shelf.path}: {problems[0].place.path}:{problems[0].place.line}: {problems[0].message}")
            files[PurePosixPath(entry["path"]).name] = document
        return Schemas(files)

    @cached_property
    def layout(self) -> Layout:
        """The layout that follows from the schemas; raises `ScodataError` where the package has none, or broken ones."""
        kinds = self.descriptor.get("kinds", ())
        if not kinds:
            raise ScodataError(f"{self._shelf.path}: the package doesn't say how its tables become records again; another program made it")
        _, problems = lint(self.schemas)
        if not problems:
            layout, problems = lay_out(self.schemas, kinds, self.document)
        if problems:
            raise ScodataError(f"{self._shelf.path}: {problems[0].place.path}:{problems[0].place.line}: {problems[0].message}")
        return layout

    def records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every record as (kind, value), nested as its curators wrote it, by id, one at a time; a retired id has a `redirect`.

        Sets and maps are sorted, and absent is what says nothing. Raises `ScodataError` when the tables don't make records.
        """
        names = {branch.table for root in self.layout.branches.values() for branch in root.walk()}
        if missing := sorted(names - set(self.tables)):
            raise ScodataError(f"{self._shelf.path}: the schemas ask for a table `{missing[0]}`, which isn't there")
        try:
            yield from restore(self.layout.branches, {name: self.rows(name) for name in names})
        except ValueError as error:
            raise ScodataError(f"{self._shelf.path}: {error}") from error

    def data(self, name: str) -> bytes:
        """The bytes of a file of the package; raises `ScodataError` where there is none."""
        with self._shelf.open(name) as file, broken_archives_refused(self._shelf.path):
            return file.read()

    def _numbered(self, table: str) -> Iterator[tuple[int, list[str]]]:
        """The lines below the header, numbered as a spreadsheet numbers them."""
        csv.field_size_limit(LONGEST_CELL)
        header = [column.name for column in self.tables[table].columns]
        number = 1
        with self._shelf.open(self._resources[table]["path"]) as file, broken_archives_refused(self._shelf.path):
            try:
                lines = csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline=""), strict=True)
                if next(lines, None) != header:
                    raise self._refusal(table, 1, "the header isn't the list of its fields")
                for number, row in enumerate(lines, 2):
                    yield number, row
            except (csv.Error, UnicodeDecodeError) as error:
                raise self._refusal(table, number + 1, str(error)) from error

    def _refusal(self, table: str, number: int, reason: str) -> ScodataError:
        return ScodataError(f"{self._shelf.path}: {self._resources[table]['path']}, row {number}: {reason}")

    def verify(self) -> None:
        """Holds every file against the size and the hash that the descriptor states; raises `ScodataError` at the first that differs."""
        for resource in (*self.descriptor["resources"], *self.descriptor.get("schemas", ())):
            with self._shelf.open(resource["path"]) as file, broken_archives_refused(self._shelf.path):
                digest = hashlib.sha256()
                size = 0
                while block := file.read(2**20):
                    digest.update(block)
                    size += len(block)
            stated = resource.get("bytes", size), resource.get("hash", f"sha256:{digest.hexdigest()}")
            if stated != (size, f"sha256:{digest.hexdigest()}"):
                raise ScodataError(f"{self._shelf.path}: {resource['path']} isn't what {DESCRIPTOR} says: its size or hash differs")


_FORMULA = tuple("=+-@\t\r")


def open_package(path: Path, *, trusted: bool = False) -> Package:
    """The package in the folder or zip archive at `path`, whose files are what its descriptor says.

    `trusted` is for a package of the user's own: a text in it may begin like a formula, as its curators have accepted. Raises
    `ScodataError` for anything that isn't a package of CSV tables, or could do harm.
    """
    place = shelf(path)
    with place.open(DESCRIPTOR) as file, broken_archives_refused(path):
        document, problems = parse_json(file.read(), DESCRIPTOR)
    if document is not None and not problems:
        problems = list(own_judge("package.json").problems(document))
    if document is None or problems:
        first = problems[0]
        raise ScodataError(f"{path}: {first.place.path}:{first.place.line}:{first.place.column}: {first.message}")
    package = Package(document, _tables(document.value, path), place, trusted)
    package.verify()
    return package


def value(cell: str, type_: str) -> Value:
    """What a cell of a type says; raises `ValueError` when it is no value of it. A type that isn't known is text."""
    if type_ == "date" and cell:
        return date.fromisoformat(cell)
    if type_ == "boolean" and cell not in ("", "true", "false"):
        raise ValueError(f"{cell[:40]!r} is neither true nor false")
    typed: Value = from_cell(cell, type_)
    return typed


def _tables(descriptor: Mapping[str, Any], path: Path) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for position, resource in enumerate(descriptor["resources"]):
        name = resource["name"]
        if name in tables:
            raise ScodataError(f"{path}: two tables are called `{name}`")
        if not is_inside(resource["path"]):
            raise ScodataError(f"{path}: `{resource['path']}` leads out of the package, so it isn't read")
        tables[name] = _table(resource, Where(DESCRIPTOR, ("resources", str(position))))
    for table in tables.values():
        for reason in _broken_keys(table, tables):
            raise ScodataError(f"{path}: {reason}")
    return tables


def _table(resource: Mapping[str, Any], where: Where) -> Table:
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    return Table(
        resource["name"],
        resource.get("title", resource["name"]),
        resource.get("description", ""),
        tuple(_column(field, key, where / "schema" / "fields" / position) for position, field in enumerate(schema["fields"])),
        tuple(
            ForeignKey(tuple(key["fields"]), key["reference"].get("resource") or resource["name"], tuple(key["reference"]["fields"]))
            for key in schema.get("foreignKeys", ())
        ),
        where,
        tuple(resource.get("derivedFrom", ())),
        resource.get("asOf", {}),
    )


def _column(field: Mapping[str, Any], key: list[str], where: Where) -> Column:
    return Column(
        field["name"],
        field.get("type", "string"),
        field.get("title", field["name"]),
        field.get("description", ""),
        where,
        field.get("example"),
        dict(field.get("constraints", {})),
        tuple((category["value"], category.get("label", category["value"])) for category in field.get("categories", ())),
        field["name"] in key,
        next(iter(field.get("derivedFrom", ())), ""),
    )


def _broken_keys(table: Table, tables: Mapping[str, Table]) -> Iterator[str]:
    names = [column.name for column in table.columns]
    if len(set(names)) < len(names):
        yield f"`{table.name}` has two columns of one name"
    if not {name for value in table.as_of.values() for name in ([value] if isinstance(value, str) else value)} <= set(names):
        yield f"`asOf` of `{table.name}` names a column that doesn't exist"
    for key in table.foreign_keys:
        there = [column.name for column in tables[key.table].columns] if key.table in tables else []
        if not set(key.columns) <= set(names) or not set(key.targets) <= set(there) or len(key.columns) != len(key.targets):
            yield f"a foreign key of `{table.name}` names a table or column that doesn't exist"
