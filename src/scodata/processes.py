"""Work in chunks, on every processor where there is enough of it: in the order in which it was given, whoever did it."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from scodata.problems import ScodataError

AHEAD = 10
"""Chunks that are under way at one time, so that memory doesn't grow with the work."""
Chunk = TypeVar("Chunk")
Done = TypeVar("Done")


def several(pieces: int, enough: int) -> bool:
    """Whether so many pieces of work pay for a second process, there is a processor for it, and it can inherit what this one has."""
    return pieces >= enough and _processors() > 1 and "fork" in multiprocessing.get_all_start_methods()


def in_order(work: Callable[[Chunk], Done], chunks: Iterable[Chunk], doing: str, *, forked: bool, begin: Callable[[], None] | None = None) -> Iterator[Done]:
    """What `work` makes of each chunk, in their order: here or, where `forked`, by processes that inherit it with all that it holds.

    Each such process calls `begin` first. Raises `ScodataError`, which says what it was `doing`, when one of them is killed.
    """
    if not forked:
        yield from map(work, chunks)
        return
    under_way: deque[Future[Done]] = deque()
    try:
        with ProcessPoolExecutor(_processors(), multiprocessing.get_context("fork"), _begin, (work, begin)) as pool:
            for chunk in chunks:
                under_way.append(pool.submit(_do, chunk))
                if len(under_way) >= AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
    except BrokenProcessPool as error:
        raise ScodataError(f"a process that {doing} was killed from outside, perhaps since memory ran out") from error


_work: Callable[[Any], Any] | None = None
"""What a process of its own does: inherited, not sent, since it may hold much."""


def _begin(work: Callable[[Any], Any], begin: Callable[[], None] | None) -> None:
    global _work
    _work = work
    if begin:
        begin()


def _do(chunk: Any) -> Any:
    assert _work is not None, "a process inherits its work"
    return _work(chunk)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
