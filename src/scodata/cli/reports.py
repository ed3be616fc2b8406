"""The commands that report on a catalogue and never judge it: stats, stale."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scodata.cli.completing import kinds as kinds_
from scodata.cli.frame import main, say, write_file
from scodata.problems import ScodataError

_OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="The file to write instead of standard output.")


@main.command()
@click.option("--format", "format_", type=click.Choice(["text", "markdown", "json", "svg"]), default="text", help="How the report is written.")
@_OUTPUT
def stats(format_: str, output: Path | None) -> None:
    """Report how much the catalogue covers: records, years, series, sources, filled columns. Never a verdict.

    \b
    Example:
      scodata stats
      scodata stats --format markdown --output docs/coverage.md
      scodata stats --format svg --output coverage.svg
    """
    from scodata import catalogue, coverage

    _put(coverage.FORMATS[format_](coverage.stats(catalogue.find(Path()))), output)


@main.command()
@click.option("--on", "day", metavar="DAY", help="The day that ages are counted to, as 2027-01-31; today without it.")
@click.option("--older-than", type=click.IntRange(min=0), metavar="DAYS", default=365, show_default=True, help="List what is older than so many days.")
@click.option("--kind", "kinds", multiple=True, shell_complete=kinds_, metavar="KIND", help="Only records of this kind; several in one run.")
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Lines of each list, as text; 0 for all.")
@click.option("--format", "format_", type=click.Choice(["text", "json", "svg"]), default="text", help="How the worklist is written.")
@_OUTPUT
def stale(day: str | None, older_than: int, kinds: tuple[str, ...], limit: int, format_: str, output: Path | None) -> None:
    """List what to look at again, oldest first, with file and line. Never a verdict.

    \b
    Example:
      scodata stale
      scodata stale --older-than 730 --kind participants --limit 0
      scodata stale --format json --output stale.json
    """
    from scodata import ages, catalogue, clock, edtf

    if day and not edtf.is_day(day):
        raise ScodataError(f"{day} is no day; write it as 2027-01-31")
    found = ages.stale(catalogue.find(Path()), date.fromisoformat(day or clock.today()), older_than, kinds)
    _put(ages.as_json(found) if format_ == "json" else ages.as_svg(found) if format_ == "svg" else ages.as_text(found, limit), output)


def _put(text: str, output: Path | None) -> None:
    """Writes a report to its file, or prints it, line by line and safe for a terminal."""
    if output is not None and str(output) != "-":
        write_file(output, text, "w")
        return
    for line in text.removesuffix("\n").split("\n"):
        say(line)
