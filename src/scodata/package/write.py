"""What makes a folder of CSVs a package: the schemas that its records follow, the descriptor, and the dictionary."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scodata.package.csvs import Written
from scodata.package.descriptor import as_text, cite_as, descriptor
from scodata.package.dictionary import dictionary


def describe(folder: Path, manifest: Mapping[str, Any], schemas: Path, written: Sequence[Written]) -> None:
    """Adds to the CSVs in a folder all else that a package has. `schemas`: the catalogue's folder of schemas, which is copied."""
    copies = _copy(schemas, folder / "schemas")
    described = descriptor(manifest, copies, written)
    _put(folder / "datapackage.json", as_text(described))
    _put(folder / "README.md", dictionary(manifest, written, cite_as(described)))


def _copy(schemas: Path, target: Path) -> dict[str, str]:
    """Copies the schema files; their paths in the package, with the hash of each."""
    target.mkdir()
    copies = {}
    for path in sorted(schemas.glob("*.json")):
        shutil.copyfile(path, target / path.name)
        copies[f"schemas/{path.name}"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    return copies


def _put(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
