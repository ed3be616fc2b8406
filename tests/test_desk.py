"""`scodata rename`, `merge`, `split`, `retire`: every reference follows, nothing else changes, and nothing is ever half done."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scodata import catalogue, checking, edits
from scodata.cli import main
from scodata.edits.settle import PENDING
from scodata.ground import survey

from conftest import LIBRARY, REPOSITORY, copied, write


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def contents(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*")) if path.is_file() and ".git" not in path.parts
    }


def problems(root: Path) -> list[str]:
    return [f"{problem.place.path}:{problem.place.line} {problem.code.id}" for problem in checking.validate(catalogue.find(root)).problems]


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture(autouse=True)
def _inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real catalogue."""
    root = copied(REPOSITORY, tmp_path / "real")
    monkeypatch.chdir(root)
    return root


def changed(before: dict[str, str], after: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """The lines that differ, by file, of files that kept their number of lines."""
    result = {}
    for name in sorted(before.keys() & after.keys()):
        pairs = list(zip(before[name].splitlines(), after[name].splitlines(), strict=True)) if before[name] != after[name] else []
        if pairs:
            result[name] = [(one, other) for one, other in pairs if one != other]
    return result


def test_a_rename_that_touches_forty_records_is_one_command_and_one_clean_diff(real: Path) -> None:
    """The place is cited by forty records: as a value, as a key of a map, in pointers through that key, and in sets."""
    before = contents(real)
    result = run("rename", "astana", "nur-sultan")
    assert result.exit_code == 0, result.output
    after = contents(real)
    assert set(after) - set(before) == {"records/places/nur-sultan.yaml"}
    assert set(before) <= set(after), "a released id leaves a redirect"
    old, new = "records/places/astana.yaml", "records/places/nur-sultan.yaml"
    assert after[new] == before[old].replace("id: astana\n", "id: nur-sultan\n", 1)
    assert yaml.safe_load(after.pop(old)) == {"id": "astana", "redirect": {"to": ["nur-sultan"]}}
    lines = changed({name: text for name, text in before.items() if name != old}, after)
    assert len(lines) >= 40
    assert result.stdout.splitlines() == [
        f"{old} is {new}",
        "astana was released, so a redirect is left of it",
        f"{len(lines)} references in {len(lines)} records follow",
    ]
    for name, pairs in lines.items():
        for one, other in pairs:
            assert one.replace("astana", "nur-sultan") == other, name
            assert (
                other.strip() in {"place: nur-sultan", "seat: nur-sultan", "within: nur-sultan", "nur-sultan: {}", "nur-sultan:"}
                or "/places/nur-sultan" in other
            )
    assert problems(real) == []


def test_a_rename_is_not_taken_back_by_another_and_says_why(library: Path) -> None:
    write(library, "released.csv", "id\nsnorri\n")
    assert run("rename", "snorri", "snorri", "--dry-run").stderr == "scodata: snorri is called so already\n"
    assert run("rename", "snorri", "snorri-sturluson").exit_code == 0
    result = run("rename", "snorri-sturluson", "snorri")
    assert result.exit_code == 2
    assert "snorri is the id of a redirect, records/authors/snorri.yaml" in result.stderr


def test_what_git_applies_of_a_dry_run_is_what_a_run_writes(library: Path) -> None:
    write(library, "released.csv", "id\nsnorri\n")
    git(library, "init", "-q")
    before = contents(library)
    shown = run("rename", "snorri", "snorri-sturluson", "--dry-run")
    assert shown.exit_code == 0
    assert contents(library) == before
    diff = "".join(f"{line}\n" for line in shown.stdout.splitlines()[:-4])
    assert shown.stdout.splitlines()[-4:] == [
        "records/authors/snorri.yaml is records/authors/snorri-sturluson.yaml",
        "snorri was released, so a redirect is left of it",
        "4 references in 2 records follow",
        "nothing written: this was a dry run",
    ]
    subprocess.run(["git", "apply", "-"], input=diff, text=True, check=True, cwd=library)
    applied = contents(library)
    for name in applied.keys() | before.keys():
        if name in before:
            write(library, name, before[name])
        else:
            (library / name).unlink()
    assert run("rename", "snorri", "snorri-sturluson").exit_code == 0
    assert contents(library) == applied
    assert applied["records/authors/snorri.yaml"] == "id: snorri\nredirect:\n  to: [snorri-sturluson]\n"
    assert problems(library) == []


def test_comments_quotes_and_line_ends_stay(library: Path) -> None:
    text = '# About snorri.\r\nid: edda  # snorri\r\ntitle: {is: "Edda snorri"}\r\ntype: saga\r\nauthor: "snorri" # snorri\r\nstars: {\'snorri\': 4}\r\n'
    (library / "records/books/edda.yaml").write_bytes(text.encode())
    assert run("rename", "snorri", "sturluson").exit_code == 0
    after = (library / "records/books/edda.yaml").read_bytes().decode()
    assert after == text.replace('"snorri" #', '"sturluson" #').replace("'snorri'", "'sturluson'")


def test_pointers_follow_the_key_that_they_go_through_and_accepted_findings_too(library: Path) -> None:
    write(
        library,
        "records/books/edda.yaml",
        "id: edda\ntitle: {is: Edda}\ntype: catalogue\nmentions:\n  sagas: {page: 3, about: /mentions/sagas/page}\nclaims:\n"
        "  page:\n    about: /mentions/sagas/page\n    why: Two prints.\n    readings: {a: {value: '3', preferred: true}, b: {value: '4'}}\n"
        "citations:\n  letter-1:\n    supports:\n      /mentions/sagas: 2\n      /title: 3\n",
    )
    write(library, "exceptions.yaml", "# Kept.\nexceptions:\n  - code: T413\n    record: sagas\n    pointer: /title\n    reason: Nobody knows more.\n")
    write(library, "released.csv", "id\nsagas\n")
    run("rename", "sagas", "kings-sagas")
    text = (library / "records/books/edda.yaml").read_text(encoding="utf-8")
    assert "  kings-sagas: {page: 3, about: /mentions/kings-sagas/page}\n" in text
    assert "    about: /mentions/kings-sagas/page\n" in text
    assert "      /mentions/kings-sagas: 2\n      /title: 3\n" in text
    assert (
        (library / "exceptions.yaml")
        .read_text(encoding="utf-8")
        .startswith("# Kept.\nexceptions:\n  - code: T413\n    record: kings-sagas\n    pointer: /title\n")
    )


def test_a_second_rename_leaves_no_chain_of_redirects(library: Path) -> None:
    write(library, "released.csv", "id\nold-circle\nreading-circle\n")
    assert run("rename", "reading-circle", "circle").exit_code == 0
    assert (library / "records/authors/old-circle.yaml").read_text(encoding="utf-8").startswith("id: old-circle\nredirect:\n  to: [circle]\n")
    assert (library / "records/authors/reading-circle.yaml").read_text(encoding="utf-8") == "id: reading-circle\nredirect:\n  to: [circle]\n"
    assert problems(library) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("rename", "snori", "x1"), "scodata: there is no record snori; did you mean snorri?\n"),
        (("rename", "old-circle", "x1"), "scodata: old-circle was retired already: records/authors/old-circle.yaml is a redirect\n"),
        (("rename", "snorri", "sagas"), "scodata: there is a record sagas already; to make one of two, scodata merge sagas snorri\n"),
        (("rename", "snorri", "../out"), "scodata: `../out` is no id: small Latin letters and digits, in words with hyphens between, like unwto\n"),
        (("merge", "snorri", "snorri"), "scodata: a record can't be merged with itself\n"),
        (("merge", "snorri", "sagas"), "scodata: records/authors/snorri.yaml and records/books/sagas.yaml are of two kinds\n"),
        (("split", "sagas", "shelf-list"), "scodata: a record is split into two or more others; to replace it by one, use scodata merge or rename\n"),
        (("split", "sagas", "shelf-list", "snorri"), "scodata: the successors of sagas are records of its kind\n"),
    ],
)
def test_wrong_use_is_one_sentence(library: Path, arguments: tuple[str, ...], sentence: str) -> None:
    before = contents(library)
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (2, sentence)
    assert contents(library) == before


def test_an_id_that_the_rules_refuse_is_refused_with_their_reason(library: Path) -> None:
    before = contents(library)
    result = run("rename", "snorri", "none")
    assert result.exit_code == 1
    assert "records/authors/none.yaml:2:5: R303" in result.stdout
    assert "    2 | id: none\n" in result.stdout
    assert result.stdout.endswith("nothing written: 1 problem in the way\n")
    assert contents(library) == before


def test_a_file_that_cannot_be_read_stands_in_the_way_since_its_references_could_not_follow(library: Path) -> None:
    write(library, "records/books/broken.yaml", "id: broken\nauthor: [snorri\n")
    result = run("rename", "snorri", "x1")
    assert result.exit_code == 1
    assert "records/books/broken.yaml:3:1: Y108" in result.stdout


def test_old_problems_don_t_stand_in_the_way(library: Path) -> None:
    write(library, "records/books/edda.yaml", "id: edda\ntitle: {is: Edda}\ntype: sga\nauthor: snorri\n")
    before = problems(library)
    assert before
    assert run("rename", "snorri", "sturluson").exit_code == 0
    assert problems(library) == before


EDDA = "id: edda\ntitle:\n  is: Heimskringla\n# Why it is here.\nauthor: snorri\ntype: saga\n"
EDDA += "pages: 312\nacquired: 1999-12-31\nkeywords: [poems, kings]\nbinding: {material: leather}\nstars: {reading-circle: 3}\n"


def test_a_merge_keeps_what_either_says_and_every_reference_follows(library: Path) -> None:
    text = (library / "records/books/sagas.yaml").read_text(encoding="utf-8")
    write(
        library,
        "records/books/sagas.yaml",
        text.replace("author: snorri\n", "").replace("acquired: 1999-12-31\npages: 312\n", "").replace("stars:\n  snorri: 5\n", "stars:\n  snorri: 5 # five\n"),
    )
    write(library, "records/authors/reading-circle.yaml", 'id: reading-circle\ntype: person\nname: "Läsecirkeln"\nmentions:\n  edda: {page: 2}\n  sagas: {}\n')
    write(
        library,
        "records/authors/snorri.yaml",
        "id: snorri\ntype: person\nname: Snorri Sturluson\nmentions:\n  sagas: {page: 17, about: /name}\n  edda: {about: /name}\n",
    )
    write(library, "records/books/edda.yaml", EDDA)
    write(library, "released.csv", "id\nedda\n")
    before = problems(library)
    result = run("merge", "sagas", "edda")
    assert result.exit_code == 0, result.output
    merged = (library / "records/books/sagas.yaml").read_text(encoding="utf-8")
    expected = text.replace("type: saga\nauthor: snorri\n", "type: saga\n# Why it is here.\nauthor: snorri\n")
    expected = expected.replace('[kings, "no", vikings]', "[kings, no, vikings, poems]").replace("  snorri: 5\n", "  snorri: 5 # five\n  reading-circle: 3\n")
    assert merged == expected
    assert (library / "records/books/edda.yaml").read_text(encoding="utf-8") == "id: edda\nredirect:\n  to: [sagas]\n"
    assert (library / "records/authors/reading-circle.yaml").read_text(encoding="utf-8").endswith("mentions:\n  sagas: {page: 2}\n")
    assert (library / "records/authors/snorri.yaml").read_text(encoding="utf-8").endswith("mentions:\n  sagas: {page: 17, about: /name}\n")
    assert set(problems(library)) <= set(before)


def test_a_merge_of_records_that_contradict_each_other_is_refused_with_a_list(library: Path) -> None:
    write(library, "records/books/edda.yaml", EDDA.replace("Heimskringla", "Edda").replace("312", "321"))
    before = contents(library)
    result = run("merge", "sagas", "edda")
    assert result.exit_code == 1
    assert "records/books/sagas.yaml:3:7: M101 `Heimskringla` here, and `Edda` there" in result.stdout
    assert "  see records/books/edda.yaml:3:7: the other one" in result.stdout
    assert "records/books/sagas.yaml:9:8: M101 `312` here, and `321` there" in result.stdout
    assert result.stdout.endswith("nothing written: 2 problems in the way\n")
    assert contents(library) == before


def test_a_merge_that_makes_a_record_refer_to_itself_is_refused(library: Path) -> None:
    write(library, "records/books/edda.yaml", "id: edda\ntitle: {is: Heimskringla}\ntype: saga\npart_of: sagas\n")
    before = contents(library)
    result = run("merge", "sagas", "edda")
    assert result.exit_code == 1
    assert "G902" in result.stdout
    assert contents(library) == before


TWO = {
    "records/books/sagas-1.yaml": "id: sagas-1\ntitle: {is: Ynglinga saga}\ntype: saga\nauthor: snorri\ncitations: {letter-1: {}}\n",
    "records/books/sagas-2.yaml": "id: sagas-2\ntitle: {is: Magnúss saga}\ntype: saga\nauthor: snorri\n",
}


@pytest.fixture
def two(library: Path) -> Path:
    """The library with two books that shall take the place of one, and others that name it."""
    for name, text in TWO.items():
        write(library, name, text)
    write(library, "records/books/old-sagas.yaml", "id: old-sagas\nredirect:\n  to: [sagas] # once\n")
    write(library, "released.csv", "id\nsagas\nold-sagas\n")
    assert problems(library) == []
    return library


def test_a_split_is_refused_as_long_as_a_reference_is_undecided(two: Path) -> None:
    before = contents(two)
    result = run("split", "sagas", "sagas-1", "sagas-2", "--refer", "snorri=sagas-1")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if "M102" in line] == ["records/books/shelf-list.yaml:7:3: M102 this refers to `sagas`"]
    assert "--refer shelf-list/mentions/sagas=sagas-1, or another successor" in result.stdout
    assert contents(two) == before


def test_a_split_gives_each_reference_the_successor_that_was_said(two: Path) -> None:
    result = run("split", "sagas", "sagas-1", "sagas-2", "--refer", "snorri/mentions/sagas=sagas-1", "--rest", "sagas-2")
    assert result.exit_code == 0, result.output
    assert (two / "records/books/sagas.yaml").read_text(encoding="utf-8") == "id: sagas\nredirect:\n  to: [sagas-1, sagas-2]\n"
    assert (two / "records/books/old-sagas.yaml").read_text(encoding="utf-8") == "id: old-sagas\nredirect:\n  to: [sagas-1, sagas-2] # once\n"
    assert "  sagas-1: {page: 17, about: /name}\n" in (two / "records/authors/snorri.yaml").read_text(encoding="utf-8")
    assert "  sagas-2: {}\n" in (two / "records/books/shelf-list.yaml").read_text(encoding="utf-8")
    assert not [problem for problem in problems(two) if "E603" not in problem]


def test_a_split_with_an_answer_to_no_question_is_wrong_use(two: Path) -> None:
    result = run("split", "sagas", "sagas-1", "sagas-2", "--refer", "letter-1=sagas-1", "--rest", "sagas-2")
    assert (result.exit_code, result.stderr) == (2, "scodata: letter-1 holds no reference to sagas\n")
    assert run("split", "sagas", "sagas-1", "sagas-2", "--rest", "snorri").exit_code == 2


def test_a_record_that_is_referred_to_is_not_retired(library: Path) -> None:
    before = contents(library)
    result = run("retire", "snorri", "--reason", "Never lived.")
    assert result.exit_code == 1
    assert result.stdout.count("M102") == 4
    assert contents(library) == before


@pytest.mark.parametrize("released", [True, False])
def test_what_is_left_of_a_retired_record(library: Path, released: bool) -> None:
    write(library, "records/books/edda.yaml", "id: edda\ntitle: {is: =Edda}\ntype: saga\n")
    write(library, "records/books/lone.yaml", "id: lone\ntitle: {is: Njála}\ntype: saga\n")
    write(library, "records/books/old-edda.yaml", "id: old-edda\nredirect:\n  to: [edda]\n")
    write(library, "released.csv", "id\nold-edda\n" + ("edda\n" if released else ""))
    edda, lone = (f"  - code: {code}\n    record: {id_}\n    reason: It was looked at.\n" for code, id_ in (("N704", "edda"), ("G901", "lone")))
    write(library, "exceptions.yaml", f"exceptions:\n{edda}{lone}")
    assert problems(library) == []
    result = run("retire", "edda", "--reason", "It was: never here.")
    assert result.exit_code == 0, result.output
    redirect = 'id: edda\nredirect:\n  reason: "It was: never here."\n'
    path = library / "records/books/edda.yaml"
    assert (path.read_text(encoding="utf-8") if path.exists() else None) == (redirect if released else None)
    assert (library / "records/books/old-edda.yaml").read_text(encoding="utf-8") == 'id: old-edda\nredirect:\n  reason: "It was: never here."\n'
    assert (library / "exceptions.yaml").read_text(encoding="utf-8") == f"exceptions:\n{lone}"


def killed(root: Path, *, after: int) -> None:
    """Renames in a process that dies when it has replaced so many files."""
    program = f"""
        import os, pathlib
        real, count = pathlib.Path.replace, 0
        def replace(self, target):
            global count
            if count == {after}:
                os.kill(os.getpid(), 9)
            count += 1
            return real(self, target)
        pathlib.Path.replace = replace
        from scodata.cli import main
        main(["rename", "snorri", "sturluson"])
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=root, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_run_that_is_killed_is_completed_by_the_next_command(library: Path, tmp_path: Path, after: int) -> None:
    whole = shutil.copytree(library, tmp_path / "whole")
    edits.rename(catalogue.find(whole), "snorri", "sturluson")
    killed(library, after=after)
    if after == 0:
        assert "records/authors/sturluson.yaml" not in contents(library)
        return
    result = run("fmt", "--check", "records/letters")
    assert result.exit_code == 0
    assert result.stdout.startswith("a change of 4 files had been interrupted; it was completed\n")
    assert {name: text for name, text in contents(library).items() if ".writing" not in name} == contents(whole)


def test_a_change_that_was_interrupted_is_not_completed_over_somebody_s_work(library: Path) -> None:
    killed(library, after=1)
    write(library, "records/books/sagas.yaml", "id: sagas\ntitle: {is: Mine}\ntype: saga\n")
    result = run("fmt")
    assert result.exit_code == 2
    assert "records/books/sagas.yaml was changed since" in result.stderr
    assert "Mine" in (library / "records/books/sagas.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change", ['{"../out.yaml": [null, "x"]}', '{"records/../../out.yaml": [null, "x"]}', '{"scodata.yaml": [null, ""]}', "[]", "{", '{"records/a/b.yaml": 3}']
)
def test_a_forged_change_is_not_completed(library: Path, change: str) -> None:
    write(library, PENDING, change)
    before = contents(library.parent)
    assert run("fmt").exit_code == 2
    assert contents(library.parent) == before


def test_where_a_file_cannot_be_written_all_is_as_it_was(library: Path) -> None:
    (library / "records/books/.shelf-list.yaml.writing").mkdir()
    before = contents(library)
    result = run("rename", "snorri", "sturluson")
    assert result.exit_code == 2
    assert result.stderr.startswith("scodata: can't write ")
    assert result.stderr.endswith("records/books/.shelf-list.yaml.writing: is a directory; all is as it was\n")
    assert contents(library) == before


def test_two_edits_at_one_time_are_made_one_after_the_other(library: Path) -> None:
    commands = [[sys.executable, "-m", "scodata", "rename", old, new] for old, new in (("snorri", "sturluson"), ("sagas", "kings"))]
    processes = [subprocess.Popen(command, cwd=library, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for command in commands]
    outcomes = [process.communicate(timeout=60) for process in processes]
    codes = [process.returncode for process in processes]
    assert codes == [0, 0], outcomes
    assert problems(library) == []


IDS = sorted(survey(catalogue.find(LIBRARY))[0].listing.names.keys() - {"old-circle"})  # type: ignore[union-attr]


@given(st.lists(st.tuples(st.sampled_from(IDS), st.from_regex(r"[a-z]{2,8}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_renames_and_their_reverse_give_back_every_byte(library: Path, renames: list[tuple[str, str]]) -> None:
    root = library.parent / f"copy-{time.monotonic_ns()}"
    shutil.copytree(library, root)
    before = contents(root)
    found = catalogue.find(root)
    names: dict[str, str] = {}
    made: list[tuple[str, str]] = []
    for id_, new in renames:
        old = names.get(id_, id_)
        if new in IDS or new in names.values():
            continue
        outcome = edits.rename(found, old, new)
        if not outcome.problems:
            names[id_] = new
            made.append((old, new))
            assert problems(root) == []
    for old, new in reversed(made):
        assert not edits.rename(found, new, old).problems
    assert contents(root) == before
    shutil.rmtree(root)
