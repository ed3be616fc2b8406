"""The commands for what follows from the schemas beside the tables, and for filled forms: bundle, forms, from-issue."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.cli.frame import main, read_file, say, write_file

if TYPE_CHECKING:
    from scodata.catalogue import Catalogue

_CHECK = click.option("--check", is_flag=True, help="Write nothing; fail if a file isn't what the schemas give.")


@main.command()
@_CHECK
def bundle(check: bool) -> None:
    """Write each kind's schema as one file into schemas/bundled/, for editors and other validators.

    Where they are, `scodata fmt` puts the line on top of each record that tells an editor which schema is its own.

    \b
    Example:
      scodata bundle
      scodata bundle --check
    """
    from scodata import catalogue
    from scodata.ground import surveyed
    from scodata.schemas import bundled, read_schemas

    found = catalogue.find(Path())
    schemas, _ = read_schemas(found.schemas, "schemas")
    _bring(found, bundled.FOLDER, bundled.bundles(schemas, surveyed(found).layout.shapes), "scodata bundle", check)


@main.command()
@_CHECK
def forms(check: bool) -> None:
    """Write an issue form of GitHub for each kind into .github/ISSUE_TEMPLATE/, for people who don't write YAML.

    \b
    Example:
      scodata forms
      scodata forms --check
    """
    from scodata import catalogue
    from scodata.forms import template
    from scodata.ground import surveyed

    found = catalogue.find(Path())
    _bring(found, template.FOLDER, template.forms(surveyed(found).layout.shapes), "scodata forms", check)


@main.command("from-issue")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--write", is_flag=True, help="Write the drafts below records/, where no file is; without it they are only shown.")
@click.option("--report", type=click.Path(path_type=Path), help="A file for what became of the form, in Markdown, as a comment on the issue.")
def from_issue(file: Path, write: bool, report: Path | None) -> None:
    """Make draft records of a filled form: FILE, or - for standard input, holds the body of the issue.

    Names become ids by all names that the catalogue knows; a source that it hasn't becomes a record too. What the drafts lack to be valid,
    and what was left out, is said below them.

    \b
    Example:
      scodata from-issue body.md
      scodata from-issue body.md --write --report comment.md
    """
    from scodata import catalogue
    from scodata import forms as filled
    from scodata.forms.body import LARGEST_BODY
    from scodata.forms.telling import told
    from scodata.report import as_text

    found = catalogue.find(Path())
    drafted = filled.draft(found, read_file(file, LARGEST_BODY, "no issue is"))
    if report:
        write_file(report, told(drafted, found.root), "w")
    if write:
        for name in filled.write(found, drafted):
            say(name)
    else:
        for name, text in drafted.texts.items():
            click.echo(f"# {name}\n{text}", nl=False)
    for line in as_text(drafted.problems, found.root, texts=drafted.texts):
        click.echo(line)
    for remark in drafted.remarks:
        say(remark)
    sys.exit(1 if drafted.problems or drafted.remarks else 0)


def _bring(found: Catalogue, folder: str, files: Mapping[str, str], command: str, check: bool) -> None:
    """Writes files that follow from the schemas, or with `check` tells which are stale, and ends with the exit code for it."""
    from scodata import generated

    if not check:
        changed = generated.write(found.root, folder, files)
        say(f"{len(changed)} of {len(files)} files in {folder} changed")
        return
    stale = generated.stale(found.root, folder, files)
    for name, why in stale:
        say(f"{name}: {why}; run {command}")
    say(f"{folder} is what the schemas give: {len(files)} files" if not stale else f"{len(stale)} of {len(files)} files in {folder} would change")
    sys.exit(1 if stale else 0)
