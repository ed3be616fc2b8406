"""Many records are examined by several processes: they find what one finds, and one that is killed is a clear refusal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scodata.examination import ENOUGH

from conftest import LIBRARY, write


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of more records than one process examines alone, some of them broken."""
    root = tmp_path_factory.mktemp("many")
    shutil.copytree(LIBRARY / "schemas", root / "schemas")
    shutil.copytree(LIBRARY / "derived", root / "derived")
    shutil.copy(LIBRARY / "scodata.yaml", root)
    for number in range(2 * ENOUGH):
        author = "nobody" if number % 500 == 7 else "snorri"
        write(root, f"records/books/book-{number}.yaml", f"id: book-{number}\ntitle:\n  is: Saga {number}\ntype: saga\nauthor: {author}\n")
    write(root, "records/authors/snorri.yaml", "id: snorri\ntype: person\nname: Snorri\n")
    write(root, "records/books/torn.yaml", "id: torn\ntitle: {is: 'x\n")
    return root


def started(root: Path, before: str = "pass") -> subprocess.Popen[str]:
    program = f"import os; {before}; from scodata.cli import main; main(['validate', '--format', 'json'])"
    return subprocess.Popen([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_two_processes_find_what_one_finds(many: Path) -> None:
    several, alone = started(many), started(many, "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})")
    found, errors = several.communicate()
    assert errors == ""
    assert found.count('"R304"') == 2 * ENOUGH // 500
    assert found.count('"Y108"') == 1
    assert alone.communicate() == (found, "")


@pytest.mark.skipif(not Path("/proc/self/task").exists() or len(os.sched_getaffinity(0)) < 2, reason="there is no second process, or no way to see it")
def test_a_process_that_is_killed_is_one_sentence(many: Path) -> None:
    process = started(many)
    while not (found := children(process.pid)) and process.poll() is None:
        time.sleep(0.001)
    os.kill(found[0], signal.SIGKILL)
    output, errors = process.communicate()
    assert (process.returncode, output) == (2, "")
    assert errors == "scodata: a process that examines records was killed from outside, perhaps since memory ran out\n"
