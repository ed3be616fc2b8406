"""The files of a release: an archive that is the same whenever it is made, and checksums; both are held against what they say."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date
from pathlib import Path

from scodata.problems import ScodataError

SUMS = "SHA256SUMS"
_UNIX, _FILE = 3, 0o100644 << 16
"""System and mode of an entry, which say nothing of the machine."""


def write_archive(folder: Path, target: Path, day: str) -> None:
    """A zip of all files in a folder: sorted by name, dated `day` at midnight, with one mode. Equal files give equal bytes under one zlib."""
    moment = (*date.fromisoformat(day).timetuple()[:3], 0, 0, 0)
    with zipfile.ZipFile(target, "w") as archive:
        for name in files_in(folder):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system, entry.external_attr = _UNIX, _FILE
            archive.writestr(entry, (folder / name).read_bytes(), zipfile.ZIP_DEFLATED, 9)


def files_in(folder: Path) -> list[str]:
    """The names of all files in a folder and below it, with `/`, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write_sums(folder: Path) -> None:
    """Writes the checksums of all files of a folder, as `sha256sum --check` of the coreutils reads them."""
    lines = (f"{sha256(folder / name)}  {name}\n" for name in files_in(folder) if name != SUMS)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def check_sums(folder: Path) -> None:
    """Holds every file of a folder against its checksum; raises `ScodataError` at one that differs, is missing, or has none."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {name: sha256(folder / name) for name in files_in(folder) if name != SUMS}
    if wrong := sorted(name for name in {*stated, *there} if stated.get(name) != there.get(name)):
        raise ScodataError(f"{wrong[0]} isn't what {SUMS} says")


def sha256(path: Path) -> str:
    """The hash of a file, in hex."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
