"""A release on Zenodo, for good: its files are brought there, held against what Zenodo received, described and published."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scodata.catalogue import RELEASES, Catalogue
from scodata.deposits import FILE, Deposits, Entry, read_deposits, write_deposits
from scodata.locks import held
from scodata.problems import ScodataError
from scodata.publishing.client import Deposit, Zenodo
from scodata.publishing.service import Service
from scodata.publishing.shipment import Shipment

Tell = Callable[[str], None]
"""Told what was done, in one line."""


@dataclass(frozen=True)
class Published:
    """A version on Zenodo: its DOI, that of all versions, where it is read, and whether an earlier run had published it."""

    version: str
    doi: str
    concept_doi: str
    page: str
    was_there: bool


def due(catalogue: Catalogue, service: Service, shipment: Shipment) -> Entry:
    """The deposit that was reserved for a release; raises `ScodataError` where there is none, or it is another than the release says."""
    entry = read_deposits(catalogue).get(service.archive, Deposits()).versions.get(shipment.version)
    if not shipment.doi:
        raise ScodataError(
            f"{shipment.version} was released without a DOI, and what was released doesn't change; "
            "`scodata publish zenodo --reserve` reserves one for the next version"
        )
    if entry is None or entry.doi != shipment.doi:
        known = f"{RELEASES}/{FILE} has {entry.doi or 'none'}" if entry else f"{RELEASES}/{FILE} knows none that was reserved for it"
        raise ScodataError(f"the release of {shipment.version} has the DOI {shipment.doi}, and for {service.host} {known}")
    return entry


def publish(catalogue: Catalogue, zenodo: Zenodo, shipment: Shipment, confirmed: Callable[[], bool], tell: Tell) -> Published | None:
    """Brings a release to the deposit that was reserved for it, and publishes that; None where `confirmed`, asked right before it, says no.

    Each step looks first what is there already, so that a run after one that was stopped goes on where that stopped, and a deposit that was
    published, though no answer said so, is found to be. Raises `ScodataError` as `due` does, and where Zenodo refuses, its answer can't be had, or it
    has other files than it was sent.
    """
    with held(catalogue.releases):
        entry = due(catalogue, zenodo.service, shipment)
        sums = {name: _md5(path) for name, path in shipment.files.items()}
        deposit = zenodo.deposit(entry.deposit)
        was_there = deposit.is_published
        if was_there:
            _refuse_other_files(zenodo, deposit, sums)
        else:
            _refuse_other_doi(zenodo, deposit, shipment)
            _fill(zenodo, deposit, shipment, sums, tell)
            zenodo.describe(deposit.number, shipment.metadata)
            if not confirmed():
                return None
            deposit = zenodo.publish(deposit.number)
        if not deposit.is_published:
            raise ScodataError(f"{zenodo.service.host} took the deposit {deposit.number} and hasn't published it yet; run the command again in a minute")
        return _noted(catalogue, zenodo, shipment, deposit, was_there)


def _md5(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _refuse_other_doi(zenodo: Zenodo, deposit: Deposit, shipment: Shipment) -> None:
    if deposit.doi != shipment.doi:
        host, reserved = zenodo.service.host, deposit.doi or "none"
        raise ScodataError(f"the release of {shipment.version} has the DOI {shipment.doi}, and the deposit {deposit.number} on {host} has {reserved}")


def _fill(zenodo: Zenodo, deposit: Deposit, shipment: Shipment, sums: Mapping[str, str], tell: Tell) -> None:
    """Makes the files of the deposit those of the release; those of the version before go."""
    for file in deposit.files:
        if file.name not in sums:
            zenodo.delete(deposit, file)
            tell(f"deleted {file.name}, a file of the version before")
    there = {file.name: file.md5 for file in deposit.files}
    for name, path in shipment.files.items():
        if there.get(name) != sums[name]:
            if zenodo.upload(deposit, name, path) != sums[name]:
                raise ScodataError(f"{name} isn't on {zenodo.service.host} what it is here, by its MD5; run the command again, it is uploaded anew")
            tell(f"uploaded {name}, {path.stat().st_size:,} bytes")
    _refuse_other_files(zenodo, zenodo.deposit(deposit.number), sums)


def _refuse_other_files(zenodo: Zenodo, deposit: Deposit, sums: Mapping[str, str]) -> None:
    """Raises `ScodataError` where a deposit hasn't exactly these files, by name and MD5."""
    there = {file.name: file.md5 for file in deposit.files}
    if wrong := sorted(name for name in {*there, *sums} if there.get(name) != sums.get(name)):
        state = "was published with other files than those of the release" if deposit.is_published else "has other files than it was sent"
        raise ScodataError(f"the deposit {deposit.number} on {zenodo.service.host} {state}: {wrong[0]}")


def _noted(catalogue: Catalogue, zenodo: Zenodo, shipment: Shipment, deposit: Deposit, was_there: bool) -> Published:
    """Writes down that the version is published; raises `ScodataError` where it got another DOI than was reserved."""
    archive, doi = zenodo.service.archive, deposit.doi
    ours = read_deposits(catalogue)[archive].having(shipment.version, Entry("published", deposit.number, doi), deposit.concept_doi)
    write_deposits(catalogue, archive, ours)
    if doi != shipment.doi:
        raise ScodataError(f"{shipment.version} is published, but as {doi}, and not as {shipment.doi}, which was reserved; ask {zenodo.service.host} why")
    return Published(shipment.version, doi, ours.concept_doi, zenodo.service.page(deposit.number), was_there)
