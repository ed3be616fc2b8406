"""What tests share: a copy of the tiny catalogue, and ways to write records into it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scodata.catalogue import INPUTS

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent
LIBRARY = TESTS / "catalogues" / "library"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library's catalogue, without its package."""
    target = tmp_path / "library"
    shutil.copytree(LIBRARY, target, ignore=shutil.ignore_patterns("datapackage"))
    return target


def copied(root: Path, target: Path) -> Path:
    """A copy of all that a catalogue's findings rest on, in a folder that may hold other things."""
    for name in (name for name in INPUTS if (root / name).exists()):
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, target)
    return target


def write(root: Path, name: str, text: str) -> Path:
    """Writes one file of a catalogue and gives its path."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
