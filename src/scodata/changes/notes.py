"""What curators say of their changes, in `changes/*.yaml`: whether an error was corrected or the world went on, which can't be computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scodata.catalogue import NOTES, Catalogue
from scodata.changes.comparison import Comparison
from scodata.changes.rows import RowChange
from scodata.documents import Document, read
from scodata.layout.tables import LINEAGE
from scodata.problems import Code, Problem, ScodataError, from_pointer
from scodata.published import Package
from scodata.schemas import own_judge

FITS_NOTHING = Code(
    "V702",
    "note-fits-nothing",
    """A note in `changes/` speaks of a record that doesn't exist, or of something that didn't change since the last release.

Why: the notes go into the changelog, and decide which version the change asks for. One that fits nothing was most likely meant for another record.

Mend: correct its ids and its pointer, or delete it. A release deletes the notes that it has repeated.

Example: `records: [saga]`, where the record is called `sagas`.""",
)


@dataclass(frozen=True)
class Note:
    """One note on one record: what changed at the place `pointer` and below, how, and a sentence."""

    record: str
    pointer: tuple[str, ...]
    change: str
    text: str
    document: Document = field(repr=False, compare=False)
    position: int = 0

    @property
    def problem(self) -> Problem:
        """That it fits nothing."""
        place = f"/{'/'.join(self.pointer)} of " if self.pointer else ""
        return self.document.problem(FITS_NOTHING, f"nothing changed in {place}`{self.record}`", ("notes", self.position, "records"))


def read_notes(catalogue: Catalogue) -> tuple[list[Note], list[Problem]]:
    """All notes of a catalogue, by file and position, and what is wrong in their files; a file with problems gives no notes."""
    notes, problems = list[Note](), list[Problem]()
    paths = sorted(catalogue.notes.glob("*.yaml")) if catalogue.notes.is_dir() else []
    for path in paths:
        document, found = read(path, f"{NOTES}/{path.name}")
        found += own_judge("notes.json").problems(document) if document else []
        problems += found
        if document and not found:
            notes += [note for position, entry in enumerate(document.value["notes"]) for note in _notes(document, position, entry)]
    return notes, problems


def _notes(document: Document, position: int, entry: Mapping[str, Any]) -> Iterator[Note]:
    for record in entry["records"]:
        yield Note(record, from_pointer(entry.get("pointer", "")), entry["change"], " ".join(entry["text"].split()), document, position)


def unknown(notes: Iterable[Note], ids: Iterable[str]) -> Iterator[Problem]:
    """A problem for each note on a record that isn't among the ids."""
    known = set(ids)
    for note in notes:
        if note.record not in known:
            message = f"there is no record `{note.record}`"
            yield note.document.problem(FITS_NOTHING, message, ("notes", note.position, "records"))


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
