"""The hooks, the action and the workflows, held against their published schemas and linters, without network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import LIBRARY, REPOSITORY

BIN = Path(sys.executable).parent
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))


def check(*command: str) -> None:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_manifest_of_hooks_is_valid() -> None:
    check("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


def test_the_action_is_valid() -> None:
    check("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid(workflow: Path) -> None:
    check("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow))


def test_workflows_and_action_pass_the_security_linter() -> None:
    check("zizmor", "--offline", "--quiet", "action.yml", *map(str, WORKFLOWS))


def test_the_action_writes_what_changes_into_the_summary(library: Path, tmp_path: Path) -> None:
    shutil.copytree(LIBRARY / "datapackage", library / "datapackage")
    for command in (("init", "-q"), ("add", "-A"), ("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "base")):
        subprocess.run(["git", *command], cwd=library, check=True, capture_output=True)
    path = library / "records/books/sagas.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("pages: 312", "pages: 313"), encoding="utf-8")
    steps = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    (script,) = (step["run"] for step in steps if step.get("name") == "Show what changes in the data")
    (tmp_path / "scodata" / "bin").mkdir(parents=True)
    (tmp_path / "scodata/bin/scodata").symlink_to(BIN / "scodata")
    environment = {**os.environ, "RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "SINCE": "HEAD"}
    subprocess.run(["bash", "-e", "-c", script], cwd=library, env=environment, check=True, capture_output=True)
    assert "| `sagas` | `pages` | `312` | `313` |" in (tmp_path / "summary").read_text(encoding="utf-8")
    hostile = subprocess.run(["bash", "-e", "-c", script], cwd=library, env={**environment, "SINCE": "--output=x; touch y"}, check=False, capture_output=True)
    assert hostile.returncode == 2
    assert not {"x", "y"} & {path.name for path in library.iterdir()}


def test_the_linter_would_object_to_an_input_in_a_shell(tmp_path: Path) -> None:
    action = (REPOSITORY / "action.yml").read_text(encoding="utf-8")
    bad = tmp_path / "action.yml"
    bad.write_text(action.replace('"--since=$SINCE"', '"--since=${{ inputs.since }}"'), encoding="utf-8")
    done = subprocess.run([str(BIN / "zizmor"), "--offline", "--quiet", str(bad)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "template-injection" in done.stdout
