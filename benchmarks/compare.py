"""Times scodata beside the tools that a maintainer would pick instead, on the same records and an equal schema, in one run.

    python benchmarks/compare.py [N]

It needs check-jsonschema and DataTig beside this Python, and node with ajv and js-yaml in the folder that NODE_PATH names. Each command
is a whole process, run in turn with the others; the table has the best of ten runs (of two, where one takes longer than ten seconds), how
many times as long as scodata it took, and the time of all its processes together. scodata checks references, dates, texts and all other
rules too, and knows the position of each value; the others check the schema alone.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
ROUNDS, SLOW = 10, 10


def main(number: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    root = folder / "catalogue"
    subprocess.run([sys.executable, str(HERE / "make.py"), str(number), str(root)], check=True)
    bundled(root, folder)
    events = sorted(str(path) for path in (root / "records" / "events").iterdir())
    (folder / "names").write_text("\n".join(events), encoding="utf-8")
    check = [str(BIN / "check-jsonschema"), "--schemafile", str(folder / "bundles" / "events.json"), *events]
    commands = {
        "scodata validate": [str(BIN / "scodata"), "validate"],
        "ajv with js-yaml": ["node", str(HERE / "ajv.cjs"), str(folder / "bundles"), str(root / "records")],
        "check-jsonschema (events only)": check,
        "DataTig": [sys.executable, "-m", "datatig.cli", "check", str(datatig(root, folder))],
    }
    best = timed_in_turn(commands, root)
    print(f"{machine()}\n")
    print(f"| {number:,} records | records read | seconds | times scodata | processor seconds |")
    print("|---|--:|--:|--:|--:|")
    for name, (seconds, processor) in best.items():
        read = len(events) if name.startswith("check-jsonschema") else number
        print(f"| {name} | {read:,} | {seconds:.2f} | {seconds / best['scodata validate'][0]:.1f} | {processor:.2f} |")
    shutil.rmtree(folder)


def machine() -> str:
    """What all ran on."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"Python {platform.python_version()} ({platform.python_compiler()}), Node {node}, {processors} processors."


def timed_in_turn(commands: Mapping[str, list[str]], folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds of wall and of processor time, each the best of ten runs in turn with the others; of two for what takes longer than ten seconds."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(ROUNDS):
        for name, command in commands.items():
            if turn < 2 or min(found[name])[0] < SLOW:
                found[name].append(timed(command, folder))
    return {name: (min(wall for wall, _ in times), min(processor for _, processor in times)) for name, times in found.items()}


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of wall and of processor time of one run, which has to end well."""
    started, before = time.perf_counter(), spent()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds, processor = time.perf_counter() - started, spent() - before
    assert done.returncode == 0, (command[:3], done.stdout[-500:], done.stderr[-500:])
    return seconds, processor


def spent() -> float:
    """Processor time of all processes that were started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def bundled(root: Path, folder: Path) -> None:
    """Each kind's schema as one file, for tools that can't follow a reference to another."""
    from scodata.schemas import read_schemas

    schemas, _ = read_schemas(root / "schemas", "schemas")
    (folder / "bundles").mkdir()
    for path in (root / "records").iterdir():
        (folder / "bundles" / f"{path.name}.json").write_text(json.dumps(schemas.bundle(f"{path.name}.json")), encoding="utf-8")


def datatig(root: Path, folder: Path) -> Path:
    """The same catalogue as DataTig wants it."""
    target = folder / "datatig"
    shutil.copytree(root / "records", target / "records")
    shutil.copytree(folder / "bundles", target / "bundles")
    types = [
        {"id": path.name, "directory": f"records/{path.name}", "json_schema": f"bundles/{path.name}.json"} for path in sorted((root / "records").iterdir())
    ]
    (target / "datatig.json").write_text(json.dumps({"title": "Benchmark", "types": types}), encoding="utf-8")
    return target


if __name__ == "__main__":
    os.environ.setdefault("NODE_PATH", str(HERE / "node_modules"))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
