"""Where the files of a package lie: in a folder, or in a zip archive. Both give the bytes of a file by its name, and refuse what could do harm."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from scodata.problems import ScodataError

MOST_FILES = 10_000
"""Files of an archive."""
MOST_BYTES = 4 * 2**30
"""Bytes of an archive, unpacked."""
TIGHTEST = 200
"""How many times larger an archive may become when it is unpacked; text shrinks to a tenth, and only a bomb to less than a hundredth."""


class Shelf(Protocol):
    """Files by name; a name is a relative path with `/`."""

    path: Path

    def open(self, name: str) -> IO[bytes]:
        """The bytes of a file; raises `ScodataError` where there is none, or where it lies outside of the package."""


def shelf(path: Path) -> Shelf:
    """The folder or archive at `path`; raises `ScodataError` where neither is there, or an archive that may do harm."""
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Archive(path)
    raise ScodataError(f"there is no package at {path}: neither a folder nor a zip archive")


def is_inside(name: str) -> bool:
    """Whether a name stays inside of whatever it is taken to be in: no address, no absolute path, no way up, on no system."""
    parts = name.split("/")
    return bool(name) and not (set(parts) & {"", ".", ".."}) and not (set(name) & set("\\:\0")) and PurePosixPath(name).as_posix() == name


class Folder:
    """A package that lies unpacked; a link in it may not lead out of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, name: str) -> IO[bytes]:
        path = self.path / name
        if not is_inside(name) or not path.resolve().is_relative_to(self.path.resolve()):
            raise ScodataError(f"{self.path}: `{name}` leads out of the package, so it isn't read")
        if not path.is_file():
            raise ScodataError(f"{self.path}: the file {name} is missing, or is no regular file")
        try:
            return open(path, "rb")
        except OSError as error:
            raise ScodataError(f"{path}: {(error.strerror or 'unknown error').lower()}") from error


class Archive:
    """A package in a zip archive, which is judged as a whole before anything is unpacked, and is never unpacked to disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with broken_archives_refused(path):
            self._zip = zipfile.ZipFile(path)
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        for reason in _reasons(entries, path.stat().st_size):
            raise ScodataError(f"{path}: {reason}, so it isn't opened")
        self._names = {entry.filename for entry in entries}

    def open(self, name: str) -> IO[bytes]:
        if name not in self._names:
            raise ScodataError(f"{self.path}: the file {name} is missing")
        with broken_archives_refused(self.path):
            return self._zip.open(name)


def _reasons(entries: list[zipfile.ZipInfo], size: int) -> Iterator[str]:
    """Why an archive of this size in bytes isn't opened. What the entries say of their sizes binds `zipfile`: it unpacks no byte more."""
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES:
        yield f"the archive holds more than {MOST_FILES:,} files"
    if total > MOST_BYTES or total > max(size, 2**20) * TIGHTEST:
        yield f"the archive would become {total:,} bytes when it is unpacked"
    if len({entry.filename for entry in entries}) < len(entries):
        yield "the archive holds two files of one name"
    for entry in entries:
        if not is_inside(entry.filename):
            yield f"`{entry.filename}` leads out of the archive"
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield f"`{entry.filename}` is a link"
        if entry.flag_bits & 1:
            yield f"`{entry.filename}` is encrypted"


@contextmanager
def broken_archives_refused(path: Path) -> Iterator[None]:
    """Makes whatever `zipfile` finds wrong in an archive one sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ScodataError(f"{path}: no zip archive that can be read: {error}") from error
