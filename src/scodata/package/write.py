"""Streams rows into the files of a package, and adds descriptor and dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scodata.layout import Table
from scodata.package.csvs import CsvFiles, Written
from scodata.package.descriptor import as_text, descriptor
from scodata.package.dictionary import dictionary
from scodata.tables import Row


def write(folder: Path, manifest: Mapping[str, Any], tables: Iterable[Table], rows: Iterable[tuple[str, Row]]) -> list[Written]:
    """Writes a whole package into an empty folder. Rows are written in the order in which they come, and none is kept."""
    with CsvFiles(folder, tables) as csvs:
        for table, row in rows:
            csvs.add(table, row)
    written = csvs.measure()
    _put(folder / "datapackage.json", as_text(descriptor(manifest, written)))
    _put(folder / "README.md", dictionary(manifest, written))
    return written


def _put(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
