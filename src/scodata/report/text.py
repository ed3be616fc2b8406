"""Problems as text: `path:line:column: CODE message`, the line itself, a caret below, and a hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from scodata.documents import Lines
from scodata.problems import Code, Place, Problem, in_order
from scodata.report.escape import escaped

WIDEST = 160
"""Characters of a source line that are shown."""


def as_text(problems: Iterable[Problem], root: Path, *, colour: bool = False, texts: Mapping[str, str | None] = MappingProxyType({})) -> Iterator[str]:
    """The lines of a report. Source lines are read from the files below `root`; one that can't be read is left out.

    `texts` are files as they would be after a change, and are shown in the place of those on the disk.
    With `colour`, places are bold, errors red, warnings yellow and hints cyan (ECMA-48, SGR).
    """
    paint = _paint if colour else _plain
    lines = Lines(root, texts)
    for problem in in_order(problems):
        place = problem.place
        severity = "" if problem.code.severity == "error" else f"{problem.code.severity}: "
        where = escaped(f"{place.path}:{place.line}:{place.column}:")
        yield f"{paint(where, '1')} {severity}{paint(problem.code.id, '31' if not severity else '33')} {escaped(problem.message)}"
        yield from _quoted(place, lines)
        if problem.hint:
            yield paint(escaped(f"  hint: {problem.hint}"), "36")
        for related, what in problem.related:
            yield escaped(f"  see {related.path}:{related.line}:{related.column}: {what}")


def _paint(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"


def _plain(text: str, colour: str) -> str:
    return text


def summary(counts: Mapping[str, int], problems: Iterable[Problem], *, checked: bool = True) -> str:
    """The last line: records by kind, and how many problems."""
    found = list(problems)
    errors = sum(problem.code.severity == "error" for problem in found)
    records = ", ".join(f"{count:,} {kind}" for kind, count in counts.items()) or "no kinds"
    total = f"{sum(counts.values()):,} records ({records})" if checked else "records not checked, since the catalogue's own files have problems"
    warnings = len(found) - errors
    return f"{total}: {_count(errors, 'problem')}" + (f", {_count(warnings, 'warning')}" if warnings else "")


def page(code: Code) -> str:
    """What `explain` prints of a code."""
    return f"{code.id} {code.name} ({code.severity})\n\n{code.page}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}s"


def _quoted(place: Place, lines: Lines) -> Iterator[str]:
    line = lines.line(place.path, place.line)
    if not line.strip():
        return
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    cut = max(0, start - WIDEST // 2)
    shown, before, marked = line[cut : cut + WIDEST], line[cut:start], line[start : min(max(end, start + 1), cut + WIDEST)]
    number = f"{place.line:>5} | "
    yield f"{number}{escaped(shown)}"
    yield f"{' ' * (len(number) - 2)}| {' ' * _width(escaped(before))}{'^' * max(1, _width(escaped(marked)))}"


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two, combining ones none."""
    return sum(0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
