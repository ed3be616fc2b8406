"""Tables as CSV files (RFC 4180, but with LF): UTF-8 without byte-order mark, a header always, empty cells for nothing."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from scodata.layout import Table
from scodata.tables import Row


@dataclass
class Written:
    """What is known of a table once it is written: its file, how many rows, and how many cells of each column say something."""

    table: Table
    path: str
    rows: int = 0
    filled: list[int] = field(default_factory=list)
    bytes: int = 0
    sha256: str = ""


class CsvFiles:
    """All tables, open for writing at once, so that records can stream through."""

    def __init__(self, folder: Path, tables: Iterable[Table]) -> None:
        self.folder = folder
        self.written = {table.name: Written(table, f"data/{table.name}.csv", filled=[0] * len(table.columns)) for table in tables}
        self._files = ExitStack()
        self._open: dict[str, IO[str]] = {}
        self._writers: Mapping[str, Any] = {}

    def __enter__(self) -> CsvFiles:
        (self.folder / "data").mkdir()
        for name in self.written:
            self._open[name] = self._files.enter_context(open(self.path(name), "w", encoding="utf-8", newline=""))
        self._writers = {name: csv.writer(file, lineterminator="\n") for name, file in self._open.items()}
        for name, one in self.written.items():
            self._writers[name].writerow(column.name for column in one.table.columns)
        return self

    def __exit__(self, *error: Any) -> None:
        self._files.__exit__(*error)

    def add(self, table: str, row: Row) -> None:
        """Writes one row."""
        one = self.written[table]
        one.rows += 1
        for position, cell in enumerate(row):
            if cell:
                one.filled[position] += 1
        self._writers[table].writerow(row)

    def flush(self) -> None:
        """Makes whatever was added so far readable in the files."""
        for file in self._open.values():
            file.flush()

    def path(self, table: str) -> Path:
        """The file of a table."""
        return self.folder / self.written[table].path

    def measure(self) -> list[Written]:
        """Closes nothing, but reads every finished file once for its size and hash; call it after the `with` block."""
        for one in self.written.values():
            with open(self.folder / one.path, "rb") as file:
                one.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                one.bytes = file.tell()
        return list(self.written.values())
