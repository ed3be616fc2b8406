"""Times scodata beside the tools that a maintainer would pick instead, on the same records and an equal schema, in one run.

    python benchmarks/compare.py [N]

It needs check-jsonschema and DataTig beside this Python, and node with ajv and js-yaml in the folder that NODE_PATH names. Each command
is a whole process; the table has the median of three runs, and how many times as long as scodata it took. scodata checks
references, dates, texts and all other rules too, and keeps the position of each value; the others check the schema alone.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


def main(number: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    root = folder / "catalogue"
    subprocess.run([sys.executable, str(HERE / "make.py"), str(number), str(root)], check=True)
    bundled(root, folder)
    events = sorted(str(path) for path in (root / "records" / "events").iterdir())
    (folder / "names").write_text("\n".join(events), encoding="utf-8")
    check = [str(BIN / "check-jsonschema"), "--schemafile", str(folder / "bundles" / "events.json"), *events]
    rows = [
        ("scodata validate", timed([str(BIN / "scodata"), "validate"], root), number),
        ("ajv with js-yaml", timed(["node", str(HERE / "ajv.cjs"), str(folder / "bundles"), str(root / "records")], root), number),
        ("check-jsonschema (events only)", timed(check, root, runs=1), len(events)),
        ("DataTig", timed([sys.executable, "-m", "datatig.cli", "check", str(datatig(root, folder))], root, runs=1), number),
    ]
    print(f"| {number:,} records | records read | seconds | times scodata |")
    print("|---|--:|--:|--:|")
    for name, seconds, read in rows:
        print(f"| {name} | {read:,} | {seconds:.2f} | {seconds / rows[0][1]:.1f} |")
    shutil.rmtree(folder)


def timed(command: list[str], folder: Path, runs: int = 3) -> float:
    """Seconds of wall time, the median of the runs after a first one that isn't counted where there are several."""
    found = []
    for _ in range(runs + (runs > 1)):
        started = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        found.append(time.perf_counter() - started)
        assert done.returncode == 0, (command[:3], done.stdout[-500:], done.stderr[-500:])
    return statistics.median(found[runs > 1 :])


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
