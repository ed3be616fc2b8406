"""What a user calls a package (a folder, a zip, a version, a revision, the working tree) is found, opened and compared."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scodata import git, ledger, pipeline
from scodata.catalogue import NOTES, RELEASES, Catalogue, find
from scodata.changes import Comparison, Finding, Level, compare, level_of
from scodata.changes.findings import findings
from scodata.changes.notes import Notes
from scodata.changes.versions import asked, first, is_version
from scodata.checking import Verdict
from scodata.notes import Note, read_notes
from scodata.package import judge_quickly
from scodata.problems import Problem, ScodataError
from scodata.published import Package, open_package

PACKAGE = "datapackage"
"""The folder of a revision in which its package lies."""


@dataclass(frozen=True)
class Edition:
    """A package that was opened, what it is, the notes on its changes, and whether it is the catalogue's own."""

    package: Package
    what: str
    notes: tuple[Note, ...] = ()
    is_own: bool = True


@dataclass(frozen=True)
class Difference:
    """Two editions compared. `asked` is the smallest version that the new one may have; empty where nothing says which was the last.

    `is_first`: no version was ever released.
    """

    old: Edition
    new: Edition
    comparison: Comparison
    findings: tuple[Finding, ...]
    notes: Notes
    asked: str
    is_first: bool

    @property
    def level(self) -> Level:
        return level_of(self.findings)

    @property
    def problems(self) -> list[Problem]:
        """Notes that fit nothing that changed."""
        return list(self.notes.unfitting(self.comparison))

    @property
    def verdict(self) -> str:
        """What the change asks for, in one sentence."""
        if self.level == "none":
            return f"{self.new.what} is what {self.old.what} was"
        version = f", so the next version is {'the first, ' if self.is_first else ''}{self.asked} or more" if self.asked else ""
        return f"From {self.old.what} to {self.new.what}: {self.level}{version}"


@contextmanager
def differing(old: str, new: str | None, start: Path) -> Iterator[Difference | Verdict]:
    """The difference between two editions, open as long as the context is. Without `new`, it is the package that the records give now.

    A name is, in this order: a folder or zip that exists, a released version (with or without `v`), a git revision. `start`: the folder in
    which names are relative, and in or below a catalogue where one is needed. A verdict where the records have problems, so that they
    give no package. Raises `ScodataError` where a name is none of these.
    """
    with ExitStack() as stack:
        before = stack.enter_context(edition(old, start))
        after = stack.enter_context(edition(new, start) if new is not None else working_tree(find(start)))
        if isinstance(after, Verdict):
            yield after
        else:
            yield difference(before, after, is_first=before.is_own and ledger.last(find(start)) is None)


def difference(old: Edition, new: Edition, *, is_first: bool) -> Difference:
    """Compares two editions; `is_first` where no version was ever released, so that the next is the first."""
    notes = Notes(new.notes, old.package, new.package)
    comparison = compare(old.package, new.package)
    found = findings(comparison, notes)
    version = old.package.descriptor.get("version", "")
    after = (first(version) if is_first else asked(version, level_of(found))) if is_version(version) else ""
    return Difference(old, new, comparison, found, notes, after, is_first)


@contextmanager
def edition(name: str, start: Path) -> Iterator[Edition]:
    """The edition of a name; see `differing`."""
    path = start / name
    if path.exists():
        own = _is_own(path, start)
        yield Edition(open_package(path, trusted=own), name, is_own=own)
    elif is_version(name.removeprefix("v")):
        with released(find(start), name.removeprefix("v")) as found:
            yield found
    else:
        with revision(find(start), name) as found:
            yield found


def _is_own(path: Path, start: Path) -> bool:
    """Whether a package lies where the catalogue's own ones do."""
    try:
        catalogue = find(start)
    except ScodataError:
        return False
    return any(path.resolve().is_relative_to(own.resolve()) for own in (catalogue.package, catalogue.dist))


@contextmanager
def working_tree(catalogue: Catalogue) -> Iterator[Edition | Verdict]:
    """The package that the records give now, built beside nothing and gone afterwards; or the verdict, where they give none."""
    with tempfile.TemporaryDirectory(prefix="scodata-") as folder:
        built = pipeline.build(catalogue, Path(folder) / PACKAGE, judge=judge_quickly)
        notes, problems = read_notes(catalogue)
        built.verdict.problems += problems
        if built.verdict.is_clean:
            yield Edition(open_package(built.target, trusted=True), "the records as they are now", tuple(notes))
        else:
            yield built.verdict


@contextmanager
def revision(catalogue: Catalogue, name: str) -> Iterator[Edition]:
    """The package that was committed at a git revision; raises `ScodataError` where there is no such revision, or no package in it."""
    with tempfile.TemporaryDirectory(prefix="scodata-") as folder:
        git.check_out(catalogue.root, name, (PACKAGE, NOTES), Path(folder))
        if not (Path(folder) / PACKAGE).is_dir():
            raise ScodataError(f"no package was committed at {name}: there is no {PACKAGE}/ in it")
        notes, _ = read_notes(Catalogue(Path(folder)))
        yield Edition(open_package(Path(folder) / PACKAGE, trusted=True), name, tuple(notes))


@contextmanager
def released(catalogue: Catalogue, version: str) -> Iterator[Edition]:
    """The package of a released version: from `dist/`, or from the tag, or from the commit that released it, whichever there is first.

    Raises `ScodataError` where there is none, or where it isn't what `releases/` says that was released.
    """
    archives = sorted(catalogue.dist.glob(f"*-{version}/*-{version}.zip"))
    commit = commit_of(catalogue, version)
    with ExitStack() as stack:
        if archives:
            found = Edition(open_package(archives[0], trusted=True), version)
        elif commit:
            found = Edition(stack.enter_context(revision(catalogue, commit)).package, version)
        else:
            raise ScodataError(unknown(catalogue, version))
        refuse_another(catalogue, version, found.package, str(archives[0]) if archives else tag_of(catalogue, version))
        yield found


def tag_of(catalogue: Catalogue, version: str) -> str:
    """The tag of a version; an empty string where it has none here."""
    return f"refs/tags/v{version}" if f"v{version}" in git.tagged(catalogue.root) else ""


def commit_of(catalogue: Catalogue, version: str) -> str:
    """What leads to the commit that released a version: its tag, else the commit that added its entry; an empty string where neither is at hand."""
    return tag_of(catalogue, version) or git.commit_that_added(catalogue.root, f"{RELEASES}/{version}.json")


def refuse_another(catalogue: Catalogue, version: str, package: Package, place: str) -> None:
    """Raises `ScodataError` where a package isn't the one that `releases/` says was released. `place`: the archive or the tag where it was found."""
    stated = {entry.version: entry.descriptor for entry in ledger.entries(catalogue)}
    digest = f"sha256:{hashlib.sha256(package.data('datapackage.json')).hexdigest()}"
    if stated.get(version, digest) != digest:
        if not place:  # the oldest commit of a shallow clone seems to add every file
            raise ScodataError(unknown(catalogue, version))
        raise ScodataError(f"the package found in {place} isn't the one that {RELEASES}/{version}.json says was released")


def unknown(catalogue: Catalogue, version: str) -> str:
    """Why there is no package of a version, and what can be done."""
    stated = {entry.version for entry in ledger.entries(catalogue)}
    tags = {tag.removeprefix("v") for tag in git.tagged(catalogue.root) if tag.startswith("v")}
    built = {path.name.rpartition("-")[2] for path in catalogue.dist.glob("*-*") if path.is_dir() and not path.name.startswith(".")}
    if version in stated:
        return f"{version} was released, but its package isn't at hand: fetch the history and the tags of the repository"
    known = sorted(one for one in stated | tags | built if is_version(one))
    return f"{version} was never released; {'released were: ' + ', '.join(known) if known else 'nothing was, so far'}"
