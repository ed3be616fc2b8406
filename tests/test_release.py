"""`scodata release` on real repositories: what it writes, what it refuses, that it is the same twice, and that killing it harms nothing."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from frictionless import Package as Frictionless

from scodata import Catalogue, catalogue
from scodata.cli import main
from scodata.published import open_package
from scodata.release import rehearsed, release
from scodata.release.changelog import with_release

from conftest import LIBRARY, write

DAY = "2024-03-01"
NEXT_DAY = "2024-04-01"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and ".git/" not in str(path)}


def commit(root: Path, *, build: bool = False) -> str:
    if build:
        assert Catalogue(root).build().verdict.is_clean
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "change")
    return git(root, "rev-parse", "HEAD").strip()


def change(root: Path, name: str, good: str, bad: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, committed and never released; and the same with 1.0.0 released. Each test has a copy."""
    folder = tmp_path_factory.mktemp("templates")
    fresh = shutil.copytree(LIBRARY, folder / "fresh")
    write(fresh, ".gitignore", "dist/\n.datapackage.*\n")
    write(fresh, "CHANGELOG.md", "# Changes\n\nWhat changed.\n\n## [Unreleased]\n\nFirst words.\n")
    change(fresh, "scodata.yaml", "version: 2.1.0\n", 'version: "0.4.0" # of the data\n')
    change(fresh, "scodata.yaml", "doi: 10.5555/sagas.2.1.0\n", "")
    git(fresh, "init", "-q", "-b", "main")
    git(fresh, "config", "user.name", "Test")
    git(fresh, "config", "user.email", "test@example.org")
    commit(fresh, build=True)
    shutil.copytree(fresh, folder / "released")
    release(catalogue.find(folder / "released"), DAY)
    return folder


TINY = {
    ".gitignore": "dist/\n.datapackage.*\n",
    "scodata.yaml": """name: saga-library
title: One thing
description: A catalogue of one thing, which is there to be released again and again.
version: 0.4.0
date: 2024-02-29
licenses: [{applies_to: data, name: CC0-1.0, path: "https://creativecommons.org/publicdomain/zero/1.0/"}]
contributors: [{title: Nobody}]
kinds: [things]
""",
    "schemas/things.json": """{
  "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Things", "description": "What there is.", "x-singular": "thing",
  "type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {
    "id": {"title": "Id", "description": "The name.", "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 64, "examples": ["one"]},
    "note": {"title": "Note", "description": "What it is.", "type": "string", "examples": ["A thing."]}
  }
}
""",
    "records/things/one.yaml": "id: one\nnote: A thing.\n",
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of one record, with a consultation released, and then a change with a note: for tests that release often, and in which a file goes."""
    root = tmp_path_factory.mktemp("tiny")
    for name, text in TINY.items():
        write(root, name, text)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@example.org")
    commit(root, build=True)
    release(catalogue.find(root), DAY, "0.5.0")
    shutil.rmtree(root / "dist")
    write(root, "records/things/one.yaml", "id: one\nnote: A good thing.\n")
    write(root, "changes/one.yaml", "notes:\n  - {records: [one], change: corrected, text: It is a good one.}\n")
    commit(root, build=True)
    return root


@pytest.fixture
def small(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogue of one record; the working directory is in it."""
    root = shutil.copytree(tiny, tmp_path / "small")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def repository(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library, never released; the working directory is in it."""
    root = shutil.copytree(templates / "fresh", tmp_path / "library")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def released(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with 1.0.0 released."""
    root = shutil.copytree(templates / "released", tmp_path / "library")
    monkeypatch.chdir(root)
    return root


def files_of(version: str) -> list[str]:
    """Every file that a release of the library has; one after the first has its delta too."""
    title = f"saga-library-{version}"
    data = (f"{title}-jsonl.zip", f"{title}-parquet.zip", f"{title}-sqlite.zip", f"{title}.ics", f"{title}.xlsx", f"{title}.zip")
    metadata = ("CITATION.cff", "csvw-metadata.json", "dcat.jsonld", "schema-org.jsonld", "zenodo.json")
    return sorted(("CHANGES.md", "SHA256SUMS", *data, *metadata))


RECORDS_OF_RELEASE = [
    "CHANGELOG.md",
    "datapackage/README.md",
    "datapackage/datapackage.json",
    "released.csv",
    "releases/1.0.0.json",
    "releases/datapackage.json",
    "scodata.yaml",
]


def test_a_release_writes_exactly_these_files(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD").strip()
    result = run("release", "--date", DAY)
    assert result.exit_code == 0, result.output
    assert git(repository, "diff", "--name-only", base, "HEAD").split() == RECORDS_OF_RELEASE
    assert sorted(contents(repository / "dist")) == [f"saga-library-1.0.0/{name}" for name in files_of("1.0.0")]
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "rev-list", f"{base}..HEAD").split() == [git(repository, "rev-parse", "v1.0.0^{commit}").strip()]
    assert git(repository, "cat-file", "-t", "v1.0.0").strip() == "tag"
    assert git(repository, "log", "-1", "--format=%an <%ae> %s").strip() == "Test <test@example.org> Release 1.0.0 of the data"


def test_a_later_release_adds_the_delta_and_takes_the_notes_away(released: Path) -> None:
    change(released, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    write(released, "changes/pages.yaml", "notes:\n  - {records: [sagas], change: corrected, text: It was *miscounted*.}\n")
    base = commit(released, build=True)
    assert run("release", "--date", NEXT_DAY).exit_code == 0
    assert git(released, "diff", "--name-only", base, "HEAD").split() == [
        "CHANGELOG.md",
        "changes/pages.yaml",
        "datapackage/README.md",
        "datapackage/datapackage.json",
        "releases/1.0.1.json",
        "releases/datapackage.json",
        "scodata.yaml",
    ]
    assert sorted(contents(released / "dist/saga-library-1.0.1")) == sorted((*files_of("1.0.1"), "delta-from-1.0.0.json"))
    assert not (released / "changes").exists()
    assert "- Corrected: It was \\*miscounted\\*. (`sagas`)" in (released / "CHANGELOG.md").read_text(encoding="utf-8")
    delta = json.loads((released / "dist/saga-library-1.0.1/delta-from-1.0.0.json").read_text(encoding="utf-8"))
    assert (delta["level"], delta["old"]["version"], delta["new"]["version"]) == ("patch", "1.0.0", "1.0.1")


def test_a_dry_run_is_the_real_run_minus_the_writing(repository: Path) -> None:
    before, references = contents(repository), git(repository, "for-each-ref")
    objects = contents(repository / ".git" / "objects")
    result = run("release", "--dry-run", "--date", DAY)
    assert result.exit_code == 0
    assert contents(repository) == before
    assert git(repository, "for-each-ref") == references
    assert contents(repository / ".git" / "objects") == objects
    assert not (repository / "dist").exists()
    told = [line.strip() for line in result.stdout.partition("The commit would change:\n")[2].partition("\n\n")[0].splitlines()]
    assert told == RECORDS_OF_RELEASE
    with rehearsed(catalogue.find(repository), DAY) as plan:
        files, staged = plan.files, contents(plan.folder)
    assert run("release", "--date", DAY).exit_code == 0
    after = contents(repository)
    assert files == {name: after[name] for name in files}
    assert {name: data for name, data in after.items() if not name.startswith("dist/") and name not in files} == {
        k: v for k, v in before.items() if k not in files
    }
    assert staged == contents(repository / "dist/saga-library-1.0.0")


def test_version_and_date_take_the_place_of_the_old_ones_and_nothing_else_moves(repository: Path) -> None:
    before = (repository / "scodata.yaml").read_text(encoding="utf-8")
    assert run("release", "--date", DAY).exit_code == 0
    wanted = before.replace('version: "0.4.0" # of the data', "version: 1.0.0 # of the data").replace("date: 2024-02-29", f"date: {DAY}")
    assert (repository / "scodata.yaml").read_text(encoding="utf-8") == wanted
    assert run("build", "--check").exit_code == 0


def test_what_was_released_is_known_from_files(released: Path) -> None:
    entry = json.loads((released / "releases/1.0.0.json").read_text(encoding="utf-8"))
    descriptor = (released / "releases/datapackage.json").read_bytes()
    assert descriptor == (released / "datapackage/datapackage.json").read_bytes()
    assert entry["descriptor"] == f"sha256:{hashlib.sha256(descriptor).hexdigest()}"
    assert (entry["version"], entry["date"], entry["previous"], entry["tables"]["books"]) == ("1.0.0", DAY, "", 2)
    assert entry["commit"] == git(released, "rev-parse", "HEAD~1").strip()
    lines = (released / "released.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["id,kind,first_version", "letter-1,letters,1.0.0", "old-circle,authors,1.0.0"]
    assert len(lines) == 7


def test_the_archive_is_what_every_reader_opens(released: Path) -> None:
    folder = released / "dist/saga-library-1.0.0"
    archive = folder / "saga-library-1.0.0.zip"
    assert Frictionless(str(archive)).validate().valid
    assert subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=True).returncode == 0
    entries = zipfile.ZipFile(archive).infolist()
    assert [entry.filename for entry in entries] == sorted(contents(released / "datapackage"))
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16) for entry in entries} == {((2024, 3, 1, 0, 0, 0), 3, 0o100644)}
    assert {entry.filename: zipfile.ZipFile(archive).read(entry) for entry in entries} == contents(released / "datapackage")


def test_made_twice_in_two_folders_it_is_equal(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for name, environment in (
        ("one", {"TZ": "Asia/Bishkek", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        ("two/deeper", {"TZ": "America/Lima", "PYTHONHASHSEED": "2"}),
    ):
        clone = tmp_path / name
        git(repository, "clone", "-q", str(repository), str(clone))
        for key, value in (("user.name", f"Test {name}"), ("user.email", "test@example.org")):
            git(clone, "config", key, value)
        code = "import os; os.umask(0o077); from scodata.cli import main; main(['release'])"
        environment = {**environment, "PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1709251200"}
        subprocess.run([sys.executable, "-c", code], cwd=clone / "records", env=environment, check=True, capture_output=True)
        made.append({**contents(clone), "tree": git(clone, "rev-parse", "HEAD^{tree}").encode()})
    assert made[0] == made[1]
    assert any(name.endswith("SHA256SUMS") for name in made[0])


def test_an_id_that_is_deleted_after_the_release_is_refused(released: Path) -> None:
    (released / "records/books/shelf-list.yaml").unlink()
    result = run("validate")
    assert result.exit_code == 1
    assert "released.csv:6:1: R311 `shelf-list` was released, and has no record any more" in result.stdout


def test_released_ids_stay_listed_and_new_ones_get_their_version(released: Path) -> None:
    write(released, "records/authors/zoe.yaml", "id: zoe\ntype: person\nname: Zoe\n")
    commit(released, build=True)
    assert run("release", "--date", NEXT_DAY).exit_code == 0
    lines = (released / "released.csv").read_text(encoding="utf-8").splitlines()
    assert lines[-2:] == ["snorri,authors,1.0.0", "zoe,authors,1.1.0"]


def test_a_doi_names_one_version_for_ever(repository: Path) -> None:
    change(repository, "scodata.yaml", "concept_doi:", "doi: 10.5555/sagas.1\nconcept_doi:")
    commit(repository, build=True)
    assert run("release", "--date", DAY).exit_code == 0
    change(repository, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    commit(repository, build=True)
    result = run("release", "--date", NEXT_DAY)
    assert result.exit_code == 2
    assert "the `doi` in scodata.yaml, 10.5555/sagas.1, is that of 1.0.0, and this would be 1.1.0" in result.stderr


def test_a_list_of_released_ids_that_was_shortened_is_found(released: Path) -> None:
    change(released, "released.csv", "shelf-list,books,1.0.0\n", "")
    (released / "records/books/shelf-list.yaml").unlink()
    result = run("validate")
    assert result.exit_code == 1
    assert "released.csv:1:1: R314 1.0.0 had 6 ids, and only 5 of its ids are listed" in result.stdout
    assert "R314" in run("validate", "--since", "HEAD").stdout


LEVELS = {
    "major": (
        "2.0.0",
        lambda root: change(
            root,
            "schemas/books.json",
            '"pages": {',
            '"shelf": {"title": "Shelf", "description": "Where.", "type": "string", "examples": ["a"]},\n    "pages": {',
        ),
    ),
    "minor": ("1.1.0", lambda root: write(root, "records/authors/zoe.yaml", "id: zoe\ntype: person\nname: Zoe\n")),
    "patch": ("1.0.1", lambda root: change(root, "schemas/books.json", '"title": "Pages"', '"title": "Number of pages"')),
}


@pytest.mark.parametrize("level", LEVELS)
def test_the_version_follows_from_the_change_and_a_smaller_one_is_refused(released: Path, level: str) -> None:
    wanted, alter = LEVELS[level]
    alter(released)
    commit(released, build=True)
    smaller = {"2.0.0": "1.1.0", "1.1.0": "1.0.1", "1.0.1": "1.0.0"}[wanted]
    result = run("release", "--date", NEXT_DAY, "--version", smaller)
    assert result.exit_code == 2
    assert f"{smaller} is too small: since 1.0.0, " in result.stderr
    assert f"so the version is {wanted} or more" in result.stderr
    assert f"It would be {wanted}." in run("release", "--date", NEXT_DAY, "--dry-run").stdout
    assert "It would be 3.0.0." in run("release", "--date", NEXT_DAY, "--dry-run", "--version", "3.0.0").stdout


@pytest.mark.parametrize("level", LEVELS)
def test_a_version_in_the_config_that_is_too_small_is_a_problem_at_its_place(released: Path, level: str) -> None:
    LEVELS[level][1](released)
    assert run("build").exit_code == 0
    for version, is_enough in (("0.9.0", False), ("1.0.0", True), ("1.0.1", level == "patch"), ("1.1.0", level != "major"), ("2.0.0", True)):
        change(
            released,
            "scodata.yaml",
            next(line for line in (released / "scodata.yaml").read_text(encoding="utf-8").splitlines() if line.startswith("version")),
            f"version: {version}",
        )
        result = run("build")
        assert ("scodata.yaml:5:10: V701" in result.stdout) != is_enough, (version, result.stdout)
        assert result.exit_code == (0 if is_enough else 1)


def test_a_version_that_the_config_states_already_is_taken(released: Path) -> None:
    LEVELS["minor"][1](released)
    change(released, "scodata.yaml", "version: 1.0.0", "version: 1.5.0")
    commit(released, build=True)
    assert "It would be 1.5.0." in run("release", "--date", NEXT_DAY, "--dry-run").stdout


def broken(root: Path) -> None:
    change(root, "records/books/sagas.yaml", "pages: 312", "pages: many")
    commit(root)


def stale(root: Path) -> None:
    change(root, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    commit(root)


def without_heading(root: Path) -> None:
    write(root, "CHANGELOG.md", "# Changes\n")
    commit(root)


def with_a_note_on_nothing(root: Path) -> None:
    write(root, "changes/a.yaml", "notes:\n  - {records: [sagas], change: corrected, text: It was miscounted.}\n")
    commit(root)


def not_ignored(root: Path) -> None:
    write(root, ".gitignore", ".datapackage.*\n")
    commit(root)


REFUSED = {
    "a changed file": (
        lambda root: change(root, "records/books/sagas.yaml", "312", "313"),
        [],
        2,
        "commit or put away what was changed first: records/books/sagas.yaml",
    ),
    "a new file": (lambda root: write(root, "records/books/new.yaml", "id: new\n"), [], 2, "put away what was changed first: records/books/new.yaml"),
    "a problem": (broken, [], 1, "records/books/sagas.yaml:9:8: S"),
    "a stale package": (stale, [], 1, "datapackage/data/books.csv:2:1: P601"),
    "a changelog without a place": (without_heading, [], 2, "CHANGELOG.md has no heading `Unreleased`"),
    "a note on nothing": (with_a_note_on_nothing, [], 1, "changes/a.yaml:2:16: V702"),
    "a dist that git would see": (not_ignored, [], 2, "add the line `dist/` to .gitignore"),
    "no day": (lambda root: None, ["--date", "1 March"], 2, "1 March is no day"),
    "no version": (lambda root: None, ["--version", "1.0"], 2, "1.0 is no version"),
    "a tag that is taken": (lambda root: git(root, "tag", "v1.0.0"), [], 2, "there is a tag v1.0.0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_released_is_refused_and_nothing_is_left(repository: Path, name: str) -> None:
    alter, options, code, reason = REFUSED[name]
    alter(repository)
    before, references = contents(repository), git(repository, "for-each-ref")
    result = run("release", "--date", DAY, *options)
    assert result.exit_code == code, result.output
    assert reason in result.output + result.stderr
    assert contents(repository) == before
    assert git(repository, "for-each-ref") == references
    assert not (repository / "dist").exists() or not list((repository / "dist").iterdir())


def test_a_committer_whom_git_does_not_know_is_refused(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    git(repository, "config", "--unset", "user.email")
    git(repository, "config", "user.useConfigOnly", "true")
    result = run("release", "--date", DAY)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert not list((repository / "dist").iterdir())


def test_without_a_change_there_is_nothing_to_release(released: Path) -> None:
    assert "nothing changed since 1.0.0" in run("release", "--date", NEXT_DAY).stderr


def test_a_day_before_the_last_release_is_refused(released: Path) -> None:
    LEVELS["minor"][1](released)
    commit(released, build=True)
    assert "2024-02-01 is before 2024-03-01, the day of 1.0.0" in run("release", "--date", "2024-02-01").stderr


def test_outside_of_a_repository_it_is_one_sentence(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(library.parent))
    result = run("release", "--date", DAY)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_the_day_is_that_of_the_epoch_or_today(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1709251200")
    assert "## [1.0.0] - 2024-03-01" not in run("release", "--dry-run").stdout
    with rehearsed(catalogue.find(repository), DAY) as plan:
        assert b"## [1.0.0] - 2024-03-01" in (plan.files["CHANGELOG.md"] or b"")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert "SOURCE_DATE_EPOCH is yesterday" in run("release", "--dry-run").stderr


def test_the_changelog_tells_what_breaks_and_what_to_do_what_is_new_and_where_sources_disagree(released: Path) -> None:
    LEVELS["major"][1](released)
    text = (released / "records/books/sagas.yaml").read_text(encoding="utf-8")
    write(released, "records/books/sagas.yaml", text[: text.index("claims:")] + "citations: {letter-1: {supports: {/volumes: 3}}}\n")
    write(released, "records/authors/zoe.yaml", "id: zoe\ntype: person\nname: Zoe [x](y)\n")
    write(released, "records/books/edda.yaml", EDDA)
    change(released, "CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n\nThe shelf is known now.\n\n### By hand\n\n- One.\n")
    commit(released, build=True)
    assert run("release", "--date", NEXT_DAY).exit_code == 0
    text = (released / "CHANGELOG.md").read_text(encoding="utf-8")
    section = text[text.index("## [2.0.0] - 2024-04-01") : text.index("## [1.0.0] - 2024-03-01")]
    assert text.startswith(
        "# Changes\n\nWhat changed.\n\n## [Unreleased]\n\n## [2.0.0] - 2024-04-01\n\nThe shelf is known now.\n\n### By hand\n\n- One.\n\n### What to do\n"
    )
    assert "- **A column is added.** Read columns by name, never by position" in section
    assert "  - `books.shelf` is new, after " in section
    assert "  - `zoe` Zoe \\[x\\](y)\n" in section
    assert "- books, 1 changed:\n  - `sagas` Heimskringla: `books_claims[age]`" in section
    assert "- New: `edda` / `age` about `/written`: The hand is later.\n" in section
    assert "- Mended: `sagas` / `age` about `/written`: The ink is older than the paper.\n" in section
    changes = (released / "dist/saga-library-2.0.0/CHANGES.md").read_text(encoding="utf-8")
    assert changes.startswith("# The reading room's sagas 2.0.0\n\n2024-04-01\n\nThe shelf is known now.\n\n## By hand\n")
    assert section.partition("\n\n")[2].replace("### ", "## ").strip() == changes.partition("2024-04-01\n\n")[2].strip()


EDDA = """id: edda
title: {is: Edda}
type: saga
written: "1230"
author: snorri
claims:
  age:
    about: /written
    why: The hand is later.
    readings:
      ink: {value: "1230", preferred: true}
      paper: {value: "1300"}
citations:
  letter-1:
    supports: {/claims/age: 4}
"""


def test_a_section_that_a_person_wrote_is_final() -> None:
    text = "# C\n\n## Data\n\n### Unreleased\n\n### 1.1.0 - soon\n\nMine.\n\n#### A\n\n- b\n\n### 1.0.0\n\nOld.\n"
    assert with_release(text, "1.1.0", DAY, "## Computed\n") == (text, "Mine.\n\n## A\n\n- b\n")


def test_the_first_unreleased_heading_is_taken_at_its_depth() -> None:
    text = "# C\n\n## Data\n\n### Unreleased\n\nWords.\n\n## Tool\n\n### Unreleased\n\n- x\n"
    edited, body = with_release(text, "1.0.0", DAY, "## Computed\n\n- c\n")
    assert edited == f"# C\n\n## Data\n\n### Unreleased\n\n### 1.0.0 - {DAY}\n\nWords.\n\n#### Computed\n\n- c\n\n## Tool\n\n### Unreleased\n\n- x\n"
    assert body == "Words.\n\n## Computed\n\n- c\n"


def test_a_changelog_begins_where_there_is_none() -> None:
    assert with_release(None, "1.0.0", DAY, "## Computed\n")[0] == f"# Changelog\n\n## Unreleased\n\n## 1.0.0 - {DAY}\n\n### Computed\n"


@pytest.mark.parametrize("without", [(), ("dist",), ("dist", "tag")])
def test_a_released_version_is_found_in_dist_by_its_tag_or_in_the_history(released: Path, without: tuple[str, ...]) -> None:
    if "dist" in without:
        shutil.rmtree(released / "dist")
    if "tag" in without:
        git(released, "tag", "-d", "v1.0.0")
    change(released, "records/books/sagas.yaml", "pages: 312", "pages: 313")
    for name in ("1.0.0", "v1.0.0"):
        result = run("diff", name)
        assert "From 1.0.0 to the records as they are now: minor, so the next version is 1.1.0 or more\n" in result.stdout
        assert "pages: 312 → 313" in result.stdout
    commit(released, build=True)
    assert run("release", "--date", NEXT_DAY).exit_code == 0


def test_without_its_history_a_release_says_what_is_missing_and_the_floor_still_stands(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LEVELS["major"][1](released)
    commit(released, build=True)
    git(released, "clone", "-q", "--depth", "1", "--no-tags", f"file://{released}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert "1.0.0 was released, but its package isn't at hand: fetch the history" in run("diff", "1.0.0").stderr
    assert "isn't at hand" in run("release", "--date", NEXT_DAY).stderr
    change(tmp_path / "shallow", "scodata.yaml", "version: 1.0.0", "version: 1.1.0")
    result = run("build", "--check")
    assert "scodata.yaml:5:10: V701 since 1.0.0, `books.shelf` is new, after `acquired` (column-added), so the version is 2.0.0 or more" in result.stdout


def test_another_package_under_the_name_of_a_release_is_refused(released: Path) -> None:
    LEVELS["minor"][1](released)
    head = commit(released, build=True)
    shutil.rmtree(released / "dist")
    git(released, "tag", "-f", "v1.0.0", head)
    result = run("diff", "1.0.0")
    assert result.exit_code == 2
    assert "isn't the one that releases/1.0.0.json says was released" in result.stderr


def test_a_broken_entry_of_a_release_is_one_sentence(released: Path) -> None:
    write(released, "releases/1.0.0.json", "{}\n")
    result = run("build", "--check")
    assert result.exit_code == 2
    assert "releases/1.0.0.json:1:1" in result.stderr


def test_an_unknown_version_lists_what_is_known(released: Path) -> None:
    assert "3.0.0 was never released; released were: 1.0.0" in run("diff", "3.0.0").stderr


def state(root: Path) -> str:
    """`nothing`, `whole`, or what is between."""
    tag = bool(git(root, "tag", "--list", "v1.0.0"))
    head = git(root, "log", "-1", "--format=%s").startswith("Release")
    clean = git(root, "status", "--porcelain") == ""
    files = (root / "dist/saga-library-1.0.0").exists()
    return {(False, False, True, False): "nothing", (True, True, True, True): "whole"}.get(
        (tag, head, clean, files), f"tag {tag}, head {head}, clean {clean}, files {files}"
    )


def test_killed_at_any_moment_it_leaves_nothing_or_what_the_next_run_finishes(small: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scodata", "release", "--date", DAY, "--version", "1.0.0"]
    shutil.copytree(small, tmp_path / "whole")
    started = time.perf_counter()
    subprocess.run(command, cwd=tmp_path / "whole", check=True, capture_output=True)
    whole = time.perf_counter() - started
    wanted = {**contents(tmp_path / "whole"), "releases/1.0.0.json": b""}
    random_ = random.Random(7)
    for number in range(5):
        root = tmp_path / f"killed-{number}"
        shutil.copytree(small, root)
        process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * (random_.random() if number < 3 else 0.92 + 0.04 * (number - 3)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = state(root)
        assert left == "nothing" or "tag True, head True" in left or left == "whole", left
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or "nothing changed since 1.0.0" in done.stderr, done.stderr
        assert state(root) == "whole"
        assert {**contents(root), "releases/1.0.0.json": b""} == wanted
        assert sorted(path.name for path in (root / "dist").iterdir()) == ["saga-library-1.0.0"]


STEPS = ["publish_commit", "bring", "rename", "rmtree"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_killed_before_and_after_each_visible_step_it_is_finished_or_begun_anew(small: Path, step: str, after: bool) -> None:
    where = {"publish_commit": "scodata.git", "bring": "scodata.git", "rename": "os", "rmtree": "shutil"}[step]
    code = f"""
import os, signal, sys, {where} as module
real, prepared = module.{step}, []
import scodata.release.plan as plan, scodata.release.settle as settle
made = settle.prepare
settle.prepare = lambda *arguments: (made(*arguments), prepared.append(1))[0]
def killed(*arguments, **options):
    if not prepared:
        return real(*arguments, **options)
    if {after}:
        real(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
module.{step} = killed
from scodata.cli import main
main(['release', '--date', '{DAY}', '--version', '1.0.0'])
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=small, check=False, capture_output=True).returncode == -signal.SIGKILL
    left = state(small)
    assert left == "nothing" or "tag True, head True" in left or left == "whole"
    if "clean False" in left:
        assert run("release", "--dry-run", "--date", DAY, "--version", "1.0.0").exit_code == 2
    result = run("release", "--date", DAY, "--version", "1.0.0")
    assert result.exit_code == 0, result.output + result.stderr
    assert ("finished the release of 1.0.0, which was stopped midway" in result.stdout) == (left != "nothing")
    assert state(small) == "whole"
    assert [path.name for path in (small / "dist").iterdir()] == ["saga-library-1.0.0"]


def test_what_somebody_wrote_after_a_run_was_stopped_is_not_lost(small: Path) -> None:
    code = f"""
import os, signal, scodata.git as git
git.bring = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from scodata.cli import main
main(['release', '--date', '{DAY}', '--version', '1.0.0'])
"""
    subprocess.run([sys.executable, "-c", code], cwd=small, check=False, capture_output=True)
    mine = {"releases/1.0.0.json": "years of work\n", "scodata.yaml": TINY["scodata.yaml"] + "keywords: [mine]\n"}  # the one is new in the release
    for name, text in mine.items():
        write(small, name, text)
    assert run("release", "--date", DAY, "--version", "1.0.0").exit_code == 0
    assert {name: (small / name).read_text(encoding="utf-8") for name in mine} == mine
    assert git(small, "status", "--porcelain").splitlines() == [f" M {name}" for name in mine]
    assert (small / "CHANGELOG.md").read_text(encoding="utf-8").startswith("# Changelog\n\n## Unreleased\n\n## 1.0.0")
    assert not (small / "changes").exists()


def test_hooks_of_commits_do_not_run(small: Path) -> None:
    hook = write(small / ".git", "hooks/pre-commit", "#!/bin/sh\ntouch ran\nexit 1\n")
    hook.chmod(0o755)
    assert run("release", "--date", DAY, "--version", "1.0.0").exit_code == 0
    assert not (small / "ran").exists()


def test_a_catalogue_below_the_repositorys_root_is_released_too(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "top"
    shutil.copytree(repository, top / "data", ignore=shutil.ignore_patterns(".git"))
    git(top, "init", "-q")
    for key, value in (("user.name", "Test"), ("user.email", "test@example.org")):
        git(top, "config", key, value)
    monkeypatch.chdir(top / "data")
    base = commit(top)
    assert run("release", "--date", DAY).exit_code == 0
    assert git(top, "diff", "--name-only", base, "HEAD").split() == [f"data/{name}" for name in RECORDS_OF_RELEASE]
    assert git(top, "status", "--porcelain") == ""
    assert open_package(top / "data/dist/saga-library-1.0.0/saga-library-1.0.0.zip").descriptor["version"] == "1.0.0"
