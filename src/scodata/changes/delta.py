"""The delta: a comparison as JSON, out of which the new tables can be made from the old ones."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scodata.changes.comparison import Comparison, TableChange
from scodata.changes.rows import RowChange, key_of, rank_of
from scodata.changes.rules import Finding, level_of
from scodata.layout import Column, Table
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.schemas import Where
from scodata.tables import Row

FORM = 1
"""The number of the delta's form; it rises when a reader of the form before would err."""


def delta(comparison: Comparison, findings: Sequence[Finding]) -> dict[str, Any]:
    """The delta as `delta.json`, the program's own schema, describes it. `findings` are those of the comparison."""
    return {
        "delta": FORM,
        "old": _identity(comparison.old),
        "new": _identity(comparison.new),
        "level": level_of(findings),
        "findings": [_finding(finding) for finding in findings],
        "records": [
            {"id": record.id, "kind": record.kind, "change": record.change, **({"successors": list(record.successors)} if record.successors else {})}
            for record in comparison.records
        ],
        "order": list(comparison.new.tables),
        "tables": [_table(table, comparison.new) for table in _told(comparison)],
    }


def _identity(package: Package) -> dict[str, str]:
    digest = hashlib.sha256(package.data("datapackage.json")).hexdigest()
    return {"name": package.descriptor["name"], "version": package.descriptor.get("version", ""), "hash": f"sha256:{digest}"}


def _finding(finding: Finding) -> dict[str, Any]:
    where = {name: value for name in ("table", "column", "record") if (value := getattr(finding, name))}
    return {"rule": finding.rule.id, "level": finding.rule.level, "what": finding.what, "count": finding.count, **where}


def _told(comparison: Comparison) -> Iterator[TableChange]:
    """The tables with changed rows, and those whose columns or key alone changed; in the order of the new package, gone ones last."""
    changed = {table.name: table for table in comparison.tables}
    for name, new in comparison.new.tables.items():
        old = comparison.old.tables.get(name)
        if name in changed:
            yield changed[name]
        elif old is None or _form(old) != _form(new):
            yield TableChange(name, old, new, Counter())
    yield from (TableChange(name, old, None, Counter()) for name, old in comparison.old.tables.items() if name not in comparison.new.tables)


def _form(table: Table) -> tuple[Any, ...]:
    return [(column.name, column.type) for column in table.columns], table.key, bool(table.derived_from)


def _table(table: TableChange, new: Package) -> dict[str, Any]:
    if table.new is None:
        return {"name": table.name, "op": "DEL"}
    afresh = table.old is None or table.replaced
    counted = {word: table.counts.get(op, 0) for word, op in (("added", "ADD"), ("changed", "MOD"), ("removed", "DEL"))}
    told = {"name": table.name, "op": "ADD" if afresh else "MOD", "columns": _columns(table.new), "key": list(table.new.key), **counted}
    if table.is_derived:
        return {**told, "derived": True}
    return {**told, "rows": [_row(row) for row in table.rows if row.op != "DEL" or not afresh]}


def _columns(table: Table) -> list[dict[str, str]]:
    return [{"name": column.name, "type": column.type} for column in table.columns]


def _row(row: RowChange) -> dict[str, Any]:
    if row.op == "MOD":
        return {"op": "MOD", "key": list(row.key), "cells": {cell.column: [cell.before, cell.after] for cell in row.cells}}
    return {"op": row.op, "row": list(row.row)}


def as_json(changes: Mapping[str, Any]) -> str:
    """A delta as text, in which each finding, record and row has a line of its own."""
    return "{\n" + ",\n".join(f"{_json(name)}: {_lines(value)}" for name, value in changes.items()) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return _json(value)
    return "[\n" + ",\n".join(f"{_json(one)[:-1]}, {_json('rows')}: {_lines(one['rows'])}}}" if "rows" in one else _json(one) for one in value) + "\n]"


def _json(value: Any) -> str:
    if isinstance(value, dict):
        value = {name: inner for name, inner in value.items() if name != "rows"}
    return json.dumps(value, ensure_ascii=False)


def apply(old: Package, changes: Mapping[str, Any]) -> Iterator[tuple[Table, Iterator[Row]]]:
    """The tables of the new package with their rows, out of the old package and a delta; derived tables, which follow from these, are left out.

    Rows are sorted by key, numbers as numbers. Of a table only names, types and keys are those of the new package. Raises `ScodataError`
    where the delta was made from another package.
    """
    if _identity(old)["hash"] != changes["old"]["hash"]:
        raise ScodataError(f"this delta begins with another package than {old.descriptor['name']} {old.descriptor.get('version', '')}")
    told = {table["name"]: table for table in changes["tables"]}
    for name in changes["order"]:
        change = told.get(name)
        if change is None and not old.tables[name].derived_from:
            yield old.tables[name], _sorted(old.tables[name], old.rows(name))
        elif change is not None and not change.get("derived"):
            table = _new_table(name, change)
            known = change["op"] == "MOD"
            yield table, _sorted(table, _applied(old.tables[name], table, old.rows(name), change["rows"]) if known else _added(change["rows"]))


def _sorted(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    key, rank = key_of(table), rank_of(table)
    yield from sorted(rows, key=lambda row: rank(key(row)))


def _added(rows: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    yield from (tuple(row["row"]) for row in rows)


def _new_table(name: str, change: Mapping[str, Any]) -> Table:
    where = Where("delta.json", ("tables", name))
    columns = (Column(column["name"], column["type"], column["name"], "", where, key=column["name"] in change["key"]) for column in change["columns"])
    return Table(name, name, "", tuple(columns), (), where)


def _applied(old: Table, new: Table, before: Iterable[Row], changes: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows after the changes: each row of a table with a key once, and of one without as often as it stands there."""
    names, key = [column.name for column in new.columns], key_of(old)
    gone, more, cells = Counter[Row](), list[Row](), dict[Row, Mapping[str, list[str]]]()
    for change in changes:
        if change["op"] == "MOD":
            cells[tuple(change["key"])] = change["cells"]
        elif change["op"] == "DEL":
            gone[key(tuple(change["row"]))] += 1
        else:
            more.append(tuple(change["row"]))
    for row in before:
        if gone[key(row)]:
            gone[key(row)] -= 1
        else:
            known = dict(zip((column.name for column in old.columns), row, strict=True))
            changed = {name: after for name, (_, after) in cells.get(key(row), {}).items()}
            yield tuple({**known, **changed}.get(name, "") for name in names)
    yield from more
