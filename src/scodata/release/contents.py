"""The files of a release: the package as an archive, every export, all metadata, what changed, and checksums; each is read again from its bytes."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from scodata.changes.delta import as_json, delta
from scodata.exports import EXPORTS, VERIFIED
from scodata.exports.comparison import hold_text_against, readable
from scodata.feeds import is_for_calendar
from scodata.metadata import FORMATS, Distribution
from scodata.notes import Note
from scodata.package import judge_archive
from scodata.problems import ScodataError
from scodata.published import Package, open_package
from scodata.release.archive import check_sums, files_in, sha256, write_archive, write_sums
from scodata.release.editions import Edition, difference

ENDS = {"sqlite": "-sqlite.zip", "parquet": "-parquet.zip", "xlsx": ".xlsx", "jsonl": "-jsonl.zip", "calendar": ".ics"}
"""How the name of each export ends, after name and version of the package. An export of several files, or of one that shrinks to a fifth, is
an archive: GitHub and Zenodo, where releases go, know no folders, and Zenodo takes a hundred files at most."""
MEDIA_TYPES = {
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar",
}
_LIBRARIES = ("icalendar", "pyarrow", "python_calamine", "xlsxwriter")


def refuse_without_libraries() -> None:
    """Raises `ScodataError` where a library for one of the exports isn't installed; none is imported yet."""
    for name in _LIBRARIES:
        if find_spec(name) is None:
            raise ScodataError(f"a release holds every export, and {name} isn't installed: pip install 'scodata[export]'")


def fill(folder: Path, built: Path, section: str, old: Edition | None = None, notes: tuple[Note, ...] = ()) -> None:
    """Writes the files of a release into an empty folder, and verifies them.

    `built`: the folder of its package; `section`: what the changelog says of it; `old`: the edition before it, and `notes`: what was said
    of the changes since, for the delta. Raises `ScodataError` where a format can't hold the package, or a file isn't what it should be.
    """
    said = open_package(built, trusted=True).descriptor
    title, day = f"{said['name']}-{said['version']}", said["created"][:10]
    write_archive(built, folder / f"{title}.zip", day)
    package = open_package(folder / f"{title}.zip", trusted=True)
    for word in _words(package):
        _export(word, package, folder / f"{title}{ENDS[word]}", day)
    _describe(package, folder, _distributions(package, folder, title))
    _put(folder / "CHANGES.md", f"# {said.get('title', said['name'])} {said['version']}\n\n{day}\n\n{section}")
    if old:
        fresh = difference(old, Edition(package, said["version"], notes), is_first=False)
        _put(folder / f"delta-from-{old.what}.json", as_json(delta(fresh.comparison, fresh.findings)))
    write_sums(folder)
    for reason in verify(folder, title):
        raise ScodataError(f"what was made isn't what it should be: {reason}")


def verify(folder: Path, title: str) -> Iterator[str]:
    """Why the files of a release aren't what they should be, from their bytes alone; nothing where they are. `title`: its name and version."""
    try:
        check_sums(folder)
        package = open_package(folder / f"{title}.zip", trusted=True)
        for word in _words(package):
            _hold_export(word, package, folder / f"{title}{ENDS[word]}")
        _hold_metadata(package, folder, _distributions(package, folder, title))
    except ScodataError as error:
        yield str(error)
        return
    yield from judge_archive(folder / f"{title}.zip")


def _words(package: Package) -> list[str]:
    """The exports of a release: all that hold data; a calendar only where a schema asks for one."""
    return [word for word in VERIFIED if word != "calendar" or is_for_calendar(package)]


def _export(word: str, package: Package, path: Path, day: str) -> None:
    with tempfile.TemporaryDirectory(prefix="scodata-") as scratch:
        files = EXPORTS[word][1](package, Path(scratch))
        if path.suffix == ".zip":
            write_archive(Path(scratch), path, day)
        else:
            shutil.move(Path(scratch) / files[0].name, path)


def _hold_export(word: str, package: Package, path: Path) -> None:
    """Holds an export against the package; an archive may hold nothing else."""
    with tempfile.TemporaryDirectory(prefix="scodata-") as scratch, readable(path.name, zipfile.BadZipFile, zlib.error):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                archive.extractall(scratch)
        else:
            shutil.copy(path, Path(scratch) / f"{package.descriptor['name']}{path.suffix}")
        known = VERIFIED[word](package, Path(scratch))
        for stranger in (name for name in files_in(Path(scratch)) if name not in known):
            raise ScodataError(f"{path.name} holds {stranger}, which is no part of the export")


def _distributions(package: Package, folder: Path, title: str) -> list[Distribution]:
    """The files in which the data can be had, with what each is."""
    told = {"package": (".zip", "the Data Package itself: CSV files with datapackage.json, as one archive")}
    told |= {word: (ENDS[word], EXPORTS[word][0]) for word in _words(package)}
    return [_distribution(folder / f"{title}{end}", what) for end, what in told.values()]


def _distribution(path: Path, what: str) -> Distribution:
    return Distribution(path.name, path.stat().st_size, sha256(path), MEDIA_TYPES[path.suffix], description=what)


def _describe(package: Package, folder: Path, files: list[Distribution]) -> None:
    """Writes the files of metadata, none of which is hidden: a hidden file of a release is overlooked, and GitHub would rename it."""
    for write in FORMATS.values():
        for path in write(package, folder, files):
            path.rename(folder / path.name.removeprefix("."))


def _hold_metadata(package: Package, folder: Path, files: list[Distribution]) -> None:
    with tempfile.TemporaryDirectory(prefix="scodata-") as scratch:
        _describe(package, Path(scratch), files)
        for name in files_in(Path(scratch)):
            hold_text_against((Path(scratch) / name).read_text(encoding="utf-8"), folder / name)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
