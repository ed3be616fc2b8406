"""Every value of a record with its shape, so that rules find the places that an annotation speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scodata.layout.shapes import Shape

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A value of a record, where it stands, and the shape that it has; `key` when it is the key of a map, `item` when it is what a map or list holds."""

    shape: Shape
    path: Steps
    value: Any
    key: bool = False
    item: bool = False


def sites(shape: Shape, value: Any, path: Steps = (), *, item: bool = False) -> Iterator[Site]:
    """A value and every value in it, keys of maps too. Below a value that isn't what its shape asks for there is none."""
    if shape.form == "scalar":
        if not isinstance(value, (dict, list)):
            yield Site(shape, path, value, item=item)
    elif shape.form == "object" and isinstance(value, dict):
        yield Site(shape, path, value, item=item)
        for name, property_ in shape.properties:
            if name in value:
                yield from sites(property_, value[name], (*path, name))
    elif shape.form == "map" and isinstance(value, dict) and shape.items and shape.keys:
        yield Site(shape, path, value)
        for key, inner in value.items():
            yield Site(shape.keys, (*path, key), key, key=True)
            yield from sites(shape.items, inner, (*path, key), item=True)
    elif shape.items and isinstance(value, list):
        yield Site(shape, path, value)
        for position, inner in enumerate(value):
            yield from sites(shape.items, inner, (*path, position), item=True)
