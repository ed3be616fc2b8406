"""`README.md` of the package: the data dictionary, for people who open the folder before they open a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scodata.layout import Column
from scodata.package.csvs import Written
from scodata.tables import to_cell


def dictionary(manifest: Mapping[str, Any], written: Sequence[Written], citation: str) -> str:
    """Every table and column: type, key, allowed values, how much is filled, an example."""
    return "\n".join(line for part in (_head(manifest, written, citation), *map(_table, written)) for line in part) + "\n"


def _head(manifest: Mapping[str, Any], written: Sequence[Written], citation: str) -> Iterator[str]:
    licenses = [license_ for license_ in manifest["licenses"] if license_["applies_to"] == "data"]
    yield f"# {manifest['title']}"
    yield ""
    yield _plain(manifest["description"])
    yield ""
    yield f"Version {manifest['version']} of {manifest['date']}, a [Data Package](https://datapackage.org) described by `datapackage.json`."
    yield f"Licence: {', '.join(map(_license, licenses))}."
    yield f"Cite as: {citation}"
    yield ""
    yield "This folder is generated; changes belong into the records that it is made of."
    yield ""
    yield "## How to read it"
    yield ""
    yield "- The files are CSV in UTF-8, with a header, commas, and `true` and `false`. An empty cell means: not known, or doesn't apply."
    yield "- A column that ends with `_id` names a row of another table; each table says which."
    yield "- A date stands as it is known, in EDTF (ISO 8601-2): `2011-06-14`, `2011-06`, `2011`, `2011~` (about), `2011?` (uncertain),"
    yield "  `[..2022-07-14]` (not after), `[2022..]` (not before), `[2016..2018]` (some day between). Beside it stand the first and the last day"
    yield "  that it can mean, `…_earliest` and `…_latest`, to sort and filter by; an empty one is open."
    yield ""
    yield "## Tables"
    yield ""
    yield "| table | rows | what it holds |"
    yield "|---|--:|---|"
    for one in written:
        derived = " Derived." if one.table.derived_from else ""
        yield f"| [{one.table.name}](#{one.table.name}) | {one.rows:,} | {_cell(one.table.description)}{derived} |"


def _license(license_: Mapping[str, str]) -> str:
    return f"[{license_.get('title', license_['name'])}]({license_['path']})"


def _table(one: Written) -> Iterator[str]:
    table = one.table
    yield ""
    yield f"### {table.name}"
    yield ""
    yield f"{_plain(table.title)}. {_plain(table.description)}"
    yield ""
    if table.derived_from:
        yield f"Derived from {', '.join(f'[{name}](#{name})' for name in table.derived_from)}; nothing stands here that doesn't follow from them."
        yield ""
    yield f"`{one.path}`, {one.rows:,} {'row' if one.rows == 1 else 'rows'}. One row for each {', '.join(f'`{name}`' for name in table.key)}."
    for key in table.foreign_keys:
        columns, targets = (", ".join(f"`{name}`" for name in names) for names in (key.columns, key.targets))
        yield f"- {columns} → {targets} of [{key.table}](#{key.table})"
    yield ""
    yield "| column | type | filled | what it says | example |"
    yield "|---|---|--:|---|---|"
    for column, filled in zip(table.columns, one.filled, strict=True):
        share = f"{filled * 100 // one.rows} %" if one.rows else "0 rows"
        yield f"| `{column.name}` | {column.type}{', key' if column.key else ''} | {share} | {_says(column)} | {_example(column)} |"


def _says(column: Column) -> str:
    said = f"{_cell(column.title)}. {_cell(column.description)}"
    if column.categories:
        return f"{said} One of: {'; '.join(f'`{value}` ({_cell(label)})' for value, label in column.categories)}."
    if "enum" in column.constraints:
        return f"{said} One of: {', '.join(f'`{value}`' for value in column.constraints['enum'])}."
    return said


def _example(column: Column) -> str:
    return f"`{_cell(to_cell(column.example))}`" if column.example is not None else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")
