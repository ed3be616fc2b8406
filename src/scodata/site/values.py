"""What stands at a path of a record, with its shape; and what a record is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scodata.layout import Shape
from scodata.problems import from_pointer


class Atom(NamedTuple):
    """A scalar and the shape that says what it means."""

    shape: Shape
    value: Any


class Label(NamedTuple):
    """What a record is called, and in which language; an empty one where that isn't said."""

    text: str
    language: str


def atoms(shape: Shape, value: Any) -> Iterator[Atom]:
    """The scalars that a value shows in one line: itself, the items of a set or list, the records that a map is keyed by, a text in all its languages."""
    if shape.form == "scalar":
        yield Atom(shape, value)
    elif shape.form in ("set", "list") and shape.items is not None and shape.items.form == "scalar":
        yield from (Atom(shape.items, item) for item in value)
    elif shape.form == "map" and shape.keys is not None and shape.keys.reference[0]:
        yield from (Atom(shape.keys, key) for key in value)
    elif shape.is_language_map:
        yield from (Atom(inner, value[name]) for name, inner in shape.properties if name in value)


def at_path(shape: Shape, value: Any, path: Sequence[str]) -> Iterator[Atom]:
    """The scalars at a path of names of properties; maps and lists on the way are entered."""
    if not path:
        yield from atoms(shape, value)
    elif shape.form == "object" and path[0] in value:
        yield from at_path(shape.named[path[0]], value[path[0]], path[1:])
    elif shape.form in ("map", "list") and shape.items is not None:
        for item in value.values() if shape.form == "map" else value:
            yield from at_path(shape.items, item, path)


def at_pointer(shape: Shape, pointer: str) -> tuple[list[str | Atom], Shape | None]:
    """The titles on the way of a JSON Pointer, with the keys that name records, and the shape at its end; None where it leads nowhere."""
    titles: list[str | Atom] = []
    here: Shape | None = shape
    for token in from_pointer(pointer):
        if here is None:
            break
        if here.form == "object":
            here = here.named.get(token)
            titles.append(here.title if here is not None and here.title else token)
        else:
            titles.append(Atom(here.keys, token) if here.keys is not None and here.keys.reference[0] else token.replace("-", " "))
            here = here.items
    return titles, here


def labels(root: Shape, value: Mapping[str, Any], names: Sequence[str]) -> list[tuple[Label, tuple[str, ...]]]:
    """All that a record is called by the named properties, in their order and that of the schema, with the path to each; its id where it has no name."""
    found: list[tuple[Label, tuple[str, ...]]] = []
    for name in names:
        inner = root.named[name]
        if name in value and inner.is_language_map:
            found += [(Label(text, str(inner.named[key].schema["x-language"])), (name, key)) for key, text in _in_order(inner, value[name])]
        elif name in value and inner.form == "scalar":
            found.append((Label(str(value[name]), str(inner.schema.get("x-language", ""))), (name,)))
    return found or [(Label(value["id"], ""), ("id",))]


def _in_order(shape: Shape, value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, value[name]) for name, _ in shape.properties if name in value)


def best(found: Sequence[Label], language: str) -> Label:
    """The label in a language, or the first there is."""
    return next((label for label in found if label.language == language), found[0])


def address(value: object) -> str:
    """The address that a text is, where a browser may follow it: http or https, without blanks; empty for anything else."""
    text = str(value)
    return text if text.startswith(("https://", "http://")) and not any(letter.isspace() for letter in text) else ""
