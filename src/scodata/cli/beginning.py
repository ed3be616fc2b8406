"""The command that begins a catalogue: init."""

from __future__ import annotations

from pathlib import Path

import click

from scodata.cli.frame import main, say


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The title of the catalogue; without it, the name of the folder.")
def init(folder: Path, title: str | None) -> None:
    """Begin a new catalogue in DIR: schemas, an example of each kind, CI and a README.

    \b
    Example:
      scodata init treaties --title "Treaties of the Example Association"
    """
    from scodata import template

    files = template.plant(folder, title or folder.absolute().name)
    say(f"a new catalogue of {len(files)} files in {folder}; next:")
    say(f"  cd {folder}")
    say("  scodata validate")
    say("  scodata build")
    say("then say in scodata.yaml what it is, and replace the examples in records/")
