"""The places of a record that an annotation speaks of: references, pointers, dates, intervals, and mappings that say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scodata.layout.shapes import Shape

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A value of a record, where it stands, and the shape that it has; `key` when it is the key of a map rather than a value."""

    shape: Shape
    path: Steps
    value: Any
    key: bool = False


def sites(shape: Shape, value: Any) -> Iterator[Site]:
    """Every site of a value; where the value isn't what its shape asks for, there is none below."""
    return _sites(shape, value, ())


def _sites(shape: Shape, value: Any, path: Steps) -> Iterator[Site]:
    if shape.form == "scalar":
        if shape.is_marked and isinstance(value, str):
            yield Site(shape, path, value)
    elif shape.form == "object" and isinstance(value, dict):
        yield Site(shape, path, value)
        for name, inner in shape.properties:
            if name in value and inner.has_marks:
                yield from _sites(inner, value[name], (*path, name))
    elif shape.form == "map" and isinstance(value, dict):
        yield Site(shape, path, value)
        for key, item in value.items():
            if shape.keys and shape.keys.is_marked:
                yield Site(shape.keys, (*path, key), key, key=True)
            if shape.items and shape.items.has_marks:
                yield from _items(shape.items, item, (*path, key))
    elif shape.items and shape.items.has_marks and isinstance(value, list):
        for position, item in enumerate(value):
            yield from _items(shape.items, item, (*path, position))


def _items(shape: Shape, value: Any, path: Steps) -> Iterator[Site]:
    """As an item of a map or list, an empty mapping does say something: that the item is there."""
    return (site for site in _sites(shape, value, path) if site.value != {} or site.path != path)
