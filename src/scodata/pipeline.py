"""The whole story on one screen: validate, and build."""

from __future__ import annotations

import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from scodata import coverage, git, package, tables
from scodata.acceptance import without_accepted
from scodata.ages import Ages, Worklist, worklist
from scodata.catalogue import INPUTS, Catalogue
from scodata.changes.least import too_small
from scodata.changes.notes import read_notes, unknown
from scodata.derivation import derive
from scodata.documents import Lines, read
from scodata.examination import examine_all, without_collector
from scodata.expectations import misplaced, unmet
from scodata.layout.sites import Steps
from scodata.origins import origins
from scodata.problems import Code, Place, Problem, ScodataError, blocks, in_order, near
from scodata.records import Index, Record
from scodata.site import NO_SUCH_PART as NO_SUCH_PART
from scodata.validation import Ground, conclude, survey, surveyed

STALE = Code(
    "P601",
    "stale-package",
    """A file of the committed package isn't what the records give.

Why: users download the package; it must say what the records say.

Mend: run `scodata build` and commit what it writes. Never edit or merge the package by hand.

Example: a record was changed, and `datapackage/` was not built again.""",
)
Judge = Callable[[Path], list[str]]
"""Says why the folder of a package isn't a valid one."""
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


@dataclass
class Built:
    """What a build did: its verdict, and the number of rows of each table; no tables where nothing was built."""

    verdict: Verdict
    target: Path
    tables: Mapping[str, int] = field(default_factory=dict)
    recovered: str = ""


def build(catalogue: Catalogue, output: Path | None = None, *, check: bool = False, progress: Progress | None = None, judge: Judge = package.judge) -> Built:
    """Compiles the records into the package at `output`, or in the catalogue's `datapackage/`; on any error leaves what is there as it is.

    With `check` nothing is written, and a package there that isn't what the records give is a problem at each file that differs.
    `judge` is for whoever judges the package again later, and so needs less now. Raises `ScodataError` when the target may not be replaced or can't be written.
    """
    target = output if output is not None else catalogue.package
    ground, problems = survey(catalogue)
    if ground is None:
        return Built(Verdict(in_order(problems), checked=False), target)
    built = Built(Verdict(problems, counts(ground)), target)
    problems += misplaced(ground.manifest, ground.layout.tables)
    with _scratch(catalogue, target, check) as staging:
        built.recovered = staging.recovered
        unread: list[str] = []
        with package.CsvFiles(staging.folder, ground.layout.tables) as csvs, without_collector():
            for record in examined(ground, problems, progress, unread):
                for table, row in (*tables.rows(ground.layout.branches, record), *origins(ground.layout, record)):
                    csvs.add(table, row)
            if not blocks(problems):
                problems += derive(catalogue, ground.layout, ground.manifest.value["date"], csvs)
        written = csvs.measure()
        if not blocks(problems):
            package.describe(staging.folder, ground.manifest.value, catalogue.schemas, written)
            problems += unmet(ground.manifest, {one.table.name: one for one in written})
            problems += too_small(catalogue, ground.manifest, staging.folder, {one.table.name: one.rows for one in written})
        problems[:] = without_accepted(catalogue, problems, complete=not unread)
        if not blocks(problems):
            problems += [Problem(package.NOT_A_PACKAGE, reason, Place(_shown(catalogue, target))) for reason in judge(staging.folder)]
        if check and not blocks(problems):
            problems += _stale(catalogue, staging.folder, target)
        elif not blocks(problems):
            staging.settle()
        built.tables = {one.table.name: one.rows for one in written} if not blocks(problems) else {}
    built.verdict.problems = in_order(problems)
    return built


def _scratch(catalogue: Catalogue, target: Path, check: bool) -> package.Staging | package.Scratch:
    """Where to build: beside the target, or, where nothing may be written, in a folder of the system's that vanishes."""
    if check:
        return package.Scratch()
    return package.Staging(target, (catalogue.records, catalogue.schemas, catalogue.root / "src"))


def _stale(catalogue: Catalogue, fresh: Path, target: Path) -> Iterator[Problem]:
    for name, line, how in package.differences(fresh, target):
        place = Place(f"{_shown(catalogue, target)}/{name}", line, 1, line, 1)
        yield Problem(STALE, f"{how}: the package isn't what the records give", place, hint="run `scodata build`")


def _shown(catalogue: Catalogue, target: Path) -> str:
    return catalogue.name(target.absolute())


def stats(catalogue: Catalogue) -> coverage.Figures:
    """How much the catalogue covers; raises `ScodataError` where its own files have problems."""
    ground = surveyed(catalogue)
    report = coverage.Coverage(ground.layout.tables)
    known = ground.layout.shapes
    citations = {kind: next((name for name, shape in root.properties if "x-citations" in shape.schema), "") for kind, root in known.items()}
    numbered = {kind: [name for name, shape in root.properties if "x-edition" in shape.schema] for kind, root in known.items()}
    for some in examine_all(ground):
        facts, good = some.index.facts, {record.id: record for record in some.records if not record.is_redirect}
        earliest = {id_: date.fromordinal(start) for id_, _, start, _ in facts.get("periods", ()) if start}
        for record in good.values():
            cited = coverage.cited(record.value, citations[record.kind])
            report.add(record.kind, tables.rows(ground.layout.branches, record), cited, earliest.get(record.id))
            report.members.update(id_ for name in numbered[record.kind] for id_ in record.value.get(name, ()))
        report.add_editions(edition for edition in facts.get("editions", ()) if edition[0] in good)
    return coverage.figures(report, ground.manifest.value["title"])


def stale(catalogue: Catalogue, on: date, older_than: int, kinds: Sequence[str] = ()) -> Worklist:
    """What to look at again on a day, with the lines to open; raises `ScodataError` for a kind that isn't there, or where its own files have problems."""
    ground = surveyed(catalogue)
    if unknown_kind := next((kind for kind in kinds if kind not in ground.layout.shapes), None):
        raise ScodataError(f"there is no kind {unknown_kind}; {near(unknown_kind, ground.layout.shapes) or 'there are ' + ', '.join(ground.layout.shapes)}")
    found = Ages(ground.manifest.value["title"])
    for some in examine_all(ground):
        for record in (record for record in some.records if not record.is_redirect):
            found.add(ground.layout.shapes[record.kind], record)
    listed = worklist(found, on, older_than, kinds)
    return listed.placed(dict(_lines(catalogue, ((item.file, item.path) for items in listed.lists.values() for item in items))))


def _lines(catalogue: Catalogue, places: Iterable[tuple[str, Steps]]) -> Iterator[tuple[tuple[str, Steps], int]]:
    """The line of each place; each file is read once more, for the few that are listed."""
    for name, ones in groupby(sorted(set(places), key=lambda place: place[0]), key=lambda place: place[0]):
        document, _ = read(f"{catalogue.root}/{name}", name)
        yield from ((place, document.place(place[1], key=True).line if document else 1) for place in ones)


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
