"""`dcat.jsonld`: a dataset of DCAT-AP 3, as data.europa.eu and CKAN harvest it."""

from __future__ import annotations

from collections.abc import Sequence

from scodata.metadata.about import About, Agent, Distribution, Json, Named, about, distributions, stated
from scodata.metadata.vocabularies import FILE_TYPES, THEMES, language, term
from scodata.published import Package

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def dcat(package: Package, files: Sequence[Distribution] = ()) -> Json:
    """The dataset, named by its DOI, else by its homepage, else not at all; raises `ScodataError` as `about` does.

    Every term is given with its class, since a validator that has no network can't look it up. DCAT-AP demands an address of access
    for each distribution (`dcat:accessURL`): as long as none is known, there are none.
    """
    said = about(package)
    return stated(
        {"@context": CONTEXT, "@id": said.doi_address or said.homepage, "@type": "dcat:Dataset", **_what(said), **_who(said), **_files(said, package, files)}
    )


def _what(said: About) -> Json:
    return stated(
        {
            "dct:title": said.title,
            "dct:description": said.description,
            "dct:identifier": said.doi_address,
            "adms:identifier": _typed("adms:Identifier", says={"skos:notation": _literal(said.doi_address, "anyURI")}) if said.doi else None,
            "dcat:version": said.version,
            "dcat:isVersionOf": {"@id": f"https://doi.org/{said.concept_doi}"} if said.concept_doi else None,
            "dcat:landingPage": _page(said.homepage),
            "foaf:page": _page(said.repository),
            "dct:issued": _literal(said.issued, "date") if said.issued else None,
            "dct:modified": _literal(said.date, "date"),
            "dct:accrualPeriodicity": _typed("dct:Frequency", said.frequency) if said.frequency else None,
            "dct:license": _license(said),
            "dct:accessRights": _typed("dct:RightsStatement", term("access-right", "PUBLIC")),
            "dct:conformsTo": _typed("dct:Standard", PACKAGE_PROFILE),
            "dct:language": [_typed("dct:LinguisticSystem", term("language", code.upper())) for code in map(language, said.languages) if code],
            "dct:spatial": [_typed("dct:Location", place.address, {"skos:prefLabel": place.title}) for place in said.places],
            "dct:temporal": _period(said),
            "dcat:theme": [_theme(theme) for theme in said.themes],
            "dcat:keyword": list(said.keywords),
            "dct:isReferencedBy": [_work(publication) for publication in said.publications],
            "prov:wasDerivedFrom": [_work(source) for source in said.sources],
        }
    )


def _who(said: About) -> Json:
    publishers = said.in_role("publisher")
    others = [agent for agent in said.contributors if agent not in said.authors and agent not in publishers[:1] and set(agent.roles) != {"contact"}]
    return stated(
        {
            "dct:creator": [_agent(agent) for agent in said.authors],
            "dct:publisher": _agent(publishers[0]) if publishers else None,
            "dct:contributor": [_agent(agent) for agent in others],
            "dcat:contactPoint": [_card(agent) for agent in said.in_role("contact")],
        }
    )


def _files(said: About, package: Package, files: Sequence[Distribution]) -> Json:
    page = said.homepage or said.repository
    return stated({"dcat:distribution": [_distribution(said, file, page) for file in distributions(package, files) if said.download or page]})


def _distribution(said: About, file: Distribution, page: str) -> Json:
    address = said.address(file)
    return stated(
        {
            "@type": "dcat:Distribution",
            "dct:title": file.title or file.name,
            "dct:description": file.description,
            "dcat:accessURL": _resource(address or page),
            "dcat:downloadURL": _resource(address) if address else None,
            "dcat:mediaType": _typed("dct:MediaType", f"http://www.iana.org/assignments/media-types/{file.media_type}"),
            "dct:format": _typed("dct:MediaTypeOrExtent", term("file-type", FILE_TYPES[file.media_type])) if file.media_type in FILE_TYPES else None,
            "dcat:byteSize": _literal(str(file.bytes), "nonNegativeInteger"),
            "spdx:checksum": _checksum(file.sha256),
            "dct:license": _license(said),
            "dct:conformsTo": _typed("dct:Standard", file.conforms_to) if file.conforms_to else None,
        }
    )


def _checksum(sha256: str) -> Json:
    algorithm = _typed("spdx:ChecksumAlgorithm", "spdx:checksumAlgorithm_sha256")
    return _typed("spdx:Checksum", says={"spdx:algorithm": algorithm, "spdx:checksumValue": _literal(sha256, "hexBinary")})


def _agent(agent: Agent) -> Json:
    kind = "foaf:Person" if agent.is_person else "foaf:Organization"
    identity = f"https://orcid.org/{agent.orcid}" if agent.orcid else ""
    return stated({"@id": identity, "@type": ["foaf:Agent", kind], "foaf:name": agent.name, "foaf:homepage": _page(agent.page)})


def _card(agent: Agent) -> Json:
    kind = "vcard:Individual" if agent.is_person else "vcard:Organization"
    email, page = {"@id": f"mailto:{agent.email}"} if agent.email else None, {"@id": agent.page} if agent.page else None
    return stated({"@type": ["vcard:Kind", kind], "vcard:fn": agent.name, "vcard:hasEmail": email, "vcard:hasURL": page})


def _license(said: About) -> Json:
    return _typed("dct:LicenseDocument", said.licenses[0].address)


def _theme(theme: str) -> Json:
    code = theme.rpartition("/")[2]
    return _typed("skos:Concept", theme, {"skos:prefLabel": {"@value": THEMES.get(code, code), "@language": "en"}})


def _period(said: About) -> Json | None:
    return _typed("dct:PeriodOfTime", says={"dcat:startDate": _day(said.start), "dcat:endDate": _day(said.end)}) if said.start else None


def _day(date: str) -> Json | None:
    """A date with the type that goes with as much of it as is stated."""
    return _literal(date, {4: "gYear", 7: "gYearMonth"}.get(len(date), "date")) if date else None


def _work(work: Named) -> Json:
    return stated({"@id": work.address, "@type": "http://www.w3.org/2000/01/rdf-schema#Resource", "dct:title": work.title})


def _page(address: str) -> Json | None:
    return _typed("foaf:Document", address) if address else None


def _resource(address: str) -> Json:
    return _typed("http://www.w3.org/2000/01/rdf-schema#Resource", address)


def _typed(class_: str, address: str = "", says: Json | None = None) -> Json:
    return stated({"@id": address, "@type": class_, **(says or {})})


def _literal(text: str, type_: str) -> Json:
    return {"@value": text, "@type": f"xsd:{type_}"}
