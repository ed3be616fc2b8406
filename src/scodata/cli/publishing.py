"""The commands that bring a release to an archive: publish zenodo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from scodata.cli.checking import show
from scodata.cli.frame import main, say
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.catalogue import Catalogue
    from scodata.checking import Verdict
    from scodata.publishing import Service, Zenodo


@main.group()
def publish() -> None:
    """Bring a release to an archive, where it stays.

    \b
    Example:
      scodata publish zenodo --help
    """


@publish.command("zenodo")
@click.option("--reserve", "is_reserving", is_flag=True, help="Before a release: reserve its DOI, and write it into scodata.yaml.")
@click.option("--sandbox", is_flag=True, help="Zenodo's sandbox, in which nothing counts; rehearse in a copy of the repository.")
@click.option("--version", metavar="VERSION", help="The version: instead of the next one with --reserve, and else of the last one released.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; nothing is sent, and nothing written.")
@click.option("--yes", is_flag=True, help="Publish without asking; needed where there is no terminal.")
@click.option("--address", metavar="URL", envvar="SCODATA_ZENODO_ADDRESS", default="", help="A Zenodo elsewhere, for tests (SCODATA_ZENODO_ADDRESS).")
def zenodo(is_reserving: bool, sandbox: bool, version: str | None, dry_run: bool, yes: bool, address: str) -> None:
    """Reserve the DOI of the next version on Zenodo, and publish the version there once it is released.

    The token is read from the environment, ZENODO_TOKEN or ZENODO_SANDBOX_TOKEN. Whatever was stopped, or got no answer, is finished by running
    the same command again. What is published can't be changed or deleted.

    \b
    Example:
      scodata publish zenodo --reserve
      scodata release
      scodata publish zenodo --dry-run
      scodata publish zenodo
    """
    from scodata import catalogue
    from scodata.publishing import service

    found, meant = catalogue.find(Path()), service(sandbox=sandbox, address=address)
    if is_reserving:
        _reserve(found, meant, version, dry_run)
    else:
        _publish(found, meant, version, dry_run, yes)


def _zenodo(service: Service) -> Zenodo:
    from scodata.publishing import Zenodo, token_of

    return Zenodo(service, token_of(service))


def _reserve(catalogue: Catalogue, service: Service, version: str | None, dry_run: bool) -> None:
    from scodata.checking import Verdict
    from scodata.pipeline import build
    from scodata.publishing import refuse, reserve
    from scodata.release import upcoming

    wanted = upcoming(catalogue, version)
    if isinstance(wanted, Verdict):
        _stop(wanted, catalogue, "nothing reserved")
    if dry_run:
        refuse(catalogue, service, wanted)
        say(f"would reserve the DOI of {wanted} on {service.host}, and write it into scodata.yaml, releases/zenodo.json and datapackage/")
        say("nothing sent, nothing written: this was a dry run")
        return
    done = reserve(catalogue, _zenodo(service), wanted)
    follows = f", a new version of {done.follows}" if done.follows else ""
    say(f"{done.doi} is {'still ' if done.was_there else ''}reserved for {done.version}: the deposit {done.deposit} on {service.host}{follows}")
    built = build(catalogue).verdict
    if not built.is_clean:
        _stop(built, catalogue, "scodata.yaml and releases/zenodo.json have it, and the package hasn't: mend this, and build it")
    say("scodata.yaml, releases/zenodo.json and datapackage/ have it; commit them, and go on with scodata release")


def _stop(verdict: Verdict, catalogue: Catalogue, text: str) -> NoReturn:
    show("text", None, verdict, catalogue.root, "")
    say(text)
    sys.exit(1)


def _publish(catalogue: Catalogue, service: Service, version: str | None, dry_run: bool, yes: bool) -> None:
    from scodata import ledger
    from scodata.publishing import due, publish, shipment

    last = ledger.last(catalogue)
    wanted = version or (last.version if last else "")
    if not wanted:
        raise ScodataError("nothing was released so far: `scodata publish zenodo --reserve` reserves a DOI, and `scodata release` makes a release with it")
    if not (yes or dry_run or sys.stdin.isatty()):
        raise ScodataError("what is published can't be taken back, and there is no terminal to ask on: say --yes if you are sure")
    release = shipment(catalogue, wanted)
    entry = due(catalogue, service, release)
    if dry_run:
        say(f"would publish {wanted} as {release.doi}, the deposit {entry.deposit} on {service.host}, with these files:")
        for name, path in release.files.items():
            say(f"  {name} ({path.stat().st_size:,} bytes)")
        say("nothing sent, nothing written: this was a dry run")
        return
    question = f"Publish {wanted} as {release.doi} on {service.host}? It can't be changed or deleted afterwards."
    done = publish(catalogue, _zenodo(service), release, lambda: yes or click.confirm(question), say)
    if done is None:
        say(f"{wanted} is uploaded and not published; the same command goes on from here")
        sys.exit(1)
    say(f"{done.version} {'was published before' if done.was_there else 'is published'}: https://doi.org/{done.doi}, read at {done.page}")
    if done.concept_doi:
        say(f"all versions: https://doi.org/{done.concept_doi}")
    say("releases/zenodo.json says so; commit it")
