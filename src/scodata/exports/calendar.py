"""The occasions of a package as one calendar file."""

from __future__ import annotations

from pathlib import Path

from scodata.exports.file import File
from scodata.feeds import calendar
from scodata.published import Package


def write(package: Package, folder: Path) -> list[File]:
    """Writes `<name>.ics`; raises `ScodataError` where the library for it isn't installed, or no kind of the package is for a calendar."""
    name = f"{package.descriptor['name']}.ics"
    (folder / name).write_bytes(calendar(package))
    return [File(name)]
