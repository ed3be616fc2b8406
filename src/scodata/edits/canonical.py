"""The one form of a record file: order, brackets, quotes and folds follow from its schema and its values, comments from where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scodata.documents.outline import Collection, Entry, Part, Scalar
from scodata.documents.quoting import Spot, folded, folds, written
from scodata.layout import Shape
from scodata.schemas.bundled import is_editor_line

WIDTH = 170
"""Characters of a line. What would be longer goes down: a text is folded at its spaces, brackets become lines."""
INDENT = 2


def canonical(root: Collection, shape: Shape | None, first: str = "") -> str:
    """The text of a record file in its one form, with `first`, what it tells an editor, on top.

    - Properties stand in the order of the schema, and those that it doesn't know after them; maps, sets and lists stay in the curator's order.
    - A text is plain where the strict reader reads the same text back; else in double quotes, or in single ones if it holds a double quote.
    - A text whose line would be longer than `WIDTH` is folded with `>-`.
    - A set or list of scalars stands in brackets, and so does what a map keyed by pointers says of each, where the line isn't longer than
      `WIDTH`; all else stands on lines of its own, indented by two.
    - There are no blank lines. Comments stay with the entry that they stand above or beside, and those above the first key on top; with
      `first`, none of these tells an editor anything else.
    """
    return "".join(f"{line}\n" for line in (*_head(root, first), *block(root, shape, 0)))


def _head(root: Collection, first: str) -> tuple[str, ...]:
    return (first, *(comment for comment in root.head if not is_editor_line(comment))) if first else root.head


def block(collection: Collection, shape: Shape | None, indent: int) -> Iterator[str]:
    """The lines of a collection's entries, each on its own."""
    for entry in ordered(collection, shape):
        yield from entry_lines(entry, shape, indent)
    yield from (f"{' ' * indent}{comment}" for comment in collection.below)


def ordered(collection: Collection, shape: Shape | None) -> list[Entry]:
    """The entries in the schema's order; what has none keeps its own."""
    if not collection.keyed or shape is None or shape.form != "object":
        return list(collection.entries)
    ranks = {name: rank for rank, name in enumerate(shape.named)}
    return sorted(collection.entries, key=lambda entry: ranks.get(entry.name, len(ranks)))


def inner_shape(shape: Shape | None, name: object) -> Shape | None:
    """The shape of an entry's value; None where the schema knows none."""
    if shape is None:
        return None
    return shape.named.get(str(name)) if shape.form == "object" else shape.items


def entry_lines(entry: Entry, shape: Shape | None, indent: int) -> Iterator[str]:
    """The lines of one entry of a collection of this shape, the comments above it first."""
    pad = " " * indent
    beside = f" {entry.beside}" if entry.beside else ""
    lead = f"{pad}{written(str(entry.key.value), 'key')}:" if entry.key else f"{pad}-"
    inner = inner_shape(shape, entry.name)
    flat = _flat(entry.value, may_bracket(shape))
    yield from (f"{pad}{comment}" for comment in entry.above)
    if flat is not None and (len(lead) + 1 + len(flat) <= WIDTH or _is_empty(entry.value)):
        yield f"{lead} {flat}{beside}"
    elif isinstance(entry.value, Scalar):
        yield from _long(entry.value, lead, flat or "", beside, indent + INDENT)
    elif entry.key:
        yield f"{lead}{beside}"
        yield from block(entry.value, inner, indent + INDENT)
    else:
        first, *rest = block(entry.value, inner, indent + INDENT)
        yield from ((f"{pad}{entry.beside}",) if entry.beside else ())
        yield f"{lead} {first.strip()}"
        yield from rest


def _is_empty(part: Part) -> bool:
    return isinstance(part, Collection) and not part.entries


def may_bracket(shape: Shape | None) -> bool:
    """Whether a mapping that is an item here stands in brackets: what is said of a pointer, one line each."""
    return shape is not None and shape.keys is not None and "x-pointer" in shape.keys.schema


def _long(scalar: Scalar, lead: str, flat: str, beside: str, indent: int) -> Iterator[str]:
    if isinstance(scalar.value, str) and folds(scalar.value):
        yield f"{lead} >-{beside}"
        yield from (f"{' ' * indent}{line}" for line in folded(scalar.value, WIDTH - indent))
    else:
        yield f"{lead} {flat}{beside}"


def _flat(part: Part, brackets: bool) -> str | None:
    """The part on one line; None for a collection that never stands on one."""
    if isinstance(part, Scalar):
        return scalar(part)
    if not part.entries:
        return "{}" if part.keyed else "[]"
    if part.has_comments or (part.keyed and not brackets) or any(isinstance(entry.value, Collection) for entry in part.entries):
        return None
    words = (_word(entry) for entry in part.entries)
    return f"{{{', '.join(words)}}}" if part.keyed else f"[{', '.join(words)}]"


def _word(entry: Entry) -> str:
    assert isinstance(entry.value, Scalar), "only scalars stand in brackets"
    value = scalar(entry.value, "bracketed")
    return f"{written(str(entry.key.value), 'bracketed')}: {value}" if entry.key else value


def scalar(part: Scalar, spot: Spot = "value") -> str:
    """A scalar on one line; a number as its curator wrote it."""
    if isinstance(part.value, str):
        return written(part.value, spot)
    return part.source or json.dumps(part.value)
