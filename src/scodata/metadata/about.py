"""What a package says of itself, as values that every standard of metadata is written from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from scodata.package import authors
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.schemas import own_judge

Json = dict[str, Any]
"""An object of JSON."""
TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
"""What the CSV files of a package conform to."""


@dataclass(frozen=True)
class Agent:
    """A person or a group. `orcid` and `doi`s are without the address before them; an empty text says that nothing is known."""

    name: str
    roles: tuple[str, ...] = ()
    given_name: str = ""
    family_name: str = ""
    orcid: str = ""
    organization: str = ""
    page: str = ""
    email: str = ""

    @property
    def is_person(self) -> bool:
        """Whether it is a person, who has a given or a family name; all else is a group."""
        return bool(self.given_name or self.family_name)


@dataclass(frozen=True)
class Named:
    """A work, a place or a licence: its title and, where it has one, its address; a licence has its SPDX identifier as `name` too."""

    title: str
    address: str = ""
    name: str = ""


@dataclass(frozen=True)
class Distribution:
    """A file in which the data can be had. `name`: its path below the folder of all files, with `/`; `bytes`: its size; `sha256`: its hash, in hex."""

    name: str
    bytes: int
    sha256: str
    media_type: str
    title: str = ""
    description: str = ""
    conforms_to: str = ""


@dataclass(frozen=True)
class About:
    """All that metadata say. Days are `2024-02-29`; an empty text, or none, says that nothing is known."""

    name: str
    title: str
    description: str
    version: str
    date: str
    issued: str
    doi: str
    concept_doi: str
    homepage: str
    repository: str
    download: str
    keywords: tuple[str, ...]
    languages: tuple[str, ...]
    licenses: tuple[Named, ...]
    authors: tuple[Agent, ...]
    contributors: tuple[Agent, ...]
    themes: tuple[str, ...]
    frequency: str
    places: tuple[Named, ...]
    start: str
    end: str
    sources: tuple[Named, ...]
    publications: tuple[Named, ...]

    @property
    def doi_address(self) -> str:
        """The address of the DOI of this version."""
        return f"{DOI}{self.doi}" if self.doi else ""

    def in_role(self, role: str) -> tuple[Agent, ...]:
        """The contributors with a role, in their order."""
        return tuple(agent for agent in self.contributors if role in agent.roles)

    def address(self, file: Distribution) -> str:
        """Where a file can be fetched; empty as long as no address for downloads is known."""
        return f"{self.download.rstrip('/')}/{quote(file.name)}" if self.download else ""


DOI = "https://doi.org/"


def about(package: Package) -> About:
    """What the descriptor says; raises `ScodataError` where it lacks what no metadata can do without, or says it in another shape."""
    for problem in own_judge("described.json").problems(package.document):
        place = problem.place
        raise ScodataError(f"{place.path}:{place.line}:{place.column}: {problem.message}, so no metadata can be made of this package")
    said = package.descriptor
    period = said.get("temporal", {})
    return About(
        **{name: said.get(name, "") for name in ("name", "title", "description", "version", "issued", "homepage", "repository", "download", "frequency")},
        date=said["created"][:10],
        doi=_doi(said.get("id", "")),
        concept_doi=_doi(said.get("versionOf", "")),
        keywords=tuple(said.get("keywords", ())),
        languages=tuple(said.get("languages", ())),
        themes=tuple(said.get("themes", ())),
        licenses=_named(said["licenses"]),
        authors=tuple(map(_agent, authors(said["contributors"]))),
        contributors=tuple(map(_agent, said["contributors"])),
        places=_named(said.get("spatial", ())),
        start=period.get("start", ""),
        end=period.get("end", ""),
        sources=_named(said.get("sources", ())),
        publications=_named(said.get("publications", ())),
    )


def distributions(package: Package, files: Sequence[Distribution] = ()) -> list[Distribution]:
    """The CSV files of the package, in the order of its tables, and after them the other `files` in which its data can be had."""
    return [*map(_csv, package.descriptor["resources"]), *files]


def stated(properties: Mapping[str, Any]) -> Json:
    """Only the properties that say something: nothing empty is written."""
    return {name: value for name, value in properties.items() if value or value == 0}


def _csv(resource: Mapping[str, Any]) -> Distribution:
    title, description = resource.get("title", ""), resource.get("description", "")
    return Distribution(resource["path"], resource["bytes"], resource["hash"].removeprefix("sha256:"), "text/csv", title, description, TABLE_SCHEMA)


def _agent(contributor: Mapping[str, Any]) -> Agent:
    words = {"given_name": "givenName", "family_name": "familyName", "orcid": "orcid", "organization": "organization", "page": "path", "email": "email"}
    return Agent(contributor["title"], tuple(contributor.get("roles", ())), **{ours: contributor.get(theirs, "") for ours, theirs in words.items()})


def _named(entries: Sequence[Mapping[str, Any]]) -> tuple[Named, ...]:
    return tuple(Named(entry.get("title", entry.get("name", "")), entry.get("path", ""), entry.get("name", "")) for entry in entries)


def _doi(address: str) -> str:
    """The DOI in an address of one; an empty text for any other identifier."""
    found = re.fullmatch(r"https?://(?:dx\.)?doi\.org/(10\.[0-9]{4,9}/[^\s\"<>\\^`{|}]+)", address)
    return found[1] if found else ""
