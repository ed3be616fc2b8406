"""Which deposit on Zenodo belongs to which version, known from a file of the catalogue: `releases/zenodo.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from scodata.catalogue import RELEASES, Catalogue
from scodata.documents import read_json, replace_text
from scodata.problems import ScodataError
from scodata.schemas import own_judge

FILE = "zenodo.json"
"""Beside the entries of all releases."""


@dataclass(frozen=True)
class Entry:
    """How far the deposit of a version is. `asked`: a deposit was asked for and no answer came, so number and DOI aren't known yet."""

    state: Literal["asked", "reserved", "published"]
    deposit: int = 0
    doi: str = ""


@dataclass(frozen=True)
class Deposits:
    """All deposits with one archive, by version, and the DOI of all versions, which is known once the first was published."""

    concept_doi: str = ""
    versions: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def published(self) -> list[int]:
        """The numbers of the deposits that are published."""
        return [entry.deposit for entry in self.versions.values() if entry.state == "published"]

    @property
    def pending(self) -> str:
        """The version whose deposit isn't published; there is never more than one. Empty where there is none."""
        return next((version for version, entry in self.versions.items() if entry.state != "published"), "")

    def having(self, version: str, entry: Entry, concept_doi: str = "") -> Deposits:
        """The same with the deposit of a version; one that isn't published takes the place of any that was pending."""
        gone = {version} if entry.state == "published" else {version, self.pending}
        kept = {name: one for name, one in self.versions.items() if name not in gone}
        return Deposits(concept_doi or self.concept_doi, {**kept, version: entry})


def read_deposits(catalogue: Catalogue) -> dict[str, Deposits]:
    """The deposits by archive, `zenodo` and `sandbox`; raises `ScodataError` where the file is broken."""
    path, name = catalogue.releases / FILE, f"{RELEASES}/{FILE}"
    if not path.exists():
        return {}
    document, problems = read_json(path, name)
    problems = [*problems, *(own_judge("deposits.json").problems(document) if document and not problems else ())]
    if document is None or problems:
        place = problems[0].place
        raise ScodataError(f"{place.path}:{place.line}:{place.column}: {problems[0].message}; scodata publish writes this file, so bring it back from git")
    return {
        archive: Deposits(said["concept_doi"], {version: Entry(**entry) for version, entry in said["versions"].items()})
        for archive, said in document.value.items()
    }


def write_deposits(catalogue: Catalogue, archive: str, deposits: Deposits) -> None:
    """Puts the deposits with one archive in the place of what was known; without any there is no file. Raises `ScodataError` where it can't be written."""
    known = {**read_deposits(catalogue), archive: deposits}
    said = {name: asdict(known[name]) for name in sorted(known) if known[name] != Deposits()}
    if said:
        replace_text(catalogue.releases / FILE, json.dumps(said, indent=2) + "\n")
    else:
        (catalogue.releases / FILE).unlink(missing_ok=True)


def refuse_doi_of_another(catalogue: Catalogue, doi: str, version: str) -> None:
    """Raises `ScodataError` where a DOI was reserved for another version than this one."""
    owners = [name for deposits in read_deposits(catalogue).values() for name, entry in deposits.versions.items() if doi and entry.doi == doi]
    if owners and version not in owners:
        mend = f"`scodata publish zenodo --reserve --version {version}` reserves one for {version}, or take the line out"
        raise ScodataError(f"the `doi` in scodata.yaml, {doi}, was reserved for {owners[0]}, and this would be {version}: {mend}")
