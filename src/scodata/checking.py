"""What is wrong in a catalogue: every record through the gate, all of them together, and what a change makes worse."""

from __future__ import annotations

import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scodata import git, ledger
from scodata.acceptance import without_accepted
from scodata.catalogue import INPUTS, Catalogue
from scodata.documents import Lines
from scodata.examination import examine_all, without_collector
from scodata.expectations import misplaced
from scodata.ground import Ground, survey
from scodata.notes import read_notes, unknown
from scodata.problems import Problem, ScodataError, blocks, in_order
from scodata.records import Index, Record
from scodata.validation import conclude

Progress = Callable[[int, int], None]
"""Told how many records are done, of how many."""


@dataclass
class Verdict:
    """What a run found: the problems, in order, and how many record files of each kind there are."""

    problems: list[Problem] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    checked: bool = True

    @property
    def is_clean(self) -> bool:
        """Whether nothing stands in the way of a build."""
        return not blocks(self.problems)


def validate(catalogue: Catalogue, paths: Sequence[Path] = (), progress: Progress | None = None) -> Verdict:
    """Holds every record against its schema and all of them against each other.

    With `paths`, only the problems of these files, or of the files in these folders, are given; what is checked stays the same.
    Raises `ScodataError` when a path lies outside of the catalogue or doesn't exist.
    """
    wanted = [name_of(catalogue, path) for path in paths]
    with without_collector():
        verdict = _validated(catalogue, progress)
    problems = in_order(verdict.problems)
    verdict.problems = [problem for problem in problems if not wanted or any(within(problem.place.path, name) for name in wanted)]
    return verdict


def _validated(catalogue: Catalogue, progress: Progress | None) -> Verdict:
    verdict = Verdict()
    ground, verdict.problems = survey(catalogue)
    if ground is None:
        verdict.checked = False
        return verdict
    verdict.counts = counts(ground)
    verdict.problems += misplaced(ground.manifest, ground.layout.tables)
    unread: list[str] = []
    deque(examined(ground, verdict.problems, progress, unread, records=False), maxlen=0)
    verdict.problems = list(without_accepted(catalogue, verdict.problems, complete=not unread))
    verdict.problems += ledger.problems(catalogue)
    notes, broken = read_notes(catalogue)
    verdict.problems += [*broken, *unknown(notes, ground.listing.kinds)]
    return verdict


def worsened(catalogue: Catalogue, revision: str, paths: Sequence[Path] = (), progress: Progress | None = None) -> Verdict:
    """What a change makes worse: the findings of the whole catalogue, less those that it had at `revision`.

    The findings of the revision are computed from its own files: records, schemas, `scodata.yaml`, exceptions and released ids. One finding
    there takes away at most one here, of the same code, record, place in the record and message; so no finding that the revision
    lacked is ever dropped, whatever file caused it. Raises `ScodataError` for an unknown revision.
    """
    verdict = validate(catalogue, paths, progress)
    with tempfile.TemporaryDirectory(prefix="scodata-") as folder:
        git.check_out(catalogue.root, revision, INPUTS, Path(folder))
        there = Lines(Path(folder))
        before = validate(Catalogue(there.root)).problems
        verdict.problems = list(added(verdict.problems, Lines(catalogue.root), before, there))
    return verdict


def added(after: Iterable[Problem], here: Lines, before: Iterable[Problem], there: Lines, same: Callable[[str], str] = str) -> Iterator[Problem]:
    """The problems of `after` that `before` lacks, each of which takes away at most one of the other.

    `here` and `there` are the lines of the files, after and before. `same` writes a text so that what was only renamed is equal.
    """
    known = Counter(_identity(problem, there, same) for problem in before)
    return (problem for problem in after if not _taken(known, _identity(problem, here, same)))


def _identity(problem: Problem, lines: Lines, same: Callable[[str], str]) -> tuple[str, ...]:
    """What makes a finding the same after lines have shifted: its place in the record or, where it has none, the text of its line."""
    place = problem.pointer or lines.line(problem.place.path, problem.place.line)
    return tuple(same(text) for text in (problem.code.id, problem.place.path, problem.record, place, problem.message))


def _taken(before: Counter[tuple[str, ...]], identity: tuple[str, ...]) -> bool:
    before[identity] -= 1
    return before[identity] >= 0


def records(catalogue: Catalogue) -> Iterator[Record]:
    """Every record that is good in itself, sorted by id; problems are passed over."""
    ground, _ = survey(catalogue)
    if ground is not None:
        yield from examined(ground, [])


def examined(
    ground: Ground, problems: list[Problem], progress: Progress | None = None, unread: list[str] | None = None, *, records: bool = True
) -> Iterator[Record]:
    """The good records, one by one in the order of their ids; `problems` gets what is found on the way, and at the end across records.

    `unread` gets the names of files that could not be read. Without `records` none is given, which spares their way from one process to another.
    """
    index, done = Index(), 0
    for some in examine_all(ground, records=records):
        problems += some.problems
        index.merge(some.index)
        if unread is not None:
            unread += some.unread
        yield from some.records
        done += len(some.names)
        if progress:
            progress(done, len(ground.names))
    problems += conclude(ground, index)


def counts(ground: Ground) -> dict[str, int]:
    """How many record files each kind has."""
    kinds = list(ground.listing.kinds.values())
    return {kind: kinds.count(kind) for kind in ground.manifest.value["kinds"]}


def name_of(catalogue: Catalogue, path: Path) -> str:
    """The name of a file or folder in the catalogue; raises `ScodataError` where there is none, or it lies outside."""
    absolute = path.absolute()
    if not absolute.exists():
        raise ScodataError(f"there is no file or folder {path}")
    name = catalogue.name(absolute)
    if name == ".." or name.startswith("../"):
        raise ScodataError(f"{path} lies outside of the catalogue at {catalogue.root}")
    return name


def within(name: str, folder: str) -> bool:
    """Whether a file is the folder of this name, or lies in it."""
    return folder == "." or name == folder or name.startswith(f"{folder}/")
