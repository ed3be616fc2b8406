"""The documentation can't lie: what it shows is run, and what is generated is generated anew.

`UPDATE_DOCS=1` writes what is printed instead of comparing it. Numbers may differ, since the catalogue grows.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scodata import catalogue, coverage
from scodata.changes import RULES
from scodata.cli import main
from scodata.cli.frame import every_code
from scodata.coverage import FORMATS
from scodata.edits.codes import CONTRADICTION
from scodata.schemas import own

from conftest import REPOSITORY, copied, write
from pages import commands_page, configuration_page

UPDATE = bool(os.environ.get("UPDATE_DOCS"))
README = REPOSITORY / "README.md"
DOCUMENTS = [README, REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
BREAK = re.compile(r"<!-- (?:break|mend) (\S+): (.*) -->")
FILE = re.compile(r"<!-- file (\S+) -->\n```yaml\n(.*?)```", re.DOTALL)
"""A file that a page has its reader write: it is there for all that the page runs below."""
NOT_RUN = {
    "make": "it sets up an environment; `make test` itself runs in one",
    "make test": "it runs these tests",
    "make build && git add datapackage": "it speaks of a conflict; tests/test_workflows.py holds the Makefile's targets, and `scodata build` is run",
    'git add releases && git commit -m "Published on Zenodo"': "tests/test_publishing.py publishes; git itself isn't tested",
    'git add scodata.yaml releases datapackage && git commit -m "The DOI of the next version"': "tests/test_publishing.py commits in a repository of its own",
    "scodata completion bash > ~/.local/share/bash-completion/completions/scodata": "it writes into a home; tests/test_completion.py runs it in a real shell",
    "scodata completion fish > ~/.config/fish/completions/scodata.fish": "it writes into a home; tests/test_completion.py prints it",
    'scodata completion zsh > "${fpath[1]}/_scodata"': "it writes into a home; tests/test_completion.py prints it",
    "scodata from-issue body.md": "tests/test_forms.py runs it on filled forms",
    "scodata from-issue body.md --write --report told.md": "tests/test_forms.py runs it on filled forms",
    "scodata publish zenodo": "tests/test_publishing.py runs it against servers of its own",
    "scodata publish zenodo --reserve": "tests/test_publishing.py runs it against servers of its own",
    "scodata remake 1.0.0": "tests/test_remake.py runs it, in a repository of its own",
    "scodata release": "tests/test_release.py runs it, in a repository of its own",
    "scodata release --dry-run": "tests/test_release.py runs it, in a repository of its own",
    "scodata site --address https://example.org/catalogue/ --output public": "tests/test_site.py runs it, on smaller catalogues",
}
"""The command lines of the documents that aren't run here, each with the reason."""
SLIPS = {"valdiate"}
"""What a page types wrong on purpose, to show what is said of it."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the catalogue and what its documents use."""
    for name in ("datapackage", ".github/ISSUE_TEMPLATE", "tests/catalogues", "tests/drafting/texts"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    return copied(REPOSITORY, tmp_path)


def masked(text: str) -> str:
    """Without numbers, their plurals and the width that they take."""
    return re.sub(r"[0-9][0-9,]*", "N", re.sub(r"(?m)[ \t]+$", "", text)).replace("problems", "problem")


def compare_or_update(path: Path, shown: str, printed: str) -> None:
    if UPDATE and shown != printed:
        path.write_text(path.read_text(encoding="utf-8").replace(shown, printed, 1), encoding="utf-8")
    else:
        assert masked(shown) == masked(printed)


def consoles() -> list[tuple[Path, str, str, str]]:
    """Each console block of the documents: the document, what it says above, what is broken before, and the block."""
    pattern = re.compile(r"(<!-- (?:break|mend|in) [^\n]*? -->\n)?```console\n(.*?)```", re.DOTALL)
    texts = [(path, path.read_text(encoding="utf-8")) for path in DOCUMENTS]
    return [(path, text[: block.start()], block[1] or "", block[2]) for path, text in texts for block in pattern.finditer(text)]


def commands_of(block: str) -> list[str]:
    """The command lines that a console shows."""
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize(("path", "above", "broken", "block"), consoles(), ids=lambda value: value.name if isinstance(value, Path) else "")
def test_what_a_console_shows_is_printed(path: Path, above: str, broken: str, block: str, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    for name, text in FILE.findall(above):
        write(copy, name, text)
    for folder in re.findall(r"<!-- in (\S+) -->", broken):
        monkeypatch.chdir(copy / folder)
    for name, changes in BREAK.findall(broken):
        text = (copy / name).read_text(encoding="utf-8")
        for good, bad in re.findall(r'"([^"]*)" -> "([^"]*)"', changes):
            assert good in text
            text = text.replace(good, bad)
        (copy / name).write_text(text, encoding="utf-8")
    printed = ""
    for command in commands_of(block):
        program, *arguments = shlex.split(command)
        assert program == "scodata"
        printed += f"$ {command}\n{CliRunner().invoke(main, arguments).output}".replace(str(copy), "…")
    compare_or_update(path, block, printed)


def told(path: Path) -> list[str]:
    """The command lines that a document shows without what they print: in blocks of `sh`, or indented."""
    text = path.read_text(encoding="utf-8")
    fenced = [line for block in re.findall(r"(?ms)^ *```(?:sh|bash|shell)\b(?! norun)[^\n]*\n(.*?)^ *```", text) for line in block.splitlines()]
    indented = re.findall(r"(?m)^    (?:\$ )?((?:scodata|make|git|pip|python3?) .*)$", re.sub(r"(?ms)^```.*?^```$", "", text))
    return [command for line in (*fenced, *indented) if (command := line.split("  #")[0].removeprefix("$ ").strip())]


def test_every_command_line_is_run_or_it_is_said_why_not() -> None:
    """All but the snippets of docs/using.md, which `make test-heavy` runs, and the examples of the reference, which the help prints too."""
    run = {command for _, _, _, block in consoles() for command in commands_of(block)}
    shown = {command for path in DOCUMENTS if path.name not in ("using.md", "commands.md") for command in told(path)}
    assert shown - run == set(NOT_RUN)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_takes_what_it_is_given(path: Path) -> None:
    """Whatever is written behind `scodata` in a sentence or in a block: there is such a command, and it has these options."""
    spans = re.findall(r"`(scodata [a-z][a-z-]*(?: [^`\n]*)?)`", path.read_text(encoding="utf-8"))
    shown = [command for document, _, _, block in consoles() if document == path for command in commands_of(block)]
    for line in (line for line in (*spans, *shown, *told(path)) if line.startswith("scodata ")):
        _, name, *arguments = shlex.split(line)
        if name in SLIPS:
            continue
        assert name in main.commands, line
        command = main.commands[name]
        command.make_parser(click.Context(command, resilient_parsing=True)).parse_args(arguments)


def test_the_record_that_the_readme_shows_is_the_beginning_of_its_file() -> None:
    name, shown = re.search(r"```yaml\n# (records/\S+)\n(.*?)(?:# ….*?)?```", README.read_text(encoding="utf-8"), re.DOTALL).groups()  # type: ignore[union-attr]
    first, _, rest = (REPOSITORY / name).read_text(encoding="utf-8").partition("\n")
    assert first.startswith("# yaml-language-server: ")
    assert rest.startswith(shown)


def programs() -> list[tuple[Path, str, str]]:
    pattern = re.compile(r"```python\n(.*?)```\n\n(```text\n.*?```)", re.DOTALL)
    quick = [path for path in DOCUMENTS if path.name != "using.md"]  # its snippets are for many tools, and run with `make test-heavy`
    return [(path, block[1], block[0]) for path in quick for block in pattern.finditer(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("path", "code", "block"), programs(), ids=lambda value: value.name if isinstance(value, Path) else "")
def test_what_a_program_shows_is_printed(path: Path, code: str, block: str, copy: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    printed = "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())
    compare_or_update(path, block, f"```python\n{code}```\n\n```text\n{printed}\n```")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_code_option_and_link_that_a_document_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"\b[CDEGMNPRSTVY][1-9][0-9]{2}\b", text)) <= set(every_code())
    for name, options in re.findall(rf"scodata ({'|'.join(main.commands)})\b((?: --[a-z-]+)*)", text):
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert set(options.split()) <= known
    for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text):
        assert (path.parent / target).exists(), target


def codes_page() -> str:
    assert CONTRADICTION.id in every_code(), "the codes of edits are loaded too"
    pages = [
        f"## {code.id} {code.name}\n\n{'' if code.severity == 'error' else f'A {code.severity}. '}{code.page}\n"
        for code in sorted(every_code().values(), key=lambda code: code.id)
    ]
    return "# Problems\n\nWhat `scodata` can find, code by code; `scodata explain CODE` prints the same.\n\n" + "\n".join(pages)


def annotations_page() -> str:
    properties = own().files["annotations.json"].value["properties"]
    head = (
        "# Annotations\n\nKeywords beginning with `x-` say in a schema what JSON Schema has no word for. "
        "Each holds at the place where it stands; a misused one is a problem at its line.\n"
    )
    parts = []
    for name, schema in properties.items():
        examples = "\n".join(f'"{name}": {json_of(example)}' for example in schema["examples"])
        parts.append(f"## `{name}`\n\n{schema['description']}\n\n```json\n{examples}\n```\n")
    return head + "\n" + "\n".join(parts)


def json_of(value: object) -> str:
    import json

    return json.dumps(value)


def coverage_page() -> str:
    return FORMATS["markdown"](coverage.stats(catalogue.find(REPOSITORY)))


GENERATED = {
    "annotations.md": annotations_page,
    "codes.md": codes_page,
    "commands.md": commands_page,
    "configuration.md": configuration_page,
    "coverage.md": coverage_page,
}
"""Each page that is generated, and what it says."""


@pytest.mark.parametrize(("name", "page"), GENERATED.items())
def test_a_generated_page_is_up_to_date(name: str, page: object) -> None:
    path = REPOSITORY / "docs" / name
    fresh = page()  # type: ignore[operator]
    if UPDATE:
        path.write_text(fresh, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == fresh


def test_the_table_of_rules_is_that_of_the_program() -> None:
    path = REPOSITORY / "docs" / "versions.md"
    text = path.read_text(encoding="utf-8")
    lines = [f"| {rule.level} | `{rule.id}` | {rule.text} | {rule.advice} |" for rule in RULES.values()]
    table = "\n".join(("| raises | rule | what falls under it | what a reader does |", "|---|---|---|---|", *lines))
    shown = re.search(r"<!-- rules -->\n(.*)<!-- /rules -->", text, re.DOTALL)
    assert shown
    if UPDATE:
        path.write_text(text.replace(shown[0], f"<!-- rules -->\n{table}\n<!-- /rules -->"), encoding="utf-8")
    assert f"<!-- rules -->\n{table}\n<!-- /rules -->" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_shows_an_example(command: str) -> None:
    assert "Example:" in CliRunner().invoke(main, [command, "--help"]).output
