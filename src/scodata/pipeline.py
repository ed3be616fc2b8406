"""The whole story: the records of a catalogue become its package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scodata import package, tables
from scodata.acceptance import without_accepted
from scodata.catalogue import Catalogue
from scodata.changes.least import too_small
from scodata.checking import Progress, Verdict, counts, examined
from scodata.derivation import derive
from scodata.examination import without_collector
from scodata.expectations import misplaced, unmet
from scodata.ground import survey
from scodata.origins import origins
from scodata.problems import Code, Place, Problem, blocks, in_order

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
    if not target.is_dir():
        yield Problem(STALE, "there is no package here", Place(_shown(catalogue, target)), hint="run `scodata build`")
        return
    for name, line, how in package.differences(fresh, target):
        place = Place(f"{_shown(catalogue, target)}/{name}", line, 1, line, 1)
        yield Problem(STALE, f"{how}: the package isn't what the records give", place, hint="run `scodata build`")


def _shown(catalogue: Catalogue, target: Path) -> str:
    return catalogue.name(target.absolute())
