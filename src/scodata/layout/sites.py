"""The values of a record that rules look at, each with its shape and place: those that an annotation marks, texts, and empty mappings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scodata.layout.shapes import Shape

Steps = tuple[str | int, ...]


class Site(NamedTuple):
    """A value of a record, where it stands, and the shape that it has; `key` when it is the key of a map."""

    shape: Shape
    path: Steps
    value: Any
    key: bool = False


@dataclass(slots=True)
class Sites:
    """What was found in one walk over a record. Below a value that isn't what its shape asks for there is nothing."""

    marked: defaultdict[str, list[Site]] = field(default_factory=lambda: defaultdict(list))
    """The values whose shape has an annotation, by its keyword."""
    texts: list[tuple[Steps, str, bool]] = field(default_factory=list)
    """Every text that people write and that isn't empty: its path, itself, and whether it is the key of a map."""
    empty: list[Steps] = field(default_factory=list)
    """The paths of empty mappings, but for the record itself and the items of maps and lists, where they mean something."""


def sites(shape: Shape, value: Any) -> Sites:
    """What rules look at in a value of this shape."""
    found = Sites()
    _visit(shape, value, (), found)
    return found


def _visit(shape: Shape, value: Any, path: Steps, found: Sites, key: bool = False) -> None:
    """Takes in a value, if it is what its shape asks for, and all that is in it: every value of every record passes here."""
    if type(value) not in shape.types:
        return
    if shape.is_free_text and value and isinstance(value, str):
        found.texts.append((path, value, key))
    if shape.marks:
        site = Site(shape, path, value, key)
        for annotation in shape.marks:
            found.marked[annotation].append(site)
    if shape.form == "object":
        _visit_properties(shape, value, path, found)
    elif shape.keys and shape.items:
        for name, inner in value.items():
            below = (*path, name)
            _visit(shape.keys, name, below, found, True)
            _visit(shape.items, inner, below, found)
    elif shape.items:
        for position, inner in enumerate(value):
            _visit(shape.items, inner, (*path, position), found)


def _visit_properties(shape: Shape, value: dict[str, Any], path: Steps, found: Sites) -> None:
    for name, inner in value.items():
        if name in shape.named:
            below = (*path, name)
            if inner == {} and dict in shape.named[name].types:
                found.empty.append(below)
            _visit(shape.named[name], inner, below, found)


def items(shape: Shape, value: Any, path: Steps = ()) -> Iterator[Steps]:
    """The paths of all items of the maps, sets and lists in a value that has this shape."""
    if shape.form == "object":
        for name, inner in value.items():
            if name in shape.named:
                yield from items(shape.named[name], inner, (*path, name))
    elif shape.items:
        for step, inner in value.items() if shape.keys else enumerate(value):
            below = (*path, step)
            yield below
            yield from items(shape.items, inner, below)
