"""Where the readers are, what they are given, and what to do where one is missing; `make test-heavy` sets CONSUMERS."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
CONSUMERS = Path(os.environ.get("CONSUMERS", REPOSITORY / ".venv" / "consumers")).absolute()
READERS = Path(__file__).parent / "readers"
PACKAGE = REPOSITORY / "datapackage"


def missing(what: str | Path, how: str) -> None:
    """Skips the test, or, with REQUIRE_CONSUMERS as in CI, fails it."""
    (pytest.fail if os.environ.get("REQUIRE_CONSUMERS") else pytest.skip)(f"{what} isn't installed: {how}")


def needed(program: str | Path, how: str) -> str:
    """A program's path; where there is none the test is skipped or fails, as `missing` has it."""
    found = shutil.which(program)
    if found is None:
        missing(program, how)
    return str(found)


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs a reader; what it complains of is the reason of the failure."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NODE_LIBRARIES": str(CONSUMERS / "node"), **options.pop("env", {})}
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, encoding="utf-8", check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@dataclass(frozen=True)
class Table:
    """A table as its CSV has it."""

    name: str
    path: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def nulls(self) -> list[int]:
        return [sum(row[position] == "" for row in self.rows) for position in range(len(self.columns))]

    def values(self, rows: list[list[str]]) -> list[list[Any]]:
        """Cells with what may be written in two ways made one: a number."""
        numbers = [type_ in ("number", "integer") for type_ in self.types]
        return [[float(cell) if number and cell else cell for cell, number in zip(row, numbers, strict=True)] for row in rows]


@pytest.fixture(scope="session")
def tables() -> dict[str, Table]:
    """Every table of this catalogue's package."""
    found = {}
    for resource in json.loads((PACKAGE / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        fields = resource["schema"]["fields"]
        with open(PACKAGE / resource["path"], encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        types = tuple(field["type"] for field in fields)
        found[resource["name"]] = Table(resource["name"], resource["path"], tuple(header), types, tuple(map(tuple, rows)))
    return found


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every export of this catalogue's package."""
    folder = tmp_path_factory.mktemp("exports")
    run(sys.executable, "-m", "scodata", "export", "sqlite", "parquet", "xlsx", "jsonl", "--output", folder, cwd=REPOSITORY)
    return folder
