"""Mends of values, as they would be typed at their place."""

from __future__ import annotations

from typing import Any

import yaml

from scodata.documents.document import Document, Path, step
from scodata.documents.quoting import Spot, quoted, written
from scodata.problems import Mend, Place


def mended(document: Document, path: Path, text: str, *, key: bool = False) -> Mend:
    """The mend that puts a text in the place of the scalar at `path`, or of the key there."""
    node, spot = _found(document, path, key)
    return Mend(_span(document, node), written(text, spot))


def written_as(document: Document, path: Path) -> str:
    """The value at `path` just as it is written."""
    return _source(document, _found(document, path, False)[0])


def requoted(document: Document, path: Path, source: str) -> Mend | None:
    """The mend that puts what is written at `path` in quotes; None where it runs over several lines."""
    node, _ = _found(document, path, False)
    return Mend(_span(document, node), quoted(source)) if source and "\n" not in source else None


def unquoted(document: Document, path: Path, text: str) -> Mend:
    """The mend that takes the quotes off a number or truth value."""
    node, _ = _found(document, path, False)
    return Mend(_span(document, node), text)


def _found(document: Document, path: Path, key: bool) -> tuple[Any, Spot]:
    name: yaml.Node | None = None
    node: Any = document.root
    bracketed = False
    for token in path:
        bracketed = bracketed or bool(node.flow_style)
        found = step(node, token)
        assert found is not None, "a finding's path leads to a value"
        name, node = found
    if key:
        return name, "bracketed" if bracketed else "key"
    return node, "bracketed" if bracketed else "value"


def _source(document: Document, node: Any) -> str:
    """A folded text ends for the parser where the next line begins, and here where its last word does."""
    return document.text[node.start_mark.index : node.end_mark.index].rstrip()


def _span(document: Document, node: Any) -> Place:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    first, *further = _source(document, node).split("\n")
    end_column = len(further[-1]) + 1 if further else column + len(first)
    return Place(document.name, line, column, line + len(further), end_column)
