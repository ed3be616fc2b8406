"""`.zenodo.json`: the metadata of a deposit on Zenodo, which are read from a repository in place of `CITATION.cff`."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from scodata.metadata.about import About, Agent, Json, about, stated
from scodata.metadata.vocabularies import language
from scodata.published import Package

TYPES = {
    "publisher": "Distributor",
    "contact": "ContactPerson",
    "curator": "DataCurator",
    "editor": "Editor",
    "collector": "DataCollector",
    "funder": "Sponsor",
}
"""What Zenodo calls the roles of contributors; any other is `Other`."""
ZENODO = ("10.5281/", "10.5072/")
"""How the DOIs that Zenodo itself gives begin, in earnest and in its sandbox."""


def zenodo(package: Package) -> Json:
    """The metadata, in the words of Zenodo's deposit API; raises `ScodataError` as `about` does.

    A DOI is stated only where somebody else gave it, which is what the field is for: Zenodo adds its own.
    """
    said = about(package)
    languages = [code for code in map(language, said.languages) if code]
    return stated(
        {
            "upload_type": "dataset",
            "title": said.title,
            "description": "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in said.description.split("\n\n")),
            "creators": [_agent(agent) for agent in said.authors],
            "contributors": [{**_agent(agent), "type": type_} for agent in said.contributors if agent not in said.authors for type_ in _types(agent)],
            "version": said.version,
            "publication_date": said.date,
            "doi": "" if said.doi.startswith(ZENODO) else said.doi,
            "access_right": "open",
            "license": said.licenses[0].name.lower(),
            "keywords": list(said.keywords),
            "language": languages[0] if languages else "",
            "locations": [{"place": place.title} for place in said.places],
            "related_identifiers": list(_related(said)),
        }
    )


def _agent(agent: Agent) -> Json:
    name = ", ".join(part for part in (agent.family_name, agent.given_name) if part) or agent.name
    return stated({"name": name, "affiliation": agent.organization, "orcid": agent.orcid})


def _types(agent: Agent) -> list[str]:
    return list(dict.fromkeys(TYPES.get(role, "Other") for role in agent.roles or ("contributor",)))


def _related(said: About) -> Iterator[Json]:
    related = [
        ("isDocumentedBy", said.homepage),
        ("isDerivedFrom", said.repository),
        *(("isDerivedFrom", source.address) for source in said.sources),
        *(("isReferencedBy", publication.address) for publication in said.publications),
    ]
    yield from ({"identifier": address, "relation": relation} for relation, address in dict.fromkeys(related) if address)
