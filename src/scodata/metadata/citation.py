"""`CITATION.cff`: how to cite the data, in the Citation File Format 1.2, as GitHub shows it."""

from __future__ import annotations

from scodata.metadata.about import Agent, Json, about, stated
from scodata.published import Package

MESSAGE = "If you use the data, please cite it as below, with the version."


def citation(package: Package) -> Json:
    """What the file says; raises `ScodataError` as `about` does.

    Publications are left out, since the format demands their authors in parts. All licences stand in one list, which the format reads as a choice.
    """
    said = about(package)
    licenses = [license_.name for license_ in said.licenses]
    return stated(
        {
            "cff-version": "1.2.0",
            "message": MESSAGE,
            "type": "dataset",
            "title": said.title,
            "abstract": said.description,
            "version": said.version,
            "date-released": said.date,
            "doi": said.doi,
            "identifiers": [{"type": "doi", "value": said.concept_doi, "description": "All versions"}] if said.concept_doi else None,
            "url": said.homepage,
            "repository-code": said.repository,
            "license": licenses[0] if len(licenses) == 1 else licenses,
            "keywords": list(said.keywords),
            "authors": [_agent(agent) for agent in said.authors],
            "contact": [_agent(agent) for agent in said.in_role("contact")],
        }
    )


def _agent(agent: Agent) -> Json:
    names = {"family-names": agent.family_name, "given-names": agent.given_name, "affiliation": agent.organization} if agent.is_person else {"name": agent.name}
    return stated({**names, "orcid": f"https://orcid.org/{agent.orcid}" if agent.orcid else "", "email": agent.email, "website": agent.page})
