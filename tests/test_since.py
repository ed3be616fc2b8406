"""`--since`: only what a change makes worse, in the whole catalogue, on real git repositories."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from scodata import catalogue, checking
from scodata.cli import main
from scodata.problems import Problem

from conftest import LIBRARY, write


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True, text=True).stdout


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "change")
    return git(root, "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(library: Path) -> Path:
    git(library, "init", "-q")
    commit(library)
    return library


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--format", "text", *arguments])


def codes(root: Path, revision: str) -> list[str]:
    return [f"{problem.place.path}:{problem.place.line} {problem.code.id}" for problem in checking.worsened(catalogue.find(root), revision).problems]


def test_what_was_there_before_is_not_shown_even_when_its_line_moved(repository: Path) -> None:
    write(repository, "records/books/old.yaml", "id: old\ntitle: {is: Gömul}\ntype: saga\nautor: snorri\n")
    before = commit(repository)
    write(repository, "records/books/old.yaml", "# A comment.\nid: old\ntitle: {is: Gömul}\ntype: saga\npages: 12\nautor: snorri\n")
    assert codes(repository, before) == []
    assert codes(repository, f"{before}~1") == ["records/books/old.yaml:2 G901", "records/books/old.yaml:6 S201"]


def test_a_record_broken_from_afar_is_told_on_its_own_line(repository: Path) -> None:
    (repository / "records/authors/snorri.yaml").unlink()
    assert codes(repository, "HEAD") == [
        "records/books/sagas.yaml:6 R304",
        "records/books/sagas.yaml:23 R304",
        "records/books/sagas.yaml:27 R304",
        "records/books/shelf-list.yaml:5 R304",
    ]


def test_a_stricter_schema_is_not_missed(repository: Path) -> None:
    schema = (repository / "schemas/books.json").read_text(encoding="utf-8")
    write(repository, "schemas/books.json", schema.replace('"required": ["id", "title", "type"]', '"required": ["id", "title", "type", "author"]'))
    assert codes(repository, "HEAD") == ["records/books/shelf-list.yaml:1 S202"]


def test_a_changed_config_is_not_missed(repository: Path) -> None:
    config = (repository / "scodata.yaml").read_text(encoding="utf-8")
    write(repository, "scodata.yaml", config.replace("[books, authors, letters]", "[books, authors]"))
    assert codes(repository, "HEAD") != []


def test_a_deleted_exception_is_not_missed(repository: Path) -> None:
    write(repository, "records/books/alone.yaml", "id: alone\ntitle: {is: Ein}\ntype: saga\n")
    write(repository, "exceptions.yaml", "exceptions:\n  - {code: G901, record: alone, reason: It was given without a word.}\n")
    commit(repository)
    assert codes(repository, "HEAD") == []
    (repository / "exceptions.yaml").unlink()
    assert codes(repository, "HEAD") == ["records/books/alone.yaml:1 G901"]


def test_two_equal_findings_are_two(repository: Path) -> None:
    text = "id: {id}\ntitle: {{is: Saga {id}}}\ntype: saga\nauthor: nobody\n"
    write(repository, "records/books/aa.yaml", text.format(id="aa"))
    before = commit(repository)
    write(repository, "records/books/bb.yaml", text.format(id="bb"))
    assert codes(repository, before) == ["records/books/bb.yaml:4 R304"]


def test_a_mended_tab_does_not_hide_a_new_one(repository: Path) -> None:
    write(repository, "records/books/aa.yaml", "id: aa\ntype:\tsaga\n")
    before = commit(repository)
    write(repository, "records/books/aa.yaml", "id: aa\ntype: saga\npages:\t1\n")
    assert codes(repository, before) == ["records/books/aa.yaml:3 Y105"]


def test_a_catalogue_below_the_repositorys_root(tmp_path: Path) -> None:
    shutil.copytree(LIBRARY, tmp_path / "data" / "library", ignore=shutil.ignore_patterns("datapackage"))
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    root = tmp_path / "data" / "library"
    assert codes(root, "HEAD") == []
    write(root, "records/books/new.yaml", "id: new\n")
    assert "records/books/new.yaml:1 S202" in codes(root, "HEAD")


@pytest.mark.parametrize("revision", ["--output=/tmp/x", "-p", "nowhere", "HEAD~99", "HEAD:scodata.yaml"])
def test_what_is_no_revision_is_refused(repository: Path, monkeypatch: pytest.MonkeyPatch, revision: str) -> None:
    monkeypatch.chdir(repository)
    result = run(f"--since={revision}")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_outside_of_a_repository_is_one_sentence(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(library.parent))
    result = run("--since", "HEAD")
    assert result.exit_code == 2
    assert "not a git repository" in result.stderr


NAMES = [
    "records/books/sagas.yaml",
    "records/books/shelf-list.yaml",
    "records/authors/snorri.yaml",
    "records/authors/old-circle.yaml",
    "records/letters/letter-1.yaml",
    "scodata.yaml",
    "schemas/books.json",
]
PIECES = ["snorri", "sagas", "reading-circle", "shelf-list", "letter-1", "1220", "saga", "person", "title", "9999", "books", "\n", ": "]
edits = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(PIECES), st.sampled_from(["", "x", "snorri", "sagas", "1300", "# ", "\n"]), st.booleans()),
    min_size=1,
    max_size=4,
)


def apply(root: Path, changes: list[tuple[str, str, str, bool]]) -> None:
    for name, piece, other, delete in changes:
        path = root / name
        if delete and name.startswith("records") and other == "":
            path.unlink(missing_ok=True)
        elif path.exists():
            path.write_text(path.read_text(encoding="utf-8").replace(piece, other, 1), encoding="utf-8")


def identities(problems: list[Problem]) -> Counter[tuple[str, ...]]:
    return Counter((problem.code.id, problem.place.path, problem.record, problem.pointer, problem.message) for problem in problems)


@settings(max_examples=25, deadline=None)
@given(before=edits, after=edits)
def test_no_finding_that_the_revision_lacked_is_ever_dropped(before: list[tuple[str, str, str, bool]], after: list[tuple[str, str, str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "library"
        shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns("datapackage"))
        git(root, "init", "-q")
        apply(root, before)
        revision = commit(root)
        here = catalogue.find(root)
        had = identities(checking.validate(here).problems)
        apply(root, after)
        has = identities(checking.validate(here).problems)
        shown = identities(checking.worsened(here, revision).problems)
        assert has - had <= shown <= has
