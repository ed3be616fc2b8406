"""The lines of source files, for those who quote them or compare what stands there."""

from __future__ import annotations

from pathlib import Path

from scodata.documents.reader import load
from scodata.problems import Problem


class Lines:
    """The lines of source files, read once a file, as the reader reads them: no link is followed, nothing without an end is read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = ""
        self.lines: list[str] = []

    def line(self, name: str, number: int) -> str:
        """A line of a file; empty where there is none."""
        if name != self.name:
            data = load(self.root / name, name)
            self.name, self.lines = name, [] if isinstance(data, Problem) else data.decode("utf-8", "replace").split("\n")
        return self.lines[number - 1].rstrip("\r") if 0 < number <= len(self.lines) else ""
