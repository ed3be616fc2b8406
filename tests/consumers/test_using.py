"""Every snippet of `docs/using.md`, and those of the other documents in R, run in the tool that it is for and print what stands below it.

`UPDATE_DOCS=1` writes what is printed instead of comparing it. Numbers may differ, since the catalogue grows.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from conftest import CONSUMERS, PACKAGE, REPOSITORY, missing, needed, run

USING = REPOSITORY / "docs" / "using.md"
UPDATE = bool(os.environ.get("UPDATE_DOCS"))
BLOCK = re.compile(r"```(python|r|sh|js)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def blocks() -> list[tuple[Path, str, str, str]]:
    """The document, the language, the code, and what it prints."""
    found = [(path, *block) for path in (USING, REPOSITORY / "README.md") for block in BLOCK.findall(path.read_text(encoding="utf-8"))]
    return [block for block in found if block[0] == USING or block[1] == "r"]  # the others of the README are run with the quick tests


@pytest.fixture
def downloaded(exports: Path, tmp_path: Path) -> Path:
    """A folder as the document has it: the package, and the exports."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "export").symlink_to(exports)
    (tmp_path / "datapackage").symlink_to(PACKAGE)
    return tmp_path


def command(language: str, folder: Path) -> list[str | Path]:
    """How the snippet in `snippet` is run."""
    if language == "python":
        return [needed(CONSUMERS / "frames" / "bin" / "python", "run make test-heavy"), "-X", "utf8"]
    if language == "r":
        return [needed("Rscript", "it comes with the package r-base-core")]
    if language == "sh":
        needed("sqlite3", "it comes with the package sqlite3")
        return ["bash", "-e"]
    if not (CONSUMERS / "node" / "node_modules").exists():
        missing("the libraries for node", "run make test-heavy")
    (folder / "node_modules").symlink_to(CONSUMERS / "node" / "node_modules")
    return [needed("node", "it comes with the package nodejs")]


@pytest.mark.parametrize(("path", "language", "code", "shown"), blocks(), ids=lambda value: value if value in ("python", "r", "sh", "js") else "")
def test_a_snippet_prints_what_stands_below_it(path: Path, language: str, code: str, shown: str, downloaded: Path) -> None:
    snippet = downloaded / ("snippet.mjs" if language == "js" else "snippet")
    snippet.write_text(code, encoding="utf-8")
    printed = "".join(f"{line.rstrip()}\n" for line in run(*command(language, downloaded), snippet, cwd=downloaded).stdout.rstrip().splitlines())
    if UPDATE:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f"{code}```\n\n```text\n{shown}```", f"{code}```\n\n```text\n{printed}```", 1), encoding="utf-8")
    else:
        assert masked(printed) == masked(shown)


def masked(text: str) -> str:
    """Without numbers, and the width that they take."""
    return re.sub(r"[ ─]+", " ", re.sub(r"[0-9][0-9,.]*", "N", text))
