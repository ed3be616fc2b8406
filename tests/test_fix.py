"""`scodata fix`: the mends that problems offer, one by one, and never one that makes a new problem."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from scodata import catalogue, checking
from scodata.cli import main
from scodata.edits.spans import Edit, applied
from scodata.problems import slip

from conftest import TESTS, write


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fix", *arguments])


@pytest.fixture(autouse=True)
def _inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    assert CliRunner().invoke(main, ["fmt"]).exit_code == 0


def problems(root: Path) -> list[str]:
    return [f"{problem.place.path}:{problem.place.line} {problem.code.id}" for problem in checking.validate(catalogue.find(root)).problems]


BOOK = "id: edda\ntitle:\n  is: Edda\ntype: saga\nauthor: snorri\n"


@pytest.mark.parametrize(
    ("good", "bad", "mend"),
    [
        ("author: snorri", "author: snori", "5:9: R304 `snori` → `snorri`"),
        ("author: snorri", 'author: "snori"', '5:9: R304 `"snori"` → `snorri`'),
        ("author: snorri", "autor: snorri", "5:1: S201 `autor` → `author`"),
        ("type: saga", "type: saag", "4:7: S204 `saag` → `saga`"),
        ("  is: Edda", "  is: Edda  minor", "3:7: N701 `Edda  minor` → `Edda minor`"),
        ("  is: Edda", "  is: >-\n    Edda \u00a0\n    minor", "3:7: N701 `>-\\u{a}    Edda \u00a0\\u{a}    minor` → `Edda minor`"),
        ("  is: Edda", "  is: Edda: minor", '3:7: Y108 `Edda: minor` → `"Edda: minor"`'),
        ("  is: Edda", "  is: @Edda", '3:7: Y108 `@Edda` → `"@Edda"`'),
        ("  is: Edda", "  is: E\u0301dda", "3:7: Y107 `E\u0301dda` → `Édda`"),
        ("  is: Edda", "  is: Ed\u200bda", "3:9: Y106 `\\u{200b}` → ``"),
        ("  is: Edda", "  is: Ed\tda", "3:9: Y105 `\\u{9}` → ` `"),
        ("  is: Edda", "  is: 1220", '3:7: S203 `1220` → `"1220"`'),
        ("author: snorri", "author: snorri\nwritten: 1220", '6:10: S203 `1220` → `"1220"`'),
        ("author: snorri", "author: snorri\nwritten: [..1220]", '6:10: S203 `[..1220]` → `"[..1220]"`'),
        ("author: snorri", "author: snorri\npages: '12'", "6:8: S203 `'12'` → `12`"),
        ("author: snorri", 'author: snorri\nin_print: "true"', '6:11: S203 `"true"` → `true`'),
        ("author: snorri", "author: snorri\nread_in: [1999, 2001-05]", '6:11: S203 `1999` → `"1999"`'),
        ("author: snorri", "author: snorri\nloans:\n  1: {to_whom: snorri}", '7:3: Y116 `1` → `"1"`'),
        ("author: snorri", "author: snorri\ncitations:\n  letter-1:\n    supports:\n      /titel: 3", "9:7: R308 `/titel` → `/title`"),
        ("author: snorri", "author: snorri\nmentions:\n  old-sagas: {}", "7:3: R306 `old-sagas` → `sagas`"),
        ("id: edda", "\ufeffid: edda", "1:1: Y104 `\\u{feff}` → ``"),
    ],
)
def test_a_mend(library: Path, good: str, bad: str, mend: str) -> None:
    write(library, "records/books/old-sagas.yaml", "id: old-sagas\nredirect:\n  to: [sagas]\n")
    path = write(library, "records/books/edda.yaml", BOOK.replace(good, bad, 1))
    before = path.read_bytes()
    assert problems(library)
    shown = run("--dry-run")
    assert path.read_bytes() == before
    result = run()
    assert result.exit_code in (0, 1)
    assert result.stdout.splitlines()[0] == f"records/books/edda.yaml:{mend}"
    assert shown.stdout.replace(" would be made; ", " made; ") == result.stdout
    left = [problem for problem in problems(library) if mend.split()[1] in problem]
    assert left == []
    assert run().stdout.startswith("0 mends")


def test_a_file_that_no_editor_could_show_is_said_and_left(library: Path) -> None:
    (library / "records/books/latin.yaml").write_bytes(b"id: latin\ntitle: {is: Caf\xe9}\n")
    result = run("records/books/latin.yaml")
    assert result.exit_code == 1
    assert result.stdout == "0 mends in 0 files made; 1 problem left: scodata validate shows all\n"


def test_only_what_is_surely_meant_is_mended(library: Path) -> None:
    write(library, "records/authors/snorro.yaml", "id: snorro\ntype: person\nname: Someone else\nmentions:\n  sagas: {}\n")
    path = write(library, "records/books/edda.yaml", BOOK.replace("snorri", "snorr"))
    result = run()
    assert result.exit_code == 1
    assert path.read_text(encoding="utf-8") == BOOK.replace("snorri", "snorr")
    assert result.stdout == "0 mends in 0 files made; 1 problem left: scodata validate shows all\n"


def test_a_mend_that_would_make_a_new_problem_is_left_out_and_others_are_made(library: Path) -> None:
    """To mend the key would make it stand twice; to quote the date shows that the loan ends before it begins."""
    bad = "id: edda\ntitle:\n  is: Edda  minor\ntype: saga\nauthor: snori\nloans:\n  one:\n    to_whom: snorri\n    start_date: 2003-06\n    end_date: 2002\n"
    path = write(library, "records/books/edda.yaml", bad)
    result = run()
    assert result.exit_code == 1
    assert path.read_text(encoding="utf-8") == bad.replace("  minor", " minor").replace("snori\n", "snorri\n", 1)
    assert [line.split()[1] for line in result.stdout.splitlines()[:-1]] == ["N701", "R304"]


def test_the_canonical_form_comes_last_and_only_where_it_was_asked_for(library: Path) -> None:
    one = write(library, "records/books/edda.yaml", "title: {is: 'Edda'}\nid: edda\ntype: saag\nauthor: snorri\n")
    other = write(library, "records/books/njala.yaml", "title: {is: 'Njála'}\nid: njala\ntype: saag\nauthor: snorri\n")
    before = other.read_bytes()
    result = run("records/books/edda.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "records/books/edda.yaml:3:7: S204 `saag` → `saga`",
        "records/books/edda.yaml:1:1: form `title: {is: 'Edda'}` → ``",
        "records/books/edda.yaml:3:1: form `` → `title: …`",
        "3 mends in 1 file made; 0 problems left",
    ]
    assert one.read_text(encoding="utf-8") == BOOK
    assert other.read_bytes() == before


CASES = sorted(path for path in (TESTS / "cases").glob("*/invalid/*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parts[-3]}-{case.stem}")
def test_no_problem_of_the_cases_gets_worse(library: Path, case: Path) -> None:
    """Of every example of every code: afterwards there are no problems but those before, and at most as many."""
    target = library / "records/books" / case.name
    target.write_bytes(case.read_bytes())
    before = {(problem.code.id, problem.message) for problem in checking.validate(catalogue.find(library)).problems}
    readable = not any(code.startswith("Y") for code, _ in before)
    assert run().exit_code in (0, 1)
    after = {(problem.code.id, problem.message) for problem in checking.validate(catalogue.find(library)).problems}
    if readable:
        assert after <= before
    assert run().stdout.startswith("0 mends")


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("snori", ["snorri", "sagas"], "snorri"),
        ("unocd", ["unodc", "un"], "unodc"),
        ("unocd", ["unodc", "unoct"], ""),
        ("cnd-68", ["cnd-67", "unodc"], ""),
        ("chs-2O24", ["chs-2024"], ""),
        ("un", ["uno"], ""),
        ("sagas", ["sagas"], ""),
    ],
)
def test_what_is_surely_a_slip(word: str, known: list[str], meant: str) -> None:
    assert slip(word, known) == meant


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(max_size=3)), max_size=5))
@settings(deadline=None)
def test_edits_change_their_spans_and_nothing_else(text: str, drawn: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    for start, length, new in sorted(drawn):
        if start + length <= len(text) and (not edits or start >= edits[-1].end):
            edits.append(Edit(start, start + length, new))
    expected = text
    for edit in reversed(edits):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    assert applied(text, reversed(edits) if len({edit.start for edit in edits}) == len(edits) else edits) == expected
