"""All records examined, on every processor where there is enough work; in the order of their ids, whoever examined them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from scodata.ground import Ground
from scodata.problems import Problem
from scodata.processes import in_order, several
from scodata.records import Index, Record
from scodata.validation import examine

ENOUGH = 1000
"""Records from which on a second process pays for its start."""
CHUNK = 100
"""Records that a process examines before it hands them over."""


@dataclass
class Batch:
    """Some files, examined: the good records in them, the index of all, their problems, and the files that could not be read."""

    names: Sequence[str]
    records: list[Record] = field(default_factory=list)
    index: Index = field(default_factory=Index)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def examine_all(ground: Ground, *, records: bool = True) -> Iterator[Batch]:
    """Every record file examined, in chunks; without `records`, none are made. Raises `ScodataError` when a process of its own is killed."""
    chunks = (ground.names[start : start + CHUNK] for start in range(0, len(ground.names), CHUNK))
    forked = several(len(ground.names), ENOUGH)
    yield from in_order(partial(_examine, ground, records=records), chunks, "examines records", forked=forked, begin=gc.disable)


@contextmanager
def without_collector() -> Iterator[None]:
    """Leaves Python's collector of cycles off: records make none, and it would walk over the growing index again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _examine(ground: Ground, names: Sequence[str], *, records: bool) -> Batch:
    found = Batch(names)
    for name in names:
        one = examine(ground, name, records=records)
        found.problems += one.problems
        if one.record:
            found.records.append(one.record)
        if one.entry:
            found.index.add(one.entry)
        else:
            found.unread.append(name)
            found.index.complete = False
    return found
