"""Work in chunks, on every processor where there is enough of it: in the order in which it was given, whoever did it."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from scodata.problems import ScodataError

AHEAD = 10
"""Chunks that are under way at one time, so that memory doesn't grow with the work."""
Chunk = TypeVar("Chunk")
Done = TypeVar("Done")


def several(pieces: int, enough: int) -> bool:
    """Whether so many pieces of work pay for a second process, there is a processor for it, and it can inherit what this one has."""
    return pieces >= enough and _processors() > 1 and "fork" in multiprocessing.get_all_start_methods()


def in_order(work: Callable[[Chunk], Done], chunks: Iterable[Chunk], doing: str, begin: Callable[[], None] | None = None) -> Iterator[Done]:
    """What `work` makes of each chunk, in their order, by forked processes that inherit all there is; each of them calls `begin` first.

    Raises `ScodataError`, which says what it was `doing`, when one of the processes is killed.
    """
    under_way: deque[Future[Done]] = deque()
    try:
        with ProcessPoolExecutor(_processors(), multiprocessing.get_context("fork"), initializer=begin) as pool:
            for chunk in chunks:
                under_way.append(pool.submit(work, chunk))
                if len(under_way) >= AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
    except BrokenProcessPool as error:
        raise ScodataError(f"a process that {doing} was killed from outside, perhaps since memory ran out") from error


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
