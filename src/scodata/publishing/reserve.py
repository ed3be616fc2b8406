"""A DOI before the release: a deposit is found or made, and its DOI written where the package takes it from."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from scodata import ledger
from scodata.catalogue import MARK, RELEASES, Catalogue
from scodata.deposits import FILE, Deposits, Entry, read_deposits, write_deposits
from scodata.documents import Document, read, replace_text, with_values
from scodata.locks import held
from scodata.problems import ScodataError
from scodata.publishing.client import Deposit, RefusedError, Zenodo
from scodata.publishing.service import Service

LOOKS = 3
"""How often a deposit is looked for that was asked for before, since Zenodo lists what is new a moment late."""


@dataclass(frozen=True)
class Reservation:
    """A DOI that waits for its version. `follows`: the DOI of all versions, where there was one before; `was_there`: whether this run made nothing."""

    version: str
    deposit: int
    doi: str
    follows: str
    was_there: bool


def refuse(catalogue: Catalogue, service: Service, version: str) -> None:
    """Raises `ScodataError` where the files of the catalogue say that no DOI can be reserved for a version; nothing is asked of anybody."""
    archives = read_deposits(catalogue)
    ours = archives.get(service.archive, Deposits())
    released = {entry.version for entry in ledger.entries(catalogue)}
    if version in released:
        raise ScodataError(f"{version} is released, and what was released doesn't change; a DOI is reserved before the release")
    if ours.pending in released:
        way = f"`scodata publish zenodo` publishes it; or take its entry out of {RELEASES}/{FILE}, if it shall never be"
        raise ScodataError(f"{ours.pending} has a DOI and isn't published yet: {way}")
    doi = read_manifest(catalogue).value.get("doi", "")
    if doi and not any(entry.doi == doi for deposits in archives.values() for entry in deposits.versions.values()):
        raise ScodataError(f"{MARK} has a DOI that wasn't reserved here, {doi}; take the line out, if another shall take its place")


def read_manifest(catalogue: Catalogue) -> Document:
    """What `scodata.yaml` says; raises `ScodataError` where it can't be read, or doesn't say what has a name and a title."""
    document, problems = read(catalogue.mark, MARK)
    if document is None or problems or not {"name", "title", "date"} <= document.value.keys():
        raise ScodataError(f"{MARK} can't be read; scodata validate says why")
    return document


def reserve(catalogue: Catalogue, zenodo: Zenodo, version: str) -> Reservation:
    """Reserves the DOI of a version that isn't released yet, and writes it into `scodata.yaml` and `releases/zenodo.json`.

    What shall be asked is written down before it is asked, and what was answered after it. So a run after one that was stopped, or whose
    answer got lost, finds the deposit rather than making a second one. Raises `ScodataError` as `refuse` does, and where Zenodo refuses, or its
    answer can't be had.
    """
    catalogue.releases.mkdir(exist_ok=True)
    with held(catalogue.releases):
        refuse(catalogue, zenodo.service, version)
        manifest = read_manifest(catalogue)
        ours = read_deposits(catalogue).get(zenodo.service.archive, Deposits())
        ours = replace(ours, concept_doi=ours.concept_doi or _concept_stated(manifest, zenodo.service))
        deposit = _found(zenodo, ours, manifest.value["title"], version)
        made = deposit or _made(catalogue, zenodo, ours, manifest.value["title"], version)
        if not made.doi:
            raise ScodataError(f"{zenodo.service.host} reserved no DOI with the deposit {made.number}; run the command again")
        write_deposits(catalogue, zenodo.service.archive, ours.having(version, Entry("reserved", made.number, made.doi)))
        values = {"doi": made.doi, **({"concept_doi": ours.concept_doi} if ours.concept_doi else {})}
        replace_text(catalogue.mark, with_values(manifest, values, below="date"))
        return Reservation(version, made.number, made.doi, ours.concept_doi, deposit is not None)


def _concept_stated(manifest: Document, service: Service) -> str:
    """The DOI of all versions in `scodata.yaml`, where it is one of this Zenodo's: of deposits that were made in another way."""
    doi = str(manifest.value.get("concept_doi", ""))
    return doi if doi.startswith(service.prefix) else ""


def _found(zenodo: Zenodo, ours: Deposits, title: str, version: str) -> Deposit | None:
    """The draft that was made for the version already, or for one that became this one; None where there is none."""
    pending = ours.versions.get(ours.pending)
    if pending and pending.deposit:
        deposit = zenodo.deposit(pending.deposit)
        if deposit.is_published:
            raise ScodataError(f"the deposit {deposit.number}, reserved for {ours.pending}, was published, and {ours.pending} is no release here")
        return deposit
    for look in range(LOOKS if pending else 1):
        time.sleep(zenodo.pause * 2 if look else 0)
        found = _among(list(zenodo.deposits()), ours, title, version, zenodo.service)
        if found:
            return found
    return None


def _among(listed: list[Deposit], ours: Deposits, title: str, version: str, service: Service) -> Deposit | None:
    """The deposit of ours among all of the account: of our concept, or with our title and version. One that may be somebody's is never taken."""
    concept = _number(ours.concept_doi)
    same = [one for one in listed if one.title == title and one.version in {version, ours.pending} - {""}]
    drafts = [one for one in (listed if concept else same) if not one.is_published and (not concept or one.concept == concept)]
    if published := [one for one in same if one.is_published and one.number not in ours.published]:
        raise ScodataError(
            f"{service.host} has {version} already, as {published[0].doi}, of which {RELEASES}/{FILE} knows nothing; bring that file back from git"
        )
    if len(drafts) > 1:
        raise ScodataError(f"{service.host} has several drafts of {version}: {_numbers(drafts)}; delete there all but one")
    if drafts and not ours.pending and drafts[0] not in same:
        raise ScodataError(f"{service.host} has a draft of a new version already, {_numbers(drafts)}, which wasn't made here; publish or delete it there")
    return drafts[0] if drafts else None


def _made(catalogue: Catalogue, zenodo: Zenodo, ours: Deposits, title: str, version: str) -> Deposit:
    """A draft, made now: of a version that follows the last one, where there is one."""
    archive, before = zenodo.service.archive, read_deposits(catalogue).get(zenodo.service.archive, Deposits())
    last = _last(zenodo, ours) if ours.concept_doi else 0
    write_deposits(catalogue, archive, ours.having(version, Entry("asked")))
    try:
        return zenodo.new_version(last) if last else zenodo.create({"upload_type": "dataset", "title": title, "version": version})
    except RefusedError:
        write_deposits(catalogue, archive, before)
        raise


def _last(zenodo: Zenodo, ours: Deposits) -> int:
    """The number of the last deposit of the concept that was published; only that one can be followed by another."""
    concept = _number(ours.concept_doi)
    numbers = [*ours.published, *(one.number for one in zenodo.deposits() if one.is_published and one.concept == concept)]
    if not numbers:
        raise ScodataError(f"the account on {zenodo.service.host} has no published deposit of {ours.concept_doi}; is the token that of its account?")
    return max(numbers)


def _number(doi: str) -> str:
    """The number at the end of a DOI of Zenodo's, by which it knows the concept."""
    return doi.rpartition(".")[2]


def _numbers(deposits: list[Deposit]) -> str:
    return ", ".join(str(one.number) for one in deposits)
