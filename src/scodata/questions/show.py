"""A record as a person would read it, with the names of what it refers to, and with what refers to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scodata.layout import Shape
from scodata.layout.shapes import Shaper
from scodata.layout.tables import RECORDS
from scodata.problems import ScodataError, near
from scodata.published import Package, labels
from scodata.schemas import Where, own
from scodata.tables import to_cell

MOST = 20
"""Records of one kind that are listed among those that refer to a record."""


@dataclass(frozen=True)
class Shown:
    """A record found by its id: its kind, its value as curated, and the lines that a person reads."""

    kind: str
    value: Mapping[str, Any]
    lines: tuple[str, ...]


def show(package: Package, id_: str) -> Shown:
    """The record of an id, a retired one too; raises `ScodataError`, with the nearest id, where there is none."""
    found = next(((kind, value) for kind, value in package.records() if value["id"] == id_), None)
    if found is None:
        raise ScodataError(f"no record has the id {id_}; {near(id_, (row[0] for row in package.rows(RECORDS))) or 'scodata query finds it by its name'}")
    kind, value = found
    names = labels(package)
    root = _retired() if "redirect" in value else package.layout.shapes[kind]
    head = [names.get(id_, id_), f"{kind}: {id_}", ""]
    body = [line for name, shape in root.properties if name in value and name != "id" for line in _lines(shape, value[name], shape.title, 0, names)]
    return Shown(kind, value, (*head, *body, *_referring(package, kind, id_, names)))


def _retired() -> Shape:
    shape = Shaper(own()).shape(Where("redirect.json"))
    assert shape is not None, "the program's own schema has a shape"
    return shape


def _lines(shape: Shape, value: Any, title: str, depth: int, names: Mapping[str, str]) -> Iterator[str]:
    indent = "  " * depth
    if shape.form == "scalar":
        yield f"{indent}{title}: {_text(shape, value, names)}"
    elif shape.is_language_map:
        yield f"{indent}{title}: {' / '.join(f'{text} ({language})' for language, text in value.items())}"
    elif shape.form == "set" and shape.items:
        yield f"{indent}{title}: {', '.join(_text(shape.items, item, names) for item in value)}"
    else:
        yield f"{indent}{title}"
        yield from _inner(shape, value, depth + 1, names)


def _inner(shape: Shape, value: Any, depth: int, names: Mapping[str, str]) -> Iterator[str]:
    """What stands in an object, a map or a list."""
    if shape.form == "object":
        for name, inner in shape.properties:
            if name in value:
                yield from _lines(inner, value[name], inner.title, depth, names)
        return
    assert shape.items is not None, "a map or list has items"
    for key, item in value.items() if shape.form == "map" else enumerate(value, 1):
        heading = _text(shape.keys, key, names) if shape.keys else str(key)
        if shape.items.form == "scalar":
            yield f"{'  ' * depth}{heading}: {_text(shape.items, item, names)}"
        else:
            yield f"{'  ' * depth}{heading}"
            yield from _inner(shape.items, item, depth + 1, names)


def _text(shape: Shape, value: Any, names: Mapping[str, str]) -> str:
    if shape.reference[0]:
        return f"{names[value]} ({value})" if names.get(value, value) != value else str(value)
    return shape.titles.get(value, to_cell(value))


def _referring(package: Package, kind: str, id_: str, names: Mapping[str, str]) -> Iterator[str]:
    """The records that refer to this one, by kind; a row's first column is the record that it belongs to."""
    kinds = {row[0]: row[1] for row in package.rows(RECORDS)}
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for table in package.tables.values():
        columns = [column.name for column in table.columns]
        positions = [columns.index(key.columns[0]) for key in table.foreign_keys if key.table in (kind, RECORDS) and len(key.columns) == 1]
        positions = [position for position in positions if position > 0]
        for row in package.rows(table.name) if positions and not table.derived_from else ():
            if any(row[position] == id_ for position in positions):
                found[kinds[row[0]]][row[0]] = None
    if found:
        yield from ("", "Referred to by")
    for other, ids in sorted(found.items()):
        yield f"  {other}: {len(ids)}"
        yield from (f"    {names[one]} ({one})" if names.get(one, one) != one else f"    {one}" for one in sorted(ids)[:MOST])
        if len(ids) > MOST:
            yield f"    … and {len(ids) - MOST} more"
