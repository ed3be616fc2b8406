"""The commands that show a catalogue: site, serve."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.cli.frame import main, progress_on, say, took
from scodata.cli.packages import of_package, opened
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.ledger import Ledger
    from scodata.problems import Problem

MOST_TITLES = 5
"""Titles without a translation that are named."""


@main.command()
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write instead of the catalogue's site/.")
@click.option("--layout", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The layout file instead of the catalogue's site.yaml.")
@click.option("--address", default="", help="Where the site will stand, as https://…/, for links that must be absolute.")
@click.option("--files", type=click.Path(path_type=Path), help="A folder of more files to offer for download, such as a release.")
@click.option("--releases", type=click.Path(path_type=Path), help="The folder of releases to keep under v/, instead of the catalogue's dist/.")
@click.option("--disk", is_flag=True, help="Let links lead to index.html, for reading from a disk without JavaScript.")
@of_package
def site(output: Path | None, layout: Path | None, address: str, files: Path | None, releases: Path | None, disk: bool, package: Path | None) -> None:
    """Make a static web site of the package, for any web server, or to be read as files.

    What releases/ says of earlier versions becomes the history of each record, and the files of releases stay under v/<version>/.

    \b
    Example:
      scodata site --output public
      scodata site --address https://example.org/catalogue/
    """
    from scodata import site as sites

    started = time.perf_counter()
    if address and not address.startswith(("https://", "http://")):
        raise ScodataError(f"{address} is no address of a site; it begins with https://")
    root = None if package is not None else catalogue_here()
    if output is None and root is None:
        raise ScodataError("say where to write the site of another package: --output FOLDER")
    target = output or (root or Path()) / "site"
    own = root / sites.LAYOUT if root is not None else None
    made_of = opened(package)
    ledger, kept = released(root, releases, str(made_of.descriptor["name"]))
    found = layout or (own if own is not None and own.exists() else None)
    asked = sites.Asked(found, f"{address.rstrip('/')}/" if address else "", files, ledger, kept, disk)
    guarded = tuple(root / name for name in ("records", "schemas", "src", "docs", "datapackage")) if root is not None else ()
    with progress_on(sys.stderr) as progress:
        made = sites.make(made_of, target, asked, guarded, progress)
    if made.problems:
        shown(list(made.problems), asked.layout.parent if asked.layout else Path())
        say(f"nothing written: {target} is as it was")
        sys.exit(1)
    for language, titles in made.untranslated.items():
        more = f" and {len(titles) - MOST_TITLES:,} more" if len(titles) > MOST_TITLES else ""
        say(f"in {language}, titles of the schemas are in English, since {sites.LAYOUT} doesn't translate them: {', '.join(titles[:MOST_TITLES])}{more}")
    say(f"{made.count:,} files in {target}{took(started)}")


def released(root: Path | None, folder: Path | None, name: str) -> tuple[Ledger | None, dict[str, Path]]:
    """What a catalogue released, None where there is no catalogue; and the folders of its versions in `folder`, or in its `dist/` if that is there."""
    from scodata.catalogue import Catalogue
    from scodata.ledger import read_ledger
    from scodata.release.shelf import on_shelf

    if root is None:
        if folder is not None:
            raise ScodataError("--releases needs the catalogue that they are of: only its releases/ says what was released")
        return None, {}
    here = Catalogue(root)
    ledger, place = read_ledger(here), folder or (here.dist if here.dist.is_dir() else None)
    return ledger, on_shelf(place, name, ledger) if place is not None else {}


def catalogue_here() -> Path | None:
    """The root of the catalogue that this is in; None where there is none."""
    from scodata import catalogue

    try:
        return catalogue.find(Path()).root
    except ScodataError:
        return None


def shown(problems: list[Problem], root: Path) -> None:
    """Prints problems as validate does."""
    from scodata import report

    for line in report.as_text(problems, root, colour=False):
        click.echo(line)


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port of this machine; 0 for any that is free.")
def serve(port: int) -> None:
    """Show the site of the catalogue here to this machine alone, and make it again when a file changes.

    \b
    Example:
      scodata serve --port 8080
    """
    from scodata import catalogue, preview

    found = catalogue.find(Path())

    def tell(said: str, problems: list[Problem]) -> None:
        shown(problems, found.root)
        say(said)
        sys.stdout.flush()

    preview.serve(found, port, tell)
