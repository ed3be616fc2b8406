"""What an export holds, read back from its file, against the tables that it was made of: every value, with its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from scodata.layout import Column
from scodata.problems import ScodataError
from scodata.published import Package


class Found(NamedTuple):
    """A table as a file holds it: its name, the names of its columns, and its rows, whose values have the types that `Package.values` gives."""

    table: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def hold_against(package: Package, file: str, found: Found) -> None:
    """Raises `ScodataError` at the first column, row or value in which a table, as a file holds it, isn't that of the package."""
    columns, place = package.tables[found.table].columns, f"{file}: the table `{found.table}`"
    if [column.name for column in columns] != list(found.columns):
        raise ScodataError(f"{place} has other columns than in the package")
    for number, (wanted, row) in enumerate(zip_longest(package.values(found.table), found.rows), 2):
        if wanted is None or row is None:
            raise ScodataError(f"{place} has {'fewer' if row is None else 'more'} rows than in the package, from row {number} on")
        if wanted == tuple(row) and [*map(type, wanted)] == [*map(type, row)]:
            continue  # nearly all rows, and ten times as fast
        for column, value, held in _differing(columns, wanted, row):
            raise ScodataError(f"{place}, row {number}, column `{column.name}`: it says {_shown(held)} instead of {_shown(value)}")


@contextmanager
def readable(file: str, *errors: type[Exception]) -> Iterator[None]:
    """Makes what a reader raises for a broken or missing file one sentence."""
    broken: tuple[type[Exception], ...] = (OSError, ValueError, *errors)
    try:
        yield
    except broken as error:
        raise ScodataError(f"{file} can't be read: {' '.join(str(error).split())}") from error


def hold_text_against(wanted: str, path: Path) -> None:
    """Raises `ScodataError` where a file isn't this text."""
    with readable(path.name):
        if path.read_bytes() != wanted.encode():
            raise ScodataError(f"{path.name} isn't what the package gives")


def _differing(columns: Sequence[Column], wanted: Sequence[Any], row: Sequence[Any]) -> Iterator[tuple[Column, Any, Any]]:
    for column, value, held in zip(columns, wanted, row, strict=True):
        if value != held or isinstance(value, bool) != isinstance(held, bool):
            yield column, value, held


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value)[:60]
