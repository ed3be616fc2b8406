"""What a release holds is read again from its bytes: a value that differs from the tables is found in every export, and no true one is objected to."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scodata import Catalogue
from scodata.exports import EXPORTS, VERIFIED
from scodata.problems import ScodataError
from scodata.published import Package, open_package
from scodata.release import verify
from scodata.release.archive import SUMS, write_sums
from scodata.release.contents import fill
from scodata.tables import to_cell

from conftest import LIBRARY, copied

TITLE = "saga-library-2.1.0"


@pytest.fixture(scope="module")
def package() -> Package:
    return open_package(LIBRARY / "datapackage", trusted=True)


@pytest.fixture(scope="module")
def exported(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every export of the library, each in a folder of its own; a test that changes one takes a copy."""
    folder = tmp_path_factory.mktemp("exported")
    for word in VERIFIED:
        (folder / word).mkdir()
        EXPORTS[word][1](package, folder / word)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a release of the library."""
    folder = tmp_path_factory.mktemp("release")
    fill(folder, LIBRARY / "datapackage", "## In numbers\n\nSome.\n")
    return folder


def refusal(word: str, package: Package, folder: Path) -> str:
    """What the verification of an export objects to."""
    with pytest.raises(ScodataError) as refused:
        VERIFIED[word](package, folder)
    return str(refused.value)


@pytest.mark.parametrize("word", VERIFIED)
def test_an_export_that_is_as_it_was_written_passes_and_all_its_files_are_looked_at(word: str, package: Package, exported: Path) -> None:
    assert sorted(VERIFIED[word](package, exported / word)) == sorted(path.name for path in (exported / word).iterdir())


def other(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return date(1999, 9, 9)
    return value + 1000 if isinstance(value, (int, float)) else f"{value}x"


def filled(package: Package) -> Iterator[tuple[str, str, int, Any]]:
    """Of each column of each table, the first value that says something: table, column, the position of its row, and the value."""
    for name, table in package.tables.items():
        rows = list(package.values(name))
        for place, column in enumerate(table.columns):
            yield from [(name, column.name, number, row[place]) for number, row in enumerate(rows) if row[place] is not None][:1]


def test_a_changed_cell_of_any_column_is_found_in_sqlite(package: Package, exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported / "sqlite", tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "saga-library.sqlite", isolation_level=None)) as base:
        base.execute("PRAGMA ignore_check_constraints = ON")
        for table, column, number, value in filled(package):
            (row,) = base.execute(f'SELECT rowid FROM "{table}" ORDER BY rowid LIMIT 1 OFFSET {number}').fetchone()
            wrong, change = other(value), f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?'
            base.execute(change, (stored(wrong), row))
            assert refusal("sqlite", package, tmp_path).startswith(f"saga-library.sqlite: the table `{table}`, row {number + 2}, column `{column}`: it says ")
            base.execute(change, (stored(value), row))
    assert VERIFIED["sqlite"](package, tmp_path)


def stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def a_cell_of_each_type(package: Package) -> list[tuple[str, str, int, Any]]:
    return list({type(value): (table, column, number, value) for table, column, number, value in filled(package)}.values())


def test_a_changed_cell_of_any_type_is_found_in_parquet(package: Package, exported: Path, tmp_path: Path) -> None:
    for table, column, number, value in a_cell_of_each_type(package):
        folder = shutil.copytree(exported / "parquet", tmp_path / table, dirs_exist_ok=True)
        rows = pyarrow.parquet.read_table(folder / f"{table}.parquet")
        cells = rows[column].to_pylist()
        cells[number] = other(value)
        position = rows.column_names.index(column)
        pyarrow.parquet.write_table(rows.set_column(position, rows.field(position), [cells]), folder / f"{table}.parquet")
        said = refusal("parquet", package, folder)
        assert said == f"{table}.parquet: the table `{table}`, row {number + 2}, column `{column}`: it says {other(value)!r} instead of {value!r}"


def test_a_changed_cell_of_any_type_is_found_in_a_workbook(package: Package, exported: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported / "xlsx/saga-library.xlsx")
    for table, column, number, value in a_cell_of_each_type(package):
        place = [one.name for one in package.tables[table].columns].index(column) + 1
        book[table].cell(number + 2, place).value = other(value)
        book.save(tmp_path / "saga-library.xlsx")
        said = refusal("xlsx", package, tmp_path)
        assert said == f"saga-library.xlsx: the table `{table}`, row {number + 2}, column `{column}`: it says {other(value)!r} instead of {value!r}"
        book[table].cell(number + 2, place).value = value
    book.save(tmp_path / "saga-library.xlsx")
    assert VERIFIED["xlsx"](package, tmp_path)


def test_a_number_in_the_place_of_a_truth_is_found(package: Package, exported: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported / "xlsx/saga-library.xlsx")
    table, column, number, value = next(one for one in filled(package) if isinstance(one[3], bool))
    place = [one.name for one in package.tables[table].columns].index(column) + 1
    book[table].cell(number + 2, place).value = int(value)
    book.save(tmp_path / "saga-library.xlsx")
    said = refusal("xlsx", package, tmp_path)
    assert said.endswith(f"column `{column}`: it says {float(value)!r} instead of {value!r}")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all scalars in a value of JSON."""
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def test_a_changed_value_anywhere_in_a_record_is_found_in_json_lines(package: Package, exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported / "jsonl", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "books.jsonl"
    text = path.read_text(encoding="utf-8")
    for path_of_leaf in leaves(json.loads(text.splitlines()[0])):
        record = json.loads(text.splitlines()[0])
        holder = record
        for key in path_of_leaf[:-1]:
            holder = holder[key]
        holder[path_of_leaf[-1]] = other(holder[path_of_leaf[-1]])
        path.write_text(json.dumps(record) + "\n" + text.partition("\n")[2], encoding="utf-8")
        assert refusal("jsonl", package, tmp_path).startswith("books.jsonl: the record `"), path_of_leaf


def without_a_row(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "saga-library.sqlite", isolation_level=None)) as base:
        base.execute("DELETE FROM books_keywords WHERE rowid = (SELECT max(rowid) FROM books_keywords)")


def with_a_row_more(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "saga-library.sqlite", isolation_level=None)) as base:
        base.execute("INSERT INTO books_keywords SELECT book_id, 'zzz' FROM books_keywords LIMIT 1")


def with_a_line_more(folder: Path) -> None:
    with open(folder / "letters.jsonl", "a", encoding="utf-8") as file:
        file.write('{"id": "letter-2"}\n')


def damage(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes())) and None


DAMAGES: dict[str, tuple[str, Callable[[Path], Any], str]] = {
    "a row less": ("sqlite", without_a_row, "saga-library.sqlite: the table `books_keywords` has fewer rows than in the package, from row 4 on"),
    "a row more": ("sqlite", with_a_row_more, "saga-library.sqlite: the table `books_keywords` has more rows than in the package, from row 5 on"),
    "no database": ("sqlite", damage("saga-library.sqlite", lambda data: b"x" * 5000), "saga-library.sqlite can't be read: file is not a database"),
    "no file": ("sqlite", lambda folder: (folder / "saga-library.sqlite").unlink(), "saga-library.sqlite can't be read: unable to open database file"),
    "other metadata": ("sqlite", damage("metadata.json", lambda data: data + b" "), "metadata.json isn't what the package gives"),
    "no table": ("parquet", lambda folder: (folder / "books.parquet").unlink(), "books.parquet can't be read: "),
    "half a table": ("parquet", damage("books.parquet", lambda data: data[:100]), "books.parquet can't be read: "),
    "another table": (
        "parquet",
        lambda folder: shutil.copy(folder / "authors.parquet", folder / "books.parquet"),
        "books.parquet: the table `books` has other columns",
    ),
    "no workbook": ("xlsx", damage("saga-library.xlsx", lambda data: b"x"), "saga-library.xlsx can't be read: "),
    "a line more": ("jsonl", with_a_line_more, "letters.jsonl has more records than the tables"),
    "a line less": ("jsonl", damage("letters.jsonl", lambda data: b""), "letters.jsonl: the record `letter-1` isn't what the tables say"),
    "half a line": ("jsonl", damage("letters.jsonl", lambda data: data[:20]), "letters.jsonl can't be read: "),
    "true for 1": ("jsonl", damage("books.jsonl", lambda data: data.replace(b"true", b"1", 1)), "books.jsonl: the record `"),
    "another schema": ("jsonl", damage("books.schema.json", lambda data: data.replace(b"Pages", b"Leaves")), "books.schema.json isn't what the package gives"),
    "another day": (
        "calendar",
        damage("saga-library.ics", lambda data: data.replace(b"VERSION:2.0", b"VERSION:2.1")),
        "saga-library.ics isn't what the package gives",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_export_is_one_sentence(name: str, package: Package, exported: Path, tmp_path: Path) -> None:
    word, change, reason = DAMAGES[name]
    folder = shutil.copytree(exported / word, tmp_path / word)
    change(folder)
    said = refusal(word, package, folder)
    assert said.startswith(reason)
    assert "\n" not in said


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufffe\uffff", exclude_categories=("Cc", "Cs")), max_size=20)
rows = st.lists(
    st.tuples(
        texts,
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14),
        st.none() | st.booleans(),
        st.none() | st.dates(date(1000, 1, 1)),
    ),
    max_size=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_no_true_value_is_objected_to(tmp_path_factory: pytest.TempPathFactory, found: list[tuple[Any, ...]]) -> None:
    """Whatever a format can hold is read back as it was: texts of any script, days before 1900, numbers that a spreadsheet would round."""
    folder = tmp_path_factory.mktemp("theirs")
    theirs = package_of(folder / "package", [[str(number), *map(to_cell, row)] for number, row in enumerate(found)])
    for word in ("sqlite", "parquet", "xlsx"):
        (folder / word).mkdir()
        EXPORTS[word][1](theirs, folder / word)
        assert VERIFIED[word](theirs, folder / word)


def package_of(folder: Path, cells: list[list[str]]) -> Package:
    """A package with one table, a column of each type."""
    types = {"id": "integer", "text": "string", "whole": "integer", "number": "number", "truth": "boolean", "day": "date"}
    (folder / "data").mkdir(parents=True)
    with open(folder / "data/things.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([list(types), *cells])
    data = (folder / "data/things.csv").read_bytes()
    schema = {"fields": [{"name": name, "type": type_} for name, type_ in types.items()]}
    resource = {"name": "things", "path": "data/things.csv", "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"name": "theirs", "resources": [resource]}), encoding="utf-8")
    return open_package(folder, trusted=True)


def test_the_metadata_of_a_release_list_its_files_with_size_and_hash(made: Path) -> None:
    """Each file in which the data can be had, as it is when the last byte is written; the tables, which are in the archive, stand before them."""
    data = sorted(path for path in made.iterdir() if path.suffix in (".zip", ".xlsx", ".ics"))
    wanted = {path.name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()) for path in data}
    downloads = json.loads((made / "schema-org.jsonld").read_text(encoding="utf-8"))["distribution"]
    told = {one["contentUrl"].rpartition("/")[2]: (int(one["contentSize"].removesuffix(" B")), one["sha256"]) for one in downloads}
    assert {name: told[name] for name in wanted} == wanted
    assert len(downloads) == len(wanted) + 25
    checked = json.loads((made / "dcat.jsonld").read_text(encoding="utf-8"))["dcat:distribution"]
    sums = {one["dcat:downloadURL"]["@id"].rpartition("/")[2]: one["spdx:checksum"]["spdx:checksumValue"]["@value"] for one in checked}
    assert {name: sums[name] for name in wanted} == {name: sum_ for name, (_, sum_) in wanted.items()}


def test_each_archive_holds_its_export_and_nothing_else(made: Path, exported: Path) -> None:
    for word in ("sqlite", "parquet", "jsonl"):
        with zipfile.ZipFile(made / f"{TITLE}-{word}.zip") as archive:
            assert archive.namelist() == sorted(path.name for path in (exported / word).iterdir())


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Writes an archive anew with other files in it."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


SWAPS: dict[str, tuple[str, Callable[[Path], Any], str]] = {
    "a record of another time": (
        f"{TITLE}-jsonl.zip",
        lambda path: repacked(path, lambda files: files.update({"books.jsonl": files["books.jsonl"].replace(b"312", b"313")})),
        "books.jsonl: the record `sagas` isn't what the tables say",
    ),
    "a stranger in an archive": (
        f"{TITLE}-parquet.zip",
        lambda path: repacked(path, lambda files: files.update({"more.parquet": b"x"})),
        f"{TITLE}-parquet.zip holds more.parquet, which is no part of the export",
    ),
    "no archive": (f"{TITLE}-sqlite.zip", lambda path: path.write_bytes(b"x"), f"{TITLE}-sqlite.zip can't be read: File is not a zip file"),
    "a file that is gone": (f"{TITLE}.xlsx", lambda path: path.unlink(), f"{TITLE}.xlsx can't be read: "),
    "another citation": ("CITATION.cff", lambda path: path.write_text("cff-version: 1.2.0\n"), "CITATION.cff isn't what the package gives"),
    "another package": (
        f"{TITLE}.zip",
        lambda path: repacked(path, lambda files: files.update({"data/books.csv": files["data/books.csv"].replace(b"312", b"313")})),
        "data/books.csv isn't what datapackage.json says: its size or hash differs",
    ),
}


@pytest.mark.parametrize("name", SWAPS)
def test_a_file_that_is_not_of_the_release_is_found_though_its_checksum_is_right(name: str, made: Path, tmp_path: Path) -> None:
    file, change, reason = SWAPS[name]
    folder = shutil.copytree(made, tmp_path / TITLE)
    change(folder / file)
    write_sums(folder)
    (said,) = verify(folder, TITLE)
    assert reason in said


@pytest.mark.parametrize("damaged", ["CHANGES.md", f"{TITLE}.zip", "more.txt", "missing"])
def test_a_file_that_its_checksum_does_not_fit_is_found(damaged: str, made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / TITLE)
    if damaged == "missing":
        (folder / "CHANGES.md").unlink()
    else:
        with open(folder / damaged, "ab") as file:
            file.write(b"x")
    assert list(verify(folder, TITLE)) == [f"{'CHANGES.md' if damaged == 'missing' else damaged} isn't what {SUMS} says"]


def test_what_was_made_passes(made: Path) -> None:
    assert list(verify(made, TITLE)) == []


def test_a_catalogue_without_a_calendar_has_none(tmp_path: Path) -> None:
    root = copied(LIBRARY, tmp_path / "library")
    schema = root / "schemas/books.json"
    without = [line for line in schema.read_text(encoding="utf-8").splitlines() if '"x-calendar"' not in line]
    schema.write_text("\n".join(without), encoding="utf-8")
    assert Catalogue(root).build().verdict.is_clean
    (tmp_path / TITLE).mkdir()
    fill(tmp_path / TITLE, root / "datapackage", "")
    assert [path.suffix for path in sorted((tmp_path / TITLE).iterdir()) if path.suffix in (".ics", ".xlsx")] == [".xlsx"]


@pytest.mark.parametrize("module", ["icalendar", "pyarrow", "python_calamine", "xlsxwriter"])
def test_without_a_library_a_release_is_refused_before_anything_is_read(module: str, tmp_path: Path) -> None:
    """In a folder that isn't even a repository: the sentence comes before all others."""
    shutil.copytree(LIBRARY, tmp_path, dirs_exist_ok=True)
    code = f"import sys; sys.modules[{module!r}] = None; from scodata.cli import main; main(['release', '--dry-run'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"scodata: a release holds every export, and {module} isn't installed: pip install 'scodata[export]'\n")
