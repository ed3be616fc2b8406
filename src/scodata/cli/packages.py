"""Which package a command is about: the catalogue's own, or one that somebody else made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.published import Package


def of_package(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the option that says which package is meant."""
    return click.option(
        "--package", type=click.Path(path_type=Path), help="A package's folder or zip archive, instead of the one that the catalogue here has built."
    )(command)


def opened(path: Path | None) -> Package:
    """The package at a path, opened as a stranger's; without one, the catalogue's own, which is as its build left it."""
    from scodata import catalogue
    from scodata.published import open_package

    if path is not None:
        return open_package(path)
    own = catalogue.find(Path()).package
    if not own.exists():
        raise ScodataError(f"there is no package at {own}; scodata build makes it")
    try:
        return open_package(own, trusted=True)
    except ScodataError as error:
        raise ScodataError(f"{error}; scodata build makes it anew") from error
