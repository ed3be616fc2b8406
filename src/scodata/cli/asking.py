"""The commands that ask a package: show, query, as-of."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scodata.cli.completing import ids
from scodata.cli.frame import main, say
from scodata.cli.packages import of_package, opened
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.questions import Answer, Holding, Holdings


@main.command()
@click.argument("id_", metavar="ID", shell_complete=ids)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Lines for a person, or the record as JSON.")
@of_package
def show(id_: str, format_: str, package: Path | None) -> None:
    """Print the record of ID as a person would read it, with what refers to it.

    \b
    Example:
      scodata show sco-unodc-joint-event-2024
    """
    from scodata import questions

    shown = questions.show(opened(package), id_)
    if format_ == "json":
        click.echo(json.dumps({"kind": shown.kind, **shown.value}, ensure_ascii=False, indent=2))
        return
    for line in shown.lines:
        say(line)


@main.command()
@click.argument("sql")
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json"]), default="table", help="How the answer is printed.")
@of_package
def query(sql: str, format_: str, package: Path | None) -> None:
    """Run SQL, one SELECT of SQLite's, on the tables of the package; it can only read.

    \b
    Example:
      scodata query "SELECT status, count(*) FROM status_periods GROUP BY status"
    """
    from scodata import questions

    answer = questions.query(opened(package), sql)
    if format_ == "json":
        click.echo(_as_json(answer))
    elif format_ == "csv":
        click.echo(_as_csv(answer), nl=False)
    else:
        for line in _as_table(answer):
            say(line)


@main.command("as-of")
@click.argument("day", metavar="DATE")
@of_package
def as_of(day: str, package: Path | None) -> None:
    """Print who was what on DATE (YYYY-MM-DD), and where the dates leave it open.

    \b
    Example:
      scodata as-of 2017-06-09
    """
    from scodata import edtf, questions

    if not edtf.is_day(day):
        raise ScodataError(f"{day} is no day; write it as 2017-06-09")
    for holdings in questions.as_of(opened(package), day):
        for line in _holdings(holdings, day):
            say(line)


def _holdings(holdings: Holdings, day: str) -> Iterator[str]:
    yield holdings.title
    for group, members in groupby(holdings.holdings, key=lambda one: one.group):
        yield f"  {', '.join(part for part in group if part)}"
        yield from (f"    {_holding(one, day)}" for one in members)
    if holdings.undated:
        yield f"  Not listed: {holdings.undated} whose first or last day no source gives, so that they may have held on this day."


def _holding(one: Holding, day: str) -> str:
    return one.who if one.certain else f"{one.who}: possibly; {one.doubt(day)}"


def _as_json(answer: Answer) -> str:
    """A list of objects; what JSON can't say is wrong use: two values of one name, a number without end."""
    twice = next((name for name, number in Counter(answer.columns).items() if number > 1), None)
    if twice is not None:
        raise ScodataError(f"two columns are called {twice}, and an object of JSON has each name once: name one of them with AS")
    try:
        return json.dumps([dict(zip(answer.columns, row, strict=True)) for row in answer.rows], ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError as error:
        raise ScodataError("a number of the answer has no end, and JSON can't say that") from error


def _as_csv(answer: Answer) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((answer.columns, *answer.rows))
    return text.getvalue()


def _as_table(answer: Answer) -> Iterator[str]:
    rows = [answer.columns, *([_cell(value) for value in row] for row in answer.rows)]
    widths = [max(_width(row[position]) for row in rows) for position in range(len(answer.columns))]
    for number, row in enumerate(rows):
        yield "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)
    yield f"{len(answer.rows):,} {'row' if len(answer.rows) == 1 else 'rows'}"


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _width(text: str) -> int:
    """Columns of a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1 for letter in text)
