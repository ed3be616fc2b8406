"""Two packages become one value: what changed in the shape, in the rows of each table, and in the records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from scodata.changes.rows import RowChange, Side, count_changes, is_comparable, key_of, replaced, row_changes
from scodata.changes.rules import Finding
from scodata.changes.shape import shape_changes
from scodata.layout import Table
from scodata.layout.tables import RECORDS
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.tables import Row

SUCCESSORS = f"{RECORDS}_successors"
CURRENT = "current"
Kind = Literal["added", "changed", "moved", "split", "withdrawn", "restored", "removed"]
KINDS: tuple[Kind, ...] = ("removed", "withdrawn", "split", "moved", "restored", "changed", "added")
"""What can happen to a record, the gravest first; `removed` leaves nothing, not even a redirect."""


@dataclass(frozen=True)
class TableChange:
    """A table in which something changed, before and after; None where it isn't there.

    `counts` has the rows by `ADD`, `MOD` and `DEL`, and `rows` how each changed; of a derived table only the counts are kept. A table that is
    `replaced` has no rows that could be told to be the same: its old rows are gone, and its new ones added.
    """

    name: str
    old: Table | None
    new: Table | None
    counts: Mapping[str, int]
    rows: tuple[RowChange, ...] = ()
    replaced: bool = False

    @property
    def is_derived(self) -> bool:
        """Whether it is computed from other tables."""
        return is_derived(self.old, self.new)


def is_derived(old: Table | None, new: Table | None) -> bool:
    """Whether a table is computed from others now, or was when it was last there; older packages don't say it of each."""
    last = new or old
    return last is not None and bool(last.derived_from)


@dataclass(frozen=True)
class RecordChange:
    """What happened to a record: its id, kind and name, its successors, and how its rows changed, by table."""

    id: str
    kind: str
    change: Kind
    label: str = ""
    successors: tuple[str, ...] = ()
    rows: Mapping[str, tuple[RowChange, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """All that differs between two packages. `referred` has the gone rows, as (table, key), to which something else referred before."""

    old: Package
    new: Package
    shape: tuple[Finding, ...]
    tables: tuple[TableChange, ...]
    records: tuple[RecordChange, ...]
    referred: frozenset[tuple[str, Row]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.shape and not self.tables

    @property
    def has_records(self) -> bool:
        """Whether both packages say which rows are of which record."""
        return all(_has_records(package) for package in (self.old, self.new))


def compare(old: Package, new: Package) -> Comparison:
    """Compares two packages by primary key and field, in time linear in the size of the tables that differ.

    Memory is that of the changes, and of a table that isn't sorted by its key. Raises `ScodataError` where a file isn't as its descriptor
    says, or two rows have one key.
    """
    tables = tuple(change for name in dict.fromkeys((*old.tables, *new.tables)) if (change := _table(old, new, name)))
    records = tuple(_records(old, new, tables)) if _has_records(old) and _has_records(new) else ()
    return Comparison(old, new, tuple(shape_changes(old.descriptor, new.descriptor)), tables, records, frozenset(_referred(old, tables, records)))


def _table(old: Package, new: Package, name: str) -> TableChange | None:
    before, after = (Side(package, package.tables[name]) if name in package.tables else None for package in (old, new))
    tables = before.table if before else None, after.table if after else None
    derived = is_derived(*tables)
    if before and after and is_comparable(before.table, after.table):
        if before.names == after.names and _hash(before) == _hash(after) != "":
            return None
        rows = () if derived else tuple(row_changes(before, after))
        counts = count_changes(before, after) if derived else Counter[str](row.op for row in rows)
        return TableChange(name, *tables, counts, rows) if counts else None
    rows = () if derived else tuple(replaced(before, after))
    counts = Counter({"DEL": _number(before), "ADD": _number(after)}) if derived else Counter[str](row.op for row in rows)
    return TableChange(name, *tables, +counts, rows, replaced=True)


def _number(side: Side | None) -> int:
    return sum(1 for _ in side.rows()) if side else 0


def _hash(side: Side) -> str:
    """The hash that the file was held against when the package was opened; an empty string where none is stated."""
    return next((str(resource.get("hash", "")) for resource in side.package.descriptor["resources"] if resource["name"] == side.table.name), "")


def _has_records(package: Package) -> bool:
    columns = {column.name for column in package.tables[RECORDS].columns} if RECORDS in package.tables else set[str]()
    return {"id", "kind", "status"} <= columns


def _cells(table: Table, *names: str) -> Callable[[Row], tuple[str, ...]]:
    """Takes the cells of some columns out of a row; an empty one where there is no such column."""
    all_ = [column.name for column in table.columns]
    positions = [all_.index(name) if name in all_ else None for name in names]
    return lambda row: tuple("" if position is None else row[position] for position in positions)


def _records(old: Package, new: Package, tables: tuple[TableChange, ...]) -> Iterator[RecordChange]:
    """The records that changed, by kind in the order of the new package, then by what happened, then by id."""
    rows = _by_owner(tables)
    standing = _standings(old, rows), _standings(new, rows)
    labels = _labels(old, {id_ for id_ in rows if id_ not in standing[1]}) | _labels(new, set(rows))
    successors = _successors(new, {id_ for id_, (_, status) in standing[1].items() if status != CURRENT})
    found = []
    for id_, changes in rows.items():
        before, after = (side.get(id_) for side in standing)
        here = after or before
        if here:  # another program's tables may hold rows of nothing
            found.append(RecordChange(id_, here[0], _what(before, after), labels.get(id_, ""), successors.get(id_, ()), changes))
    kinds = list(dict.fromkeys((*new.descriptor.get("kinds", ()), *sorted({one.kind for one in found}))))
    yield from sorted(found, key=lambda one: (kinds.index(one.kind), KINDS.index(one.change), one.id))


def _what(before: tuple[str, str] | None, after: tuple[str, str] | None) -> Kind:
    """What happened to a record of which kind and status are known before and after."""
    if after is None:
        return "removed"
    if before is None:
        return "added"
    if before[1] == after[1]:
        return "changed"
    return next((kind for kind in KINDS if kind == after[1]), "restored" if after[1] == CURRENT else "changed")


def _by_owner(tables: tuple[TableChange, ...]) -> dict[str, dict[str, tuple[RowChange, ...]]]:
    """The changed rows by the id of their record, which stands first in the key of every table, and by table."""
    found: defaultdict[str, dict[str, list[RowChange]]] = defaultdict(dict)
    for table in tables:
        if not table.is_derived and any(one is not None and one.key for one in (table.old, table.new)):
            for row in table.rows:
                found[row.key[0]].setdefault(table.name, []).append(row)
    return {id_: {name: tuple(rows) for name, rows in by_table.items()} for id_, by_table in found.items()}


def _standings(package: Package, ids: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Kind and status of the ids, as far as the package has them."""
    cells = _cells(package.tables[RECORDS], "id", "kind", "status")
    return {id_: (kind, status) for id_, kind, status in map(cells, package.rows(RECORDS)) if id_ in ids}


def _successors(package: Package, ids: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    if ids and SUCCESSORS in package.tables and len(package.tables[SUCCESSORS].columns) == 2:
        for id_, successor in package.rows(SUCCESSORS):
            if id_ in ids:
                found[id_] = (*found.get(id_, ()), successor)
    return found


def _labels(package: Package, ids: set[str]) -> dict[str, str]:
    """The names of the records, from the columns whose schemas say that they are one; none where the package has no schemas."""
    found: dict[str, str] = {}
    for kind, columns in (label_columns(package) if ids else {}).items():
        cells = _cells(package.tables[kind], "id", *columns)
        for id_, *names in map(cells, package.rows(kind) if columns else ()):
            if id_ in ids:
                found[id_] = next((name for name in names if name), "")
    return found


def label_columns(package: Package) -> dict[str, list[str]]:
    """By kind the columns that hold the names of its records, as the annotation `x-label` says; nothing where the schemas can't be read."""
    try:
        shapes = package.layout.shapes
    except ScodataError:
        return {}
    names = {kind: [name for name, inner in shape.properties if "x-label" in inner.schema] for kind, shape in shapes.items() if kind in package.tables}
    return {
        kind: [column.name for column in package.tables[kind].columns for label in labels if column.name == label or column.name.startswith(f"{label}_")]
        for kind, labels in names.items()
    }


def _referred(old: Package, tables: tuple[TableChange, ...], records: tuple[RecordChange, ...]) -> Iterator[tuple[str, Row]]:
    """The gone rows to which rows of other records referred, or of other tables where the package has no records."""
    wanted = {table.name: {row.key for row in table.rows if row.op == "DEL"} for table in tables if table.old and table.old.key}
    retired = {(one.id,) for one in records if one.change in ("removed", "withdrawn", "split", "moved")}
    wanted[RECORDS] = {*wanted.get(RECORDS, ()), *retired}
    for table in (table for table in old.tables.values() if not table.derived_from):
        links = [key for key in table.foreign_keys if wanted.get(key.table) and key.targets == old.tables[key.table].key]
        cells = [(key.table, _cells(table, *key.columns)) for key in links]
        own = key_of(table)
        for row in old.rows(table.name) if cells else ():
            for target, cell in cells:
                key = cell(row)
                if key in wanted[target] and not (own(row)[0] == key[0] if records or _has_records(old) else (table.name, own(row)) == (target, key)):
                    yield target, key
