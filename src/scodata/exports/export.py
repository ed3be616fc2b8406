"""Writes a package in several formats at once: each by its own module, all beside the place that they take when every one of them is done."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scodata.exports import calendar, jsonl, parquet, sqlite, xlsx
from scodata.exports.file import File
from scodata.metadata import FORMATS
from scodata.problems import ScodataError, near
from scodata.published import Package


def metadata(word: str, package: Package, folder: Path) -> list[File]:
    """The file of one standard of metadata."""
    return [File(path.name) for path in FORMATS[word](package, folder)]


Write = Callable[[Package, Path], list[File]]
"""Writes files of a package into a folder that is empty of them, and says which; raises `ScodataError` where the format can't hold the package."""
EXPORTS: Mapping[str, tuple[str, Write]] = {
    "sqlite": ("one database with keys, checks and full-text search, and metadata.json for Datasette", sqlite.write),
    "parquet": ("a typed file a table", parquet.write),
    "xlsx": ("a workbook with a sheet a table, and a codebook", xlsx.write),
    "jsonl": ("a file a kind with a nested record a line, and its JSON Schema", jsonl.write),
    "calendar": ("the occasions as an iCalendar", calendar.write),
    "schema-org": ("what search engines of data sets read", partial(metadata, "schema-org")),
    "dcat": ("what data portals harvest, as DCAT-AP 3", partial(metadata, "dcat")),
    "csvw": ("the tables, described as CSV on the Web", partial(metadata, "csvw")),
    "citation": ("how to cite the data, as CITATION.cff", partial(metadata, "citation")),
    "zenodo": ("what the archive Zenodo asks for", partial(metadata, "zenodo")),
}
"""Every word that can be exported, with what it gives in a few words, and the function that writes it."""

Verify = Callable[[Package, Path], list[str]]
"""Holds the files that an export wrote against the package, from their bytes, and says which they are; raises `ScodataError` where one differs."""
VERIFIED: Mapping[str, Verify] = {
    "sqlite": sqlite.verify,
    "parquet": parquet.verify,
    "xlsx": xlsx.verify,
    "jsonl": jsonl.verify,
    "calendar": calendar.verify,
}
"""The exports that hold data, each with the function that reads it back."""


@dataclass(frozen=True)
class Exported:
    """A file in its place, its size in bytes, and the rows or records in it; None for one that holds none."""

    path: Path
    bytes: int
    rows: int | None


def export(package: Package, words: Sequence[str], output: Path) -> list[Exported]:
    """Writes the exports of these words into the folder `output`; no file there changes before all of them are written.

    Raises `ScodataError` for an unknown word, a library that is missing, a folder that can't be written or holds a package, and whatever a
    format can't hold.
    """
    for word in words:
        if word not in EXPORTS:
            raise ScodataError(f"there is no export `{word}`; {near(word, EXPORTS) or 'there are ' + ', '.join(EXPORTS)}")
    if (output / "datapackage.json").exists():
        raise ScodataError(f"won't export to {output}: it holds a package, whose files are only its own")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=output.parent) as folder:
            files = [file for word in dict.fromkeys(words) for file in EXPORTS[word][1](package, Path(folder))]
            output.mkdir(exist_ok=True)
            return [_settled(Path(folder), output, file) for file in files]
    except OSError as error:
        raise ScodataError(f"can't write to {output}: {(error.strerror or str(error)).lower()}") from error


def _settled(folder: Path, output: Path, file: File) -> Exported:
    path = output / file.name
    (folder / file.name).replace(path)
    return Exported(path, path.stat().st_size, file.rows)
