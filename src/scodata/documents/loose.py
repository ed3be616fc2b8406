"""What libyaml lets pass and YAML 1.2 doesn't: further lines that aren't indented, and a comment right behind a quote or bracket."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from scodata.documents.codes import SYNTAX
from scodata.problems import Mend, Place, Problem


def loose(root: yaml.Node, text: str, name: str) -> Iterator[Problem]:
    """Each place of a composed text that other readers refuse (YAML 1.2.2, 6.1 on indentation and 6.6 on comments)."""
    lines = text.split("\n")
    for node, column in _closed(root, -1):
        yield from _indented(node, column, lines, name)
        index, mark = node.end_mark.index, node.end_mark
        if text[index : index + 1] == "#":
            place = Place(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
            hint = "put a space before the comment"
            yield Problem(SYNTAX, "not YAML: a comment begins right behind a value", place, hint=hint, mend=Mend(place, " #"))


def _closed(node: yaml.Node, column: int) -> Iterator[tuple[yaml.Node, int]]:
    """The values in quotes or brackets that stand in no other brackets, each with the column of the block that it is in."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("'", '"'):
            yield node, column
    elif isinstance(node, yaml.CollectionNode) and node.flow_style:
        yield node, column
    else:
        inner = node.start_mark.column
        for item in node.value:
            for part in item if isinstance(item, tuple) else (item,):
                yield from _closed(part, inner)


def _indented(node: yaml.Node, column: int, lines: list[str], name: str) -> Iterator[Problem]:
    """The first further line of a value that stands no deeper than the block around it."""
    for number in range(node.start_mark.line + 1, node.end_mark.line + 1):
        line = lines[number]
        depth = len(line) - len(line.lstrip(" "))
        if depth <= column and line.strip():
            hint = "indent it, or write the value on one line"
            yield Problem(SYNTAX, "not YAML: a further line of a value isn't indented", Place(name, number + 1, depth + 1, number + 1, depth + 2), hint=hint)
            return
