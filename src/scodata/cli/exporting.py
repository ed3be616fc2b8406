"""The command that writes the package in other formats: export."""

from __future__ import annotations

from pathlib import Path

import click

from scodata.cli.completing import formats
from scodata.cli.frame import main, say
from scodata.cli.packages import of_package, opened


@main.command()
@click.argument("words", nargs=-1, shell_complete=formats)
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write to, instead of the catalogue's dist/export/.")
@of_package
def export(words: tuple[str, ...], output: Path | None, package: Path | None) -> None:
    """Write the built package in the formats that WORDS name; without WORDS, list them.

    Nothing changes in the folder before all files are written.

    \b
    Example:
      scodata export
      scodata export sqlite parquet xlsx jsonl
      scodata export sqlite --package other.zip --output other
    """
    from scodata import catalogue, exports

    if not words:
        for word, (what, _) in exports.EXPORTS.items():
            click.echo(f"{word:10} {what}")
        return
    home = Path() if package is not None else catalogue.find(Path()).root
    for file in exports.export(opened(package), words, output or home / "dist" / "export"):
        rows = f", {file.rows:,} {'row' if file.rows == 1 else 'rows'}" if file.rows is not None else ""
        say(f"{file.path}: {file.bytes:,} bytes{rows}")
