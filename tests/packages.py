"""Packages to change at will: a descriptor and its tables in memory, written to a folder with sizes and hashes that are true."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scodata.published import Package, open_package


@dataclass
class Draft:
    """A package in memory: `rows` by table, each with as many cells as the table has fields."""

    descriptor: dict[str, Any]
    rows: dict[str, list[list[str]]]
    schemas: dict[str, bytes]

    def copy(self) -> Draft:
        return deepcopy(self)

    def resource(self, table: str) -> dict[str, Any]:
        return next(resource for resource in self.descriptor["resources"] if resource["name"] == table)

    def fields(self, table: str) -> list[dict[str, Any]]:
        fields: list[dict[str, Any]] = self.resource(table)["schema"]["fields"]
        return fields

    def field(self, table: str, column: str) -> dict[str, Any]:
        return next(field for field in self.fields(table) if field["name"] == column)

    def place(self, table: str, column: str) -> int:
        return [field["name"] for field in self.fields(table)].index(column)

    def row(self, table: str, *key: str) -> list[str]:
        return next(row for row in self.rows[table] if row[: len(key)] == list(key))

    def set(self, table: str, key: tuple[str, ...], column: str, cell: str) -> None:
        self.row(table, *key)[self.place(table, column)] = cell

    def add_column(self, table: str, position: int, name: str, type_: str = "string") -> None:
        self.fields(table).insert(position, {"name": name, "type": type_})
        for row in self.rows[table]:
            row.insert(position, "")

    def drop_column(self, table: str, column: str) -> None:
        position = self.place(table, column)
        del self.fields(table)[position]
        for row in self.rows[table]:
            del row[position]
        self.resource(table).pop("asOf", None)

    def move_column(self, table: str, column: str, to: int) -> None:
        position = self.place(table, column)
        for line in (self.fields(table), *self.rows[table]):
            line.insert(to, line.pop(position))

    def drop_table(self, table: str) -> None:
        self.descriptor["resources"] = [resource for resource in self.descriptor["resources"] if resource["name"] != table]
        del self.rows[table]

    def write(self, folder: Path) -> Path:
        """Writes the package into a folder that isn't there yet, and gives it."""
        (folder / "data").mkdir(parents=True)
        (folder / "schemas").mkdir()
        for name, data in self.schemas.items():
            (folder / name).write_bytes(data)
        for resource in self.descriptor["resources"]:
            text = io.StringIO(newline="")
            lines = csv.writer(text, lineterminator="\n")
            lines.writerow(field["name"] for field in resource["schema"]["fields"])
            lines.writerows(self.rows[resource["name"]])
            data = text.getvalue().encode()
            resource.update(path=f"data/{resource['name']}.csv", bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
            (folder / resource["path"]).write_bytes(data)
        (folder / "datapackage.json").write_text(json.dumps(self.descriptor), encoding="utf-8")
        return folder

    def opened(self, folder: Path) -> Package:
        return open_package(self.write(folder), trusted=True)


def draft_of(folder: Path, most: int = 1_000_000) -> Draft:
    """The package in a folder, with at most so many rows of each table."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    rows = {}
    for resource in descriptor["resources"]:
        with open(folder / resource["path"], encoding="utf-8", newline="") as file:
            rows[resource["name"]] = list(csv.reader(file))[1 : most + 1]
    schemas = {entry["path"]: (folder / entry["path"]).read_bytes() for entry in descriptor.get("schemas", ())}
    return Draft(descriptor, rows, schemas)
