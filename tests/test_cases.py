"""Each folder of `cases/` is a code; each file or folder in its `valid` or `invalid` is a test of the library's catalogue with that laid over it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import scodata
from scodata.cli.frame import every_code

from conftest import TESTS

CASES = TESTS / "cases"
MADE_ELSEWHERE = {
    "Y102": "test_reader.py makes the large file",
    "C513": "test_validate.py accepts findings",
    "C521": "test_site.py asks layouts for what isn't there",
    "M101": "test_desk.py merges records that contradict each other",
    "M102": "test_desk.py splits a record that others name",
    "M103": "test_fmt.py formats a file that would grow too large",
    "P601": "test_build.py changes a built package",
    "P602": "test_build.py lets a schema allow what its table can't hold",
    "P604": "test_derived.py breaks queries",
    "V701": "test_release.py states versions that are too small",
}


@pytest.fixture
def library(library: Path) -> Path:
    """The library without its derived table, so that a case can bring schemas of its own."""
    shutil.rmtree(library / "derived")
    manifest = library / "scodata.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("derived: [readers]\n", ""), encoding="utf-8")
    return library


def cases(kind: str) -> list[Path]:
    return sorted(path for path in CASES.glob(f"*/{kind}/*") if path.suffix != ".expected")


def lay(case: Path, library: Path) -> str:
    """Lays a case over the library; a single file becomes a book. Gives the name that lines without a path mean."""
    if case.is_dir():
        shutil.copytree(case, library, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("expected"))
        return ""
    shutil.copy(case, library / "records" / "books")
    return f"records/books/{case.name}"


def expected(case: Path, name: str) -> list[str]:
    lines = (case / "expected" if case.is_dir() else case.with_suffix(".expected")).read_text(encoding="utf-8").splitlines()
    return [line if line.count(":") > 1 else f"{name}:{line}" for line in lines]


def found(library: Path, code: str) -> list[str]:
    """What is found, as `path:line:column code`; that a single book stands alone is only of interest to the case of that code."""
    problems = [problem for problem in scodata.open_catalogue(library).problems() if code == "G901" or problem.code.id != "G901"]
    return [f"{problem.place.path}:{problem.place.line}:{problem.place.column} {problem.code.id}" for problem in problems]


@pytest.mark.parametrize("case", cases("invalid"), ids=lambda case: f"{case.parts[-3]}-{case.stem}")
def test_invalid(case: Path, library: Path) -> None:
    name = lay(case, library)
    assert found(library, case.parts[-3]) == expected(case, name)
    assert case.parts[-3] in {line.split()[-1] for line in expected(case, name)}, "a case fires the code that it is filed under"


@pytest.mark.parametrize("case", cases("valid"), ids=lambda case: f"{case.parts[-3]}-{case.stem}")
def test_valid(case: Path, library: Path) -> None:
    lay(case, library)
    assert found(library, case.parts[-3]) == []


@pytest.mark.parametrize("code", sorted(every_code()))
def test_every_code_has_an_invalid_example(code: str) -> None:
    assert code in MADE_ELSEWHERE or list((CASES / code / "invalid").iterdir())


@pytest.mark.parametrize("code", sorted(every_code()))
def test_every_page_says_why_it_matters_how_to_mend_it_and_shows_an_example(code: str) -> None:
    page = every_code()[code].page
    assert all(f"\n{word}: " in page for word in ("Why", "Mend", "Example"))
    assert page.splitlines()[0].endswith(".")
