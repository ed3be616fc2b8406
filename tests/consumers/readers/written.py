"""What each reader in Python leaves behind: its rows as CSV again, and how it took each column."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any


class Report:
    """Collects what a reader made of each table, for the test to compare."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        self.tables: dict[str, Any] = {}

    def add(self, table: str, types: dict[str, str], nulls: Sequence[int], rows: Iterable[Iterable[Any]]) -> None:
        count = 0
        with open(self.folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(types)
            for row in rows:
                count += 1
                writer.writerow(map(cell, row))
        self.tables[table] = {"rows": count, "types": types, "nulls": list(map(int, nulls))}

    def save(self) -> None:
        (self.folder / "report.json").write_text(json.dumps(self.tables), encoding="utf-8")


def cell(value: Any) -> str:
    if value is None or str(value) in ("<NA>", "NaT", "nan"):
        return ""
    if type(value).__name__ in ("bool", "bool_"):  # numpy has a truth of its own
        return "true" if value else "false"
    return (value.date() if isinstance(value, datetime) else value).isoformat() if isinstance(value, date) else str(value)


def resources(package: str) -> list[Any]:
    return list(json.loads((Path(package) / "datapackage.json").read_text(encoding="utf-8"))["resources"])
