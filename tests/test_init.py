"""`scodata init`: a new catalogue that validates and builds at once, whatever it is called, and never over somebody's files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import scodata
from scodata.cli import main
from scodata.template import named


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("title", ["Treaties of the Example Association", 'Договоры "Пример" & co \\ #1', "上海", "no", "- [x]: {y}", "123", "a\tb\nc"])
def test_a_new_catalogue_validates_and_builds_at_once(tmp_path: Path, title: str) -> None:
    folder = tmp_path / "new" / "catalogue"
    assert run("init", str(folder), "--title", title).exit_code == 0
    catalogue = scodata.open_catalogue(folder)
    assert list(catalogue.problems()) == []
    assert {record.kind for record in catalogue.records()} == {"events", "participants", "sources"}
    built = catalogue.build()
    assert built.verdict.is_clean
    assert built.tables["attendance"] == 1
    descriptor = json.loads((folder / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["title"] == " ".join(title.split())


def test_the_name_of_the_folder_is_the_title_where_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "951782400")
    assert run("init", str(tmp_path / "Our Treaties")).exit_code == 0
    text = (tmp_path / "Our Treaties" / "scodata.yaml").read_text(encoding="utf-8")
    assert 'name: "our-treaties"\ntitle: "Our Treaties"\n' in text
    assert "date: 2000-02-29\n" in text
    assert (tmp_path / "Our Treaties" / ".github" / "workflows" / "ci.yml").is_file()


def test_nothing_of_anybody_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("init", str(tmp_path))
    assert (result.exit_code, result.output) == (2, f"scodata: {tmp_path} isn't empty, and nothing in it would be touched; name a new folder\n")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("title", "name"), [("Договоры ШОС", "dogovory-shos"), ("上海合作组织", "shanghaihezuozuzhi"), ("!", "catalogue"), ("x" * 99, "x" * 64)]
)
def test_a_name_is_made_of_any_title(title: str, name: str) -> None:
    assert named(title) == name


def test_the_workflow_of_the_template_is_sound(tmp_path: Path) -> None:
    run("init", str(tmp_path / "new"))
    workflow = tmp_path / "new" / ".github" / "workflows" / "ci.yml"
    scripts = Path(sys.executable).parent
    subprocess.run([scripts / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow], check=True, capture_output=True)
    assert shutil.which("zizmor", path=str(scripts))
    subprocess.run([scripts / "zizmor", "--offline", "--no-progress", workflow], check=True, capture_output=True)
