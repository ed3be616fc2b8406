"""What of a release goes to Zenodo: every file of its folder, held against its sums, its entry and its DOI before anything is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
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

MOST_FILES, MOST_BYTES = 100, 50_000_000_000
"""What a deposit holds (https://help.zenodo.org/docs/deposit/manage-files/)."""


@dataclass(frozen=True)
class Shipment:
    """What is sent for a version: its DOI, its metadata in Zenodo's words, and the files by the names that they get."""

    version: str
    doi: str
    metadata: Json
    files: Mapping[str, Path]


def shipment(catalogue: Catalogue, version: str) -> Shipment:
    """The release in `dist/`, ready to be sent. Raises `ScodataError` where it isn't there, isn't what was released, or is more than a deposit takes."""
    title = f"{read_manifest(catalogue).value['name']}-{version}"
    folder = catalogue.dist / title
    if not folder.is_dir():
        raise ScodataError(f"there is no folder dist/{title}; `scodata remake {version}` makes it again")
    for reason in verify(folder, title):
        raise ScodataError(f"dist/{title} isn't what was released: {reason}")
    package = open_package(folder / f"{title}.zip", trusted=True)
    _refuse_other(catalogue, version, package)
    files = {path.name: path for path in sorted(folder.iterdir())}
    _refuse_excess(title, files)
    return Shipment(version, about(package).doi, zenodo(package), files)


def _refuse_other(catalogue: Catalogue, version: str, package: Package) -> None:
    """Raises `ScodataError` where the package isn't the one that the entry of the release names by its hash."""
    entry = next((entry for entry in ledger.entries(catalogue) if entry.version == version), None)
    if entry is None:
        raise ScodataError(f"{version} was never released: there is no {RELEASES}/{version}.json")
    if entry.descriptor != f"sha256:{hashlib.sha256(package.data(ledger.DESCRIPTOR)).hexdigest()}":
        raise ScodataError(f"the package in dist/ isn't the one that {RELEASES}/{version}.json says was released")


def _refuse_excess(title: str, files: Mapping[str, Path]) -> None:
    if folders := [name for name, path in files.items() if path.is_dir()]:
        raise ScodataError(f"dist/{title} has a folder, {folders[0]}, and a deposit holds none")
    size = sum(path.stat().st_size for path in files.values())
    if len(files) > MOST_FILES or size > MOST_BYTES:
        raise ScodataError(
            f"dist/{title} has {len(files):,} files and {size:,} bytes, and Zenodo takes {MOST_FILES} files and {MOST_BYTES:,} bytes in a deposit"
        )
