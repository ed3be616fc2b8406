"""Records in their canonical form: written where the strict reader reads the same from it, else left alone with a problem."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from scodata import checking
from scodata.catalogue import Catalogue
from scodata.documents import Document, parse, read
from scodata.documents.outline import outline
from scodata.documents.reader import LARGEST_FILE
from scodata.edits.canonical import canonical
from scodata.edits.changes import Changes
from scodata.edits.codes import NO_FORM
from scodata.edits.settle import at_work, settle
from scodata.ground import Ground, shape_of, survey
from scodata.layout import Shape
from scodata.problems import Place, Problem, ScodataError
from scodata.processes import in_order, several
from scodata.schemas.bundled import editor_line

ENOUGH = 500
"""Records from which on a second process pays for its start."""
CHUNK = 50
"""Records that a process formats before it hands them over."""


@dataclass(frozen=True)
class Formatted:
    """What formatting changes, or would; the problems of files that are left alone; and how many files were looked at."""

    changes: Changes
    problems: tuple[Problem, ...]
    files: int
    said: str = ""


def fmt(catalogue: Catalogue, paths: Sequence[Path] = (), *, check: bool = False) -> Formatted:
    """Brings the records at `paths`, or all of them, into their canonical form; with `check` nothing is written.

    Raises `ScodataError` when a path holds no record, and where a file can't be written.
    """
    with at_work(catalogue) as said:
        wanted = chosen(catalogue, paths)
        ground, problems = survey(catalogue)
        if ground is None:
            return Formatted(Changes({}, {}), tuple(problems), 0, said)
        names = within(ground, wanted)
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        found: list[Problem] = []
        chunks = (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))
        for forms in in_order(partial(_forms, ground), chunks, "formats records", forked=several(len(names), ENOUGH)):
            before.update(forms.before)
            after.update(forms.after)
            found += forms.problems
        changes = Changes(before, after)
        if not check:
            settle(catalogue, changes)
        return Formatted(changes, tuple(found), len(names), said)


@dataclass
class _Forms:
    """The texts of the files whose form is another than what stands there, before and after, and the problems of those that stay as they are."""

    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def _forms(ground: Ground, names: Sequence[str]) -> _Forms:
    forms = _Forms()
    for name in names:
        document, found = read(ground.catalogue.root / name, name)
        if document:
            text, found = formed(ground, document)
            if text != document.text:
                forms.before[name], forms.after[name] = document.text, text
        forms.problems += found
    return forms


def chosen(catalogue: Catalogue, paths: Sequence[Path]) -> list[str]:
    """The names of files and folders of records; raises `ScodataError` for one that holds none."""
    names = [checking.name_of(catalogue, path) for path in paths]
    for name in names:
        if name != "." and not checking.within(name, "records"):
            raise ScodataError(f"{name} holds no records; they lie below records/")
    return names


def within(ground: Ground, wanted: Sequence[str]) -> list[str]:
    """The record files that are meant: those below one of the names, or all where none is given."""
    return [name for name in ground.names if not wanted or any(checking.within(name, one) for one in wanted)]


def formed(ground: Ground, document: Document) -> tuple[str, list[Problem]]:
    """The canonical form of a record of a catalogue; its own text, and a problem, where the form would be read as something else."""
    return form(document, shape_of(ground, document), editor_line(ground.catalogue.root, document.name))


def form(document: Document, shape: Shape, first: str = "") -> tuple[str, list[Problem]]:
    """The canonical form of a document of this shape, with the line `first` on top, or its own text and a problem, as `formed` says."""
    text = canonical(outline(document), shape, first)
    again, problems = parse(text.encode(), document.name) if len(text.encode()) <= LARGEST_FILE else (None, [])
    if again and _exactly(again) == _exactly(document):
        return text, []
    return document.text, [Problem(NO_FORM, why, Place(document.name)) for why in _why(document, again, problems)]


def _why(document: Document, again: Document | None, problems: list[Problem]) -> Iterator[str]:
    if again:
        yield "its canonical form would be read as another record"
    else:
        yield f"its canonical form couldn't be read: {problems[0].message}" if problems else f"its canonical form is larger than {LARGEST_FILE:,} bytes"


def _exactly(document: Document) -> str:
    """The value with its types, whatever the order of its keys."""
    return json.dumps(document.value, sort_keys=True)
