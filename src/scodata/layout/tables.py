"""The values of the layout: tables with their columns and keys, and branches, which say where in a record their rows come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scodata.schemas import Where

RECORDS = "records"
"""The program's own table of every id, which any reference may name."""
LINEAGE = "lineage"
"""The program's own table of where in the record files each row begins."""
CELL_SOURCES = "cell_sources"
"""The program's own table of the source of each cell."""

Path = tuple[str, ...]
"""Names of properties, from an item of a record down to a value."""


@dataclass(frozen=True)
class Column:
    """A column, which becomes a field of Table Schema. `key`: part of the primary key. `source`: the column that it is derived from."""

    name: str
    type: str
    title: str
    description: str
    where: Where
    example: Any = None
    constraints: dict[str, Any] = field(default_factory=dict)
    categories: tuple[tuple[str, str], ...] = ()
    key: bool = False
    source: str = ""


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values, taken together, are the primary key of a row in a table."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: its columns, keys first, and the place in the schemas that it comes from. `derived_from`: the tables that it is computed from.

    `as_of`: where its rows hold for a time, the columns with the first and last day, `certain` and `possible`, those to `group` by, and `who`.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...]
    where: Where
    derived_from: tuple[str, ...] = ()
    as_of: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """The names of the columns of the primary key."""
        return tuple(column.name for column in self.columns if column.key)


@dataclass(frozen=True)
class Leaf:
    """A scalar of an item: the path to it, its type, and whether it is a partial date, which fills three cells instead of one."""

    path: Path
    type: str
    dated: bool = False


@dataclass(frozen=True)
class Branch:
    """The rows that one place of a record makes in one table.

    `path` leads from the item above to the map, set or list. A row is: the keys carried down, its own key, the cells of its leaves.
    The own key is the record's id, the key of the map, the value of the set, or the position in the list, from 1.
    """

    table: str
    form: str
    path: Path
    key: Leaf
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch, ...]

    def walk(self) -> Iterator[Branch]:
        """This branch and all below it."""
        yield self
        for branch in self.branches:
            yield from branch.walk()
