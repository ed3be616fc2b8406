"""The built wheel, used outside of the repository by somebody with a catalogue of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import LIBRARY, REPOSITORY


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_program_its_schemas_and_its_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = REPOSITORY / "src"
    ours = {path.relative_to(source).as_posix() for path in (source / "scodata").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert ours <= names
    assert {name.split("/")[0] for name in names} == {"scodata", wheel.name.split("-py3")[0] + ".dist-info"}


def test_somebody_else_validates_and_builds_a_catalogue_of_their_own(wheel: Path, library: Path, tmp_path: Path) -> None:
    installed = tmp_path / "site"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(installed), str(wheel)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def run(*command: str) -> str:
        return subprocess.run([sys.executable, *command], cwd=library, env=environment, check=True, capture_output=True, text=True).stdout

    assert run("-c", "import scodata; print(scodata.__file__)").strip() == str(installed / "scodata" / "__init__.py")
    assert run("-m", "scodata", "validate") == "6 records (2 books, 3 authors, 1 letters): no problems\n"
    run("-m", "scodata", "build")
    built, golden = library / "datapackage", LIBRARY / "datapackage"
    assert (built / "datapackage.json").read_bytes() == (golden / "datapackage.json").read_bytes()
