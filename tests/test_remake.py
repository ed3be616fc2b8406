"""`scodata remake` on real repositories: the files of a released version, made again out of git, equal to the last byte, or refused."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scodata import Catalogue, catalogue
from scodata.cli import main
from scodata.release import release

from conftest import LIBRARY, write

FIRST, SECOND = "saga-library-1.0.0", "saga-library-1.0.1"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def replace(path: Path, good: str, bad: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def twice_released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with two releases, of which the second explains its change in a note; each test has a copy."""
    root = shutil.copytree(LIBRARY, tmp_path_factory.mktemp("template") / "library")
    write(root, ".gitignore", "dist/\n.datapackage.*\n")
    write(root, "CHANGELOG.md", "# Changes\n\n## [Unreleased]\n\nFirst words.\n\n### By hand\n\n- One.\n")
    replace(root / "scodata.yaml", "version: 2.1.0", "version: 0.4.0")
    replace(root / "scodata.yaml", "doi: 10.5555/sagas.2.1.0\n", "")
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@example.org")
    commit(root)
    release(catalogue.find(root), "2024-03-01")
    replace(root / "records/books/sagas.yaml", "pages: 312", "pages: 313")
    write(root, "changes/pages.yaml", "notes:\n  - {records: [sagas], change: corrected, text: It was miscounted.}\n")
    commit(root)
    release(catalogue.find(root), "2024-04-01")
    return root


@pytest.fixture
def root(twice_released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library with two releases; the working directory is in it."""
    copy = shutil.copytree(twice_released, tmp_path / "library")
    monkeypatch.chdir(copy)
    return copy


def commit(root: Path) -> None:
    assert Catalogue(root).build().verdict.is_clean
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "change")


@pytest.mark.parametrize("tags", [True, False])
def test_lost_files_are_made_again_equal_to_the_last_byte(root: Path, tags: bool) -> None:
    """The second release with the delta from the first, whose files are gone too; and by the history alone, where no tag travelled."""
    wanted = contents(root / "dist")
    shutil.rmtree(root / "dist")
    if not tags:
        git(root, "tag", "-d", "v1.0.0", "v1.0.1")
    assert run("remake", "1.0.1").stdout == f"dist/{SECOND}/ is made again: 14 files\n"
    assert contents(root / "dist") == {name: data for name, data in wanted.items() if name.startswith(SECOND)}
    assert run("remake", "v1.0.0").stdout == f"dist/{FIRST}/ is made again: 13 files\n"
    assert contents(root / "dist") == wanted
    assert git(root, "status", "--porcelain") == ""


def test_what_lies_there_is_compared_and_never_replaced(root: Path) -> None:
    assert run("remake", "1.0.0").stdout == f"dist/{FIRST}/ was there, and is what the release gives: 13 files\n"
    write(root, f"dist/{FIRST}/CHANGES.md", "mine\n")
    before = contents(root / "dist")
    result = run("remake", "1.0.0")
    assert result.exit_code == 2
    assert f"{FIRST}/CHANGES.md isn't what the release gives; move" in result.stderr
    assert contents(root / "dist") == before


def test_in_a_shallow_clone_without_tags_the_first_release_is_made_and_a_later_one_asks_for_the_history(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for commit_, version in (("HEAD~2", "1.0.0"), ("HEAD", "1.0.1")):
        git(root, "branch", version, commit_)
        git(root, "clone", "-q", "--depth", "1", "--no-tags", "--branch", version, f"file://{root}", str(tmp_path / version))
    monkeypatch.chdir(tmp_path / "1.0.0")
    assert run("remake", "1.0.0").exit_code == 0
    assert contents(tmp_path / "1.0.0/dist" / FIRST) == contents(root / "dist" / FIRST)
    monkeypatch.chdir(tmp_path / "1.0.1")
    for version in ("1.0.0", "1.0.1"):
        result = run("remake", version)
        assert result.exit_code == 2
        assert "1.0.0 was released, but its package isn't at hand: fetch the history" in result.stderr
    assert list((tmp_path / "1.0.1/dist").iterdir()) == []


def test_a_version_that_was_never_released_is_refused(root: Path) -> None:
    result = run("remake", "3.0.0")
    assert (result.exit_code, result.stderr) == (2, "scodata: 3.0.0 was never released; released were: 1.0.0, 1.0.1\n")


def test_a_tag_that_was_moved_to_another_package_is_refused(root: Path) -> None:
    git(root, "tag", "-f", "v1.0.0", "v1.0.1^{commit}")
    result = run("remake", "1.0.0")
    assert result.exit_code == 2
    assert "the package found in refs/tags/v1.0.0 isn't the one that releases/1.0.0.json says was released" in result.stderr


def test_a_tag_whose_records_do_not_give_its_package_is_refused(root: Path) -> None:
    """The package is the one that was released, but a record says something else."""
    replace(root / "records/books/sagas.yaml", "pages: 313", "pages: 314")
    git(root, "commit", "-q", "-a", "-m", "quietly")
    git(root, "tag", "-f", "v1.0.1")
    shutil.rmtree(root / "dist")
    result = run("remake", "1.0.1")
    assert result.exit_code == 2
    assert "the records of 1.0.1 don't give this version of scodata the package that was released: datapackage/data/books.csv:2:1: differs" in result.stderr
    assert list((root / "dist").iterdir()) == []


def test_a_tag_without_a_section_of_its_version_is_refused(root: Path) -> None:
    write(root, "CHANGELOG.md", "# Changes\n")
    git(root, "commit", "-q", "-a", "-m", "quietly")
    git(root, "tag", "-f", "v1.0.1")
    assert "CHANGELOG.md of 1.0.1 has no section of it" in run("remake", "1.0.1").stderr


def test_outside_of_a_repository_it_is_one_sentence(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    shutil.rmtree(root / ".git")
    result = run("remake", "1.0.1")
    assert result.exit_code == 2
    assert "fetch the history and the tags" in result.stderr


@pytest.mark.parametrize("step", ["scodata.release.recovery.fill", "os.rename"])
def test_killed_it_leaves_nothing_but_what_the_next_run_clears_away(root: Path, step: str) -> None:
    wanted = contents(root / "dist" / SECOND)
    shutil.rmtree(root / "dist")
    module, _, name = step.rpartition(".")
    code = f"""
import os, signal, scodata.release.recovery
import {module} as module
real = module.{name}
def killed(*arguments, **options):
    if {name!r} == 'fill':
        real(*arguments, **options)
    elif '.remake' not in str(arguments[0]):
        return real(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
module.{name} = killed
from scodata.cli import main
main(['remake', '1.0.1'])
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False, capture_output=True).returncode == -signal.SIGKILL
    assert [path.name for path in (root / "dist").iterdir()] == [".remake.building"]
    assert run("remake", "1.0.1").exit_code == 0
    assert [path.name for path in (root / "dist").iterdir()] == [SECOND]
    assert contents(root / "dist" / SECOND) == wanted
