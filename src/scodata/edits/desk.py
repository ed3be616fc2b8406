"""The desk: every record of a catalogue opened with its parts, and one way to carry out a change of several of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scodata.catalogue import EXCEPTIONS, Catalogue
from scodata.documents import Document, read
from scodata.documents.outline import Collection, outline
from scodata.edits.changes import Changes, Same, judged
from scodata.edits.settle import at_work, settle
from scodata.ground import Ground, shape_of, survey
from scodata.layout import Shape
from scodata.problems import Problem, ScodataError, in_order, nearest


class RefusedError(Exception):
    """A change that can't be made because of what stands in records; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Desk:
    """The catalogue, and each of its records, read; `exceptions` is None where there is no file of them."""

    catalogue: Catalogue
    ground: Ground
    records: Mapping[str, Document]
    exceptions: Document | None

    def record(self, id_: str) -> Document:
        """The record with this id, which is no redirect; raises `ScodataError` where there is none."""
        name = self.ground.listing.names.get(id_, "")
        if not name or id_ in self.ground.listing.twice:
            near = nearest(id_, self.ground.listing.names)
            raise ScodataError(f"there is no record {id_}" + (f"; did you mean {near}?" if near else ""))
        if self.shape(self.records[name]) is self.ground.frame.redirect_shape:
            raise ScodataError(f"{id_} was retired already: {name} is a redirect")
        return self.records[name]

    def shape(self, document: Document) -> Shape:
        """The shape that a record has."""
        return shape_of(self.ground, document)

    def parts(self, document: Document) -> Collection:
        """A record's parts."""
        return outline(document)

    def is_released(self, id_: str) -> bool:
        """Whether the id was ever released."""
        return any(id_ == released for released, _ in self.ground.known.released)


@dataclass(frozen=True)
class Plan:
    """What a command wants to change, and what it says of it; `same` makes what is only renamed equal before and after."""

    changes: Changes
    said: tuple[str, ...]
    same: Same = str


@dataclass(frozen=True)
class Outcome:
    """What became of it: the changes that were made, or would be; where there are problems nothing was written."""

    changes: Changes = field(default_factory=lambda: Changes({}, {}))
    said: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def carried_out(catalogue: Catalogue, plan: Callable[[Desk], Plan], *, dry_run: bool = False) -> Outcome:
    """Makes a plan and carries it out, as a whole or not at all; with `dry_run` nothing is written.

    Raises `ScodataError` for wrong use, and where a file can't be written.
    """
    with at_work(catalogue) as finished:
        said = (finished,) if finished else ()
        try:
            made = plan(opened(catalogue))
        except RefusedError as refused:
            return Outcome(said=said, problems=tuple(in_order(refused.problems)))
        problems = in_order(judged(catalogue, made.changes, made.same))
        if problems:
            return Outcome(made.changes, said, tuple(problems))
        if not dry_run:
            settle(catalogue, made.changes)
        return Outcome(made.changes, (*said, *made.said))


def opened(catalogue: Catalogue) -> Desk:
    """The desk of a catalogue. Raises `RefusedError` when one of its files can't be read: references in it could not follow."""
    ground, problems = survey(catalogue)
    if ground is None:
        raise RefusedError(problems)
    records: dict[str, Document] = {}
    unread: list[Problem] = []
    for name in ground.names:
        document, found = read(catalogue.root / name, name)
        unread += found
        if document:
            records[name] = document
    exceptions, found = read(catalogue.exceptions, EXCEPTIONS) if catalogue.exceptions.exists() else (None, [])
    if unread or found:
        raise RefusedError([*unread, *found])
    return Desk(catalogue, ground, records, exceptions)
