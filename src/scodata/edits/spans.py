"""Edits: stretches of a text, each with what takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from `start` to before `end`, and the text that takes their place."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. They may touch, and never overlap; several at one place follow each other in the order given."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        assert edit.start >= position, "two edits overlap"
        parts += (text[position : edit.start], edit.text)
        position = edit.end
    return "".join((*parts, text[position:]))


def index_of(text: str, line: int, column: int) -> int:
    """The index in a text of a line and column, both from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def place_of(text: str, index: int) -> tuple[int, int]:
    """The line and column, both from 1, of an index in a text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
