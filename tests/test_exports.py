"""`scodata export`: every file read back by somebody else's reader, and compared cell by cell with the CSVs."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import scodata
from scodata.cli import main
from scodata.exports import EXPORTS
from scodata.exports.labels import LONGEST_PIECE, pieces
from scodata.schemas.judge import OWN_FORMATS

from conftest import LIBRARY, REPOSITORY

FORMATS = list(EXPORTS)
Cells = list[Any]


@dataclass(frozen=True)
class Case:
    """A catalogue, and the folder that its exports are in."""

    root: Path
    folder: Path

    @cached_property
    def descriptor(self) -> Any:
        return json.loads((self.root / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))

    @cached_property
    def resources(self) -> dict[str, Any]:
        return {resource["name"]: resource for resource in self.descriptor["resources"]}

    @property
    def name(self) -> str:
        return str(self.descriptor["name"])

    def columns(self, table: str) -> list[Any]:
        return list(self.resources[table]["schema"]["fields"])

    def database(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self.folder / f"{self.name}.sqlite", isolation_level=None))


def run(root: Path, *arguments: str | Path) -> Result:
    before = Path.cwd()
    os.chdir(root)
    try:
        return CliRunner().invoke(main, ["export", *map(str, arguments)])
    finally:
        os.chdir(before)


@pytest.fixture(scope="module", params=[LIBRARY, REPOSITORY], ids=["library", "this catalogue"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("export") / "all"
    result = run(request.param, *FORMATS, "--output", folder)
    assert result.exit_code == 0, result.output
    return Case(request.param, folder)


def meant(cell: str, type_: str) -> Any:
    """What a cell of a CSV means; told here once more, so that a misreading of the program's is seen."""
    if cell == "":
        return None
    return {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__, "date": date.fromisoformat}.get(type_, str)(cell)


def expected(case: Case, table: str) -> list[Cells]:
    with open(case.root / "datapackage" / case.resources[table]["path"], encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [field["name"] for field in case.columns(table)]
    return [[meant(cell, field["type"]) for cell, field in zip(row, case.columns(table), strict=True)] for row in rows]


def test_sqlite_holds_every_cell(case: Case) -> None:
    with case.database() as base:
        for table in case.resources:
            types = [field["type"] for field in case.columns(table)]
            rows = [
                [bool(cell) if type_ == "boolean" and cell is not None else meant(cell, "date") if type_ == "date" and cell else cell for cell, type_ in pairs]
                for row in base.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
                for pairs in [zip(row, types, strict=True)]
            ]
            assert rows == expected(case, table), table


def test_parquet_holds_every_cell_for_pyarrow_and_for_duckdb(case: Case) -> None:
    for table in case.resources:
        path = case.folder / f"{table}.parquet"
        rows = expected(case, table)
        arrow = pyarrow.parquet.read_table(path)
        assert [list(row.values()) for row in arrow.to_pylist()] == rows
        assert [list(row) for row in duckdb.read_parquet(str(path)).fetchall()] == rows
        wanted = {"integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
        assert [str(field.type) for field in arrow.schema] == [wanted.get(field["type"], "string") for field in case.columns(table)]


def test_parquet_describes_its_table(case: Case) -> None:
    for table, resource in case.resources.items():
        schema = pyarrow.parquet.read_schema(case.folder / f"{table}.parquet")
        assert schema.metadata[b"title"].decode() == resource["title"]
        assert schema.metadata[b"description"].decode() == resource["description"]
        assert json.loads(schema.metadata[b"table_schema"]) == resource["schema"]
        assert json.loads(schema.metadata[b"derived_from"]) == resource.get("derivedFrom", [])
        assert json.loads(schema.metadata[b"package"])["version"] == case.descriptor["version"]
        for field, said in zip(schema, resource["schema"]["fields"], strict=True):
            assert field.metadata[b"description"].decode() == said["description"]
            assert field.nullable != said.get("constraints", {}).get("required", False)


def test_xlsx_holds_every_cell(case: Case) -> None:
    book = openpyxl.load_workbook(case.folder / f"{case.name}.xlsx", read_only=True)
    assert book.sheetnames == ["readme", "codebook", *case.resources]
    for table in case.resources:
        header, *rows = book[table].iter_rows(values_only=True)
        assert list(header) == [field["name"] for field in case.columns(table)]
        types = [field["type"] for field in case.columns(table)]
        wanted = expected(case, table)
        assert len(rows) == len(wanted)
        for row, meant_row in zip(rows, wanted, strict=True):
            cells = [*row, *[None] * (len(types) - len(row))]
            assert [from_excel(cell, type_) for cell, type_ in zip(cells, types, strict=True)] == meant_row, table


def from_excel(value: Any, type_: str) -> Any:
    """What a cell says, whose type must be the column's; ECMA-376 part 1, 22.9.2.19, for how a text is written."""
    if isinstance(value, str):
        assert type_ not in ("integer", "number", "boolean"), value
        return meant(re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), value), type_)
    assert value is None or type_ != "string", value
    return value.date() if isinstance(value, datetime) else float(value) if type_ == "number" and value is not None else value


def test_xlsx_explains_itself(tmp_path: Path) -> None:
    assert run(LIBRARY, "xlsx", "--output", tmp_path).exit_code == 0
    case = Case(LIBRARY, tmp_path)
    book = openpyxl.load_workbook(case.folder / f"{case.name}.xlsx")
    assert book.properties.created == datetime(2024, 2, 29)
    readme = {name.value: value.value for name, value in book["readme"].iter_rows(min_row=2)}
    assert (readme["version"], readme["licence"]) == ("2.1.0", "CC0-1.0 https://creativecommons.org/publicdomain/zero/1.0/")
    assert (
        readme["citation"]
        == "Friends of the reading room, Guðrún Dæmi (2024). The reading room's sagas, version 2.1.0 [data set]. https://doi.org/10.5555/sagas.2.1.0"
    )
    header, *rows = [[cell.value for cell in row] for row in book["codebook"].iter_rows()]
    columns = [(table, field["name"]) for table in case.resources for field in case.columns(table)]
    assert [(row[0], row[1]) for row in rows] == columns
    said = {(row[0], row[1]): dict(zip(header, row, strict=True)) for row in rows}
    assert said["books", "type"]["allowed_values"] == "saga (Saga); novel (Novel); catalogue (Catalogue)"
    assert said["books", "author_id"]["refers_to"] == "authors.id"
    assert (said["books", "id"]["key"], said["books", "pages"]["key"], said["books", "pages"]["type"]) == ("primary key", None, "integer")
    for name, rows_ in ((table, expected(case, table)) for table in case.resources):
        width = openpyxl.utils.get_column_letter(len(case.columns(name)))
        assert (book[name].freeze_panes, book[name].auto_filter.ref) == ("A2", f"A1:{width}{len(rows_) + 1}")
    acquired = next(cell for cell in book["books"][2] if isinstance(cell.value, datetime))
    assert (acquired.value, acquired.number_format) == (datetime(1999, 12, 31), "yyyy-mm-dd")


def test_json_lines_hold_every_record_as_curated_and_follow_their_schema(case: Case) -> None:
    records = {record.id: (record.kind, plain(record.value)) for record in scodata.open_catalogue(case.root).records()}
    found = {}
    for kind in case.descriptor["kinds"]:
        schema = json.loads((case.folder / f"{kind}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, format_checker=format_checker())
        for record in lines(case, kind):
            assert list(validator.iter_errors(record)) == []
            found[record["id"]] = (kind, plain(record))
    assert found == records
    assert any("redirect" in value for _, value in found.values()) or case.root == REPOSITORY


def lines(case: Case, kind: str) -> Iterator[Any]:
    with open(case.folder / f"{kind}.jsonl", encoding="utf-8") as file:
        yield from map(json.loads, file)


def format_checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, accepts in OWN_FORMATS.items():
        checker.checks(name)(accepts)
    return checker


def plain(value: Any) -> Any:
    """Equal for values that say the same: the items of a set have no order."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return sorted(map(plain, value), key=repr) if isinstance(value, list) else value


def test_the_properties_of_a_record_stand_in_the_order_of_its_schema(case: Case) -> None:
    for kind in case.descriptor["kinds"]:
        order = list(json.loads((case.root / "schemas" / f"{kind}.json").read_text(encoding="utf-8"))["properties"])
        for record in lines(case, kind):
            assert list(record) == [name for name in order if name in record] or "redirect" in record


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        ("books", lambda book: book.update(unknown=1)),
        ("books", lambda book: book.pop("title")),
        ("books", lambda book: book.update(written="in summer")),
        ("books", lambda book: book.update(acquired="1999-02-30")),
        ("books", lambda book: book["stars"].update(snorri=6)),
        ("authors", lambda author: author.update(redirect={})),
    ],
)
def test_the_schema_of_the_lines_objects_to_a_damaged_one(kind: str, damage: Any, tmp_path: Path) -> None:
    assert run(LIBRARY, "jsonl", "--output", tmp_path / "out").exit_code == 0
    schema = json.loads((tmp_path / "out" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    record = next(lines(Case(LIBRARY, tmp_path / "out"), kind))
    validator = Draft202012Validator(schema, format_checker=format_checker())
    assert validator.is_valid(record)
    damage(record)
    assert not validator.is_valid(record)


def test_check_jsonschema_takes_the_schema_without_any_other_file(tmp_path: Path) -> None:
    assert run(LIBRARY, "jsonl", "--output", tmp_path / "out").exit_code == 0
    (tmp_path / "book.json").write_text((tmp_path / "out" / "books.jsonl").read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(tmp_path / "out" / "books.schema.json")]
    assert subprocess.run([*command, str(tmp_path / "book.json")], check=False).returncode == 0
    (tmp_path / "book.json").write_text('{"id": "x"}', encoding="utf-8")
    assert subprocess.run([*command, str(tmp_path / "book.json")], check=False, capture_output=True).returncode == 1


def test_the_keys_of_the_database_hold_and_are_indexed(case: Case) -> None:
    with case.database() as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table, resource in case.resources.items():
            assert base.execute("SELECT strict FROM pragma_table_list WHERE name = ?", [table]).fetchone() == (1,)
            primary = base.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", [table]).fetchall()
            assert [name for (name,) in primary] == resource["schema"]["primaryKey"]
            keys = resource["schema"].get("foreignKeys", [])
            assert base.execute("SELECT count(DISTINCT id) FROM pragma_foreign_key_list(?)", [table]).fetchone() == (len(keys),)
            for key in keys:
                condition = " AND ".join(f'"{name}" = ?' for name in key["fields"])
                ((*_, plan),) = base.execute(f'EXPLAIN QUERY PLAN SELECT * FROM "{table}" WHERE {condition}', ["x"] * len(key["fields"]))
                assert re.search(rf'SEARCH "?{table}"? USING (COVERING )?INDEX', plan), plan


def bad_values(field: Any) -> Iterator[Any]:
    """A value against each thing that the descriptor says of a column."""
    constraints = field.get("constraints", {})
    if constraints.get("required"):
        yield None
    if "enum" in constraints:
        yield "nonsense"
    if "minimum" in constraints:
        yield constraints["minimum"] - 1
    if "maximum" in constraints:
        yield constraints["maximum"] + 1
    if "minLength" in constraints:
        yield "x" * (constraints["minLength"] - 1)
    if "maxLength" in constraints:
        yield "x" * (constraints["maxLength"] + 1)
    yield from {"boolean": [2, "true"], "date": ["2023-02-30", "2023", 20230101], "integer": [1.5, "x"], "number": ["x"]}.get(field["type"], [b"x"])


def test_every_check_of_the_database_fires(case: Case) -> None:
    with case.database() as base:
        tried = 0
        for table in case.resources:
            if base.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,):
                continue
            for field in case.columns(table):
                for bad in bad_values(field):
                    tried += 1
                    base.execute("BEGIN")
                    with pytest.raises(sqlite3.IntegrityError):
                        base.execute(f'UPDATE "{table}" SET "{field["name"]}" = ? WHERE rowid = 1', [bad])
                    base.execute("ROLLBACK")
        assert tried > 100


def test_a_bad_key_is_refused_by_the_database(tmp_path: Path) -> None:
    assert run(LIBRARY, "sqlite", "--output", tmp_path / "out").exit_code == 0
    with Case(LIBRARY, tmp_path / "out").database() as base:
        base.execute("PRAGMA foreign_keys = ON")
        for statement, reason in [
            ("INSERT INTO books (id, type) VALUES ('sagas', 'saga')", "UNIQUE constraint failed: books.id"),
            ("INSERT INTO books (id, type) VALUES ('edda', 'saga')", "FOREIGN KEY constraint failed"),
            ("UPDATE books SET author_id = 'nobody'", "FOREIGN KEY constraint failed"),
            ("DELETE FROM authors WHERE id = 'snorri'", "FOREIGN KEY constraint failed"),
        ]:
            with pytest.raises(sqlite3.IntegrityError, match=reason):
                base.execute(statement)


@pytest.mark.parametrize(
    ("words", "id_", "text", "language"),
    [
        ("上海", "shanghai", "上海", "zh"),
        ("合作组织", "sco", "上海合作组织", "zh"),
        ("самарканд", "samarkand", "Самарканд", "ru"),
        ("samarkand", "samarkand", "Samarkand", "en"),
        ("turkiye", "turkiye", "Türkiye", "en"),
    ],
)
def test_names_are_found_in_every_script(words: str, id_: str, text: str, language: str, case: Case) -> None:
    with case.database() as base:
        found = base.execute("SELECT record_id, text, language FROM search WHERE search MATCH ?", [words]).fetchall()
    assert ((id_, text, language) in found) == (case.root == REPOSITORY)


def test_names_are_found_in_nested_tables_with_their_languages(tmp_path: Path) -> None:
    assert run(LIBRARY, "sqlite", "--output", tmp_path / "out").exit_code == 0
    with Case(LIBRARY, tmp_path / "out").database() as base:
        assert base.execute("SELECT record_id, language, text, table_name, column_name FROM search").fetchall() == [
            ("sagas", "is", "Heimskringla", "books", "title_is"),
            ("sagas", "sv", "Nordiska kungasagor", "books", "title_sv"),
            ("shelf-list", "sv", "Hylla 棚 и полки", "books", "title_sv"),
            ("reading-circle", None, 'Läsecirkeln, "Gullinbursti"', "authors", "name"),
            ("snorri", None, "Snorri Sturluson", "authors", "name"),
            ("snorri", "ru", "Снорри Стурлусон", "authors_spellings", "text"),
        ]
        assert base.execute("SELECT record_id FROM search WHERE search MATCH 'lasecirkeln'").fetchall() == [("reading-circle",)]


@given(st.text("上海合作组织アジア aя", max_size=40), st.data())
def test_every_stretch_of_what_has_no_spaces_is_a_piece(text: str, data: st.DataObject) -> None:
    for run_ in re.findall("[上海合作组织アジア]+", text):
        start = data.draw(st.integers(0, len(run_) - 1))
        end = data.draw(st.integers(start + 1, min(len(run_), start + LONGEST_PIECE)))
        assert run_[start:end] in pieces(text).split(" ")
    assert not set("aя") & set(pieces(text))


def test_the_database_describes_itself(case: Case) -> None:
    with case.database() as base:
        about = dict(base.execute("SELECT property, value FROM _package"))
        assert (about["name"], about["version"], about["title"]) == (case.name, case.descriptor["version"], case.descriptor["title"])
        tables = [(name, resource["title"], resource["description"]) for name, resource in case.resources.items()]
        assert base.execute("SELECT table_name, title, description FROM _tables ORDER BY rowid").fetchall() == tables
        for table, count in base.execute("SELECT table_name, row_count FROM _tables"):
            assert base.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (count,)
        columns = [(table, position, field["name"], field["description"]) for table in case.resources for position, field in enumerate(case.columns(table), 1)]
        assert base.execute("SELECT table_name, position, column_name, description FROM _columns ORDER BY rowid").fetchall() == columns
        assert base.execute("SELECT refers_to FROM _columns WHERE table_name = 'lineage' AND column_name = 'record_id'").fetchone() == ("records.id",)


def test_what_is_exported_is_the_same_anywhere(case: Case, tmp_path: Path) -> None:
    """In another folder, process, time zone and order of hashes; the workbook of the library stands for both, since it takes seconds."""
    words = [word for word in EXPORTS if word != "xlsx" or case.root == LIBRARY]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kamchatka", "LC_ALL": "C"}
    command = [sys.executable, "-m", "scodata", "export", *words, "--output", str(tmp_path / "elsewhere" / "out")]
    subprocess.run(command, cwd=case.root, env=environment, check=True, capture_output=True)
    again = {path.name: path.read_bytes() for path in (tmp_path / "elsewhere" / "out").iterdir()}
    assert len(again) > 10
    assert [name for name, data in again.items() if data != (case.folder / name).read_bytes()] == []


# What is hostile, too large or broken.


def package(folder: Path, columns: dict[str, str], rows: list[list[str]], name: str = "things", **schema: Any) -> Path:
    """A package that somebody else made, with one table."""
    (folder / "data").mkdir(parents=True)
    with open(folder / "data" / "things.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([list(columns), *rows])
    data = (folder / "data" / "things.csv").read_bytes()
    resource = {
        "name": name,
        "path": "data/things.csv",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {"fields": [{"name": column, "type": type_} for column, type_ in columns.items()], **schema},
    }
    (folder / "datapackage.json").write_text(json.dumps({"name": "theirs", "resources": [resource]}), encoding="utf-8")
    return folder


AWKWARD = [
    "007",
    "1e5",
    "TRUE",
    "2011-06",
    " lead and trail ",
    "two\nlines",
    "a\r\nb\rc",
    "\ttab"[1:],
    "https://example.org/",
    "mailto:a@b.example",
    "<r><t>bold</t></r>",
    "<r></r>",
    "_x0041_",
    "&amp; <b> \" ' ]]>",
    "Самарканд",
    "上海合作组织",
    "😀\u200d🏳️‍🌈",
    "NA",
    "null",
    "#N/A",
    "x" * 32_767,
]


def test_awkward_texts_stay_as_they_are_in_every_format(tmp_path: Path) -> None:
    theirs = package(tmp_path / "theirs", {"id": "integer", "text": "string"}, [[str(number), text] for number, text in enumerate(AWKWARD)])
    result = run(tmp_path, "sqlite", "parquet", "xlsx", "--package", theirs)
    assert result.exit_code == 0, result.output
    out = tmp_path / "dist" / "export"
    with closing(sqlite3.connect(out / "theirs.sqlite")) as base:
        assert [text for (text,) in base.execute("SELECT text FROM things")] == AWKWARD
    assert pyarrow.parquet.read_table(out / "things.parquet")["text"].to_pylist() == AWKWARD
    sheet = openpyxl.load_workbook(out / "theirs.xlsx", rich_text=False)["things"]
    assert {sheet.cell(row, 2).data_type for row in range(2, len(AWKWARD) + 2)} <= {"s", "inlineStr"}
    assert [from_excel(sheet.cell(row, 2).value, "string") for row in range(2, len(AWKWARD) + 2)] == AWKWARD
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_a_formula_of_a_curator_stays_text_and_one_of_a_stranger_is_refused(library: Path) -> None:
    path = library / "records" / "authors" / "snorri.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Snorri Sturluson", '"=1+1"'), encoding="utf-8")
    (library / "exceptions.yaml").write_text("exceptions:\n  - {code: N704, record: snorri, reason: It is the name.}\n", encoding="utf-8")
    assert scodata.open_catalogue(library).build().tables
    assert run(library, "xlsx").exit_code == 0
    cell = openpyxl.load_workbook(library / "dist" / "export" / "saga-library.xlsx")["authors"]["C3"]
    assert (cell.value, cell.data_type) in (("=1+1", "s"), ("=1+1", "inlineStr"))
    result = run(library, "xlsx", "--package", library / "datapackage")
    assert result.exit_code == 2
    assert "would run as a formula" in result.output


def test_days_and_numbers_that_excel_would_change_are_text(tmp_path: Path) -> None:
    columns = {"day": "date", "number": "number", "whole": "integer"}
    rows = [["1899-12-31", "0.30000000000000004", "12345678901234567"], ["1900-02-28", "12.5", "-7"], ["1900-03-01", "-0.1", "999999999999999"]]
    theirs = package(tmp_path / "theirs", columns, rows)
    assert run(tmp_path, "sqlite", "parquet", "xlsx", "--package", theirs).exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "dist" / "export" / "theirs.xlsx")["things"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["1899-12-31", "0.30000000000000004", "12345678901234567"],
        ["1900-02-28", 12.5, -7],
        [datetime(1900, 3, 1), -0.1, 999999999999999],
    ]
    table = pyarrow.parquet.read_table(tmp_path / "dist" / "export" / "things.parquet")
    assert table["day"].to_pylist() == [date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1)]
    assert table["number"].to_pylist() == [0.30000000000000004, 12.5, -0.1]
    assert math.isclose(sum(table["whole"].to_pylist()), 12345678901234567 - 7 + 999999999999999)


DANGLING = {"primaryKey": ["a"], "foreignKeys": [{"fields": ["b"], "reference": {"fields": ["a"]}}]}


@pytest.mark.parametrize(
    ("word", "columns", "row", "options", "said"),
    [
        ("xlsx", {"text": "string"}, ["x" * 40_000], {}, "row 2, column `text`: a cell of Excel holds 32,767 characters, and this text has 40,000"),
        ("xlsx", {"text": "string"}, ["😀" * 20_000], {}, "this text has 40,000"),
        ("xlsx", {"text": "string"}, ["a\x00b"], {}, "a cell of Excel can't hold the character U+0000"),
        ("xlsx", {"text": "string"}, ["a"], {"name": "a" * 32}, "must be <= 31 chars"),
        ("xlsx", {"text": "string"}, ["a"], {"name": "codebook"}, "is already in use"),
        ("sqlite", {"whole": "integer"}, [str(2**63)], {}, "the package doesn't fit into an SQLite database: Python int too large"),
        ("sqlite", {"text": "string", "TEXT": "string"}, ["a", "b"], {}, "duplicate column name: TEXT"),
        ("sqlite", {"text": "string"}, ["a"], {"name": "search"}, "table search already exists"),
        ("sqlite", {"a": "string", "b": "string"}, ["x", "y"], DANGLING, "row 1 of `things` names a row of `things` that doesn't exist"),
        ("parquet", {"whole": "integer"}, [str(2**63)], {}, "the table `things` doesn't fit into a Parquet file"),
        ("jsonl", {"text": "string"}, ["a"], {}, "the package doesn't say how its tables become records again"),
    ],
)
def test_what_a_format_cannot_hold_is_one_sentence(word: str, columns: Any, row: list[str], options: Any, said: str, tmp_path: Path) -> None:
    theirs = package(tmp_path / "theirs", columns, [row], **options)
    out = tmp_path / "out"
    out.mkdir()
    (out / "theirs.xlsx").write_text("what was there")
    first = "parquet" if word == "xlsx" else "xlsx"
    result = run(tmp_path, first, word, "--package", theirs, "--output", out)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert result.output.count("\n") == 1
    assert [path.name for path in out.iterdir()] == ["theirs.xlsx"]
    assert (out / "theirs.xlsx").read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "theirs"]


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = package(tmp_path / "theirs", {"id": "integer"}, [["1"], ["2"], ["3"]])
    monkeypatch.setattr("scodata.exports.xlsx.MOST_ROWS", 4)
    assert run(tmp_path, "xlsx", "--package", theirs).exit_code == 0
    monkeypatch.setattr("scodata.exports.xlsx.MOST_ROWS", 3)
    result = run(tmp_path, "xlsx", "--package", theirs)
    assert result.exit_code == 2
    assert "the table `things` has more rows than a sheet of Excel" in result.output


@pytest.mark.parametrize(("word", "module"), [("parquet", "pyarrow"), ("xlsx", "xlsxwriter")])
def test_a_missing_library_is_one_sentence(word: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = run(LIBRARY, "sqlite", word, "--output", tmp_path / "out")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert f"pip install 'scodata[{word}]'" in result.output
    assert not (tmp_path / "out").exists()


def test_a_package_that_is_missing_or_stale_is_to_be_built(library: Path) -> None:
    missing = run(library, "sqlite")
    assert scodata.open_catalogue(library).build().tables
    assert run(library, "sqlite").exit_code == 0
    with open(library / "datapackage" / "data" / "books.csv", "a", encoding="utf-8") as file:
        file.write("edda,,,saga,,,,,,,,,,,\n")
    stale = run(library, "sqlite")
    for result in (missing, stale):
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert "scodata build makes it" in result.output


def test_wrong_words_and_folders_are_refused(library: Path, tmp_path: Path) -> None:
    assert "did you mean `sqlite`?" in run(LIBRARY, "sqlit", "--output", tmp_path / "out").output
    assert scodata.open_catalogue(library).build().tables
    result = run(library, "sqlite", "--output", library / "datapackage")
    assert result.exit_code == 2
    assert "it holds a package" in result.output
    assert scodata.open_catalogue(library).build(check=True).verdict.is_clean
    (tmp_path / "file").write_text("")
    assert run(LIBRARY, "sqlite", "--output", tmp_path / "file").exit_code == 2


def test_without_words_every_export_is_listed() -> None:
    listed = [line.split()[0] for line in run(LIBRARY).output.splitlines()]
    assert listed == list(EXPORTS)
    assert set(FORMATS) <= set(listed)
