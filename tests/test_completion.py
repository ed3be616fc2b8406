"""What a shell completes, and what is said of a command that doesn't exist."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from scodata.cli import main
from scodata.cli.completing import SHELLS

from conftest import write


def completed(*words: str) -> list[str]:
    """What a shell would offer for the last word, in this process."""
    shell = ShellComplete(main, {}, "scodata", "_SCODATA_COMPLETE")
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


@pytest.fixture
def inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(library)
    return library


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["va"], ["validate"]),
        (["validate", "--fo"], ["--format"]),
        (["validate", "--format", "s"], ["sarif"]),
        (["new", ""], ["books", "authors", "letters"]),
        (["new", "b"], ["books"]),
        (["show", "s"], ["sagas", "shelf-list", "snorri"]),
        (["rename", "sn"], ["snorri"]),
        (["merge", "sagas", "sh"], ["shelf-list"]),
        (["retire", "letter"], ["letter-1"]),
        (["split", "sagas", "shelf-list", "l"], ["letter-1"]),
        (["split", "sagas", "shelf-list", "--rest", "l"], ["letter-1"]),
        (["explain", "M10"], ["M101", "M102", "M103"]),
        (["validate", "--select", "T401,R310"], ["T401,R310"]),
        (["completion", "f"], ["fish"]),
        (["stale", "--kind", "b"], ["books"]),
        (["export", "sq"], ["sqlite"]),
        (["show", "nobody"], []),
    ],
)
def test_words_that_the_catalogue_knows_are_offered(words: list[str], offered: list[str], inside: Path) -> None:
    assert completed(*words) == offered


def test_branches_and_tags_are_offered(inside: Path) -> None:
    for arguments in (
        ["init", "-q", "-b", "trunk"],
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "a"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", *arguments], check=True)
    assert completed("validate", "--since", "") == ["trunk", "v1"]
    assert completed("diff", "v") == ["v1"]
    assert completed("diff", "v1", "t") == ["trunk"]


def test_without_a_catalogue_nothing_is_offered_and_nothing_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor where its files are broken, or there is no git."""
    monkeypatch.chdir(tmp_path)
    asked = (["new", ""], ["show", ""], ["validate", "--since", ""])
    assert [completed(*words) for words in asked] == [[], [], []]
    write(tmp_path, "scodata.yaml", "kinds: [\n")
    assert [completed(*words) for words in asked] == [[], [], []]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_a_shell_is_printed(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0
    assert f"_SCODATA_COMPLETE={shell}_complete" in done.output


def test_a_real_bash_completes(inside: Path) -> None:
    """Bash reads the script that the command prints, and then offers commands, kinds and ids."""
    bash = shutil.which("bash")
    assert bash, "bash is on every machine that builds this"
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    script = """
        eval "$(scodata completion bash)"
        offered() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _scodata_completion scodata; echo "${COMPREPLY[*]}"; }
        offered scodata renam
        offered scodata new bo
        offered scodata show s
    """
    done = subprocess.run([bash, "--norc", "-c", script], cwd=inside, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["rename", "books", "sagas shelf-list snorri"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["valdiate"], "there is no command valdiate; did you mean `validate`?"),
        (["renmae", "a", "b"], "did you mean `rename`?"),
        (["xyzzy"], "there is no command xyzzy; scodata --help lists them all"),
        (["validate", "--sicne", "x"], "'--since'"),
        (["new", "bookz"], "there is no kind bookz; did you mean `books`?"),
        (["explain", "broken-refrence"], "did you mean `broken-reference`?"),
    ],
)
def test_what_was_meant_is_named(arguments: list[str], said: str, inside: Path) -> None:
    done = CliRunner().invoke(main, arguments)
    assert said in done.output
    assert done.exit_code == 2
