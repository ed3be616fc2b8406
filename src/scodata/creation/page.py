"""A new record as a file: canonical, and below it, as comments, what curators of its kind most often say too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scodata.creation.shelf import Shelf
from scodata.documents.outline import Collection, Entry, Part, made
from scodata.edits.canonical import block, canonical
from scodata.layout import Shape

OFTEN = 1 / 3
"""From which part of the records on a property is offered in a comment; what fewer say would be noise."""
MOST_LINES = 5
"""Lines of an example in a comment; a property with a longer one is left out."""
INVITATION = "# Often said too: take the sign away where a source says it, and write what it says."


def text_of(shape: Shape, value: Mapping[str, Any], written: Collection | None = None, comments: tuple[str, ...] = (), first: str = "") -> str:
    """The text of a record's file; what was `written` keeps its comments and numbers, `comments` stand below all, and `first` is the line for editors."""
    part = overlaid(written, dict(value))
    assert isinstance(part, Collection), "a record is a mapping"
    return canonical(replace(part, below=(*part.below, *comments)), shape, first)


def overlaid(part: Part | None, value: Any) -> Part:
    """The parts of a value: those of `part` where it says the same, so that their comments stay, and new ones for the rest."""
    if not isinstance(part, Collection) or type(value) is not (dict if part.keyed else list):
        return part if part is not None and not isinstance(part, Collection) and part.value == value else made(value)
    before: dict[Any, Entry] = {entry.name if part.keyed else position: entry for position, entry in enumerate(part.entries)}
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    fresh = made(value)
    assert isinstance(fresh, Collection), "it was made of a mapping or list"
    entries = (
        replace(before[key], value=overlaid(before[key].value, one)) if key in before else entry for (key, one), entry in zip(inner, fresh.entries, strict=True)
    )
    return replace(part, entries=tuple(entries))


def invitations(shelf: Shelf, kind: str, value: Mapping[str, Any]) -> tuple[str, ...]:
    """Comments that show what else records like this one say: each with an example of the schema, its title and its description."""
    habits, shape = shelf.habits(kind, value), shelf.shape(kind)
    wanted = [(name, inner) for name, inner in shape.properties if name not in value and habits.get(name, 0) >= OFTEN]
    lines = [line for name, inner in wanted for line in _example(name, inner, shape)]
    return (INVITATION, *(f"# {line}" for line in lines)) if lines else ()


def _example(name: str, shape: Shape, around: Shape) -> Iterator[str]:
    example = next(iter(shape.schema.get("examples", ())), None)
    part = made({name: example})
    assert isinstance(part, Collection), "it was made of a mapping"
    lines = list(block(part, around, 0)) if example is not None else []
    if 0 < len(lines) <= MOST_LINES:
        said = " ".join(f"{shape.title}: {shape.schema.get('description', '')}".split())
        yield f"{lines[0]} # {said}"
        yield from lines[1:]
