"""The files of a released version, made again out of git: for whoever lost `dist/`, and for CI, which publishes what a tag holds and nothing else."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scodata import git, ledger, pipeline
from scodata.catalogue import CHANGELOG, INPUTS, NOTES, Catalogue
from scodata.ledger import Entry
from scodata.locks import held
from scodata.notes import Note, read_notes
from scodata.package import judge_quickly
from scodata.problems import ScodataError, blocks
from scodata.published import open_package
from scodata.release.archive import files_in, sha256
from scodata.release.changelog import section_of
from scodata.release.contents import fill, refuse_without_libraries
from scodata.release.editions import PACKAGE, commit_of, refuse_another, released, tag_of, unknown


@dataclass(frozen=True)
class Remade:
    """The folder of a release, and whether it was there already, as it should be."""

    folder: Path
    was_there: bool


def remake(catalogue: Catalogue, version: str) -> Remade:
    """Makes `dist/<name>-<version>/` of a released version, out of the records of its tag, or of the commit that released it.

    Everything that the release had is made again and verified, equal byte for byte where the libraries are the same. Raises `ScodataError`
    where the version was never released, its commit isn't at hand, its records don't give what `releases/` says was released, or other
    files lie in the folder.
    """
    refuse_without_libraries()
    entry = next((entry for entry in ledger.entries(catalogue) if entry.version == version), None)
    commit = commit_of(catalogue, version)
    if entry is None or not commit:
        raise ScodataError(unknown(catalogue, version))
    catalogue.dist.mkdir(exist_ok=True)
    with held(catalogue.dist):
        staging = catalogue.dist / ".remake.building"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        try:
            return _settle(staging, catalogue.dist / _make(catalogue, entry, commit, staging))
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _make(catalogue: Catalogue, entry: Entry, commit: str, folder: Path) -> str:
    """The files of the release into the folder; gives the name of the folder in `dist/`."""
    with tempfile.TemporaryDirectory(prefix="scodata-") as scratch, ExitStack() as stack:
        here = Catalogue(Path(scratch))
        git.check_out(catalogue.root, commit, (*INPUTS, CHANGELOG, PACKAGE), here.root)
        package = open_package(here.package, trusted=True)
        refuse_another(catalogue, entry.version, package, tag_of(catalogue, entry.version))
        _refuse_unbuildable(here, entry.version)
        text = here.changelog.read_text(encoding="utf-8") if here.changelog.exists() else ""
        section = section_of(text, entry.version)
        if section is None:
            raise ScodataError(f"{CHANGELOG} of {entry.version} has no section of it, so what changed can't be told")
        old = stack.enter_context(released(catalogue, entry.previous)) if entry.previous else None
        fill(folder, here.package, section, old, _notes(catalogue, entry) if old else ())
        return f"{package.descriptor['name']}-{entry.version}"


def _refuse_unbuildable(here: Catalogue, version: str) -> None:
    """Raises `ScodataError` where the records don't give the package that was committed with them."""
    for problem in pipeline.build(here, check=True, judge=judge_quickly).verdict.problems:
        if blocks([problem]):
            place = f"{problem.place.path}:{problem.place.line}:{problem.place.column}"
            reason = f"the records of {version} don't give this version of scodata the package that was released: {place}: {problem.message}"
            raise ScodataError(f"{reason}; check out v{version}, and install scodata from there")


def _notes(catalogue: Catalogue, entry: Entry) -> tuple[Note, ...]:
    """The notes that the release repeated, which it deleted."""
    with tempfile.TemporaryDirectory(prefix="scodata-") as folder:
        git.check_out(catalogue.root, entry.commit, (NOTES,), Path(folder))
        return tuple(read_notes(Catalogue(Path(folder)))[0])


def _settle(made: Path, target: Path) -> Remade:
    """Moves what was made to its place in one step; what is there already stays, and has to be the same."""
    if not target.exists():
        os.rename(made, target)
        return Remade(target, was_there=False)
    here, there = ({name: sha256(folder / name) for name in files_in(folder)} for folder in (made, target))
    for name in sorted(name for name in {*here, *there} if here.get(name) != there.get(name)):
        raise ScodataError(f"{target / name} isn't what the release gives; move {target} away first")
    return Remade(target, was_there=True)
