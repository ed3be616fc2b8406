"""`csvw-metadata.json`: the tables for CSV on the Web, with the types, keys and descriptions of their columns. It belongs beside `datapackage.json`."""

from __future__ import annotations

from collections.abc import Mapping

from scodata.layout import Column, ForeignKey, Table
from scodata.metadata.about import About, Json, about, stated
from scodata.published import Package

BOUNDS = ("minimum", "maximum", "minLength", "maxLength")
"""The constraints that Table Schema and CSVW share by name and meaning."""


def csvw(package: Package) -> Json:
    """The group of all tables; addresses of files are relative, as in `datapackage.json`. Raises `ScodataError` as `about` does."""
    paths = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "@type": "TableGroup",
        **_what(about(package)),
        "null": "",
        "tables": [_table(table, paths) for table in package.tables.values()],
    }


def _what(said: About) -> Json:
    publishers = said.in_role("publisher")
    return stated(
        {
            "@id": said.doi_address or said.homepage,
            "dc:title": said.title,
            "dc:description": said.description,
            "dc:creator": [agent.name for agent in said.authors],
            "dc:publisher": [agent.name for agent in publishers],
            "dc:license": {"@id": said.licenses[0].address},
            "dc:modified": {"@value": said.date, "@type": "xsd:date"},
            "dc:subject": list(said.keywords),
            "schema:version": said.version,
        }
    )


def _table(table: Table, paths: Mapping[str, str]) -> Json:
    schema = {
        "columns": [_column(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [_foreign(key, paths) for key in table.foreign_keys],
    }
    return stated({"url": paths[table.name], "dc:title": table.title, "dc:description": table.description, "tableSchema": stated(schema)})


def _column(column: Column) -> Json:
    """`titles` begins with the text of the header, which a validator compares with the file."""
    return stated(
        {
            "name": column.name,
            "titles": list(dict.fromkeys((column.name, column.title))),
            "dc:description": column.description,
            "required": column.constraints.get("required"),
            "datatype": _datatype(column),
        }
    )


def _datatype(column: Column) -> Json:
    formats = {"date": "yyyy-MM-dd", "boolean": "true|false", "string": _pattern(column)}
    base = column.type if column.type in ("string", "integer", "number", "boolean", "date") else "string"
    return stated({"base": base, "format": formats.get(base, ""), **{name: column.constraints[name] for name in BOUNDS if name in column.constraints}})


def _pattern(column: Column) -> str:
    """The regular expression of all values, anchored: CSVW has no list of values of its own."""
    if "enum" in column.constraints:
        return f"^({'|'.join(map(_verbatim, column.constraints['enum']))})$"
    return str(column.constraints.get("pattern", ""))


def _verbatim(value: object) -> str:
    """A text as a regular expression that matches nothing else, with no escape that another dialect would refuse."""
    return "".join(f"\\{sign}" if sign in r"\^$.|?*+()[]{}" else sign for sign in str(value))


def _foreign(key: ForeignKey, paths: Mapping[str, str]) -> Json:
    return {"columnReference": list(key.columns), "reference": {"resource": paths[key.table], "columnReference": list(key.targets)}}
