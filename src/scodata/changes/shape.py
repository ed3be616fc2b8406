"""The shape of two packages compared: name, tables, columns, types, constraints, keys, references, and what describes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scodata.changes.rules import RULES, Finding

Described = Mapping[str, Any]
"""A descriptor, or a part of one, as it stands in `datapackage.json`."""
_COMPUTED = frozenset(("version", "created", "resources", "schemas", "licenses", "name"))
"""Properties of a package that are compared on their own, or follow from the version."""
_OF_TABLE = frozenset(("name", "schema", "bytes", "hash", "path"))
_OF_FIELD = frozenset(("name", "type", "format", "constraints", "categories"))
_LEAST, _MOST = ("minimum", "minLength", "exclusiveMinimum"), ("maximum", "maxLength", "exclusiveMaximum")


def shape_changes(old: Described, new: Described) -> Iterator[Finding]:
    """What differs between two descriptors, but for the rows of the tables; a value of text is shown as it stands in the descriptor."""
    if old["name"] != new["name"]:
        yield _finding("package-renamed", f"`{old['name']}` is now `{new['name']}`")
    if old.get("licenses") != new.get("licenses"):
        yield _finding("licence-changed", f"{_licences(old)} is now {_licences(new)}")
    yield from _described(old, new, _COMPUTED)
    if _schemas(old) != _schemas(new):
        files = sorted({path for path, _ in _schemas(old) ^ _schemas(new)})
        yield _finding("metadata-changed", f"the schemas of records changed: {', '.join(files)}")
    before, after = ({resource["name"]: resource for resource in package["resources"]} for package in (old, new))
    for name in (name for name in before if name not in after):
        yield _finding("table-removed", f"`{name}` is gone", name)
    for name in (name for name in after if name not in before):
        yield _finding("table-added", f"`{name}` is new", name)
    if _common(before, after) != _common(after, before):
        yield _finding("metadata-changed", "the tables stand in another order")
    for name in _common(before, after):
        yield from _table(name, before[name], after[name])


def _table(name: str, old: Described, new: Described) -> Iterator[Finding]:
    yield from _described(old, new, _OF_TABLE, name)
    before, after = ({field["name"]: field for field in resource["schema"]["fields"]} for resource in (old, new))
    yield from _columns(name, list(before), list(after))
    for column in _common(before, after):
        yield from _field(name, before[column], after[column])
    keys = [tuple(resource["schema"].get("primaryKey", ())) for resource in (old, new)]
    if keys[0] != keys[1]:
        yield _finding("key-changed", f"a row of `{name}` was named by {_listed(keys[0])}, and is by {_listed(keys[1])}", name)
    yield from _references(name, old, new)


def _columns(table: str, before: list[str], after: list[str]) -> Iterator[Finding]:
    for column in (column for column in before if column not in after):
        yield _finding("column-removed", f"`{table}.{column}` is gone", table, column)
    for position, column in enumerate(after):
        if column not in before:
            where = f"after `{after[position - 1]}`" if position else "at the beginning"
            yield _finding("column-added", f"`{table}.{column}` is new, {where}", table, column)
    common = [column for column in before if column in after]
    for column in _moved(common, [column for column in after if column in before]):
        yield _finding("column-moved", f"`{table}.{column}` stands elsewhere", table, column)


def _moved(before: list[str], after: list[str]) -> Iterator[str]:
    """The columns that have to move so that the one order becomes the other: all but a longest run that keeps its order."""
    place = {column: position for position, column in enumerate(after)}
    best: list[list[str]] = []
    for column in before:
        runs: list[list[str]] = [[], *(run for run in best if place[run[-1]] < place[column])]
        best.append([*sorted(runs, key=len)[-1], column])
    kept = set(sorted([[], *best], key=len)[-1])
    yield from (column for column in after if column not in kept)


def _field(table: str, old: Described, new: Described) -> Iterator[Finding]:
    column = old["name"]
    yield from _described(old, new, _OF_FIELD, table, column)
    before, after = (tuple(field.get(name, default) for name, default in (("type", "string"), ("format", "default"))) for field in (old, new))
    if before != after:
        shown = [type_ if format_ == "default" else f"{type_} ({format_})" for type_, format_ in (before, after)]
        yield _finding("type-changed", f"`{table}.{column}` was of the type {shown[0]}, and is {shown[1]}", table, column)
    limits = [_limits(field) for field in (old, new)]
    for constraint in sorted({*limits[0], *limits[1]}):
        yield from _constraint(table, column, constraint, limits[0].get(constraint), limits[1].get(constraint))
    labels = [{str(category["value"]): category.get("label") for category in field.get("categories", ())} for field in (old, new)]
    told = {*labels[0], *labels[1]} if limits[0].get("enum") == limits[1].get("enum") else {*labels[0]} & {*labels[1]}
    if any(labels[0].get(value) != labels[1].get(value) for value in told):
        yield _finding("metadata-changed", f"labels of the values of `{table}.{column}` changed", table, column)


def _limits(field: Described) -> dict[str, Any]:
    """The constraints of a field; its categories are a closed list, as an `enum` is."""
    limits = {name: value for name, value in field.get("constraints", {}).items() if value is not False}
    if "categories" in field and "enum" not in limits:
        limits["enum"] = [category["value"] for category in field["categories"]]
    return limits


def _constraint(table: str, column: str, name: str, old: Any, new: Any) -> Iterator[Finding]:
    where = f"`{table}.{column}`"
    if name == "enum" and isinstance(old, list) and isinstance(new, list):
        before, after = (dict.fromkeys(map(_text, values)) for values in (old, new))
        gone, more = [value for value in before if value not in after], [value for value in after if value not in before]
        if gone:
            yield _finding("constraint-tightened", f"{where} can't be {_listed(gone)} any more", table, column)
        if more:
            yield _finding("constraint-loosened", f"{where} can be {_listed(more)} too", table, column)
    elif old != new:
        rule = "constraint-loosened" if _is_looser(name, old, new) else "constraint-tightened"
        shown = ["none" if value is None else f"`{_text(value)}`" for value in (old, new)]
        yield _finding(rule, f"{where}: the constraint `{name}` was {shown[0]}, and is {shown[1]}", table, column)


def _is_looser(name: str, old: Any, new: Any) -> bool:
    """Whether whatever was allowed is allowed still; what can't be known, as with another pattern, counts as stricter."""
    if old is None or new is None:
        return new is None
    if isinstance(old, str) and isinstance(new, str):
        return (name in _LEAST and new < old) or (name in _MOST and new > old)
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return (name in _LEAST and new < old) or (name in _MOST and new > old)
    return False


def _references(table: str, old: Described, new: Described) -> Iterator[Finding]:
    before, after = (dict(_foreign(resource)) for resource in (old, new))
    for columns in sorted({*before, *after}):
        if before.get(columns) != after.get(columns):
            rule = "reference-tightened" if columns in after else "reference-loosened"
            shown = [side.get(columns, "nothing in particular") for side in (before, after)]
            yield _finding(rule, f"{_listed(columns)} of `{table}` named {shown[0]}, and names {shown[1]}", table, columns[0])


def _foreign(resource: Described) -> Iterator[tuple[tuple[str, ...], str]]:
    for key in resource["schema"].get("foreignKeys", ()):
        target = key["reference"].get("resource") or resource["name"]
        yield tuple(key["fields"]), f"{_listed(key['reference']['fields'])} of `{target}`"


def _described(old: Described, new: Described, apart: frozenset[str], table: str = "", column: str = "") -> Iterator[Finding]:
    """What says something about a thing and changes nothing in it."""
    names = sorted(name for name in {*old, *new} - apart if old.get(name) != new.get(name))
    if names:
        whose = f"`{table}.{column}`" if column else f"`{table}`" if table else "the package"
        yield _finding("metadata-changed", f"{', '.join(names)} of {whose} changed", table, column)


def _licences(package: Described) -> str:
    licences = package.get("licenses")
    return _listed([str(one.get("name") or one.get("path")) for one in licences if isinstance(one, dict)] if isinstance(licences, list) else ())


def _schemas(package: Described) -> set[tuple[str, str]]:
    return {(entry["path"], entry["hash"]) for entry in package.get("schemas", ())}


def _common(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [name for name in one if name in other]


def _listed(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _finding(rule: str, what: str, table: str = "", column: str = "") -> Finding:
    return Finding(RULES[rule], what, table, column)
