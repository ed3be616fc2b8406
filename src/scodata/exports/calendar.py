"""The occasions of a package as one calendar file."""

from __future__ import annotations

from pathlib import Path

from scodata.exports.comparison import readable
from scodata.exports.file import File
from scodata.feeds import calendar
from scodata.problems import ScodataError
from scodata.published import Package


def write(package: Package, folder: Path) -> list[File]:
    """Writes `<name>.ics`; raises `ScodataError` where the library for it isn't installed, or no kind of the package is for a calendar."""
    name = _name(package)
    (folder / name).write_bytes(calendar(package))
    return [File(name)]


def verify(package: Package, folder: Path) -> list[str]:
    """Holds the calendar against the one that the package gives, and gives the file it looked at; raises `ScodataError` where it differs."""
    name = _name(package)
    with readable(name):
        if (folder / name).read_bytes() != calendar(package):
            raise ScodataError(f"{name} isn't what the package gives")
    return [name]


def _name(package: Package) -> str:
    return f"{package.descriptor['name']}.ics"
