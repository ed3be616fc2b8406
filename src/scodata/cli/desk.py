"""The commands that change records: fmt, rename, merge, split, retire, fix."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.cli.completing import ids
from scodata.cli.frame import main, say
from scodata.problems import ScodataError, blocks

if TYPE_CHECKING:
    from scodata.edits import Changes, Outcome
    from scodata.problems import Problem

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Write nothing; show what would change as a unified diff, which git can apply.")


@main.command()
@_PATHS
@click.option("--check", is_flag=True, help="Write nothing; show what would change as a unified diff, and fail if anything would.")
def fmt(paths: tuple[Path, ...], check: bool) -> None:
    """Bring all records, or those in PATHS, into their one canonical form; what they say stays.

    \b
    Example:
      scodata fmt
      scodata fmt --check records/events
    """
    from scodata import catalogue, edits

    found = catalogue.find(Path())
    done = edits.fmt(found, paths, check=check)
    _say_all([done.said] if done.said else [])
    if check:
        _show(done.changes)
    _report(done.problems, found.root, {})
    names = done.changes.names
    would = "would change" if check else "changed"
    say(f"{len(names):,} of {done.files:,} records {would}")
    sys.exit(1 if done.problems or (check and names) else 0)


@main.command()
@click.argument("old", shell_complete=ids)
@click.argument("new")
@_DRY_RUN
def rename(old: str, new: str, dry_run: bool) -> None:
    """Give the record OLD the id NEW; every reference to it follows.

    A redirect is left of an id that was released.

    \b
    Example:
      scodata rename saint-petersburg st-petersburg --dry-run
      scodata rename saint-petersburg st-petersburg
    """
    from scodata import catalogue, edits

    found = catalogue.find(Path())
    _end(edits.rename(found, old, new, dry_run=dry_run), found.root, dry_run)


@main.command()
@click.argument("kept", shell_complete=ids)
@click.argument("gone", shell_complete=ids)
@_DRY_RUN
def merge(kept: str, gone: str, dry_run: bool) -> None:
    """Make the record GONE a part of the record KEPT; every reference to it follows.

    What only one of the two says is kept. Where they say different things at one place, that is shown, and nothing is done.

    \b
    Example:
      scodata merge st-petersburg saint-petersburg --dry-run
    """
    from scodata import catalogue, edits

    found = catalogue.find(Path())
    _end(edits.merge(found, kept, gone, dry_run=dry_run), found.root, dry_run)


@main.command()
@click.argument("id_", metavar="ID", shell_complete=ids)
@click.argument("successors", nargs=-1, required=True, metavar="INTO...", shell_complete=ids)
@click.option(
    "--refer", "answers", multiple=True, metavar="RECORD=SUCCESSOR", help="What the references of a record shall name; RECORD/POINTER for only one of them."
)
@click.option("--rest", shell_complete=ids, default="", metavar="SUCCESSOR", help="What all other references shall name.")
@_DRY_RUN
def split(id_: str, successors: tuple[str, ...], answers: tuple[str, ...], rest: str, dry_run: bool) -> None:
    """Replace the record ID by several others, INTO, which exist already.

    Which of them each reference shall name is for you to say; as long as one is undecided, nothing is done.

    \b
    Example:
      scodata split almaty almaty-city almaty-region --refer chs-1998=almaty-city --rest almaty-region
    """
    from scodata import catalogue, edits

    found = catalogue.find(Path())
    _end(edits.split(found, id_, successors, _answers(answers), rest, dry_run=dry_run), found.root, dry_run)


@main.command()
@click.argument("id_", metavar="ID", shell_complete=ids)
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays in the redirect of an id that was released.")
@_DRY_RUN
def retire(id_: str, reason: str, dry_run: bool) -> None:
    """Withdraw the record ID, to which nothing refers any more.

    \b
    Example:
      scodata retire cop-29-event --reason "It was never held."
    """
    from scodata import catalogue, edits

    found = catalogue.find(Path())
    _end(edits.retire(found, id_, reason, dry_run=dry_run), found.root, dry_run)


@main.command()
@_PATHS
@click.option("--dry-run", is_flag=True, help="Write nothing; only list what would be mended.")
def fix(paths: tuple[Path, ...], dry_run: bool) -> None:
    """Make the mends that problems offer, in all records or those in PATHS, and list them one by one.

    Mended are words that are surely slips of known ones, Unicode form, white space, quotes that are missing or too many, and at last the
    canonical form. A mend that would make a new problem is left out.

    \b
    Example:
      scodata fix --dry-run
      scodata fix records/events/cnd-67.yaml
    """
    from scodata import catalogue, edits

    found = catalogue.find(Path())
    done = edits.fix(found, paths, dry_run=dry_run)
    _say_all([done.said] if done.said else [])
    for mend in done.mends:
        say(f"{mend.place.path}:{mend.place.line}:{mend.place.column}: {mend.code} `{mend.before}` → `{mend.after}`")
    would = " would be made" if dry_run else " made"
    say(f"{_count(len(done.mends), 'mend')} in {_count(len(done.changes.names), 'file')}{would}; {_left(done.problems)}")
    sys.exit(1 if blocks(done.problems) else 0)


def _left(problems: Sequence[Problem]) -> str:
    warnings = sum(1 for problem in problems if problem.code.severity == "warning")
    more = f" and {_count(warnings, 'warning')}" if warnings else ""
    return f"{_count(len(problems) - warnings, 'problem')}{more} left{': scodata validate shows all' if problems else ''}"


def _answers(answers: tuple[str, ...]) -> dict[str, str]:
    pairs = [answer.rpartition("=") for answer in answers]
    for record, sign, successor in pairs:
        if not (record and sign and successor):
            raise ScodataError(f"--refer is RECORD=SUCCESSOR, not {record}{sign}{successor}")
    return {record: successor for record, _, successor in pairs}


def _end(outcome: Outcome, root: Path, dry_run: bool) -> None:
    """Shows what became of a change, and ends with the exit code for it."""
    if dry_run:
        _show(outcome.changes)
    _report(outcome.problems, root, outcome.changes.after)
    _say_all(outcome.said)
    if outcome.problems:
        say(f"nothing written: {_count(len(outcome.problems), 'problem')} in the way")
        sys.exit(1)
    if dry_run:
        say("nothing written: this was a dry run")


def _show(changes: Changes) -> None:
    from scodata import edits
    from scodata.report import escaped

    for line in edits.diff(changes):
        click.echo(escaped(line))


def _report(problems: Iterable[Problem], root: Path, texts: Mapping[str, str | None]) -> None:
    from scodata.report import as_text

    for line in as_text(problems, root, texts=texts):
        click.echo(line)


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
