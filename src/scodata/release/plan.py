"""A release, prepared: everything is made out of the commit that is checked out, and judged, before anything that a person sees changes."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path
from typing import Any

from scodata import checking, git, ledger, pipeline
from scodata.catalogue import CHANGELOG, INPUTS, MARK, Catalogue
from scodata.changes.versions import first, is_enough, parse
from scodata.checking import Verdict
from scodata.deposits import refuse_doi_of_another
from scodata.documents import read, with_values
from scodata.notes import read_notes
from scodata.package import judge_quickly
from scodata.problems import ScodataError
from scodata.published import open_package
from scodata.release.archive import files_in
from scodata.release.changelog import with_release
from scodata.release.contents import fill, refuse_without_libraries
from scodata.release.editions import PACKAGE, Difference, Edition, difference, released, working_tree
from scodata.release.history import changes
from scodata.release.section import first_section, section


@dataclass(frozen=True)
class Plan:
    """A release that could be made: what the commit changes, by name (None for a file that goes), and what lies in the folder of the release.

    `base` is the commit that it follows; `section` what the changelog says of it, `verdict` what the change asks for.
    """

    name: str
    version: str
    base: str
    files: Mapping[str, bytes | None]
    folder: Path
    section: str
    verdict: str

    @property
    def title(self) -> str:
        """The name of the folder in `dist/`."""
        return f"{self.name}-{self.version}"

    @property
    def tag(self) -> str:
        return f"v{self.version}"


def prepare(catalogue: Catalogue, folder: Path, date: str, version: str | None = None) -> Plan | Verdict:
    """Makes a release into the empty `folder`, and verifies it; the catalogue stays as it is. A verdict where problems stand in the way.

    `date`: the day of the release. Without `version` it is the smallest that the change asks for, or the one that `scodata.yaml` states
    already. Raises `ScodataError` for a tree that isn't as it was committed, a version that is too small, and whatever can't be released.
    """
    refuse_without_libraries()
    base = git.head(catalogue.root)
    _refuse(catalogue, date)
    with tempfile.TemporaryDirectory(prefix="scodata-") as scratch, ExitStack() as stack:
        root = Path(scratch) / "catalogue"
        root.mkdir()
        git.check_out(catalogue.root, base, (*INPUTS, CHANGELOG, PACKAGE), root)
        here = Catalogue(root)
        before = {name: (root / name).read_bytes() for name in files_in(root)}
        verdict = _judged(here)
        if not verdict.is_clean:
            return verdict
        last = ledger.last(here)
        changed = _difference(stack.enter_context(released(catalogue, last.version)), here) if last else None
        if unfitting := changed.problems if changed else [note.problem for note in read_notes(here)[0]]:
            return Verdict(unfitting, verdict.counts)
        wanted = _version(here, changed, version)
        _refuse_doi(here, wanted)
        if f"v{wanted}" in git.tagged(catalogue.root):
            raise ScodataError(f"there is a tag v{wanted}, of which the files of the catalogue know nothing; see what it is, and delete it")
        built = _edit(here, wanted, date)
        if not built.verdict.is_clean:
            return built.verdict
        text = _write_down(here, wanted, date, base, changed, built.tables)
        after = {name: (root / name).read_bytes() for name in files_in(root)}
        name = open_package(here.package, trusted=True).descriptor["name"]
        files = {file: after.get(file) for file in sorted({*before, *after}) if before.get(file) != after.get(file)}
        said = changed.verdict if changed else f"{wanted} is the first release"
        fill(folder, here.package, text, changed.old if changed else None, changed.new.notes if changed else ())
        return Plan(name, wanted, base, files, folder, text, said)


def upcoming(catalogue: Catalogue, version: str | None = None) -> str | Verdict:
    """The version that a release of the records as they are now would have, as `prepare` has it; a verdict where they have problems.

    Raises `ScodataError` where there is nothing to release, or `version` is too small.
    """
    last = ledger.last(catalogue)
    with ExitStack() as stack:
        new = stack.enter_context(working_tree(catalogue))
        if isinstance(new, Verdict):
            return new
        return _version(catalogue, _changed(stack.enter_context(released(catalogue, last.version)), new) if last else None, version)


def _refuse(catalogue: Catalogue, date: str) -> None:
    try:
        is_day = day.fromisoformat(date).isoformat() == date
    except ValueError:
        is_day = False
    if not is_day:
        raise ScodataError(f"{date} is no day: one looks like 2026-11-23")
    if unclean := git.unclean(catalogue.root):
        more = f", and {len(unclean) - 1} more" if len(unclean) > 1 else ""
        raise ScodataError(f"commit or put away what was changed first: {unclean[0]}{more}")
    git.committer(catalogue.root)
    if not git.ignores(catalogue.root, "dist/x"):
        raise ScodataError("dist/ would be part of the repository: add the line `dist/` to .gitignore")
    last = ledger.last(catalogue)
    if last and date < last.date:
        raise ScodataError(f"{date} is before {last.date}, the day of {last.version}")


def _judged(here: Catalogue) -> Verdict:
    """What is wrong in the commit: its records, its notes, or a package that isn't what the records give."""
    verdict = checking.validate(here)
    return pipeline.build(here, check=True, judge=lambda _: []).verdict if verdict.is_clean else verdict


def _difference(old: Edition, here: Catalogue) -> Difference:
    notes, _ = read_notes(here)
    return _changed(old, Edition(open_package(here.package, trusted=True), "this release", tuple(notes)))


def _changed(old: Edition, new: Edition) -> Difference:
    changed = difference(old, new, is_first=False)
    if not changed.findings:
        raise ScodataError(f"nothing changed since {old.what}, so there is nothing to release")
    return changed


def _version(here: Catalogue, changed: Difference | None, wanted: str | None) -> str:
    """The version of the release: what was asked for, or `scodata.yaml` states, if it is enough; else the smallest that is."""
    stated = _manifest(here)["version"]
    if changed is None:
        version = wanted or first(stated)
        parse(version)
        return version
    last = changed.old.what
    version = wanted or (stated if parse(stated) > parse(last) else changed.asked)
    if not is_enough(version, last, changed.level):
        gravest = changed.findings[0]
        raise ScodataError(f"{version} is too small: since {last}, {gravest.what} ({gravest.rule.id}), so the version is {changed.asked} or more")
    return version


def _manifest(here: Catalogue) -> Mapping[str, Any]:
    document, _ = read(here.mark, MARK)
    assert document is not None, "the catalogue was validated"
    return document.value


def _refuse_doi(here: Catalogue, version: str) -> None:
    """A DOI names one version for ever, whoever gave it out."""
    doi, last = _manifest(here).get("doi", ""), ledger.last(here)
    refuse_doi_of_another(here, doi, version)
    if doi and last and last.version != version and ledger.last_descriptor(here).get("id") == f"https://doi.org/{doi}":
        raise ScodataError(f"the `doi` in scodata.yaml, {doi}, is that of {last.version}, and this would be {version}: state its own, or take the line out")


def _edit(here: Catalogue, version: str, date: str) -> pipeline.Built:
    """Writes version and date into `scodata.yaml`, each in the place of the old one, and builds the package anew."""
    document, _ = read(here.mark, MARK)
    assert document is not None, "the catalogue was validated"
    here.mark.write_bytes(with_values(document, {"version": version, "date": date}, below="date").encode())
    return pipeline.build(here, judge=judge_quickly)  # frictionless judges the archive


def _write_down(here: Catalogue, version: str, date: str, base: str, changed: Difference | None, rows: Mapping[str, int]) -> str:
    """What was released, into the files of the catalogue: changelog, ids and entry; the notes, which it repeats, go. Gives the changelog's section."""
    package = open_package(here.package, trusted=True)
    computed = section(changed) if changed else first_section(package, rows)
    old = here.changelog.read_bytes().decode("utf-8") if here.changelog.exists() else None
    text, body = with_release(old, version, date, computed)
    _put(here.changelog, text)
    ids = here.released.read_bytes().decode("utf-8") if here.released.exists() else ""
    _put(here.released, ledger.with_ids(ids, ((row[0], row[1]) for row in package.rows("records")), version))
    descriptor = package.data(ledger.DESCRIPTOR)
    digest = f"sha256:{hashlib.sha256(descriptor).hexdigest()}"
    previous, level, records = (changed.old.what, changed.level, changes(changed)) if changed else ("", "none", ())
    entry = ledger.Entry(version, date, previous, level, base, digest, rows, records)
    here.releases.mkdir(exist_ok=True)
    _put(here.releases / f"{version}.json", entry.as_text)
    (here.releases / ledger.DESCRIPTOR).write_bytes(descriptor)
    for path in here.notes.glob("*.yaml"):
        path.unlink()
    return body


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
