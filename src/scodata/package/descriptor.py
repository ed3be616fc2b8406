"""`datapackage.json`: the descriptor, in the subset of Data Package 2.0 that every known reader understands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scodata.layout import Column, Table
from scodata.package.csvs import Written
from scodata.tables import to_cell

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
GENERATOR = "scodata"
"""The value of the descriptor's `generator`, by which the program knows a folder that it may replace."""


EU = "http://publications.europa.eu/resource/authority"
"""Below which the EU names the terms of its tables, which DCAT-AP asks for."""


def descriptor(manifest: Mapping[str, Any], schemas: Mapping[str, str], written: Iterable[Written]) -> dict[str, Any]:
    """The whole descriptor; keys stand in the order in which the standard explains them, then ours.

    `kinds` are the tables with a row for each record, `schemas` the files, with their hashes, that say how a record of each is written.
    """
    return {
        "$schema": PROFILE,
        "generator": GENERATOR,
        **_standard(manifest),
        **_ours(manifest),
        "kinds": list(manifest["kinds"]),
        "schemas": [{"path": path, "hash": hash_} for path, hash_ in schemas.items()],
        "resources": [_resource(one) for one in written],
    }


def _standard(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What `scodata.yaml` says, as far as Data Package 2.0 has a property for it."""
    return _stated(
        {
            "name": manifest["name"],
            "id": _doi(manifest.get("doi")),
            "title": manifest["title"],
            "description": manifest["description"],
            "homepage": manifest.get("homepage"),
            "version": manifest["version"],
            "created": f"{manifest['date']}T00:00:00Z",
            "keywords": manifest.get("keywords"),
            "licenses": [_license(license_) for license_ in manifest["licenses"] if license_["applies_to"] == "data"],
            "contributors": [_contributor(contributor) for contributor in manifest["contributors"]],
            "sources": manifest.get("sources"),
        }
    )


def _ours(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What `scodata.yaml` says and Data Package 2.0 has no property for, but other standards of metadata do."""
    return _stated(
        {
            "versionOf": _doi(manifest.get("concept_doi")),
            "repository": manifest.get("repository"),
            "download": manifest.get("download", "").replace("{version}", manifest["version"]),
            "issued": manifest.get("issued"),
            "languages": manifest.get("languages"),
            "themes": [f"{EU}/data-theme/{code}" for code in manifest.get("themes", ())],
            "frequency": f"{EU}/frequency/{manifest['frequency']}" if "frequency" in manifest else None,
            "spatial": manifest.get("spatial"),
            "temporal": manifest.get("temporal"),
            "publications": manifest.get("publications"),
        }
    )


def _stated(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value}


def _doi(doi: str | None) -> str | None:
    return f"https://doi.org/{doi}" if doi else None


def _contributor(contributor: Mapping[str, Any]) -> dict[str, Any]:
    return {{"given_name": "givenName", "family_name": "familyName"}.get(name, name): value for name, value in contributor.items()}


def authors(contributors: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those who are cited, in their order: the contributors who are called authors or, where nobody is, all of them."""
    return [contributor for contributor in contributors if "author" in contributor.get("roles", ())] or list(contributors)


def cite_as(package: Mapping[str, Any]) -> str:
    """How to cite what a descriptor describes, in one line; empty where it doesn't say all that this needs."""
    people = ", ".join(contributor["title"] for contributor in authors(package.get("contributors", ())))
    if not all((people, *(package.get(name) for name in ("created", "title", "version")))):
        return ""
    address = package.get("id") or package.get("homepage")
    return f"{people} ({package['created'][:4]}). {package['title']}, version {package['version']} [data set].{f' {address}' if address else ''}"


def as_text(package: Mapping[str, Any]) -> str:
    """The descriptor as it stands in the file."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _license(license_: Mapping[str, str]) -> dict[str, str]:
    return {name: license_[name] for name in ("name", "path", "title") if name in license_}


def _resource(one: Written) -> dict[str, Any]:
    return {
        "name": one.table.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": one.path,
        "title": one.table.title,
        "description": one.table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.bytes,
        "hash": f"sha256:{one.sha256}",
        **({"derivedFrom": list(one.table.derived_from)} if one.table.derived_from else {}),
        **({"asOf": dict(one.table.as_of)} if one.table.as_of else {}),
        "schema": _schema(one.table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""], "primaryKey": list(table.key)}
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": list(key.columns), "reference": {**({} if key.table == table.name else {"resource": key.table}), "fields": list(key.targets)}}
            for key in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.title, "description": column.description}
    if column.example is not None:
        field["example"] = to_cell(column.example)  # as it stands in the CSV: the profile of 2.0 wants a text
    if column.constraints:
        field["constraints"] = column.constraints
    if column.source:
        field["derivedFrom"] = [column.source]
    if column.categories:
        field["categories"] = [{"value": value, "label": label} for value, label in column.categories]
    return field
