"""The command that writes the package in other formats: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.cli.frame import main, say
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.published import Package


@main.command()
@click.argument("words", nargs=-1)
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write to, instead of the catalogue's dist/export/.")
@click.option("--package", "foreign", type=click.Path(path_type=Path), help="A package that somebody else made, a folder or a zip, instead of the catalogue's.")
def export(words: tuple[str, ...], output: Path | None, foreign: Path | None) -> None:
    """Write the built package in the formats that WORDS name; without WORDS, list them.

    Nothing changes in the folder before all files are written.

    \b
    Example:
      scodata export
      scodata export sqlite parquet xlsx jsonl
      scodata export sqlite --package other.zip --output other
    """
    from scodata import catalogue, exports, published

    if not words:
        for word, (what, _) in exports.EXPORTS.items():
            click.echo(f"{word:10} {what}")
        return
    if foreign is not None:
        package, folder = published.open_package(foreign), Path("dist", "export")
    else:
        found = catalogue.find(Path())
        package, folder = built(found.package), found.root / "dist" / "export"
    for file in exports.export(package, words, output or folder):
        rows = f", {file.rows:,} {'row' if file.rows == 1 else 'rows'}" if file.rows is not None else ""
        say(f"{file.path}: {file.bytes:,} bytes{rows}")


def built(path: Path) -> Package:
    """The catalogue's own package; one that is missing, or isn't as its build left it, is wrong use."""
    from scodata.published import open_package

    try:
        return open_package(path, trusted=True)
    except ScodataError as error:
        raise ScodataError(f"{error}; run `scodata build`") from error
