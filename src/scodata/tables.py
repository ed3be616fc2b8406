"""A record becomes rows, and rows become the record again: nothing is lost on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scodata import edtf
from scodata.layout import Branch, Leaf
from scodata.layout.sites import Steps
from scodata.layout.tables import RECORDS
from scodata.records import Record

Cell = str
"""What stands in a CSV: text; an empty one says nothing."""
Row = tuple[Cell, ...]


def rows(branches: Mapping[str, Branch], record: Record) -> Iterator[tuple[str, Row]]:
    """The rows of a record as (table, cells), parents before children, siblings by key; last, its row in the table of all ids."""
    for one in placed(branches, record):
        bounds = _bounds(one.keys[-1], one.branch.key)
        yield one.branch.table, (*one.keys, *bounds, *(cell for leaf in one.branch.leaves for cell in _cells(one.item, leaf)))


class Placed(NamedTuple):
    """A row of a record before its cells are made: the branch that it is of, its primary key, and the item at `path` in the record."""

    branch: Branch
    keys: Row
    path: Steps
    item: Any


def placed(branches: Mapping[str, Branch], record: Record) -> Iterator[Placed]:
    """Every row of a record with its place; last, that in the table of all ids, which stands for the record itself."""
    if not record.is_redirect:
        yield from _placed(branches[record.kind], record.value, (), ())
    yield from (one._replace(path=()) for one in _placed(branches[RECORDS], _standing(record), (), ()))


def _standing(record: Record) -> dict[str, Any]:
    redirect = record.value["redirect"] if record.is_redirect else {}
    successors = redirect.get("to", [])
    status = retired_as(successors) if redirect else "current"
    standing = {"id": record.id, "kind": record.kind, "status": status, "reason": redirect.get("reason"), "successors": successors}
    return {name: value for name, value in standing.items() if value not in (None, [])}


def retired_as(successors: Sequence[str]) -> str:
    """What became of a record whose id was retired, as the table of all ids calls it: withdrawn, moved to one other or split into several."""
    return ("withdrawn", "moved", "split")[min(len(successors), 2)]


def _placed(branch: Branch, value: Any, carried: Row, path: Steps) -> Iterator[Placed]:
    for key, item, step in _items(branch, value):
        keys, place = (*carried, to_cell(key)), (*path, *step)
        yield Placed(branch, keys, place, item)
        for below in branch.branches:
            inner = at(item, below.path)
            if inner is not None:
                yield from _placed(below, inner, keys, (*place, *below.path))


def _items(branch: Branch, value: Any) -> Iterable[tuple[Any, Any, Steps]]:
    """The keys and items of a map, set or list, and the step that leads to each; sets and maps have no order, so they are sorted."""
    if branch.form == "record":
        return [(value["id"], value, ())]
    if branch.form == "map":
        return ((key, item, (key,)) for key, item in sorted(value.items()))
    if branch.form == "set":
        return ((item, None, (position,)) for item, position in sorted(zip(value, range(len(value)), strict=True)))
    return ((position + 1, item, (position,)) for position, item in enumerate(value))


def at(item: Any, path: tuple[str, ...]) -> Any:
    """What stands at a path of names below an item; None where nothing does."""
    for name in path:
        item = item.get(name) if item is not None else None
    return item


def _cells(item: Any, leaf: Leaf) -> Iterator[Cell]:
    value = at(item, leaf.path)
    yield to_cell(value)
    yield from _bounds(value, leaf)


def _bounds(value: Any, leaf: Leaf) -> Iterator[Cell]:
    if leaf.dated:
        span = edtf.parse(value) if value else None
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
            rows = queues[kind].take(id_) if kind in branches else []
            if len(rows) != 1:
                raise ValueError(f"the record `{id_}` has {len(rows)} rows in the table of its kind, `{kind}`")
            grouped = {name: _by_parent(queues[name].take(id_), depth) for name, depth in _depths(branches[kind])}
            yield kind, {"id": id_, **_item(branches[kind], rows[0], (id_,), grouped)}
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
