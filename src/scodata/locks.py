"""One process at a time changes a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def lock(folder: Path) -> int | None:
    """Holds the folder for this process alone until it is closed or the process ends; None on systems that can't. Another one waits."""
    try:
        import fcntl
    except ImportError:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Holds a folder for this process alone inside of the block."""
    descriptor = lock(folder)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)
