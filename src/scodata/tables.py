"""A record becomes rows, and rows become the record again: nothing is lost on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scodata import edtf
from scodata.layout import Branch, Leaf
from scodata.layout.build import RECORDS
from scodata.records import Record

Cell = str
"""What stands in a CSV: text; an empty one says nothing."""
Row = tuple[Cell, ...]


def rows(branches: Mapping[str, Branch], record: Record) -> Iterator[tuple[str, Row]]:
    """The rows of a record as (table, cells), parents before children, siblings by key; last, its row in the table of all ids."""
    if not record.is_redirect:
        yield from _rows(branches[record.kind], record.value, ())
    yield from _rows(branches[RECORDS], _standing(record), ())


def _standing(record: Record) -> dict[str, Any]:
    redirect = record.value["redirect"] if record.is_redirect else {}
    successors = redirect.get("to", [])
    status = "current" if not redirect else ("withdrawn", "moved", "split")[min(len(successors), 2)]
    standing = {"id": record.id, "kind": record.kind, "status": status, "reason": redirect.get("reason"), "successors": successors}
    return {name: value for name, value in standing.items() if value not in (None, [])}


def _rows(branch: Branch, value: Any, carried: Row) -> Iterator[tuple[str, Row]]:
    for key, item in _items(branch, value):
        keys = (*carried, to_cell(key))
        yield branch.table, (*keys, *_bounds(key, branch.key), *(cell for leaf in branch.leaves for cell in _cells(item, leaf)))
        for below in branch.branches:
            inner = _at(item, below.path)
            if inner is not None:
                yield from _rows(below, inner, keys)


def _items(branch: Branch, value: Any) -> Iterable[tuple[Any, Any]]:
    """The keys and items of a map, set or list; sets and maps have no order, so they are sorted."""
    if branch.form == "record":
        return [(value["id"], value)]
    if branch.form == "map":
        return sorted(value.items())
    if branch.form == "set":
        return [(item, None) for item in sorted(value)]
    return enumerate(value, 1)


def _at(item: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        item = item.get(name) if item is not None else None
    return item


def _cells(item: Any, leaf: Leaf) -> Iterator[Cell]:
    value = _at(item, leaf.path)
    yield to_cell(value)
    yield from _bounds(value, leaf)


def _bounds(value: Any, leaf: Leaf) -> Iterator[Cell]:
    if leaf.dated:
        span = edtf.parse(value) if value is not None else None
        yield from (day.isoformat() if day else "" for day in ((span.earliest, span.latest) if span else (None, None)))


def to_cell(value: Any) -> Cell:
    """A scalar as CSV has it: `true` and `false`, numbers without exponent, an empty cell for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15f}".rstrip("0").rstrip(".") if "e" in repr(value) else repr(value).removesuffix(".0")
    return str(value)


def from_cell(cell: Cell, type_: str) -> Any:
    """The scalar that a cell of this type holds; None for an empty one."""
    if cell == "":
        return None
    if type_ == "boolean":
        return cell == "true"
    if type_ == "integer":
        return int(cell)
    if type_ == "number":
        number = float(cell)
        return int(number) if number.is_integer() else number
    return cell


def restore(branches: Mapping[str, Branch], tables: Mapping[str, Iterable[Row]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every record, as (kind, value), out of the rows of all tables: the way back, one record at a time, in the order of the table of all ids.

    Equal to what went in, but that sets and maps have no order and numbers are compared by value. Raises `ValueError` when rows of a table
    belong to no record, or don't stand in the order of the records.
    """
    queues = {name: _Queue(rows) for name, rows in tables.items()}
    standing = queues.pop(RECORDS)
    for id_, kind, status, reason in standing.rest():
        if status == "current":
            (row,) = queues[branches[kind].table].take(id_) or [()]
            grouped = {name: _by_parent(queues[name].take(id_), depth) for name, depth in _depths(branches[kind])}
            yield kind, {"id": id_, **_item(branches[kind], row, (id_,), grouped)}
        else:
            successors = [row[1] for row in queues[f"{RECORDS}_successors"].take(id_)]
            redirect = {"to": successors or None, "reason": reason or None}
            yield kind, {"id": id_, "redirect": {name: value for name, value in redirect.items() if value}}
    for name, queue in queues.items():
        if queue.head is not None:
            raise ValueError(f"the rows of `{name}` from `{queue.head[0]}` on belong to no record, or stand in another order than the records")


class _Queue:
    """The rows of a table, taken record by record."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self.head = next(self._rows, None)

    def take(self, id_: str) -> list[Row]:
        """The rows at the head that are of this record."""
        taken = []
        while self.head is not None and self.head[0] == id_:
            taken.append(self.head)
            self.head = next(self._rows, None)
        return taken

    def rest(self) -> Iterator[Row]:
        while self.head is not None:
            yield self.head
            self.head = next(self._rows, None)


def _by_parent(rows: Iterable[Row], depth: int) -> Mapping[Row, list[Row]]:
    grouped: defaultdict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[:depth]].append(row)
    return grouped


def _depths(root: Branch, depth: int = 1) -> Iterator[tuple[str, int]]:
    """Each table below a branch with the number of keys that its rows carry from above."""
    for below in root.branches:
        yield below.table, depth
        yield from _depths(below, depth + 1)


def _item(branch: Branch, row: Row, keys: Row, grouped: Mapping[str, Mapping[Row, list[Row]]]) -> Any:
    cells = iter(row[len(keys) + (2 if branch.key.dated else 0) :])
    item: dict[str, Any] = {}
    for leaf in branch.leaves:
        value = from_cell(next(cells), leaf.type)
        if leaf.dated:
            next(cells), next(cells)
        if leaf.path == ():
            return value
        _put(item, leaf.path, value)
    for below in branch.branches:
        _put(item, below.path, _collection(below, grouped[below.table].get(keys, []), keys, grouped))
    return item


def _collection(branch: Branch, rows: list[Row], keys: Row, grouped: Mapping[str, Mapping[Row, list[Row]]]) -> Any:
    if not rows:
        return None
    if branch.form == "set":
        return [from_cell(row[len(keys)], branch.key.type) for row in rows]
    items = {row[len(keys)]: _item(branch, row, row[: len(keys) + 1], grouped) for row in rows}
    return items if branch.form == "map" else [items[key] for key in sorted(items, key=int)]


def _put(item: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    if value is None:
        return
    for name in path[:-1]:
        item = item.setdefault(name, {})
    item[path[-1]] = value
