"""Every value of a record with its shape, so that rules find the places that an annotation speaks of."""

from __future__ import annotations

from typing import Any, NamedTuple

from scodata.layout.shapes import Shape

Steps = tuple[str | int, ...]


class Site(NamedTuple):
    """A value of a record, where it stands, and the shape that it has; `key` when it is the key of a map, `item` when it is what a map or list holds."""

    shape: Shape
    path: Steps
    value: Any
    key: bool = False
    item: bool = False


def sites(shape: Shape, value: Any) -> list[Site]:
    """A value and every value in it, keys of maps too. Below a value that isn't what its shape asks for there is none."""
    found: list[Site] = []
    _collect(shape, value, (), False, found)
    return found


def _collect(shape: Shape, value: Any, path: Steps, item: bool, found: list[Site]) -> None:
    form = shape.form
    if form == "scalar":
        if not isinstance(value, (dict, list)):
            found.append(Site(shape, path, value, False, item))
    elif form == "object":
        if isinstance(value, dict):
            found.append(Site(shape, path, value, False, item))
            named = shape.named
            for name, inner in value.items():
                if name in named:
                    _collect(named[name], inner, (*path, name), False, found)
    elif shape.items is None:
        return
    elif form == "map":
        if isinstance(value, dict) and shape.keys:
            found.append(Site(shape, path, value, False, item))
            for key, inner in value.items():
                below = (*path, key)
                found.append(Site(shape.keys, below, key, True))
                _collect(shape.items, inner, below, True, found)
    elif isinstance(value, list):
        found.append(Site(shape, path, value, False, item))
        for position, inner in enumerate(value):
            _collect(shape.items, inner, (*path, position), True, found)
