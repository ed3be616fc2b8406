"""What editors get: the line on top of each record, a schema in one file that judges as the split ones do, and a matcher for problems."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result

from scodata import catalogue
from scodata.cli import main
from scodata.documents import Document, read
from scodata.edits import rename
from scodata.ground import Ground, survey
from scodata.schemas import Schemas, read_schemas
from scodata.schemas.bundled import FOLDER, bundles
from scodata.schemas.judge import OWN_FORMATS

from conftest import REPOSITORY, write

LINE = "# yaml-language-server: $schema=../../schemas/bundled/authors.json\n"
SNORRI = "id: snorri\nname: Snorri\ntype: person\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def shelf(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library with bundled schemas, and the current folder in it."""
    monkeypatch.chdir(library)
    assert run("bundle").exit_code == 0
    return library


@pytest.fixture(scope="module")
def ground() -> Ground:
    found, problems = survey(catalogue.find(REPOSITORY))
    assert found
    assert not problems
    return found


@pytest.fixture(scope="module")
def verdicts(ground: Ground) -> dict[str, Any]:
    """The judge of each kind's committed bundle."""
    options: dict[str, Any] = {"validate_formats": True, "formats": dict(OWN_FORMATS)}
    texts = {kind: (REPOSITORY / FOLDER / f"{kind}.json").read_text(encoding="utf-8") for kind in ground.layout.shapes}
    return {kind: jsonschema_rs.validator_for(json.loads(text), **options) for kind, text in texts.items()}


def test_the_committed_bundles_are_what_the_schemas_give(ground: Ground) -> None:
    schemas, _ = read_schemas(REPOSITORY / "schemas", "schemas")
    expected = bundles(schemas, ground.layout.shapes)
    assert {path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8") for path in (REPOSITORY / FOLDER).iterdir()} == expected


def test_a_bundle_names_no_other_file() -> None:
    for path in (REPOSITORY / FOLDER).iterdir():
        targets = re.findall(r'"\$ref": "([^"]*)"', path.read_text(encoding="utf-8"))
        assert targets
        assert all(target.startswith("#/$defs/") for target in targets)


def test_a_bundle_has_no_annotations_but_keeps_what_is_called_like_one(ground: Ground) -> None:
    for path in (REPOSITORY / FOLDER).iterdir():
        assert '"x-' not in path.read_text(encoding="utf-8")
    odd = {"title": "Odd", "type": "object", "properties": {"x-ray": {"type": "string", "x-label": True, "examples": ["a"]}}, "examples": [{"x-ray": "a"}]}
    text = bundles(Schemas({"odd.json": Document("odd.json", odd, "")}), ["odd"])[f"{FOLDER}/odd.json"]
    assert json.loads(text)["$defs"]["odd.json"]["properties"] == {"x-ray": {"type": "string", "examples": ["a"]}}
    assert json.loads(text)["$defs"]["odd.json"]["examples"] == odd["examples"]


def test_each_record_names_the_bundle_of_its_kind_on_its_first_line(ground: Ground) -> None:
    for name in ground.names:
        first = (REPOSITORY / name).read_text(encoding="utf-8").partition("\n")[0]
        target = (REPOSITORY / name).parent / first.removeprefix("# yaml-language-server: $schema=")
        assert target.resolve() == REPOSITORY / FOLDER / f"{ground.catalogue.kind_of(name)}.json"


def spoilt(value: Any) -> Iterator[Any]:
    """The value with each of its parts spoilt in turn: gone, of another type, or with a stranger beside it."""
    if isinstance(value, dict):
        yield {**value, "STRANGER": "x"}
        for key, inner in value.items():
            yield {name: other for name, other in value.items() if name != key}
            yield from ({**value, key: other} for other in spoilt(inner))
    elif isinstance(value, list):
        yield [*value, *value]
        for position, inner in enumerate(value):
            yield from ([*value[:position], other, *value[position + 1 :]] for other in spoilt(inner))
    else:
        yield from (-7, "", "\u0001?", {}, True)


def test_split_and_bundled_schemas_agree_on_every_record_and_on_spoilt_ones(ground: Ground, verdicts: dict[str, Any]) -> None:
    refused: dict[str, int] = dict.fromkeys(verdicts, 0)
    seen: dict[str, int] = dict.fromkeys(verdicts, 0)
    for name in ground.names:
        kind = ground.catalogue.kind_of(name)
        document, _ = read(REPOSITORY / name, name)
        assert document
        assert ground.frame.judges[kind].accepts(document.value), name
        assert verdicts[kind].is_valid(document.value), name
        seen[kind] += 1
        for value in spoilt(copy.deepcopy(document.value)) if seen[kind] % 25 == 1 else ():
            accepted = ground.frame.judges[kind].accepts(value)
            assert verdicts[kind].is_valid(value) == accepted, (name, value)
            refused[kind] += not accepted
    assert min(refused.values()) > 20, refused


def test_a_bundle_takes_a_redirect_and_no_half_of_one(verdicts: dict[str, Any]) -> None:
    assert verdicts["places"].is_valid({"id": "brest", "redirect": {"reason": "It was entered by mistake."}})
    assert not verdicts["places"].is_valid({"id": "brest", "redirect": {}})


def test_another_validator_reads_the_bundle_which_it_cannot_do_with_the_split_schemas(tmp_path: Path) -> None:
    tool = [str(Path(sys.executable).parent / "check-jsonschema"), "--schemafile", str(REPOSITORY / FOLDER / "agreements.json")]
    good = REPOSITORY / "records/agreements/memorandum-unodc-2011.yaml"
    assert subprocess.run([*tool, str(good)], capture_output=True, check=False).returncode == 0
    bad = write(tmp_path, "bad.yaml", good.read_text(encoding="utf-8").replace("type: memorandum", "type: memorandom"))
    done = subprocess.run([*tool, str(bad)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "memorandom" in done.stdout


def test_without_bundled_schemas_no_record_gets_a_line(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    assert run("fmt").exit_code == 0
    assert not [path for path in (library / "records").rglob("*.yaml") if "yaml-language-server" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    "before",
    [
        SNORRI,
        f"# about him\n{LINE}{SNORRI}",
        f"# yaml-language-server: $schema=../books.json\n# about him\n{SNORRI}",
        f"#yaml-language-server : $schema=x\n{LINE}{LINE}{SNORRI}",
    ],
)
def test_fmt_puts_the_line_first_once_and_right(shelf: Path, before: str) -> None:
    path = write(shelf, "records/authors/snorri.yaml", before)
    assert run("fmt", "--check", str(path)).exit_code == 1
    assert path.read_text(encoding="utf-8") == before
    assert run("fmt", str(path)).exit_code == 0
    about = "# about him\n" if "# about him" in before else ""
    assert path.read_text(encoding="utf-8") == f"{LINE}{about}id: snorri\ntype: person\nname: Snorri\n"
    assert run("fmt", "--check", str(path)).exit_code == 0


def test_a_record_in_a_sub_folder_has_a_path_of_its_own(shelf: Path) -> None:
    path = write(shelf, "records/authors/old/norse/snorri.yaml", SNORRI)
    (shelf / "records/authors/snorri.yaml").unlink(missing_ok=True)
    assert run("fmt", str(path)).exit_code == 0
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../../../schemas/bundled/authors.json"
    assert (path.parent / first.partition("=")[2]).resolve() == shelf / FOLDER / "authors.json"


def test_a_redirect_that_rename_leaves_has_the_line_too(shelf: Path) -> None:
    write(shelf, "released.csv", "id,kind\nsnorri,authors\n")
    assert run("fmt").exit_code == 0
    outcome = rename(catalogue.find(shelf), "snorri", "snorri-sturluson")
    assert not outcome.problems
    assert (shelf / "records/authors/snorri.yaml").read_text(encoding="utf-8").startswith(f"{LINE}id: snorri\nredirect:\n")
    assert run("fmt", "--check").exit_code == 0


def test_fix_puts_the_line_too_and_says_so(shelf: Path) -> None:
    path = write(shelf, "records/authors/snorri.yaml", SNORRI)
    assert "form" in run("fix", str(path)).output
    assert path.read_text(encoding="utf-8").startswith(LINE)


def test_a_bundle_that_is_stale_missing_or_of_no_kind_is_told_and_mended(shelf: Path) -> None:
    assert run("bundle", "--check").exit_code == 0
    path = shelf / "schemas/books.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"Books"', '"The books"', 1), encoding="utf-8")
    (shelf / FOLDER / "letters.json").rename(shelf / FOLDER / "cards.json")
    result = run("bundle", "--check")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "schemas/bundled/books.json: differs; run scodata bundle",
        "schemas/bundled/cards.json: follows from nothing any more; run scodata bundle",
        "schemas/bundled/letters.json: missing; run scodata bundle",
        "3 of 3 files in schemas/bundled would change",
    ]
    assert run("bundle").output == "3 of 3 files in schemas/bundled changed\n"
    assert {file.name for file in (shelf / FOLDER).iterdir()} == {"authors.json", "books.json", "letters.json"}
    assert run("bundle", "--check").exit_code == 0


def test_a_file_of_somebody_else_is_never_overwritten(shelf: Path) -> None:
    write(shelf, "schemas/bundled/books.json", "{}")
    result = run("bundle")
    assert (result.exit_code, result.output) == (
        2,
        "scodata: schemas/bundled/books.json wasn't made by scodata, and stays as it is; give it another name, or delete it\n",
    )
    assert (shelf / "schemas/bundled/books.json").read_text(encoding="utf-8") == "{}"


def test_the_matcher_of_the_editor_reads_what_validate_prints(shelf: Path) -> None:
    write(shelf, "records/authors/snorri.yaml", SNORRI.replace("person", "persom"))
    prints = run("validate", "records/authors/snorri.yaml").output
    (task, _) = json.loads((REPOSITORY / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    matches = [found for line in prints.splitlines() if (found := re.match(pattern["regexp"], line))]
    assert [(found[pattern["file"]], found[pattern["line"]]) for found in matches] == [("records/authors/snorri.yaml", "3")]


def test_a_new_catalogue_has_the_same_settings() -> None:
    for path in (REPOSITORY / ".vscode").iterdir():
        assert path.read_bytes() == (REPOSITORY / "src/scodata/template/dot_vscode" / path.name).read_bytes()
