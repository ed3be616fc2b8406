"""How time and memory grow with the catalogue, and what a start costs.

    python benchmarks/scale.py [N ...]

Each command is a whole process with its children; memory is the peak of the largest one. The catalogue of this repository is measured too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SCODATA = str(Path(sys.executable).parent / "scodata")
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
sys.exit(code)
"""


def measured(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Seconds of wall time, of all processors' time, and peak memory in MiB."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], cwd=folder, capture_output=True, text=True, check=True)
    memory, processor = done.stdout.split()
    return time.perf_counter() - started, float(processor), int(memory) / 1024


def row(name: str, command: list[str], folder: Path, number: int) -> None:
    seconds, processor, memory = measured(command, folder)
    print(f"| {name} | {number:,} | {seconds:.2f} | {processor:.2f} | {processor * 1000 / number if number else 0:.2f} | {memory:.0f} |", flush=True)


def main(numbers: list[int]) -> None:
    print("| command | records | seconds | processor seconds | of them ms a record | peak MiB |")
    print("|---|--:|--:|--:|--:|--:|")
    row("python -c pass", [sys.executable, "-c", "pass"], HERE, 0)
    row("scodata --help", [SCODATA, "--help"], HERE, 0)
    real = sum(1 for _ in (HERE.parent / "records").rglob("*.yaml"))
    row("scodata validate, this catalogue", [SCODATA, "validate"], HERE.parent, real)
    for number in numbers:
        folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
        subprocess.run([sys.executable, str(HERE / "make.py"), str(number), str(folder / "catalogue")], check=True)
        row("scodata validate", [SCODATA, "validate"], folder / "catalogue", number)
        row("scodata build", [SCODATA, "build"], folder / "catalogue", number)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [1000, 10000])
