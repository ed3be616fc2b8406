"""The lines of source files, for those who quote them or compare what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from scodata.documents.reader import load
from scodata.problems import Problem


class Lines:
    """The lines of source files, read once a file, as the reader reads them: no link is followed, nothing without an end is read."""

    def __init__(self, root: Path, texts: Mapping[str, str | None] = MappingProxyType({})) -> None:
        """`texts` are files that shall be read as if this stood in them."""
        self.root = root
        self.texts = texts
        self.name = ""
        self.lines: list[str] = []

    def line(self, name: str, number: int) -> str:
        """A line of a file; empty where there is none."""
        if name != self.name:
            self.name, self.lines = name, self._text(name).split("\n")
        return self.lines[number - 1].rstrip("\r") if 0 < number <= len(self.lines) else ""

    def _text(self, name: str) -> str:
        if name in self.texts:
            return self.texts[name] or ""
        data = load(self.root / name, name)
        return "" if isinstance(data, Problem) else data.decode("utf-8", "replace")
