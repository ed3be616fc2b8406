"""Where things live: the root of a catalogue, its folders, and the files in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scodata.problems import ScodataError

MARK = "scodata.yaml"
"""The file that marks a catalogue's root and says what the catalogue is."""

EXCEPTIONS = "exceptions.yaml"
"""The file at the root that lists accepted findings."""
RELEASED = "released.csv"
"""The file at the root that lists every id ever released, one a line, below a header."""
RELEASES = "releases"
"""The folder that says of each release what it held, so that nothing rests on tags."""
NOTES = "changes"
"""The folder of notes on what changed since the last release."""
CHANGELOG = "CHANGELOG.md"
"""The file at the root in which each release has a section."""


@dataclass(frozen=True)
class Catalogue:
    """The folders of a catalogue, from its root."""

    root: Path

    @property
    def mark(self) -> Path:
        return self.root / MARK

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def schemas(self) -> Path:
        return self.root / "schemas"

    @property
    def derived(self) -> Path:
        return self.root / "derived"

    @property
    def phrases(self) -> Path:
        return self.root / "phrases"

    @property
    def package(self) -> Path:
        return self.root / "datapackage"

    @property
    def exceptions(self) -> Path:
        return self.root / EXCEPTIONS

    @property
    def released(self) -> Path:
        return self.root / RELEASED

    @property
    def releases(self) -> Path:
        return self.root / RELEASES

    @property
    def notes(self) -> Path:
        return self.root / NOTES

    @property
    def changelog(self) -> Path:
        return self.root / CHANGELOG

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    def name(self, path: Path) -> str:
        """The path of a file as problems print it: relative to the root, with `/`."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def kind_of(self, name: str) -> str:
        """The kind of the record in the file of this name: the folder below `records`; an empty string for no record."""
        parts = name.split("/")
        return parts[1] if len(parts) > 2 and parts[0] == "records" else ""


INPUTS = (MARK, EXCEPTIONS, RELEASED, RELEASES, NOTES, "records", "schemas", "derived", "phrases")
"""All that a catalogue's findings rest on, by name from its root."""


def find(start: Path) -> Catalogue:
    """The catalogue that `start` lies in, found by walking up as git does; raises `ScodataError` where there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / MARK).exists():
            return Catalogue(folder)
    raise ScodataError(f"no catalogue here: neither {start} nor a folder above it holds {MARK}")


def files(folder: Path | str, name: str) -> Iterator[str]:
    """The names, beginning with `name`, of everything below a folder that isn't a folder itself: links and pipes too, hidden folders as a whole.

    No link is followed. In no order. A `.gitkeep`, which keeps an empty folder in git, is nothing.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == ".gitkeep":
                continue
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield from files(entry.path, f"{name}/{entry.name}")
            else:
                yield f"{name}/{entry.name}"


def id_of(name: str) -> str:
    """The id that the name of a record's file gives it."""
    return name.rpartition("/")[2].removesuffix(".yaml")
