"""What of a release goes to Zenodo: every file of its folder, held against its sums, its entry and its DOI before anything is sent."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scodata import ledger
from scodata.catalogue import RELEASES, Catalogue
from scodata.metadata import zenodo
from scodata.metadata.about import Json, about
from scodata.problems import ScodataError
from scodata.published import Package, open_package
from scodata.publishing.reserve import read_manifest
from scodata.release import verify
from scodata.release.archive import write_archive

MOST_FILES, MOST_BYTES = 100, 50_000_000_000
"""What a deposit holds (https://help.zenodo.org/docs/deposit/manage-files/)."""


@dataclass(frozen=True)
class Shipment:
    """What is sent for a version: its DOI, its metadata in Zenodo's words, and the files by the names that they get."""

    version: str
    doi: str
    metadata: Json
    files: Mapping[str, Path]


@contextmanager
def shipment(catalogue: Catalogue, version: str) -> Iterator[Shipment]:
    """The release in `dist/`, ready to be sent, as long as the context is.

    A deposit has no folders, so one in the release becomes a zip of its name. Who unpacks the zips beside the other files can hold all
    against `SHA256SUMS`. Raises `ScodataError` where the folder isn't there, isn't what was released, or holds too much.
    """
    title = f"{read_manifest(catalogue).value['name']}-{version}"
    folder = catalogue.dist / title
    if not folder.is_dir():
        raise ScodataError(f"there is no folder dist/{title}, which `scodata release` made; put it there, with every file of the release")
    for reason in verify(folder, title):
        raise ScodataError(f"dist/{title} isn't what was released: {reason}")
    package = open_package(folder / f"{title}.zip", trusted=True)
    _refuse_other(catalogue, version, package)
    said = about(package)
    with tempfile.TemporaryDirectory(prefix="scodata-") as scratch:
        files = _files(folder, Path(scratch), said.date)
        _refuse_excess(title, files)
        yield Shipment(version, said.doi, zenodo(package), files)


def _refuse_other(catalogue: Catalogue, version: str, package: Package) -> None:
    """Raises `ScodataError` where the package isn't the one that the entry of the release names by its hash."""
    entry = next((entry for entry in ledger.entries(catalogue) if entry.version == version), None)
    if entry is None:
        raise ScodataError(f"{version} was never released: there is no {RELEASES}/{version}.json")
    if entry.descriptor != f"sha256:{hashlib.sha256(package.data(ledger.DESCRIPTOR)).hexdigest()}":
        raise ScodataError(f"the package in dist/ isn't the one that {RELEASES}/{version}.json says was released")


def _files(folder: Path, scratch: Path, day: str) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = path.name if path.is_file() else f"{path.name}.zip"
        if name in files:
            raise ScodataError(f"the release has a file {name} and a folder {path.stem}, which both would be {name} in a deposit")
        files[name] = path
        if path.is_dir():
            files[name] = scratch / name
            write_archive(path, files[name], day, below=f"{path.name}/")
    return files


def _refuse_excess(title: str, files: Mapping[str, Path]) -> None:
    size = sum(path.stat().st_size for path in files.values())
    if len(files) > MOST_FILES or size > MOST_BYTES:
        raise ScodataError(
            f"dist/{title} has {len(files):,} files at its top and {size:,} bytes, and Zenodo takes {MOST_FILES} files and {MOST_BYTES:,} bytes in a deposit"
        )
