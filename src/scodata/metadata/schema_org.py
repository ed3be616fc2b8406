"""`schema-org.jsonld`: a schema.org Dataset, as Google Dataset Search reads it from a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scodata.metadata.about import DOI, About, Agent, Distribution, Json, Named, about, distributions, stated
from scodata.published import Package

CONTEXT = {"@vocab": "https://schema.org/", "conformsTo": {"@id": "http://purl.org/dc/terms/conformsTo", "@type": "@id"}}
"""Stands in the file itself, since a reader may not have the network to fetch it."""


def schema_org(package: Package, files: Sequence[Distribution] = ()) -> Json:
    """The properties that Google's page on datasets lists, and those that the measures of FAIR look for; raises `ScodataError` as `about` does.

    A file has a `contentUrl` only where the address for downloads is known.
    """
    said = about(package)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        **_what(said),
        **_who(said),
        "distribution": [_download(said, file) for file in distributions(package, files)],
    }


def script(dataset: Mapping[str, Any]) -> str:
    """The element that puts a dataset into a page's head. No text in it can end the element."""
    text = json.dumps(dataset, ensure_ascii=False, indent=2).replace("</", "<\\/").replace("<!--", "<\\u0021--")
    return f'<script type="application/ld+json">\n{text}\n</script>'


def _what(said: About) -> Json:
    return stated(
        {
            "@id": said.doi_address or said.homepage,
            "name": said.title,
            "alternateName": said.name,
            "description": said.description,
            "url": said.homepage,
            "sameAs": said.repository,
            "identifier": said.doi_address,
            "version": said.version,
            "isAccessibleForFree": True,
            "datePublished": said.issued,
            "dateModified": said.date,
            "license": _one_or_all([license_.address for license_ in said.licenses]),
            "keywords": list(said.keywords),
            "inLanguage": list(said.languages),
            "about": [{"@type": "DefinedTerm", "@id": theme} for theme in said.themes],
            "temporalCoverage": f"{said.start}/{said.end or '..'}" if said.start else "",
            "spatialCoverage": [stated({"@type": "Place", "name": place.title, "sameAs": place.address}) for place in said.places],
            "isBasedOn": [_work(source) for source in said.sources],
            "citation": [_work(publication) for publication in said.publications],
            "isPartOf": {"@type": "Dataset", "@id": f"{DOI}{said.concept_doi}", "name": said.title, "description": said.description}
            if said.concept_doi
            else None,
        }
    )


def _who(said: About) -> Json:
    others = [agent for agent in said.contributors if agent not in said.authors and set(agent.roles) - {"publisher", "funder", "contact"}]
    roles = {
        "creator": said.authors,
        "publisher": said.in_role("publisher"),
        "funder": said.in_role("funder"),
        "maintainer": said.in_role("contact"),
        "contributor": others,
    }
    return stated({name: [_agent(agent) for agent in agents] for name, agents in roles.items()})


def _agent(agent: Agent) -> Json:
    affiliation = {"@type": "Organization", "name": agent.organization} if agent.organization else None
    return stated(
        {
            "@type": "Person" if agent.is_person else "Organization",
            "@id": f"https://orcid.org/{agent.orcid}" if agent.orcid else "",
            "name": agent.name,
            "givenName": agent.given_name,
            "familyName": agent.family_name,
            "affiliation": affiliation,
            "url": agent.page,
            "email": agent.email,
        }
    )


def _work(work: Named) -> Json:
    return stated({"@type": "CreativeWork", "name": work.title, "url": work.address})


def _download(said: About, file: Distribution) -> Json:
    return stated(
        {
            "@type": "DataDownload",
            "name": file.title or file.name,
            "description": file.description,
            "contentUrl": said.address(file),
            "encodingFormat": file.media_type,
            "contentSize": f"{file.bytes} B",
            "sha256": file.sha256,
            "conformsTo": file.conforms_to,
        }
    )


def _one_or_all(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values
