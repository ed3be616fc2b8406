"""The folders of released versions that lie in a place, each held against its own checksums and against what the ledger says was released."""

from __future__ import annotations

import hashlib
from pathlib import Path

import semver

from scodata.catalogue import RELEASES
from scodata.ledger import DESCRIPTOR, Entry, Ledger
from scodata.problems import ScodataError
from scodata.published import open_package
from scodata.release.archive import SUMS, check_sums


def on_shelf(folder: Path, name: str, ledger: Ledger) -> dict[str, Path]:
    """The folders `<name>-<version>/` in a folder, by version, the oldest first; whatever else lies there is passed over.

    Raises `ScodataError` for a version that the ledger doesn't know, and for files that aren't those that were released.
    """
    if not folder.is_dir():
        raise ScodataError(f"there is no folder {folder}")
    found = {path.name.removeprefix(f"{name}-"): path for path in folder.iterdir() if path.is_dir() and path.name.startswith(f"{name}-")}
    versions = sorted((version for version in found if semver.Version.is_valid(version)), key=semver.Version.parse)
    for version in versions:
        _hold(found[version], ledger.entry(version))
    return {version: found[version] for version in versions}


def _hold(folder: Path, entry: Entry | None) -> None:
    if entry is None:
        raise ScodataError(f"{folder} holds a version of which {RELEASES}/ knows nothing; take it away, or name another folder with --releases")
    if link := next((path for path in sorted(folder.rglob("*")) if path.is_symlink()), None):
        raise ScodataError(f"{link} is a link, and a release holds files alone")
    try:
        check_sums(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise ScodataError(f"{folder}/{SUMS} can't be read, so nothing says that these are the files of {entry.version}") from error
    except ScodataError as error:
        raise ScodataError(f"{folder}: {error}") from error
    archive = folder / f"{folder.name}.zip"
    digest = hashlib.sha256(open_package(archive, trusted=True).data(DESCRIPTOR)).hexdigest()
    if entry.descriptor != f"sha256:{digest}":
        raise ScodataError(f"{archive} isn't the package that {RELEASES}/{entry.version}.json says was released")
