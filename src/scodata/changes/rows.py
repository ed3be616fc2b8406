"""The rows of a table as it was and as it is, compared by key: in one pass where both are sorted, as ours are; else with one of them in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from scodata.layout import Table
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.tables import Row

Pair = tuple[Row | None, Row | None]
"""A row before and after; None where there is none."""


class CellChange(NamedTuple):
    """A cell before and after, as it stands in the CSV."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added (`row` as it is), removed (`row` as it was) or changed (`cells`)."""

    op: Literal["ADD", "MOD", "DEL"]
    key: Row
    row: Row = ()
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class Side:
    """A table of a package."""

    package: Package
    table: Table

    def rows(self) -> Iterator[Row]:
        return self.package.rows(self.table.name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.columns)


def is_comparable(old: Table, new: Table) -> bool:
    """Whether rows of both can be told to be the same: by one key or, where there is none, as wholes of the same columns."""
    names = [[column.name for column in table.columns] for table in (old, new)]
    return old.key == new.key and (bool(old.key) or names[0] == names[1])


def row_changes(old: Side, new: Side) -> list[RowChange]:
    """How the rows of one table became those of the other; the tables are comparable. Cells of columns that are gone don't count.

    Raises `ScodataError` where two rows of a table have one key.
    """
    if not old.table.key:
        return list(_of_whole_rows(old, new))
    try:
        return list(_told(old, new, _merged(old, new)))
    except _UnsortedError:
        return list(_told(old, new, _matched(old, new)))


def _told(old: Side, new: Side, pairs: Iterable[Pair]) -> Iterator[RowChange]:
    key_before, key_after, differing = key_of(old.table), key_of(new.table), _differing(old, new)
    for before, after in pairs:
        if before is None and after is not None:
            yield RowChange("ADD", key_after(after), after)
        elif before is not None and after is None:
            yield RowChange("DEL", key_before(before), before)
        elif before is not None and after is not None and (cells := differing(before, after)):
            yield RowChange("MOD", key_after(after), cells=cells)


def count_changes(old: Side, new: Side) -> Counter[str]:
    """How many rows of comparable tables were added, removed and changed, by `ADD`, `DEL` and `MOD`; nothing of the rows is kept."""
    if not old.table.key:
        return Counter(change.op for change in _of_whole_rows(old, new))
    try:
        return Counter(change.op for change in _told(old, new, _merged(old, new)))
    except _UnsortedError:
        return _count_unsorted(old, new)


def key_of(table: Table) -> Callable[[Row], Row]:
    """What names a row of the table: its key or, without one, all of it."""
    positions = [position for position, column in enumerate(table.columns) if column.key]
    if not positions:
        return lambda row: row
    if positions == list(range(len(positions))):
        end = len(positions)
        return lambda row: row[:end]
    if len(positions) == 1:
        only = positions[0]
        return lambda row: (row[only],)
    get: Callable[[Row], Row] = itemgetter(*positions)
    return get


def rank_of(table: Table) -> Callable[[Row], Any]:
    """By what rows of the table are sorted, out of their key: numbers as numbers, texts by code points."""
    numeric = [column.type in ("integer", "number") for column in table.columns if column.key or not table.key]
    if not any(numeric):
        return lambda key: key
    return lambda key: tuple(_number(cell) if is_number else cell for cell, is_number in zip(key, numeric, strict=True))


def _number(cell: str) -> tuple[bool, float | int | str]:
    """Numbers before whatever is none, which another program's table may hold."""
    try:
        return False, int(cell) if cell.isdecimal() else float(cell)
    except ValueError:
        return True, cell


def _differing(old: Side, new: Side) -> Callable[[Row, Row], tuple[CellChange, ...]]:
    """Tells the cells in which two rows differ; a column that is new was empty before."""
    places = {name: position for position, name in enumerate(old.names)}
    columns = [(name, places.get(name), position) for position, name in enumerate(new.names)]

    def differing(before: Row, after: Row) -> tuple[CellChange, ...]:
        cells = ((name, before[there] if there is not None else "", after[here]) for name, there, here in columns)
        return tuple(CellChange(*cell) for cell in cells if cell[1] != cell[2])

    return differing


class _UnsortedError(Exception):
    """The rows aren't sorted by a key that names each of them once."""


def _merged(old: Side, new: Side) -> Iterator[Pair]:
    """The rows that differ, in one pass. Raises `_UnsortedError` as soon as either side turns out not to be sorted."""
    if [column.type for column in old.table.columns if column.key] != [column.type for column in new.table.columns if column.key]:
        raise _UnsortedError
    olds, news = _Sorted(old), _Sorted(new)
    same = old.names == new.names
    while olds.row is not None and news.row is not None:
        if same and olds.row == news.row:
            olds.step()
            news.step()
        elif olds.rank == news.rank:
            yield olds.row, news.row
            olds.step()
            news.step()
        elif olds.rank < news.rank:
            yield olds.row, None
            olds.step()
        else:
            yield None, news.row
            news.step()
    while olds.row is not None:
        yield olds.row, None
        olds.step()
    while news.row is not None:
        yield None, news.row
        news.step()


class _Sorted:
    """The rows of one side, one at a time, each of a higher rank than the one before."""

    def __init__(self, side: Side) -> None:
        self._rows = side.rows()
        self._key, self._rank = key_of(side.table), rank_of(side.table)
        self.row = next(self._rows, None)
        self.rank: Any = self._rank(self._key(self.row)) if self.row is not None else None

    def step(self) -> None:
        before, self.row = self.rank, next(self._rows, None)
        if self.row is not None:
            self.rank = self._rank(self._key(self.row))
            if not before < self.rank:
                raise _UnsortedError


def _matched(old: Side, new: Side) -> Iterator[Pair]:
    """The rows that differ, with the old side in memory; new and changed ones in their order, then those that are gone."""
    before = dict(_once(old))
    for key, row in _once(new):
        there = before.pop(key, None)
        if there != row or old.names != new.names:
            yield there, row
    yield from ((row, None) for row in before.values())


def _once(side: Side) -> Iterator[tuple[Row, Row]]:
    key_of_row = key_of(side.table)
    seen: set[Row] = set()
    for row in side.rows():
        key = key_of_row(row)
        if key in seen:
            raise ScodataError(f"two rows of `{side.table.name}` have the key {', '.join(key)}, so they can't be compared")
        seen.add(key)
        yield key, row


def _of_whole_rows(old: Side, new: Side) -> Iterator[RowChange]:
    """Without a key a row is nothing but itself, as often as it stands there."""
    left = Counter(old.rows())
    for row in new.rows():
        if left[row]:
            left[row] -= 1
        else:
            yield RowChange("ADD", row, row)
    yield from (RowChange("DEL", row, row) for row in left.elements())


def _count_unsorted(old: Side, new: Side) -> Counter[str]:
    """The counts where rows aren't sorted: of each old row only sixteen bytes are kept, since such tables are long."""
    old_key, new_key = key_of(old.table), key_of(new.table)
    positions = [old.names.index(name) if name in old.names else None for name in new.names]
    before = {_digest(old_key(row)): _digest("" if position is None else row[position] for position in positions) for row in old.rows()}
    counts: Counter[str] = Counter()
    for row in new.rows():
        there = before.pop(_digest(new_key(row)), None)
        if there is None:
            counts["ADD"] += 1
        elif there != _digest(row):
            counts["MOD"] += 1
    counts["DEL"] = len(before)
    return +counts


def _digest(cells: Iterable[str]) -> bytes:
    return blake2b("\x1f".join(cells).encode(), digest_size=8).digest()


def replaced(old: Side | None, new: Side | None) -> Iterator[RowChange]:
    """All rows gone and all rows added, where a table has no counterpart that it could be compared with."""
    gone = (RowChange("DEL", key_of(old.table)(row), row) for row in old.rows()) if old else ()
    added = (RowChange("ADD", key_of(new.table)(row), row) for row in new.rows()) if new else ()
    yield from chain(gone, added)
