"""The command that reads a text: draft."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scodata.cli.frame import main, say


@main.command()
@click.argument("text_file", type=click.Path(path_type=Path))
@click.option("--url", default="", help="The address of the text, for the record of it as a source.")
@click.option("--published", default="", metavar="DATE", help="When it was published, as YYYY-MM-DD; days that it prints without a year are then read.")
@click.option("--output", type=click.Path(path_type=Path), help="A folder: each draft becomes a file KIND/ID.yaml in it. A file that is there is left alone.")
@click.option("--format", "format_", type=click.Choice(["yaml", "json"]), default="yaml", help="YAML with comments, or JSON with the same as data.")
def draft(text_file: Path, url: str, published: str, output: Path | None, format_: str) -> None:
    """Propose draft records from TEXT_FILE, a press release say, by the catalogue's own names and phrases.

    Each value carries the characters of the text that it rests on, and each draft is followed by what it lacks to be valid. Look at every
    line before you take it over.

    \b
    Example:
      scodata draft release.txt
      scodata draft release.txt --url https://example.org/news/1 --published 2024-03-27 --output drafts
    """
    from scodata import catalogue, drafting, report
    from scodata.drafting import reading, writing

    found = catalogue.find(Path())
    drafted = drafting.draft(found, reading.text_of(text_file), url, reading.day(published))
    if drafted.problems:
        click.echo("\n".join(report.as_text(drafted.problems, found.root)))
        sys.exit(1)
    if output is None:
        click.echo(writing.as_yaml(drafted) if format_ == "yaml" else writing.as_json(drafted) + "\n", nl=False)
        return
    written, left = writing.write(drafted, output, format_)
    for path in written:
        say(f"{path}")
    for path in left:
        say(f"{path}: a file is there, and was left as it is", error=True)
