"""What an export is made of: files that it wrote, and a library that it may need."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from scodata.problems import ScodataError


@dataclass(frozen=True)
class File:
    """A file that an export wrote into the folder given: its name, and the rows or records in it; None for one that holds none."""

    name: str
    rows: int | None = None


def library(module: str, extra: str) -> ModuleType:
    """A library of one of the program's extras; raises `ScodataError` where it isn't installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ScodataError(f"the export `{extra}` needs a library that isn't installed: pip install 'scodata[{extra}]'") from error
