"""All records examined, on every processor where there is enough work; in the order of their ids, whoever examined them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from scodata.processes import in_order, several
from scodata.validation import Examined, Ground, examine

ENOUGH = 1000
"""Records from which on a second process pays for its start."""
CHUNK = 100
"""Records that a process examines before it hands them over."""

_ground: Ground | None = None
"""The ground of a worker, inherited when its process was forked."""


def examine_all(ground: Ground, *, records: bool = True) -> Iterator[Examined]:
    """Every record file examined; without `records`, only entries and problems are kept. Raises `ScodataError` when a process of its own is killed."""
    if not several(len(ground.names), ENOUGH):
        yield from (examine(ground, name, records=records) for name in ground.names)
        return
    global _ground
    _ground = ground
    chunks = (ground.names[start : start + CHUNK] for start in range(0, len(ground.names), CHUNK))
    try:
        for chunk in in_order(partial(_examine, records=records), chunks, "examines records", gc.disable):
            yield from chunk
    finally:
        _ground = None


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


def _examine(names: Sequence[str], *, records: bool) -> list[Examined]:
    assert _ground is not None, "a worker inherits the ground"
    return [examine(_ground, name, records=records) for name in names]
