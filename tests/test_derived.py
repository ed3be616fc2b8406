"""Derived tables, and where rows and cells come from: declared as data, computed by queries that can only read, refused with a place."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from scodata import catalogue, pipeline
from scodata.problems import Problem
from scodata.published import open_package

from conftest import LIBRARY, REPOSITORY, write


def built(root: Path) -> list[Problem]:
    return pipeline.build(catalogue.Catalogue(root)).verdict.problems


def query(root: Path, sql: str) -> list[tuple[str, int, int, str]]:
    write(root, "derived/readers.sql", sql)
    return [(problem.place.path, problem.place.line, problem.place.column, problem.message) for problem in built(root)]


def table(root: Path, name: str) -> list[dict[str, str]]:
    with open(root / "datapackage" / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GOOD = (LIBRARY / "derived" / "readers.sql").read_text(encoding="utf-8")


def test_a_derived_table_is_marked_in_the_descriptor_and_the_dictionary() -> None:
    descriptor = json.loads((LIBRARY / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert resources["readers"]["derivedFrom"] == ["books_loans"]
    assert "derivedFrom" not in resources["books_loans"]
    fields = {field["name"]: field for field in resources["readers"]["schema"]["fields"]}
    assert fields["loan"]["description"].endswith("Derived.")
    assert fields["start_date_latest"]["derivedFrom"] == ["start_date"]
    assert "Derived from [books_loans](#books_loans)" in (LIBRARY / "datapackage" / "README.md").read_text(encoding="utf-8")


def test_rows_stand_in_the_order_of_the_key_whatever_the_query_says(library: Path) -> None:
    write(library, "records/books/edda.yaml", "id: edda\ntitle: {is: Edda}\ntype: saga\nloans:\n  b: {to_whom: snorri}\n  a: {to_whom: snorri}\n")
    write(library, "derived/readers.sql", GOOD + "ORDER BY loan DESC, book_id DESC")
    assert not [problem for problem in built(library) if problem.code.severity == "error"]
    assert [(row["book_id"], row["loan"]) for row in table(library, "readers")] == [("edda", "a"), ("edda", "b"), ("sagas", "summer")]


@pytest.mark.parametrize(
    ("sql", "place", "message"),
    [
        (GOOD.replace("start_date, ", "sart_date, ", 1), (4, 3), "no such column: sart_date"),
        (GOOD.replace("FROM books_loans", "FROM loans"), (10, 6), "no such table: loans"),
        (GOOD.replace("WHERE", "WERE"), (1, 1), 'near "to_whom_id": syntax error'),
        (GOOD.replace("loan,", "loan AS lending,", 1), (1, 1), "gives `lending`, which the schema doesn't have and doesn't give `loan`"),
        (GOOD.replace("AS years", "AS years, 1 AS more"), (1, 1), "gives `more`, which the schema doesn't have"),
        (GOOD.replace("loan,", "loan,,", 1), (1, 1), 'near ",": syntax error'),
        ("DELETE FROM books", (1, 1), 'near "DELETE": syntax error'),
        ("SELECT 1; DELETE FROM books", (1, 1), 'near ";": syntax error'),
        (GOOD.replace("edition_date()", "date('now')"), (9, 15), "not authorized to use function: date"),
        (GOOD.replace("loan,", "random() AS loan,", 1), (3, 37), "not authorized to use function: random"),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", (1, 1), "gives `i`"),
    ],
)
def test_a_query_that_fails_is_said_with_its_place_and_leaves_the_last_package(library: Path, sql: str, place: tuple[int, int], message: str) -> None:
    assert built(library) == []
    before = (library / "datapackage" / "data" / "readers.csv").read_bytes()
    ((path, line, column, said),) = query(library, sql)
    assert (path, line, column) == ("derived/readers.sql", *place)
    assert message in said
    assert (library / "datapackage" / "data" / "readers.csv").read_bytes() == before


def test_a_query_without_end_is_stopped(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scodata.derivation.STEPS", 1_000_000)
    endless = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)"
    ((_, _, _, said),) = query(library, GOOD.replace("AS years", f"+ {endless} AS years"))
    assert said == "the query can't be run: interrupted"


def test_two_rows_of_one_key_are_refused_by_the_gates(library: Path) -> None:
    ((_, _, _, said),) = query(library, f"{GOOD} UNION ALL {GOOD.replace('AS years', '+ 1 AS years')}")
    assert "the primary key ('snorri', 'sagas', 'summer') is empty or stands twice" in said


def test_a_missing_query_is_a_problem(library: Path) -> None:
    (library / "derived" / "readers.sql").unlink()
    (problem,) = built(library)
    assert (problem.code.id, problem.place.path) == ("Y101", "derived/readers.sql")


@pytest.mark.parametrize(
    ("bad", "good", "code"),
    [
        ('"x-key": ["author", "book", "lender"]', '"x-key": ["author", "book", "loan"]', "S203"),
        ('"group": ["shelf"]', '"group": ["book"]', "S203"),
        ('"description": "", "type": "string", "x-ref": "books"', '"description": "The book.", "type": "string", "x-ref": "books"', "S204"),
    ],
)
def test_the_schema_of_a_derived_table_is_judged_like_any_other(library: Path, bad: str, good: str, code: str) -> None:
    path = library / "derived" / "readers.json"
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad), encoding="utf-8")
    problems = built(library)
    assert {problem.place.path for problem in problems} == {"derived/readers.json"}
    assert len(problems) == 1


def test_a_derived_table_is_listed_and_has_a_schema(library: Path) -> None:
    manifest = library / "scodata.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("derived: [readers]", "derived: [reader]"), encoding="utf-8")
    assert [(problem.place.path, problem.code.id) for problem in built(library)] == [("derived/readers.json", "C505"), ("scodata.yaml", "C505")]


@pytest.mark.parametrize("root", [LIBRARY, REPOSITORY], ids=["library", "this catalogue"])
def test_lineage_has_each_row_once_at_a_line_that_holds_its_key(root: Path) -> None:
    package = open_package(root / "datapackage", trusted=True)
    own = [name for name, one in package.tables.items() if not one.derived_from]
    rows = {(name, "/".join(row[position] for position in keys)) for name in own for keys in [_keys(package.tables[name])] for row in package.rows(name)}
    lineage = list(package.rows("lineage"))
    assert {row[:2] for row in lineage} == rows
    lines = {file: (root / file).read_text(encoding="utf-8").splitlines() for file in {row[3] for row in lineage}}
    for name, key, _, file, line, pointer in lineage:
        last = pointer.rsplit("/", 1)[-1].replace("~1", "/")
        assert last.isdecimal() or last in lines[file][int(line) - 1], (name, key)


def _keys(one: object) -> list[int]:
    return [position for position, column in enumerate(one.columns) if column.key]  # type: ignore[attr-defined]


def test_a_cell_has_the_nearest_support_of_each_source(library: Path) -> None:
    write(library, "records/letters/letter-2.yaml", "id: letter-2\nurl: https://example.org/2\n")
    citations = "citations:\n  letter-1: {supports: {/loans: 1, /loans/a: 2, /loans/a/lost: 3}}\n  letter-2: {}\n"
    write(
        library,
        "records/books/edda.yaml",
        f"id: edda\ntitle: {{is: Edda}}\ntype: saga\nloans:\n  a: {{to_whom: snorri, lost: true}}\n  b: {{lost: true}}\n{citations}",
    )
    built(library)
    cells = {(row["row_key"], row["column_name"], row["source_id"]): row["locator"] for row in table(library, "cell_sources") if row["record_id"] == "edda"}
    assert cells == {
        ("edda", "*", "letter-2"): "",
        ("edda/a", "loan", "letter-1"): "2",
        ("edda/a", "to_whom_id", "letter-1"): "2",
        ("edda/a", "lost", "letter-1"): "3",
        ("edda/b", "loan", "letter-1"): "1",
        ("edda/b", "lost", "letter-1"): "1",
    }
