"""`scodata validate` as its users see it: text, JSON, exit codes, and that every check fires when a valid record is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scodata.cli import main
from scodata.cli.frame import every_code

from conftest import write


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture(autouse=True)
def _inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)


def test_a_clean_catalogue_is_exit_code_0_and_one_line() -> None:
    result = run("validate")
    assert result.exit_code == 0
    assert result.stdout == "6 records (2 books, 3 authors, 1 letters): no problems\n"


def test_a_problem_is_shown_with_its_line_a_caret_and_a_hint(library: Path) -> None:
    write(library, "records/books/new.yaml", "id: new\ntitle: {sv: 狐 saga}\ntype: saga\nauthor: snori\n")
    write(library, "records/books/wide.yaml", "id: wide\ntitle: {sv: 狐 å, en: x}\ntype: saga\nauthor: snorri\n")
    result = run("validate")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "records/books/new.yaml:4:9: R304 no record of the kind `authors` has the id `snori`",
        "    4 | author: snori",
        "      |         ^^^^^",
        "  hint: did you mean `snorri`?",
        "records/books/wide.yaml:2:18: S201 the schema knows no `en` here",
        "    2 | title: {sv: 狐 å, en: x}",
        "      |                   ^^",
        "  hint: known here: `is`, `sv`",
        "8 records (4 books, 3 authors, 1 letters): 2 problems",
    ]


def test_both_ends_of_a_reference_are_named(library: Path) -> None:
    write(library, "records/books/new.yaml", "id: new\ntitle: {is: Saga}\ntype: saga\nauthor: sagas\n")
    lines = run("validate").stdout.splitlines()
    assert lines[0] == "records/books/new.yaml:4:9: R305 `sagas` belongs to `books`, and a record of `authors` is asked for"
    assert "  see records/books/sagas.yaml:1:1: `sagas` stands here" in lines


def test_a_mend_is_data_in_json_and_a_fix_in_sarif(library: Path) -> None:
    write(library, "records/books/new.yaml", "id: new\ntitle: {is: Saga}\ntype: saga\nauthor: snori\n")
    where = {"line": 4, "column": 9, "end_line": 4, "end_column": 14}
    problem = json.loads(run("validate", "--format", "json").stdout)["problems"][0]
    assert problem["mend"] == {"text": "snorri", "path": "records/books/new.yaml", **where}
    fix = json.loads(run("validate", "--format", "sarif").stdout)["runs"][0]["results"][0]["fixes"][0]
    change = fix["artifactChanges"][0]
    assert change["artifactLocation"] == {"uri": "records/books/new.yaml"}
    region = {"startLine": 4, "startColumn": 9, "endLine": 4, "endColumn": 14}
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "snorri"}}]


def test_json_holds_every_part_of_a_problem(library: Path) -> None:
    write(
        library,
        "records/books/new.yaml",
        "id: new\ntitle: {is: Saga}\ntype: saga\nloans: {summer: {lost: true, start_date: 2003-06, end_date: 2003-05}}\nauthor: snorri\n",
    )
    result = run("validate", "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["summary"] == {"records": {"books": 3, "authors": 3, "letters": 1}, "errors": 1, "warnings": 0}
    assert report["problems"] == [
        {
            "code": "T401",
            "severity": "error",
            "message": "`end_date` (2003-05) is before `start_date` (2003-06)",
            "hint": "",
            "path": "records/books/new.yaml",
            "line": 4,
            "column": 61,
            "end_line": 4,
            "end_column": 68,
            "record": "new",
            "pointer": "/loans/summer/end_date",
            "mend": None,
            "related": [{"message": "`start_date` stands here", "path": "records/books/new.yaml", "line": 4, "column": 42, "end_line": 4, "end_column": 49}],
        }
    ]


def test_paths_narrow_what_is_shown_but_not_what_is_checked(library: Path) -> None:
    write(library, "records/books/new.yaml", "id: new\ntitle: {is: Saga}\ntype: saga\nauthor: old-circle\n")
    write(library, "records/authors/bad.yaml", "id: bad\n")
    assert "R306" in run("validate", "records/books/new.yaml").stdout
    assert "bad.yaml" not in run("validate", "records/books").stdout
    assert run("validate", "records/books/sagas.yaml").exit_code == 0
    assert "bad.yaml" in run("validate", ".").stdout


@pytest.mark.parametrize("arguments", [["--format", "xml"], ["nowhere.yaml"], ["/"], ["--wrong"]])
def test_wrong_use_is_exit_code_2_and_no_traceback(arguments: list[str]) -> None:
    result = run("validate", *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_no_catalogue_is_exit_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    result = run("validate")
    assert result.exit_code == 2
    assert "no catalogue here" in result.stderr


def test_a_catalogue_is_found_from_below(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library / "records" / "books")
    assert run("validate", "sagas.yaml").exit_code == 0


def test_a_bug_is_exit_code_3_and_shows_its_traceback(library: Path, tmp_path: Path) -> None:
    write(tmp_path / "broken", "jsonschema_rs.py", "1 / 0")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "broken")}
    done = subprocess.run([sys.executable, "-m", "scodata", "validate"], cwd=library, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "ZeroDivisionError" in done.stderr
    assert "a bug in scodata" in done.stderr


def test_what_could_move_the_cursor_is_spelt_out(library: Path) -> None:
    write(library, "records/books/\x1b[31mred.yaml", "id: red\ntitle: {is: 'a\u202eb'}\ntype: saga\n")
    for arguments in (["validate"], ["validate", "--format", "json"]):
        output = run(*arguments).output
        assert "\x1b" not in output
        assert "\u202e" not in output
    assert "\\u{202e}" in run("validate").output


def test_broken_schemas_stop_the_run_and_say_so(library: Path) -> None:
    write(library, "schemas/books.json", "{")
    write(library, "records/books/sagas.yaml", "id: sagas\n")
    result = run("validate")
    assert result.exit_code == 1
    assert "schemas/books.json:1:2: Y108" in result.stdout
    assert "records not checked" in result.stdout
    assert "sagas.yaml" not in result.stdout


def test_order_and_output_are_the_same_in_every_run(library: Path) -> None:
    for number in range(8):
        write(library, f"records/books/b{number}.yaml", "tilte: x\nautor: y\ntype: z\n")
    outputs = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tashkent"), ("2", "America/New_York")):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PATH": ""}
        done = subprocess.run([sys.executable, "-m", "scodata", "validate"], cwd=library, capture_output=True, env=environment, check=False)
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count(b"S201") == 16


MUTATIONS = [
    ("records/books/sagas.yaml", "id: sagas", "id: saga", "R301"),
    ("records/books/sagas.yaml", "author: snorri", "author: snorri-sturluson", "R304"),
    ("records/books/sagas.yaml", "author: snorri", "author: shelf-list", "R305"),
    ("records/books/sagas.yaml", "to_whom: snorri", "to_whom: old-circle", "R306"),
    ("records/books/sagas.yaml", "author: snorri", "author: reading-circle", "R307"),
    ("records/authors/snorri.yaml", "about: /name", "about: /nmae", "R308"),
    ("records/books/sagas.yaml", "title:\n  is: Heimskringla\n  sv: Nordiska kungasagor", "title: {}", "R309"),
    ("records/books/sagas.yaml", "end_date: 2003-06-30", "end_date: 2003-05-30", "T401"),
    ("records/books/sagas.yaml", "pages: 312", "pages: '312'", "S203"),
    ("records/books/sagas.yaml", "pages: 312", "page: 312", "S201"),
    ("records/books/sagas.yaml", "pages: 312", "pages: 0", "S207"),
    ("records/books/sagas.yaml", "type: saga", "type: Saga", "S204"),
    ("records/books/sagas.yaml", "type: saga\n", "", "S202"),
    ("records/books/sagas.yaml", "written: 1220~", "written: ~1220", "S206"),
    ("records/books/sagas.yaml", "acquired: 1999-12-31", "acquired: 1999-12-32", "S206"),
    ("records/books/sagas.yaml", "[kings, ", "[vikings, ", "S208"),
    ("records/books/sagas.yaml", "winter: {lost: true}", "winter: {end_date: 2001-01}", "S209"),
    ("records/books/sagas.yaml", "  summer:", "  Summer:", "S205"),
    ("records/books/sagas.yaml", "price: 12.50", "pages: 12", "Y112"),
    ("records/books/sagas.yaml", "price: 12.50", "price: *x", "Y114"),
    ("records/books/sagas.yaml", "price: 12.50", "price:", "Y119"),
    ("records/books/sagas.yaml", "price: 12.50", "\tprice: 12.50", "Y105"),
    ("records/authors/old-circle.yaml", "reading-circle", "reading-cirkle", "R304"),
    ("records/authors/old-circle.yaml", "reading-circle", "old-circle", "R312"),
    (
        "records/authors/snorri.yaml",
        "terms:",
        "terms:\n  a: {club: reading-circle, guest: true, start_date: '1200', end_date: '1210'}"
        "\n  b: {club: reading-circle, guest: true, start_date: '1200', end_date: '1210'}",
        "T402",
    ),
    ("records/books/sagas.yaml", "supports: {/volumes: 3, /claims/age: 4}", "supports: {/claims/age: 4}", "E601"),
    ("records/books/sagas.yaml", "    why: The ink is older than the paper.\n", "", "E604"),
    ("records/books/sagas.yaml", "ink: {value: 1220~,", "ink: {value: 1221~,", "E605"),
    ("records/books/sagas.yaml", "is: Heimskringla", "is: 'Heimskringla '", "N701"),
    ("records/books/sagas.yaml", "is: Heimskringla", "is: Heimskrіngla", "N702"),
    ("records/authors/snorri.yaml", "text: Снорри Стурлусон", "text: Snorri Sturluson", "N703"),
    ("records/books/sagas.yaml", "is: Heimskringla", "is: '=Heimskringla'", "N704"),
    ("records/authors/snorri.yaml", "name: Snorri Sturluson", "name: None", "N705"),
]
BOOK = "title: {is: Ný saga}\ntype: saga\nauthor: snorri\n"
ADDITIONS = [
    ("records/books/new.yaml", f"id: new\n{BOOK}acquired: 2001-01-01\nloans: {{a: {{to_whom: snorri, end_date: '2000'}}}}\n", "T406"),
    ("records/authors/sagas.yaml", "id: sagas\ntype: club\nname: Sögur\n", "R302"),
    ("records/books/none.yaml", f"id: none\n{BOOK}", "R303"),
    ("records/books/new.yml", f"id: new\n{BOOK}", "R310"),
    ("released.csv", "id\nnever-there\n", "R311"),
    ("releases/1.0.0.json", "{}", "R314"),
    ("records/books/.new.yaml.swp", "x", "R313"),
    (
        "records/authors/egil.yaml",
        "id: egil\ntype: person\nname: Egill\nterms: {one: {post: reader, club: reading-circle, start_date: '1201', end_date: '1209'}}\n",
        "T403",
    ),
    ("records/books/new.yaml", f"id: new\n{BOOK}part_of: sagas\nwritten: '1300'\n", "T404"),
    (
        "records/books/new.yaml",
        f"id: new\n{BOOK}written: '1100'\nloans: {{a: {{to_whom: snorri, capacity: {{post: reader, club: reading-circle}}}}}}\n",
        "T405",
    ),
    ("records/books/new.yaml", f"id: new\n{BOOK}volumes: {{shelf-list: {{volume: 1}}}}\n", "T411"),
    ("records/books/new.yaml", f"id: new\n{BOOK}written: '1100'\nvolumes: {{shelf-list: {{volume: 2}}}}\n", "T412"),
    ("records/books/new.yaml", f"id: new\n{BOOK}volumes: {{shelf-list: {{volume: 3}}}}\n", "T413"),
    ("records/letters/new.yaml", "id: new\nurl: http://example.org/letters/1/\n", "E602"),
    ("records/letters/new.yaml", "id: new\nurl: https://example.org/letters/2\n", "E603"),
    ("records/books/new.yaml", "id: new\ntitle: {sv: 'Halvdan-Svarte'}\ntype: saga\nother_than: [newer]\n", "N706"),
    ("records/authors/new.yaml", "id: new\ntype: person\nname: Snorre Sturlusson\n", "D801"),
    ("records/books/new.yaml", f"id: new\n{BOOK}acquired: 1999-12-31\n", "D802"),
    ("records/books/new.yaml", "id: new\ntitle: {is: Ný}\ntype: saga\n", "G901"),
    ("records/books/new.yaml", f"id: new\n{BOOK}part_of: new\n", "G902"),
    ("records/books/new.yaml", f"id: new\n{BOOK}other_than: [new]\n", "G903"),
    ("exceptions.yaml", "exceptions:\n  - {code: R304, record: sagas, reason: It was mended long ago.}\n", "C513"),
]


@pytest.mark.parametrize(("name", "text", "code"), ADDITIONS)
def test_adding_a_bad_file_fires_the_check(library: Path, name: str, text: str, code: str) -> None:
    write(library, "records/books/newer.yaml", "id: newer\ntitle: {sv: 'Halvdan – Svarte'}\ntype: saga\nauthor: snorri\nwritten: '1100'\n")
    assert json.loads(run("validate", "--format", "json").stdout)["problems"] == []
    write(library, name, text)
    assert code in [problem["code"] for problem in json.loads(run("validate", "--format", "json").stdout)["problems"]]


def test_every_check_of_records_has_a_change_that_fires_it() -> None:
    fired = {code for *_, code in (*MUTATIONS, *ADDITIONS)}
    assert {code for code in every_code() if code[0] in "SRTENDG"} <= fired


@pytest.mark.parametrize(("name", "good", "bad", "code"), MUTATIONS)
def test_breaking_a_valid_record_fires_the_check(library: Path, name: str, good: str, bad: str, code: str) -> None:
    text = (library / name).read_text(encoding="utf-8")
    assert good in text
    write(library, name, text.replace(good, bad, 1))
    problems = json.loads(run("validate", "--format", "json").stdout)["problems"]
    assert code in [problem["code"] for problem in problems]
    assert all(problem["path"] == name for problem in problems if problem["code"] == code)


def test_explain_tells_what_a_code_means() -> None:
    result = run("explain", "r304")
    assert result.exit_code == 0
    assert result.stdout.startswith("R304 broken-reference (error)\n\nA reference names an id that no record has.")
    assert run("explain", "broken-reference").stdout == result.stdout


def test_explain_lists_every_code() -> None:
    listed = [line.split()[0] for line in run("explain").stdout.splitlines()]
    assert listed == sorted(every_code())


def test_explain_knows_the_codes_of_every_module() -> None:
    program = """
import importlib, pkgutil, scodata
for module in pkgutil.walk_packages(scodata.__path__, "scodata."):
    module.name.endswith("__main__") or importlib.import_module(module.name)
from scodata.problems import CODES
print(*sorted(CODES))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted(every_code())


def test_explain_suggests_the_code_that_was_meant() -> None:
    result = run("explain", "broken-refrence")
    assert result.exit_code == 2
    assert "did you mean `broken-reference`?" in result.stderr
