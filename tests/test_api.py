"""`import scodata`: the same as the commands, small, and light to load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import scodata

from conftest import LIBRARY, write


def test_problems_records_and_build_are_what_the_commands_give(library: Path) -> None:
    catalogue = scodata.open_catalogue(library / "records" / "books")
    assert catalogue.root == library
    assert list(catalogue.problems()) == []
    assert [(record.id, record.kind) for record in catalogue.records()] == [
        ("letter-1", "letters"),
        ("old-circle", "authors"),
        ("reading-circle", "authors"),
        ("sagas", "books"),
        ("shelf-list", "books"),
        ("snorri", "authors"),
    ]
    built = catalogue.build()
    assert built.verdict.is_clean
    assert built.tables["books"] == 2
    assert (library / "datapackage/data/books.csv").read_bytes() == (LIBRARY / "datapackage/data/books.csv").read_bytes()
    assert catalogue.build(check=True).verdict.is_clean


def test_a_bad_record_is_a_problem_and_no_record(library: Path) -> None:
    write(library, "records/books/sagas.yaml", "id: sagas\ntitle: {is: Saga}\n")
    catalogue = scodata.open_catalogue(library)
    (problem,) = (problem for problem in catalogue.problems() if problem.code.severity == "error")
    assert (problem.code.name, problem.place.path, problem.place.line, problem.record) == ("missing-property", "records/books/sagas.yaml", 1, "sagas")
    assert "sagas" not in [record.id for record in catalogue.records()]
    assert not catalogue.build().verdict.is_clean


def test_no_catalogue_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(scodata.ScodataError, match="no catalogue here"):
        scodata.open_catalogue(tmp_path)


@pytest.mark.parametrize("program", ["import scodata", "from scodata.cli import main; main(['--help'])"])
def test_loading_is_light(program: str) -> None:
    check = f"import atexit, sys; atexit.register(lambda: print(sorted(m for m in sys.modules if m in ('frictionless', 'jsonschema', 'yaml')))); {program}"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
