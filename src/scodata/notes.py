"""What curators say of their changes, in `changes/*.yaml`: whether an error was corrected or the world went on, which can't be computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scodata.catalogue import NOTES, Catalogue
from scodata.documents import Document, read
from scodata.ground import STRAY
from scodata.problems import Code, Place, Problem, from_pointer
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
    place: int = 0

    @property
    def problem(self) -> Problem:
        """That it fits nothing."""
        place = f"/{'/'.join(self.pointer)} of " if self.pointer else ""
        return self.document.problem(FITS_NOTHING, f"nothing changed in {place}`{self.record}`", ("notes", self.position, "records", self.place))


def read_notes(catalogue: Catalogue) -> tuple[list[Note], list[Problem]]:
    """All notes of a catalogue, by file and position, and what is wrong in their files; a file with problems gives no notes."""
    notes, problems = list[Note](), list(_strays(catalogue))
    paths = sorted(catalogue.notes.glob("*.yaml")) if catalogue.notes.is_dir() else []
    for path in paths:
        document, found = read(path, f"{NOTES}/{path.name}")
        found += own_judge("notes.json").problems(document) if document else []
        problems += found
        if document and not found:
            notes += [note for position, entry in enumerate(document.value["notes"]) for note in _notes(document, position, entry)]
    return notes, problems


def _strays(catalogue: Catalogue) -> Iterator[Problem]:
    """A problem for whatever in the folder of notes would be passed over in silence; hidden files aside, with which an empty folder is kept."""
    if catalogue.notes.exists() and not catalogue.notes.is_dir():
        yield Problem(STRAY, "notes are files in a folder of this name", Place(NOTES))
    for path in sorted(catalogue.notes.iterdir()) if catalogue.notes.is_dir() else ():
        if not path.name.startswith(".") and (path.suffix != ".yaml" or path.is_dir()):
            hint = f"rename it to `{path.stem}.yaml`" if path.suffix.lower() in (".yaml", ".yml") else ""
            yield Problem(STRAY, f"a file of notes lies in {NOTES}/ itself, and its name ends with `.yaml`", Place(f"{NOTES}/{path.name}"), hint)


def _notes(document: Document, position: int, entry: Mapping[str, Any]) -> Iterator[Note]:
    for place, record in enumerate(entry["records"]):
        yield Note(record, from_pointer(entry.get("pointer", "")), entry["change"], " ".join(entry["text"].split()), document, position, place)


def unknown(notes: Iterable[Note], ids: Iterable[str]) -> Iterator[Problem]:
    """A problem for each note on a record that isn't among the ids."""
    known = set(ids)
    for note in notes:
        if note.record not in known:
            message = f"there is no record `{note.record}`"
            yield note.document.problem(FITS_NOTHING, message, ("notes", note.position, "records", note.place))
