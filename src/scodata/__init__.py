"""Curated YAML records in, a validated Frictionless Data Package out: the commands, as Python, and the package, as data.

>>> import scodata
>>> catalogue = scodata.open_catalogue("path/to/catalogue")
>>> for problem in catalogue.problems():
...     print(problem.place.path, problem.place.line, problem.message)
>>> catalogue.build()
>>> data = scodata.load("path/to/package")
>>> data["events"]  # a pandas frame
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scodata.problems import Place, Problem, ScodataError

if TYPE_CHECKING:
    from scodata.data import Data
    from scodata.pipeline import Built
    from scodata.records import Record

__all__ = ["Catalogue", "Place", "Problem", "ScodataError", "load", "open_catalogue"]


class Catalogue:
    """A catalogue of records: a folder with a `scodata.yaml`, and below it `records/` and `schemas/`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def problems(self) -> Iterator[Problem]:
        """Everything that `scodata validate` finds, in order of file and place."""
        from scodata import catalogue, checking

        yield from checking.validate(catalogue.Catalogue(self.root)).problems

    def records(self) -> Iterator[Record]:
        """Every record that is good in itself, sorted by id, one at a time; its `value` has plain Python types."""
        from scodata import catalogue, checking

        yield from checking.records(catalogue.Catalogue(self.root))

    def build(self, output: str | Path | None = None, *, check: bool = False) -> Built:
        """What `scodata build` does: the package in `output`, or in the catalogue's `datapackage/`.

        Where the verdict has errors nothing is written. Raises `ScodataError` when the target may not be replaced or can't be written.
        """
        from scodata import catalogue, pipeline

        return pipeline.build(catalogue.Catalogue(self.root), Path(output) if output is not None else None, check=check)


def open_catalogue(path: str | Path = ".") -> Catalogue:
    """The catalogue that `path` lies in; raises `ScodataError` where there is none."""
    from scodata import catalogue

    return Catalogue(catalogue.find(Path(path)).root)


def load(path: str | Path, *, languages: tuple[str, ...] = ()) -> Data:
    """The package in a folder or zip archive, as tables and records. `languages`: those in which labels are wanted, the best first.

    Nothing is fetched, and nothing outside of the package is read. Raises `ScodataError` for anything that isn't a package of CSV tables,
    isn't what its descriptor says, or could do harm.
    """
    from scodata.data import load

    return load(path, languages=languages)
