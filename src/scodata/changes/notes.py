"""Notes of curators beside the packages whose difference they explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scodata.changes.comparison import Comparison
from scodata.changes.rows import RowChange
from scodata.layout.tables import LINEAGE
from scodata.notes import Note
from scodata.problems import Problem, ScodataError, from_pointer
from scodata.published import Package


class Notes:
    """Notes beside the packages whose difference they explain."""

    def __init__(self, notes: Iterable[Note] = (), *packages: Package) -> None:
        self.notes = tuple(notes)
        self._by_record: dict[str, list[Note]] = {}
        for note in self.notes:
            self._by_record.setdefault(note.record, []).append(note)
        pointed = {note.record for note in self.notes if note.pointer}
        self._places = {row: place for package in packages for row, place in _places(package, pointed)}
        self._paths = {name: paths for package in packages for name, paths in (_paths(package) if pointed else ())}

    def says(self, table: str, row: RowChange, column: str = "") -> str:
        """What the note nearest to a row, or to a cell of it, says that happened; an empty string where none does."""
        fitting = [note for note in self._by_record.get(row.key[0], ()) if self._covers(note, table, row, column)]
        return max(fitting, key=lambda note: len(note.pointer)).change if fitting else ""

    def unfitting(self, comparison: Comparison) -> Iterator[Problem]:
        """A problem for each note that fits no change."""
        changes = {record.id: record.rows for record in comparison.records}
        for note in self.notes:
            rows = ((table, row) for table, rows in changes.get(note.record, {}).items() for row in rows)
            if not any(self._covers(note, table, row, column) for table, row in rows for column in ("", *(cell.column for cell in row.cells))):
                yield note.problem

    def _covers(self, note: Note, table: str, row: RowChange, column: str) -> bool:
        if not note.pointer:
            return True
        place = self._places.get((table, "/".join(row.key)))
        if place is None:
            return False
        return (*place, *self._paths.get(table, {}).get(column, ()))[: len(note.pointer)] == note.pointer


def _places(package: Package, records: set[str]) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Where in their records the rows of some records begin, by table and key: the program's own table of lineage says so."""
    if not records or LINEAGE not in package.tables or [column.name for column in package.tables[LINEAGE].columns] != _LINEAGE:
        return
    for table, key, record, _, _, pointer in package.rows(LINEAGE):
        if record in records:
            yield (table, key), from_pointer(pointer)


_LINEAGE = ["table_name", "row_key", "record_id", "file", "line", "pointer"]


def _paths(package: Package) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """By table, the path that leads from the place of a row to each of its cells; none where the schemas can't be read."""
    try:
        branches = {branch.table: branch for root in package.layout.branches.values() for branch in root.walk()}
    except ScodataError:
        return
    for table, branch in branches.items():
        if table in package.tables:
            columns = [column for column in package.tables[table].columns if not column.key]
            told = [column.name for column in columns if not column.source]
            paths = dict(zip(told, (leaf.path for leaf in branch.leaves), strict=False))
            yield table, {column.name: paths.get(column.source or column.name, ()) for column in columns}
