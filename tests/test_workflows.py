"""The hooks, the action and the workflows, held against their published schemas and linters, without network."""

from __future__ import annotations

import os
import re
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


def test_workflows_pass_the_linter_of_their_expressions_and_shells() -> None:
    check("actionlint", "-no-color", *map(str, WORKFLOWS))


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


def steps(job: str) -> dict[str, dict[str, str]]:
    """The steps of a job of the release that run something, by name."""
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    return {step["name"]: step for step in workflow["jobs"][job]["steps"] if "run" in step}


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the library, in which 1.0.0 was released, as a runner has it: no files of the release, but an origin, and what was installed."""
    root = shutil.copytree(LIBRARY, tmp_path_factory.mktemp("tagged") / "origin")
    (root / ".gitignore").write_text("dist/\n.datapackage.*\n", encoding="utf-8")
    for command in (("init", "-q", "-b", "main"), ("config", "user.name", "Test"), ("config", "user.email", "test@example.org"), ("add", "-A")):
        git(root, *command)
    git(root, "commit", "-q", "-m", "all")
    subprocess.run([BIN / "scodata", "release", "--date", "2024-03-01", "--version", "3.0.0-rc.1"], cwd=root, check=True, capture_output=True)
    clone = root.parent / "clone"
    git(root, "clone", "-q", str(root), str(clone))
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv/bin/scodata").symlink_to(BIN / "scodata")
    return clone


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def shell(step: dict[str, str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-e", "-c", step["run"]], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def test_the_release_publishes_the_files_that_the_tag_holds(tagged: Path, tmp_path: Path) -> None:
    """The scripts of the workflow, run one after another; `gh` is one that says what it was asked for."""
    build, environment = steps("build"), {"GITHUB_REF_NAME": "v3.0.0-rc.1", "ADDRESS": "https://example.org/sagas/", "GITHUB_REPOSITORY": "a/b"}
    for name in (
        "Refuse a tag that isn't on main",
        "Make the files, and hold them against what the tag says was released",
        "Bring the files of every version before it, whose addresses on the site stay",
        "Make the site, with the files to download",
    ):
        done = shell(build[name], tagged, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
    released = tagged.parent / "origin/dist/saga-library-3.0.0-rc.1"
    assert {path.name: path.read_bytes() for path in (tagged / "files").iterdir()} == {path.name: path.read_bytes() for path in released.iterdir()}
    assert (tagged / "public/downloads/saga-library-3.0.0-rc.1.xlsx").read_bytes() == (released / "saga-library-3.0.0-rc.1.xlsx").read_bytes()
    assert (tagged / "public/v/3.0.0-rc.1/SHA256SUMS").read_bytes() == (released / "SHA256SUMS").read_bytes()
    (tmp_path / "gh").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    done = shell(steps("publish")["Publish every file, with what changed as the notes"], tagged, PATH=f"{tmp_path}:{os.environ['PATH']}", **environment)
    asked = done.stdout.splitlines()
    assert asked[:3] == ["release", "create", "v3.0.0-rc.1"]
    assert {"--verify-tag", "--prerelease", "files/CHANGES.md"} <= set(asked)
    assert {f"files/{path.name}" for path in released.iterdir()} <= set(asked)


def test_a_tag_that_is_not_on_main_is_not_published(tagged: Path, tmp_path: Path) -> None:
    clone = shutil.copytree(tagged, tmp_path / "clone", symlinks=True)
    git(clone, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "--allow-empty", "-m", "elsewhere")
    assert shell(steps("build")["Refuse a tag that isn't on main"], clone).returncode == 1


def test_actions_are_pinned_to_commits_and_no_job_of_the_release_has_more_rights_than_it_needs() -> None:
    for workflow in WORKFLOWS:
        document = yaml.safe_load(workflow.read_text(encoding="utf-8"))
        used = [step["uses"] for job in document["jobs"].values() for step in job["steps"] if "uses" in step]
        assert [name for name in used if name != "./" and not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", name)] == []
    document = yaml.safe_load((REPOSITORY / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    assert document["permissions"] == {}
    assert document[True] == {"push": {"tags": ["v*"]}}, "YAML 1.1 reads `on` as true"
    assert {name: set(job["permissions"].items()) for name, job in document["jobs"].items()} == {
        "build": {("contents", "read")},
        "attest": {("attestations", "write"), ("id-token", "write")},
        "publish": {("contents", "write")},
        "pages": {("pages", "write"), ("id-token", "write")},
    }
