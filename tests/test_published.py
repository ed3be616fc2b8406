"""A package is opened with care, and asked: hostile packages are refused in one sentence, good ones answer."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import scodata
from scodata.cli import main
from scodata.problems import ScodataError
from scodata.published import open_package
from scodata.published.shelves import TIGHTEST
from scodata.questions import as_of, query, show

from conftest import LIBRARY, REPOSITORY

PACKAGE = LIBRARY / "datapackage"
ROOTS = pytest.mark.parametrize("root", [LIBRARY, REPOSITORY], ids=["library", "this catalogue"])


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return shutil.copytree(PACKAGE, tmp_path / "package")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def edit(package: Path, change: Callable[[dict[str, object]], None]) -> Path:
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return package


def put(package: Path, table: str, text: str) -> Path:
    """Replaces a table's file, and mends its size and hash."""
    (package / "data" / f"{table}.csv").write_bytes(text.encode())

    def mend(descriptor: dict[str, object]) -> None:
        (one,) = [one for one in descriptor["resources"] if one["name"] == table]  # type: ignore[attr-defined]
        one["bytes"], one["hash"] = len(text.encode()), f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    return edit(package, mend)


def zipped(package: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(package.rglob("*")):
            archive.write(path, path.relative_to(package).as_posix())
    return target


def refusal(path: Path) -> str:
    with pytest.raises(ScodataError) as refused:
        read(path)
    return str(refused.value)


def read(path: Path) -> list[object]:
    package = open_package(path)
    return [list(package.values(table)) for table in package.tables]


@ROOTS
def test_rows_are_those_of_the_files_in_a_folder_and_in_a_zip(root: Path, tmp_path: Path) -> None:
    folder = open_package(root / "datapackage", trusted=True)
    archive = open_package(zipped(root / "datapackage", tmp_path / "it.zip"), trusted=True)
    for name in folder.tables:
        with open(root / "datapackage" / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
            header, *rows = (tuple(row) for row in csv.reader(file))
        assert tuple(column.name for column in folder.tables[name].columns) == header
        assert list(folder.rows(name)) == list(archive.rows(name)) == rows


@ROOTS
def test_records_are_those_that_the_catalogue_has(root: Path) -> None:
    ours = {record.id: record for record in scodata.open_catalogue(root).records()}
    theirs = list(open_package(root / "datapackage", trusted=True).records())
    assert [value["id"] for _, value in theirs] == sorted(ours)
    for kind, value in theirs:
        assert kind == ours[value["id"]].kind
        assert set(value) == set(ours[value["id"]].value)


def test_values_have_their_types() -> None:
    package = open_package(PACKAGE)
    ((sagas, *_), *_) = [list(package.values("books"))]
    row = dict(zip((column.name for column in package.tables["books"].columns), sagas, strict=True))
    assert (row["acquired"], row["pages"], row["price"], row["in_print"], row["written"]) == (date(1999, 12, 31), 312, 12.5, False, "1220~")


@pytest.mark.parametrize(
    "path", ["../books.csv", "/etc/passwd", "data/../../books.csv", "https://example.org/books.csv", "C:\\books.csv", "data//books.csv", "", "."]
)
def test_no_path_leads_out_of_a_package(package: Path, path: str) -> None:
    edit(package, lambda descriptor: descriptor["resources"][0].update(path=path))  # type: ignore[index]
    assert "leads out of the package, so it isn't read" in refusal(package)


def test_no_link_leads_out_of_a_package(package: Path, tmp_path: Path) -> None:
    outside = shutil.copy(package / "data" / "books.csv", tmp_path / "outside.csv")
    (package / "data" / "books.csv").unlink()
    (package / "data" / "books.csv").symlink_to(outside)
    assert "`data/books.csv` leads out of the package" in refusal(package)


def test_a_pipe_is_no_file(package: Path) -> None:
    (package / "data" / "books.csv").unlink()
    os.mkfifo(package / "data" / "books.csv")
    assert "the file data/books.csv is missing, or is no regular file" in refusal(package)


@pytest.mark.parametrize("word", ["data", "dialect", "compression"])
def test_only_plain_csv_is_opened(package: Path, word: str) -> None:
    edit(package, lambda descriptor: descriptor["resources"][0].update({word: {}}))  # type: ignore[index]
    assert "datapackage.json:1:" in refusal(package)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda one: one.pop("resources"), "`resources` is missing"),
        (lambda one: one["resources"].append(one["resources"][0]), "two tables are called `books`"),
        (lambda one: one["resources"][0]["schema"]["fields"].append(one["resources"][0]["schema"]["fields"][0]), "two columns of one name"),
        (lambda one: one["resources"][0]["schema"].update(foreignKeys=[{"fields": ["x"], "reference": {"fields": ["id"]}}]), "a foreign key of `books`"),
        (lambda one: one["resources"][0].update(asOf={"certain": ["a", "b"], "possible": ["c", "d"], "group": ["e"], "who": "f"}), "`asOf` of `books`"),
        (lambda one: one["resources"][0].update(hash="sha256:" + "0" * 64), "data/books.csv isn't what datapackage.json says"),
        (lambda one: one["resources"][0].update(bytes=1), "data/books.csv isn't what datapackage.json says"),
        (lambda one: one["schemas"][0].update(hash="sha256:" + "0" * 64), "schemas/authors.json isn't what datapackage.json says"),
        (lambda one: one["resources"][2]["schema"]["fields"].pop(), "row 1: the header isn't the list of its fields"),
    ],
)
def test_a_descriptor_that_does_not_fit_is_refused(package: Path, change: Callable[[dict[str, object]], None], reason: str) -> None:
    assert reason in refusal(edit(package, change))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("letter_id,x\n", "row 1: the header isn't the list of its fields"),
        ("id,url\nletter-1\n", "row 2: it has 1 cells instead of 2"),
        ("id,url\nletter-1,=1+1\n", "row 2: the text '=1+1' would run as a formula in a spreadsheet"),
        ("id,url\nletter-1,@SUM(A1)\n", "would run as a formula"),
        ('id,url\nletter-1,"https://example.org\n', "row 2: unexpected end of data"),
        ("id,url\nletter-1,\udcff\n", "row 2:"),
    ],
)
def test_a_table_that_is_not_as_described_is_refused_at_its_row(package: Path, text: str, reason: str) -> None:
    raw = text.encode("utf-8", "surrogateescape")
    (package / "data" / "letters.csv").write_bytes(raw)
    edit(
        package,
        lambda one: next(r for r in one["resources"] if r["name"] == "letters").update(bytes=len(raw), hash=f"sha256:{hashlib.sha256(raw).hexdigest()}"),
    )  # type: ignore[attr-defined]
    assert reason in refusal(package)
    assert "data/letters.csv" in refusal(package)


def test_a_formula_in_a_package_of_ones_own_is_a_text(package: Path) -> None:
    put(package, "letters", "id,url\nletter-1,=1+1\n")
    assert list(open_package(package, trusted=True).rows("letters")) == [("letter-1", "=1+1")]


@pytest.mark.parametrize(("column", "cell"), [("acquired", "1999-13-01"), ("pages", "many"), ("price", "12,5"), ("in_print", "yes")])
def test_a_cell_of_another_type_is_refused(package: Path, column: str, cell: str) -> None:
    with open(package / "data" / "books.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = cell
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    assert "data/books.csv, row 2:" in refusal(put(package, "books", text.getvalue()))


def entry(name: str, *, mode: int = 0o644, flags: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.flag_bits = flags
    return info


@pytest.mark.parametrize(
    ("name", "mode", "reason"),
    [
        ("../evil.csv", 0o644, "`../evil.csv` leads out"),
        ("/evil.csv", 0o644, "leads out"),
        ("data/link.csv", stat.S_IFLNK | 0o777, "`data/link.csv` is a link"),
    ],
)
def test_an_archive_that_leads_out_is_not_opened(package: Path, tmp_path: Path, name: str, mode: int, reason: str) -> None:
    target = zipped(package, tmp_path / "it.zip")
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(entry(name, mode=mode), "x")
    assert reason in refusal(target)


def test_an_archive_bomb_is_not_opened(tmp_path: Path) -> None:
    target = tmp_path / "bomb.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("datapackage.json", "w") as file:
        for _ in range(TIGHTEST + 10):
            file.write(b" " * 2**20)
    assert target.stat().st_size < 2**20
    assert "bytes when it is unpacked, so it isn't opened" in refusal(target)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_two_files_of_one_name_is_not_opened(package: Path, tmp_path: Path) -> None:
    target = zipped(package, tmp_path / "it.zip")
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("datapackage.json", "{}")
    assert "two files of one name" in refusal(target)


def test_damaged_archives_are_one_sentence(package: Path, tmp_path: Path) -> None:
    whole, good = zipped(package, tmp_path / "it.zip").read_bytes(), read(package)
    for position in range(0, len(whole), max(1, len(whole) // 150)):
        damaged = tmp_path / "damaged.zip"
        damaged.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        try:
            said = read(damaged)
        except ScodataError as refused:
            said = str(refused)
        assert said == good or str(damaged) in said, "what is opened is whole"


def test_nothing_and_no_archive_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive", encoding="utf-8")
    assert "no zip archive that can be read" in refusal(tmp_path / "text.zip")
    assert "there is no package at" in refusal(tmp_path / "nowhere")
    assert "the file datapackage.json is missing" in refusal(tmp_path)


def test_a_package_of_another_program_has_tables_but_no_records(package: Path) -> None:
    edit(package, lambda descriptor: [descriptor.pop("kinds"), descriptor.pop("schemas")])
    opened = open_package(package)
    assert len(list(opened.rows("books"))) == 2
    with pytest.raises(ScodataError, match="doesn't say how its tables become records again"):
        list(opened.records())


def test_tables_that_make_no_records_are_refused(package: Path) -> None:
    put(package, "letters", "id,url\nletter-9,https://example.org\n")
    with pytest.raises(ScodataError, match="the record `letter-1` has 0 rows in the table of its kind"):
        list(open_package(package).records())


def test_a_query_reads_and_never_writes() -> None:
    package = open_package(PACKAGE)
    answer = query(package, "SELECT id, pages, script(title_is) FROM books ORDER BY id")
    assert answer.columns == ("id", "pages", "script(title_is)")
    assert answer.rows == (("sagas", 312, "Latn"), ("shelf-list", None, None))
    for sql in ("DELETE FROM books", "ATTACH 'x.db' AS x", "PRAGMA query_only = OFF", "CREATE TABLE x (y)", "VACUUM INTO 'x.db'", "SELECT load_extension('x')"):
        with pytest.raises(ScodataError, match="can only read"):
            query(package, sql)
    for sql in ("SELECT", "SELECT 1; SELECT 2", "", "SELECT * FROM shelves"):
        with pytest.raises(ScodataError):
            query(package, sql)


def test_a_query_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(ScodataError, match=r"longer than 0.2 seconds"):
        query(open_package(PACKAGE), "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", 0.2)


@pytest.mark.parametrize(
    ("day", "certain", "listed"), [("2003-05-31", False, False), ("2003-06-10", False, True), ("2003-06-30", True, True), ("2003-07-01", False, False)]
)
def test_what_holds_on_a_day(day: str, certain: bool, listed: bool) -> None:
    (readers,) = as_of(open_package(PACKAGE), day)
    assert [(one.certain, one.window) for one in readers.holdings] == ([(certain, ("2003-06-01", "2003-06-30"))] if listed else [])


def test_what_is_shown_of_a_record() -> None:
    lines = show(open_package(PACKAGE), "snorri").lines
    assert lines[:2] == ("Snorri Sturluson", "authors: snorri")
    assert "  books: 2" in lines
    assert "    Heimskringla (sagas)" in lines
    assert any("reading-circle" in line for line in show(open_package(PACKAGE), "old-circle").lines)
    with pytest.raises(ScodataError, match="did you mean `snorri`"):
        show(open_package(PACKAGE), "snori")


def test_the_commands_print_what_was_asked(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    assert run("query", "SELECT 1").output == f"scodata: there is no package at {library / 'datapackage'}; scodata build makes it\n"
    shutil.copytree(PACKAGE, library / "datapackage")
    assert run("query", "SELECT id, in_print FROM books").output == "id          in_print\n----------  --------\nsagas       0\nshelf-list\n2 rows\n"
    assert run("query", "SELECT id FROM letters", "--format", "csv").output == "id\nletter-1\n"
    assert json.loads(run("query", "SELECT id, pages FROM books", "--format", "json").output)[1] == {"id": "shelf-list", "pages": None}
    assert "two columns are called id" in run("query", "SELECT a.id, b.id FROM books a, authors b", "--format", "json").output
    assert "has no end" in run("query", "SELECT 1e308 * 10 AS x", "--format", "json").output
    assert json.loads(run("show", "sagas", "--format", "json").output)["author"] == "snorri"
    assert "Snorri Sturluson: possibly; it began between 2003-06-01 and 2003-06-30" in run("as-of", "2003-06-02", "--package", str(PACKAGE)).output
    assert run("as-of", "June").exit_code == 2


def test_the_members_and_partners_of_the_sco_on_a_day() -> None:
    package = open_package(REPOSITORY / "datapackage", trusted=True)

    def standing(day: str) -> dict[str, set[str]]:
        statuses = as_of(package, day)[0]
        groups = {one.group[1] for one in statuses.holdings if one.group[0] == "Shanghai Cooperation Organisation"}
        return {group: {one.who for one in statuses.holdings if one.group == ("Shanghai Cooperation Organisation", group) and one.certain} for group in groups}

    founders = {"China", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan", "Uzbekistan"}
    assert standing("2001-06-15") == {"Member": founders}
    assert standing("2017-06-08")["Observer"] == {"Afghanistan", "Belarus", "India", "Iran", "Mongolia", "Pakistan"}
    assert standing("2017-06-09")["Member"] == founders | {"India", "Pakistan"}
    assert standing("2024-07-04")["Member"] == founders | {"India", "Pakistan", "Iran", "Belarus"}
    assert standing("2024-07-04")["Observer"] == {"Afghanistan", "Mongolia"}
    assert len(standing("2025-08-31")["Dialogue partner"]) == 14
    assert "Dialogue partner" not in standing("2025-09-02")
