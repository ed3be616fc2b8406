"""How long `scodata diff` takes, and how much memory, on two packages of N rows of which one in a hundred changed.

    python benchmarks/diff.py [N ...]

Sorted by key, as the packages of scodata are, and shuffled, as those of others may be. Each is a whole process; memory is its peak.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import sys
import tempfile
from pathlib import Path

from scale import SCODATA, measured

COLUMNS = 10


def main(numbers: list[int]) -> None:
    print("| rows | order | seconds | peak MiB |")
    print("|--:|---|--:|--:|")
    for number in numbers:
        for order in ("sorted", "shuffled"):
            with tempfile.TemporaryDirectory() as folder:
                rows = [[f"row-{one:09}", *(f"text {one} {column}" for column in range(COLUMNS - 1))] for one in range(number)]
                write(Path(folder) / "old", rows, order)
                for row in rows[::100]:
                    row[5] = "another text"
                write(Path(folder) / "new", rows, order)
                seconds, memory = measured([SCODATA, "diff", "old", "new", "--format", "json"], Path(folder))
            print(f"| {number:,} | {order} | {seconds:.1f} | {memory:.0f} |", flush=True)


def write(folder: Path, rows: list[list[str]], order: str) -> None:
    (folder / "data").mkdir(parents=True)
    if order == "shuffled":
        rows = random.Random(len(folder.name)).sample(rows, len(rows))
    path = folder / "data" / "things.csv"
    names = ["id", *(f"column_{column}" for column in range(1, COLUMNS))]
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows])
    data = path.read_bytes()
    schema = {"fields": [{"name": name, "type": "string"} for name in names], "primaryKey": ["id"]}
    things = {"name": "things", "path": "data/things.csv", "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"name": "benchmark", "resources": [things]}), encoding="utf-8")


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [100_000, 1_000_000])
