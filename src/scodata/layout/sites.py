"""The values of a record that rules look at, each with its shape and place: those that an annotation marks, texts, and empty mappings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

from scodata.documents.texts import is_ordinary
from scodata.layout.shapes import Shape

Steps = tuple[str | int, ...]


class Site(NamedTuple):
    """A value of a record, where it stands, and the shape that it has; `key` when it is the key of a map."""

    shape: Shape
    path: Steps
    value: Any
    key: bool = False


Marked = tuple[Shape, Steps, Any, bool]
"""What makes a `Site`, as the walk leaves it: a plain tuple takes a quarter of the time, and most are never looked at one by one."""


@dataclass(slots=True)
class Sites:
    """What was found in one walk over a record. Below a value that isn't what its shape asks for there is nothing."""

    marked: defaultdict[str, list[Marked]] = field(default_factory=lambda: defaultdict(list))
    """The values whose shape has an annotation, by its keyword."""
    texts: list[tuple[Steps, str, bool]] = field(default_factory=list)
    """Every text that people write and that isn't ordinary: its path, itself, and whether it is the key of a map."""
    empty: list[Steps] = field(default_factory=list)
    """The paths of empty mappings, but for the record itself and the items of maps and lists, where they mean something."""

    def of(self, annotation: str) -> Iterator[Site]:
        """The values whose shape has this annotation, one by one."""
        return starmap(Site, self.marked.get(annotation, ()))


def sites(shape: Shape, value: Any) -> Sites:
    """What rules look at in a value of this shape."""
    found = Sites()
    _kept_visitor(shape)(value, (), found)
    return found


Visit = Callable[[Any, Steps, Sites], None]
"""Takes in a value, if it is what its shape asks for, and all that is in it."""


def _visitor(shape: Shape, key: bool = False) -> Visit:
    """Every value of every record passes here, so what its shape asks of it is worked out before, once a shape."""
    if shape.form == "object":
        return _of_object(shape)
    if shape.items:
        return _of_map(shape, shape.keys, shape.items) if shape.keys else _of_list(shape, shape.items)
    return _of_scalar(shape, key)


_kept_visitor = lru_cache(maxsize=64)(_visitor)


def _of_scalar(shape: Shape, key: bool) -> Visit:
    types, marks, is_free_text = shape.types, shape.marks, shape.is_free_text

    def visit(value: Any, path: Steps, found: Sites) -> None:
        if type(value) not in types:
            return
        if is_free_text and isinstance(value, str) and value and not is_ordinary(value):
            found.texts.append((path, value, key))
        for annotation in marks:
            found.marked[annotation].append((shape, path, value, key))

    return visit


def _of_object(shape: Shape) -> Visit:
    inside = {name: (_is_text_alone(inner), inner.form in ("object", "map"), _visitor(inner)) for name, inner in shape.properties}

    def visit(value: Any, path: Steps, found: Sites) -> None:
        if not isinstance(value, dict):
            return
        for annotation in shape.marks:
            found.marked[annotation].append((shape, path, value, False))
        for name, inner in value.items():
            if name in inside:
                is_text, is_mapping, enter = inside[name]
                if is_text and isinstance(inner, str) and is_ordinary(inner):
                    continue
                if is_mapping and inner == {}:
                    found.empty.append((*path, name))
                enter(inner, (*path, name), found)

    return visit


def _of_map(shape: Shape, keys: Shape, items: Shape) -> Visit:
    is_text, name_it, enter = _is_text_alone(keys), _visitor(keys, True), _visitor(items)

    def visit(value: Any, path: Steps, found: Sites) -> None:
        if not isinstance(value, dict):
            return
        for annotation in shape.marks:
            found.marked[annotation].append((shape, path, value, False))
        for name, inner in value.items():
            below = (*path, name)
            if not (is_text and is_ordinary(name)):
                name_it(name, below, found)
            enter(inner, below, found)

    return visit


def _of_list(shape: Shape, items: Shape) -> Visit:
    is_text, enter = _is_text_alone(items), _visitor(items)

    def visit(value: Any, path: Steps, found: Sites) -> None:
        if not isinstance(value, list):
            return
        for annotation in shape.marks:
            found.marked[annotation].append((shape, path, value, False))
        for position, inner in enumerate(value):
            if not (is_text and isinstance(inner, str) and is_ordinary(inner)):
                enter(inner, (*path, position), found)

    return visit


def _is_text_alone(shape: Shape) -> bool:
    """Whether it is a text that no annotation marks, so that an ordinary one needs no second look: most values are such."""
    return shape.is_free_text and not shape.marks


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
