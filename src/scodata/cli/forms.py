"""The commands for what follows from the schemas beside the tables: bundle."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.cli.frame import main, say
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.catalogue import Catalogue
    from scodata.validation import Ground

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
    from scodata.schemas import bundled, read_schemas

    found = catalogue.find(Path())
    schemas, _ = read_schemas(found.schemas, "schemas")
    _bring(found, bundled.FOLDER, bundled.bundles(schemas, _ground(found).layout.shapes), "scodata bundle", check)


def _ground(found: Catalogue) -> Ground:
    from scodata.validation import survey

    ground, _ = survey(found)
    if ground is None:
        raise ScodataError("scodata.yaml or the schemas have problems: run scodata validate")
    return ground


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
