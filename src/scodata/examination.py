"""All records examined, on every processor where there is enough work; in the order of their ids, whoever examined them."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from scodata.problems import ScodataError
from scodata.validation import Examined, Ground, examine

ENOUGH = 1000
"""Records from which on a second process pays for its start."""
CHUNK = 100
"""Records that a process examines before it hands them over."""
AHEAD = 10
"""Chunks that are under way at one time, so that memory doesn't grow with the catalogue."""

_ground: Ground | None = None
"""The ground of a worker, inherited when its process was forked."""


def examine_all(ground: Ground, *, records: bool = True) -> Iterator[Examined]:
    """Every record file examined; without `records`, only entries and problems are kept. Raises `ScodataError` when a process of its own is killed."""
    workers = _processors()
    if len(ground.names) < ENOUGH or workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (examine(ground, name, records=records) for name in ground.names)
        return
    global _ground
    _ground = ground
    try:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), initializer=gc.disable) as pool:
            yield from _in_order(pool, ground.names, records)
    except BrokenProcessPool as error:
        raise ScodataError("a process that examines records was killed from outside, perhaps since memory ran out") from error
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


def _in_order(pool: ProcessPoolExecutor, names: Sequence[str], records: bool) -> Iterator[Examined]:
    under_way: deque[Future[list[Examined]]] = deque()
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        under_way.append(pool.submit(_examine, chunk, records))
        if len(under_way) >= AHEAD:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


def _examine(names: Sequence[str], records: bool) -> list[Examined]:
    assert _ground is not None, "a worker inherits the ground"
    return [examine(_ground, name, records=records) for name in names]


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
