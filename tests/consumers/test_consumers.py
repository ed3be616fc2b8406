"""The data in its users' own tools: each loads every table, and rows, types, empty cells and every text are what the CSVs say."""

from __future__ import annotations

import csv
import json
import re
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import CONSUMERS, PACKAGE, READERS, Table, missing, needed, run

Tables = dict[str, Table]
MAKE = "run make test-heavy"
FRAMES = CONSUMERS / "frames" / "bin" / "python"
NATIVE = {
    ("with_pandas.py", "csv"): {"string": "string|str", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": r"datetime64\[.*\]"},
    ("with_pandas.py", "parquet"): {
        "string": r"string\[pyarrow\]",
        "integer": r"int64\[pyarrow\]",
        "number": r"double\[pyarrow\]",
        "boolean": r"bool\[pyarrow\]",
        "date": r"date32\[day\]\[pyarrow\]",
    },
    ("with_polars.py", "csv"): {"string": "String", "integer": "Int64", "number": "Float64", "boolean": "Boolean", "date": "Date"},
    ("with_polars.py", "parquet"): {"string": "String", "integer": "Int64", "number": "Float64", "boolean": "Boolean", "date": "Date"},
    ("with_duckdb.py", "csv"): {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"},
    ("with_duckdb.py", "parquet"): {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"},
    ("frictionless-5.18", ""): {name: name for name in ("string", "integer", "number", "boolean", "date")},
    ("frictionless", ""): {name: name for name in ("string", "integer", "number", "boolean", "date")},
    ("javascript", "package"): {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "date": "date"},
    ("javascript", "csv"): dict.fromkeys(("string", "integer", "number", "boolean", "date"), "string"),
    ("javascript", "parquet"): {"string": "string", "integer": "bigint", "number": "number", "boolean": "boolean", "date": "date"},
    ("R", "with_base.R"): {"string": "character", "integer": "integer", "number": "numeric", "boolean": "logical", "date": "Date"},
    ("R", "with_readr.R"): {"string": "character", "integer": "integer", "number": "numeric", "boolean": "logical", "date": "Date"},
}
"""How each tool names the types, for each way of reading."""


def compare(tables: Tables, out: Path, report: dict[str, Any], native: dict[str, str]) -> None:
    """The rows that a reader wrote again, and how it took the columns, against the CSVs."""
    for name, table in tables.items():
        with open(out / f"{name}.csv", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == table.columns
        assert len(rows) == len(table.rows), name
        assert table.values(rows) == table.values(list(map(list, table.rows))), name
        assert report[name]["nulls"] == table.nulls, name
        for (column, found), type_, nulls in zip(report[name]["types"].items(), table.types, table.nulls, strict=True):
            assert re.fullmatch(native[type_], found) or (found == "" and nulls == len(rows)), (name, column, found)


def scripts() -> Iterator[Any]:
    for (reader, source), native in NATIVE.items():
        if reader.endswith(".py"):
            yield pytest.param([FRAMES, READERS / reader, source], native, id=f"{reader.removesuffix('.py')}-{source}")
        elif reader.startswith("frictionless"):
            yield pytest.param([CONSUMERS / reader / "bin" / "python", READERS / "with_frictionless.py", "package"], native, id=reader)


@pytest.mark.parametrize(("command", "native"), list(scripts()))
def test_python(command: list[Path], native: dict[str, str], tables: Tables, exports: Path, tmp_path: Path) -> None:
    needed(command[0], MAKE)
    run(*command, PACKAGE, exports, tmp_path)
    compare(tables, tmp_path, json.loads((tmp_path / "report.json").read_text(encoding="utf-8")), native)


@pytest.mark.parametrize("source", ["package", "csv", "parquet"])
def test_javascript(source: str, tables: Tables, exports: Path, tmp_path: Path) -> None:
    node = needed("node", "it comes with the package nodejs")
    if not (CONSUMERS / "node" / "node_modules").exists():
        missing("the libraries for node", MAKE)
    run(node, READERS / "with_javascript.mjs", source, PACKAGE, exports, tmp_path)
    compare(tables, tmp_path, json.loads((tmp_path / "report.json").read_text(encoding="utf-8")), NATIVE["javascript", source])


@pytest.mark.parametrize("script", ["with_base.R", "with_readr.R"])
def test_r(script: str, tables: Tables, exports: Path, tmp_path: Path) -> None:
    program = needed("Rscript", "it comes with the package r-base-core")
    if script == "with_readr.R" and subprocess.run([program, "-e", "library(readr)"], capture_output=True, check=False).returncode:
        missing("readr", "it comes with the package r-cran-readr")
    lines = [(table.path, column, type_) for table in tables.values() for column, type_ in zip(table.columns, table.types, strict=True)]
    with open(tmp_path / "types.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("path", "column", "type"), *lines])
    run(program, READERS / script, "csv", PACKAGE, exports, tmp_path)
    report = {}
    for name, table in tables.items():
        with open(tmp_path / f"{Path(table.path).name}.facts", encoding="utf-8", newline="") as file:
            facts = list(csv.DictReader(file))
        report[name] = {"types": {fact["column"]: fact["type"] for fact in facts}, "nulls": [int(fact["nulls"]) for fact in facts]}
    compare(tables, tmp_path, report, NATIVE["R", script])


def test_libreoffice_gives_the_workbook_back_as_it_was(tables: Tables, exports: Path, tmp_path: Path) -> None:
    office = needed("soffice", "it comes with the package libreoffice-calc-nogui")
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run(office, profile, "--headless", "--convert-to", every_sheet, "--outdir", tmp_path, exports / "sco.xlsx", timeout=400)
    for name, table in tables.items():
        with open(tmp_path / f"sco-{name}.csv", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == table.columns
        lowered = [[cell.lower() if type_ == "boolean" else cell for cell, type_ in zip(row, table.types, strict=True)] for row in rows]
        assert table.values(lowered) == table.values(list(map(list, table.rows))), name


@pytest.fixture(scope="module")
def datasette(exports: Path) -> Iterator[str]:
    """The address of a Datasette that serves the database on this machine alone."""
    program = needed(CONSUMERS / "datasette" / "bin" / "datasette", MAKE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve", "--immutable", str(exports / "sco.sqlite"), "--metadata", str(exports / "metadata.json"), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                get(f"http://127.0.0.1:{port}/-/versions.json")
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode("utf-8"))


def test_datasette_serves_every_row(datasette: str, tables: Tables) -> None:
    for name, table in tables.items():
        header, *rows = csv.reader(get(f"{datasette}/sco/{name}.csv?_stream=on&_nofacet=1").splitlines(keepends=True))
        assert tuple(header[-len(table.columns) :]) == table.columns
        cells = [row[-len(table.columns) :] for row in rows]
        booleans = {"true": "1", "false": "0", "": ""}
        wanted = [[booleans[cell] if type_ == "boolean" else cell for cell, type_ in zip(row, table.types, strict=True)] for row in table.rows]
        assert sorted(table.values(cells), key=repr) == sorted(table.values(wanted), key=repr), name


def test_datasette_shows_what_the_tables_are(datasette: str) -> None:
    descriptor = json.loads((PACKAGE / "datapackage.json").read_text(encoding="utf-8"))
    home = get(datasette)
    for said in (
        descriptor["title"],
        "Creative Commons Attribution 4.0 International",
        descriptor["licenses"][0]["path"],
        f"version {descriptor['version']} [data set]",
    ):
        assert said in home
    for resource in descriptor["resources"]:
        page = json.loads(get(f"{datasette}/sco/{resource['name']}.json?_size=1"))
        closed = {field["name"] for field in resource["schema"]["fields"] if "enum" in field.get("constraints", {}) or field["type"] == "boolean"}
        assert set(page["facet_results"]) == closed, resource["name"]
    page = get(f"{datasette}/sco/events?_size=1")
    assert descriptor["resources"][0]["title"] in page
    assert descriptor["resources"][0]["description"] in page
    assert "First day of the event" in page


@pytest.mark.parametrize(("words", "id_"), [("上海", "shanghai"), ("Самарканд", "samarkand"), ("samarkand", "samarkand")])
def test_datasette_finds_names_in_every_script(words: str, id_: str, datasette: str) -> None:
    found = json.loads(get(f"{datasette}/sco/find.json?_shape=array&text={urllib.parse.quote(words)}"))
    assert id_ in [row["record_id"] for row in found]


def test_datasette_names_what_a_key_leads_to(datasette: str) -> None:
    page = get(f"{datasette}/sco/events_places?_size=5&place_id=samarkand")
    assert ">Samarkand</a>" in page
