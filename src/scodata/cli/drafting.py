"""The command that reads a text: draft."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scodata.cli.frame import main, read_file, say
from scodata.problems import ScodataError

LARGEST_TEXT = 1 << 21
"""Bytes; a press release is a thousand times smaller."""


def _day(_context: click.Context, _option: click.Parameter, text: str) -> str:
    from scodata import edtf

    if text and not edtf.is_day(text):
        raise ScodataError(f"--published is a day such as 2024-03-27, not {text}")
    return text


@main.command()
@click.argument("text_file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--url", default="", help="The address of the text, for the record of it as a source.")
@click.option(
    "--published", default="", callback=_day, metavar="DATE", help="When it was published, as YYYY-MM-DD; days that it prints without a year are then read."
)
@click.option("--output", type=click.Path(path_type=Path), help="A folder: each draft becomes a file KIND/ID.yaml in it. A file that is there is left alone.")
@click.option("--format", "format_", type=click.Choice(["yaml", "json"]), default="yaml", help="YAML with comments, or JSON with the same as data.")
def draft(text_file: Path, url: str, published: str, output: Path | None, format_: str) -> None:
    """Propose draft records from TEXT_FILE, a press release say, or - for standard input, by the catalogue's own names and phrases.

    Each value carries the characters of the text that it rests on, and each draft is followed by what it lacks to be valid. Look at every
    line before you take it over.

    \b
    Example:
      scodata draft release.txt
      scodata draft release.txt --url https://example.org/news/1 --published 2024-03-27 --output drafts
    """
    from scodata import catalogue, drafting, report
    from scodata.drafting import writing

    found = catalogue.find(Path())
    drafted = drafting.draft(found, read_file(text_file, LARGEST_TEXT, "draft reads one report at a time"), url, published)
    if drafted.problems:
        click.echo("\n".join(report.as_text(drafted.problems, found.root)))
        sys.exit(1)
    if not drafted.proposals:
        say("nothing to propose: no name of the catalogue and no phrase of its phrases/ is in this text as an occasion", error=True)
    if output is None:
        click.echo(writing.as_yaml(drafted) if format_ == "yaml" else writing.as_json(drafted) + "\n", nl=False)
        return
    written, left = writing.write(drafted, output, format_)
    for path in written:
        say(f"{path}")
    for path in left:
        say(f"{path}: a file is there, and was left as it is", error=True)
