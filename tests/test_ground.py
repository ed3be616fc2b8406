"""What follows from the schemas is worked out once for the same texts, and anew for any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scodata.catalogue import Catalogue
from scodata.ground import Frame, survey

from conftest import LIBRARY


def frame(root: Path) -> Frame:
    ground, problems = survey(Catalogue(root))
    assert ground is not None, problems
    return ground.frame


def test_two_catalogues_with_the_same_schemas_have_one_frame(library: Path, tmp_path: Path) -> None:
    other = shutil.copytree(library, tmp_path / "other")
    (other / "records/books/sagas.yaml").unlink()
    assert frame(library) is frame(other)


@pytest.mark.parametrize(
    ("name", "good", "new"),
    [
        ("schemas/books.json", '"title": "Books"', '"title": "Volumes"'),
        ("derived/readers.json", '"title": "', '"title": "All '),
        ("scodata.yaml", "date: 2024-02-29", "date: 2024-03-01"),
    ],
)
def test_another_text_gives_another_frame(library: Path, name: str, good: str, new: str) -> None:
    before, path = frame(library), library / name
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, new, 1), encoding="utf-8")
    assert frame(library) is not before
    path.write_text(text, encoding="utf-8")
    assert frame(library) is before


def test_a_schema_that_breaks_is_found_and_a_mended_one_is_used_again(library: Path) -> None:
    path = library / "schemas/books.json"
    text = path.read_text(encoding="utf-8")
    assert frame(library)
    path.write_text(text.replace('"type": "object"', '"type": "objekt"', 1), encoding="utf-8")
    ground, problems = survey(Catalogue(library))
    assert ground is None
    assert {problem.code.name for problem in problems} == {"not-a-schema"}
    path.write_text(text, encoding="utf-8")
    assert frame(library).layout.shapes["books"].schema["title"] == frame(LIBRARY).layout.shapes["books"].schema["title"]
