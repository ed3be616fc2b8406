"""`scodata diff` on real repositories, folders and archives: what it compares, what it prints, what it refuses."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scodata.changes import apply
from scodata.changes.markdown import code, code_spans
from scodata.changes.versions import asked, is_enough
from scodata.cli import main
from scodata.published import open_package
from scodata.schemas import own_judge

from conftest import LIBRARY, write
from packages import draft_of


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True, text=True).stdout


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["diff", *arguments])
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def repository(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library with its package, committed, and the working directory in it."""
    shutil.copytree(LIBRARY / "datapackage", library / "datapackage")
    git(library, "init", "-q")
    git(library, "add", "-A")
    git(library, "commit", "-q", "-m", "first")
    monkeypatch.chdir(library)
    return library


def change(root: Path, name: str, good: str, bad: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


def test_without_new_it_is_what_the_records_give_now_whatever_lies_in_the_package(repository: Path) -> None:
    assert "is what HEAD was" in run("HEAD").stdout
    change(repository, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    result = run("HEAD")
    assert result.exit_code == 0
    assert "books: 1 changed\n  ~ sagas: Heimskringla\n      pages: 312 → 313\n" in result.stdout
    assert "minor  data-updated  `books.pages` changed in 1 row\n" in result.stdout
    assert (repository / "datapackage/data/books.csv").read_bytes() == (LIBRARY / "datapackage/data/books.csv").read_bytes()


def test_the_exit_code_says_whether_anything_differs_where_it_is_asked(repository: Path) -> None:
    assert run("HEAD", "--exit-code").exit_code == 0
    change(repository, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    assert run("HEAD", "--exit-code").exit_code == 1
    assert run("HEAD").exit_code == 0


def test_records_with_problems_give_nothing_to_compare(repository: Path) -> None:
    change(repository, "records/books/sagas.yaml", "pages: 312", "pages: many")
    result = run("HEAD")
    assert result.exit_code == 1
    assert "records/books/sagas.yaml:9:8" in result.stdout
    assert result.stdout.endswith("nothing compared: the records give no package\n")


def test_folders_zips_and_revisions_are_compared_alike(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = draft_of(LIBRARY / "datapackage")
    new.set("books", ("sagas",), "pages", "313")
    folder = new.write(tmp_path / "elsewhere" / "new")
    with zipfile.ZipFile(tmp_path / "elsewhere" / "new.zip", "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    printed = {run("HEAD", name, "--format", "json").stdout for name in (str(folder), str(tmp_path / "elsewhere/new.zip"))}
    assert len(printed) == 1
    monkeypatch.chdir(tmp_path / "elsewhere")  # in no catalogue
    assert run(str(repository / "datapackage"), "new.zip", "--format", "json").stdout == printed.pop()


def test_the_json_is_a_delta_out_of_which_the_new_tables_are_made(repository: Path, tmp_path: Path) -> None:
    change(repository, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    change(repository, "records/books/sagas.yaml", 'keywords: [kings, "no", vikings]', "keywords: [kings, ships]")
    assert run("HEAD", "--format", "json", "--output", str(tmp_path / "delta.json")).stdout == ""
    changes = json.loads((tmp_path / "delta.json").read_text(encoding="utf-8"))
    assert own_judge("delta.json").accepts(changes)
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    fresh = draft_of(repository / "datapackage")
    made = {table.name: list(rows) for table, rows in apply(open_package(LIBRARY / "datapackage"), changes)}
    assert made == {name: list(map(tuple, fresh.rows[name])) for name in made}
    rows = next(table["rows"] for table in changes["tables"] if table["name"] == "books_keywords")
    assert rows == [{"op": "DEL", "row": ["sagas", "no"]}, {"op": "ADD", "row": ["sagas", "ships"]}, {"op": "DEL", "row": ["sagas", "vikings"]}]


def test_a_delta_is_refused_by_its_schema_when_it_is_damaged(repository: Path) -> None:
    change(repository, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    changes = json.loads(run("HEAD", "--format", "json").stdout)
    judge = own_judge("delta.json")
    assert judge.accepts(changes)
    row = next(table["rows"][0] for table in changes["tables"] if table["name"] == "books")
    row["op"] = "ADD"
    assert not judge.accepts(changes)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", "there is no revision nowhere"),
        ("--", "Missing argument"),
        ("HEAD~99", "there is no revision HEAD~99"),
        ("1.0.0", "1.0.0 was never released; nothing was, so far"),
        ("v1.0.0", "1.0.0 was never released"),
        ("records", "datapackage.json is missing"),
        ("scodata.yaml", "no zip archive"),
    ],
)
def test_what_is_no_package_is_refused_in_one_sentence(repository: Path, name: str, reason: str) -> None:
    result = run(name)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_revision_that_begins_with_a_hyphen_is_refused(repository: Path) -> None:
    result = run("--", "--output=/tmp/x")
    assert result.exit_code == 2
    assert "--output=/tmp/x is no revision" in result.stderr


def test_a_revision_without_a_package_is_refused(repository: Path) -> None:
    git(repository, "rm", "-r", "-q", "datapackage")
    git(repository, "commit", "-q", "-m", "none")
    assert "no package was committed at HEAD" in run("HEAD").stderr


def test_a_package_of_somebody_else_is_opened_with_care(repository: Path, tmp_path: Path) -> None:
    new = draft_of(LIBRARY / "datapackage")
    new.set("books", ("sagas",), "title_is", "=HYPERLINK(1)")
    result = run("HEAD", str(new.write(tmp_path / "theirs")))
    assert result.exit_code == 2
    assert "would run as a formula" in result.stderr


HOSTILE = "`|\\| <img src=x> [a](b) @someone #1 https://x.test **b** \u202e\n# h"


def test_nothing_in_a_cell_becomes_markup(repository: Path, tmp_path: Path) -> None:
    new = draft_of(LIBRARY / "datapackage")
    new.set("books", ("sagas",), "title_is", HOSTILE)
    new.field("books", "pages")["title"] = HOSTILE
    new.descriptor["name"] = "x"
    new.fields("books").append({"name": "a`b @c", "type": "string"})
    for row in new.rows["books"]:
        row.append("")
    text = run("HEAD", str(new.write(tmp_path / "theirs")), "--format", "markdown").stdout
    plain = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", text)  # what isn't in a code span
    assert not set("<@#[") & set(re.sub(r"(?m)^#+ ", "", plain))
    assert "https:" not in plain
    assert "\u202e" not in text
    assert {line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("|")} <= {4, 5}


@pytest.mark.parametrize("text", ["a", "`", "a``b`", "|", "\\|", " x ", "", HOSTILE])
def test_a_code_span_holds_any_text(text: str) -> None:
    span = code(text)
    fence = re.match("`+", span)[0]  # type: ignore[index]
    assert span.endswith(fence)
    assert fence not in re.findall("`+", span[len(fence) : -len(fence)])
    assert "\n" not in span
    assert not re.search(r"(?<!\\)\|", span)


def test_a_sentence_with_an_odd_backtick_is_a_code_span_as_a_whole() -> None:
    assert code_spans("`a` is new") == "`a` is new"
    assert code_spans("`a`<b>` is new") == "``` `a`<b>` is new ```".replace("```", "``")


def test_long_lists_are_cut_and_say_by_how_much(repository: Path, tmp_path: Path) -> None:
    new = draft_of(LIBRARY / "datapackage")
    for number in range(50):
        new.rows["authors"].append([f"z{number:02}", *[""] * (len(new.fields("authors")) - 1)])
        new.rows["records"].append([f"z{number:02}", "authors", "current", ""])
    folder = str(new.write(tmp_path / "theirs"))
    text = run("HEAD", folder).stdout
    assert "authors: 50 added\n" in text
    assert text.count("  + z") == 20
    assert "… and 30 more records that aren't shown" in text
    assert run("HEAD", folder, "--format", "markdown").stdout.count("| `z") == 50


NOTE = "notes:\n  - records: [sagas]\n    pointer: {}\n    change: {}\n    text: The count was that of another edition.\n"


@pytest.mark.parametrize(
    ("pointer", "said", "rules"),
    [
        ("/pages", "corrected", {"error-corrected"}),
        ("/pages", "updated", {"data-updated"}),
        ("/pages", "redefined", {"meaning-changed"}),
        ("/title", "corrected", {"data-updated"}),
    ],
)
def test_a_note_says_why_something_changed(repository: Path, pointer: str, said: str, rules: set[str]) -> None:
    change(repository, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    write(repository, "changes/pages.yaml", NOTE.format(pointer, said))
    assert CliRunner().invoke(main, ["validate"]).exit_code == 0
    result = run("HEAD", "--format", "json")
    assert {finding["rule"] for finding in json.loads(result.stdout)["findings"]} == rules
    assert ("changes/pages.yaml:2:15: V702 nothing changed in /title of `sagas`" in result.stderr) == (pointer == "/title")


def test_the_nearest_note_counts_and_notes_reach_into_maps_and_sets(repository: Path) -> None:
    change(repository, "records/books/sagas.yaml", "end_date: 2003-06-30", "end_date: 2003-06-29")
    change(repository, "records/books/sagas.yaml", 'keywords: [kings, "no", vikings]', "keywords: [kings, vikings]")
    note = "notes:\n  - {records: [sagas], change: redefined, text: All of it is another book.}\n"
    note += "  - {records: [sagas], pointer: /loans/summer/end_date, change: corrected, text: It was a slip of the pen.}\n"
    note += "  - {records: [sagas], pointer: /keywords, change: corrected, text: It was a slip of the pen.}\n"
    write(repository, "changes/pages.yaml", note)
    found = json.loads(run("HEAD", "--format", "json").stdout)["findings"]
    assert {(finding["rule"], finding.get("column", "")) for finding in found} == {
        ("error-corrected", "end_date"),
        ("error-corrected", "end_date_earliest"),
        ("error-corrected", "end_date_latest"),
        ("error-corrected", ""),
        ("derived-changed", ""),
    }


@pytest.mark.parametrize(
    ("note", "place"),
    [
        (NOTE.format("/pages", "corrected").replace("sagas", "saga"), "changes/a.yaml:2:15: V702"),
        (NOTE.format("/pages", "mended"), "changes/a.yaml:4:13: S20"),
        ("notes: 1\n", "changes/a.yaml:1:8: S20"),
        ("notes:\t[]\n", "changes/a.yaml:1:7: Y105"),
    ],
)
def test_a_broken_note_is_a_problem_at_its_place(repository: Path, note: str, place: str) -> None:
    write(repository, "changes/a.yaml", note)
    result = CliRunner().invoke(main, ["validate"])
    assert result.exit_code == 1
    assert place in result.stdout


@pytest.mark.parametrize(
    ("last", "level", "version"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.3.0"),
        ("0.2.3", "patch", "0.2.4"),
        ("2.0.0-rc.1", "major", "2.0.0"),
    ],
)
def test_the_version_that_a_change_asks_for(last: str, level: str, version: str) -> None:
    assert asked(last, level) == version  # type: ignore[arg-type]
    assert is_enough(version, last, level) == (level != "none")  # type: ignore[arg-type]
    assert is_enough("9.0.0-rc.1", last, level)  # type: ignore[arg-type]
    assert not is_enough(last, last, level)  # type: ignore[arg-type]
