"""The command that begins a record: new."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.cli.completing import kinds
from scodata.cli.frame import main, say
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.catalogue import Catalogue
    from scodata.creation import Made
    from scodata.problems import Problem


@main.command()
@click.argument("kind", shell_complete=kinds)
@click.option("--id", "id_", default="", metavar="ID", help="The id, instead of the one that is proposed.")
@click.option("--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="A file of YAML or JSON with some of the values; - for standard input.")
@click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE", help="One value, such as title.en=…; for a map, set or list, one key or item more of it."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print the file.")
@click.option("--edit/--no-edit", default=True, help="Open the new file in $VISUAL or $EDITOR, where there is one and a terminal.")
def new(kind: str, id_: str, source: Path | None, settings: tuple[str, ...], dry_run: bool, edit: bool) -> None:
    """Write a new record of KIND. On a terminal, it asks for what is missing.

    Only what a record must say is asked for, and what nearly all others of its kind say too. Each answer is checked at once. Records that exist
    are found by any of their names, in any script. Without a terminal nothing is asked, and what is missing is named. A record that stands is
    never changed; with errors, or when you stop, nothing is written.

    \b
    Example:
      scodata new events
      scodata new places --set type=city --set name.en=Almaty --set country=kazakhstan
      scodata new events --from draft.yaml --set citations=sectsco-2024-cnd-67 --dry-run
    """
    from scodata import catalogue, creation
    from scodata.cli import prompts

    found = catalogue.find(Path())
    given = creation.Given(id_, *_read(source), settings)
    asker = prompts.asker(found.root) if str(source) != "-" else None
    made = creation.new(found, kind, given, asker, dry_run=dry_run)
    if made.said:
        say(made.said)
    if dry_run:
        _print(made)
    _report(made.problems, found.root, made.texts, error=dry_run)
    if not made.is_written:
        say("nothing written: this was a dry run" if dry_run else "nothing written", error=dry_run)
        sys.exit(1 if _are_errors(made.problems) else 0)
    for name in made.texts:
        say(f"{name} is written")
    problems = _edited(found, made) if edit and asker and (os.environ.get("VISUAL") or os.environ.get("EDITOR")) else made.problems
    sys.exit(1 if _are_errors(problems) else 0)


def _read(source: Path | None) -> tuple[bytes | None, str]:
    """The bytes of the file of values, and its name."""
    from scodata.documents.reader import LARGEST_FILE, load
    from scodata.problems import Problem

    if source is None:
        return None, ""
    if str(source) == "-":
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise ScodataError(f"standard input is larger than {LARGEST_FILE:,} bytes")
        return data, "-"
    found = load(source, str(source))
    if isinstance(found, Problem):
        raise ScodataError(f"{source}: {found.message}")
    return found, str(source)


def _edited(found: Catalogue, made: Made) -> Iterable[Problem]:
    """What is wrong with the record when it comes back from the editor."""
    from scodata import checking

    try:
        click.edit(filename=str(found.root / made.name))
    except click.ClickException as error:
        say(f"scodata: {error.message}; {made.name} is written, and can be opened by hand", error=True)
    problems = checking.validate(found, [found.root / made.name]).problems
    _report(problems, found.root, {})
    return problems


def _print(made: Made) -> None:
    from scodata.report import escaped

    for name, text in made.texts.items():
        for line in (f"# {name}", *text.splitlines()) if len(made.texts) > 1 else text.splitlines():
            click.echo(escaped(line))


def _report(problems: Iterable[Problem], root: Path, texts: Mapping[str, str], *, error: bool = False) -> None:
    from scodata.report import as_text

    for line in as_text(problems, root, texts=texts):
        click.echo(line, err=error)


def _are_errors(problems: Iterable[Problem]) -> bool:
    from scodata.problems import blocks

    return blocks(problems)
