"""What Datasette is told of the database, so that its pages have titles, descriptions, facets, a licence and a source."""

from __future__ import annotations

from typing import Any

from scodata.exports.codebook import about
from scodata.exports.labels import Label, labels
from scodata.layout import Column, Table
from scodata.published import Package

FIND = "SELECT record_id, language, text, table_name FROM search WHERE search MATCH escape_fts(:text) ORDER BY rank, record_id LIMIT 200"


def metadata(package: Package) -> dict[str, Any]:
    """The metadata of an instance that serves the database alone, under its own name."""
    said = about(package)
    named = labels(package)
    database = {
        "tables": {name: _table(table, named) for name, table in package.tables.items()},
        "queries": {"find": {"title": "Find by name or title", "sql": FIND, "params": ["text"]}} if named else {},
    }
    return {**_head(package, said), "databases": {said["name"]: database}}


def _head(package: Package, said: dict[str, str]) -> dict[str, str]:
    license_: dict[str, Any] = next(iter(package.descriptor.get("licenses", ())), {})
    head = {
        "title": said.get("title"),
        "description": said.get("description"),
        "license": license_.get("title", license_.get("name")),
        "license_url": license_.get("path"),
        "source": said.get("citation"),
        "source_url": said.get("homepage"),
    }
    return {name: str(value) for name, value in head.items() if value}


def _table(table: Table, named: list[Label]) -> dict[str, Any]:
    facets = [column.name for column in table.columns if _is_closed(column)]
    titles = [label.column for label in named if label.table == table.name and len(table.key) == 1]
    return {
        "title": table.title,
        "description": table.description,
        "columns": {column.name: f"{column.title}. {column.description}" for column in table.columns},
        **({"facets": facets} if facets else {}),
        **({"label_column": titles[0]} if titles else {}),
    }


def _is_closed(column: Column) -> bool:
    """Whether few values can stand in the column, so that counting them says something."""
    return column.type == "boolean" or "enum" in column.constraints
