"""The hooks, the action and the workflows, held against their published schemas and linters, without network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY

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


def test_the_linter_would_object_to_an_input_in_a_shell(tmp_path: Path) -> None:
    action = (REPOSITORY / "action.yml").read_text(encoding="utf-8")
    bad = tmp_path / "action.yml"
    bad.write_text(action.replace('"--since=$SINCE"', '"--since=${{ inputs.since }}"'), encoding="utf-8")
    done = subprocess.run([str(BIN / "zizmor"), "--offline", "--quiet", str(bad)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "template-injection" in done.stdout
