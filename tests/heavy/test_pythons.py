"""A release made on other Pythons, those that PYTHONS names and that have scodata: the CSV and JSON files are equal, whatever their libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

LIBRARY = Path(__file__).parents[1] / "catalogues" / "library"
TITLE = "saga-library-2.1.0"
PACKED = ("-jsonl.zip", ".zip")
"""The archives whose files are text; what is in the others depends on the library that wrote it."""


def made_by(python: str, template: Path, folder: Path) -> Path:
    root = shutil.copytree(template, folder)
    command = [python, "-m", "scodata", "release", "--date", "2024-03-01", "--version", "2.1.0"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return root


def texts(root: Path) -> dict[str, Any]:
    """All that must be equal: the package, the records, and of the metadata what doesn't name the hash of an archive."""
    dist = root / "dist" / TITLE
    found: dict[str, Any] = {name: (dist / name).read_bytes() for name in ("CHANGES.md", "CITATION.cff", "csvw-metadata.json", "zenodo.json", f"{TITLE}.ics")}
    for end in PACKED:
        with zipfile.ZipFile(dist / f"{TITLE}{end}") as archive:
            found |= {name: archive.read(name) for name in archive.namelist()}
    for name, files in (("schema-org.jsonld", "distribution"), ("dcat.jsonld", "dcat:distribution")):
        told = json.loads((dist / name).read_text(encoding="utf-8"))
        told[files] = [one for one in told[files] if TITLE not in json.dumps(one)]
        found[name] = told
    return found | {name: (root / "releases" / name).read_bytes() for name in ("2.1.0.json", "datapackage.json")}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, committed once, so that the commit is the same for all."""
    root = shutil.copytree(LIBRARY, tmp_path_factory.mktemp("template") / "library")
    (root / ".gitignore").write_text("dist/\n.datapackage.*\n", encoding="utf-8")
    for command in (
        ("init", "-q", "-b", "main"),
        ("config", "user.name", "Test"),
        ("config", "user.email", "test@example.org"),
        ("add", "-A"),
        ("commit", "-q", "-m", "all"),
    ):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)
    return root


@pytest.fixture(scope="module")
def ours(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return texts(made_by(sys.executable, template, tmp_path_factory.mktemp("ours") / "library"))


@pytest.mark.parametrize("python", os.environ["PYTHONS"].split())
def test_another_python_makes_equal_texts(python: str, template: Path, ours: dict[str, Any], tmp_path: Path) -> None:
    theirs = texts(made_by(python, template, tmp_path / "library"))
    assert len(ours) > 40
    assert {name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)} == set()
