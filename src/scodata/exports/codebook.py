"""What people need to know of a package and of each of its columns, as rows for whatever format shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from scodata.layout import Column, Table
from scodata.package import cite_as
from scodata.published import Package
from scodata.tables import to_cell


class Entry(NamedTuple):
    """One column, in words. `refers_to`: the columns that it names a row by, as `table.column`."""

    table: str
    column: str
    title: str
    description: str
    type: str
    key: str
    refers_to: str
    required: str
    allowed_values: str
    example: str


def codebook(package: Package) -> Iterator[Entry]:
    """Every column of every table, in their order."""
    for table in package.tables.values():
        for column in table.columns:
            yield _entry(table, column)


def _entry(table: Table, column: Column) -> Entry:
    targets = (f"{key.table}.{target}" for key in table.foreign_keys for own, target in zip(key.columns, key.targets, strict=True) if own == column.name)
    required = column.key or column.constraints.get("required")
    return Entry(
        table.name,
        column.name,
        column.title,
        column.description,
        column.type,
        "primary key" if column.key else "",
        "; ".join(dict.fromkeys(targets)),
        "yes" if required else "",
        _allowed(column),
        to_cell(column.example),
    )


def _allowed(column: Column) -> str:
    if column.categories:
        return "; ".join(f"{to_cell(value)} ({label})" for value, label in column.categories)
    return "; ".join(map(to_cell, column.constraints.get("enum", ())))


def about(package: Package) -> dict[str, str]:
    """What the package says of itself: only what its descriptor says, in the words of the descriptor, and how to cite it."""
    said = package.descriptor
    facts = {
        "name": said["name"],
        **{name: said[name] for name in ("title", "description", "version", "created", "homepage") if name in said},
        "licence": "; ".join(_license(one) for one in said.get("licenses", ())),
        "contributors": ", ".join(str(one["title"]) for one in said.get("contributors", ())),
        "keywords": ", ".join(map(str, said.get("keywords", ()))),
    }
    facts["citation"] = cite_as(said)
    return {name: str(value) for name, value in facts.items() if value}


def _license(one: Mapping[str, Any]) -> str:
    return " ".join(str(one[name]) for name in ("title", "name", "path") if name in one and not (name == "name" and "title" in one))
