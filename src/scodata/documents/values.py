"""Values at the top of a file, changed in place: all else keeps its every character."""

from __future__ import annotations

from collections.abc import Mapping

from scodata.documents.document import Document
from scodata.documents.quoting import written
from scodata.documents.reader import parse
from scodata.problems import ScodataError


def with_values(document: Document, values: Mapping[str, str], below: str) -> str:
    """The text of a file in which some texts at its top are others; one that isn't there yet gets a line of its own, below `below` and its like.

    Raises `ScodataError` where the file is written in such a form that this would say anything else.
    """
    lines = document.text.split("\n")
    known = [name for name in values if name in document.value]
    for name in known:
        place = document.place((name,))
        line = lines[place.line - 1]
        lines[place.line - 1] = line[: place.column - 1] + written(values[name]) + line[place.end_column - 1 :]
    end = max(document.place((name,)).line for name in (below, *known))
    lines[end:end] = [f"{name}: {written(value)}" for name, value in values.items() if name not in known]
    text = "\n".join(lines)
    changed, problems = parse(text.encode(), document.name)
    if changed is None or problems or changed.value != {**document.value, **values}:
        wanted = ", ".join(f"`{name}: {value}`" for name, value in values.items())
        raise ScodataError(f"{document.name} is written in a form that can't be changed here; write {wanted} into it yourself, each on a line of its own")
    return text
