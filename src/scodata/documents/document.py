"""A document: what a file says, and where each value of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from scodata.problems import Code, Place, Problem, to_pointer

Path = Sequence[str | int]


class Document:
    """One YAML or JSON file: `value` in plain Python types, and the place of each value in it.

    `name` is the file's path relative to the catalogue's root, with `/`; `text` is all that stands in it.
    """

    __slots__ = ("name", "root", "text", "value")

    def __init__(self, name: str, value: dict[str, Any], root: yaml.Node, text: str = "") -> None:
        self.name = name
        self.value = value
        self.root = root
        self.text = text

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands; with `key`, or for a list or mapping, where the key that names it does.

        A path that leads nowhere gives the place of the last step that exists.
        """
        name: yaml.Node | None = None
        node = self.root
        for token in path:
            found = step(node, token)
            if found is None:
                break
            name, node = found
        if name is not None and (key or not isinstance(node, yaml.ScalarNode)):
            return span(self.name, name)
        return span(self.name, node)

    def problem(self, code: Code, message: str, path: Path = (), *, key: bool = False, **more: Any) -> Problem:
        """A problem at the place of `path`."""
        return Problem(code, message, self.place(path, key=key), pointer=to_pointer(path), **more)


def step(node: yaml.Node, token: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The key, in a mapping, and the node below it to which one token of a path leads; None where it leads nowhere."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == token), None)
    if isinstance(node, yaml.SequenceNode):
        position = int(token) if str(token).isdecimal() else -1
        return (None, node.value[position]) if 0 <= position < len(node.value) else None
    return None


def span(name: str, node: yaml.Node) -> Place:
    """The first line of a node: all of a word, but only the opening of a list or mapping."""
    start, end = node.start_mark, node.end_mark
    line, column = start.line + 1, start.column + 1
    if not isinstance(node, yaml.ScalarNode):
        return Place(name, line, column, line, column + 1)
    if end.line != start.line:
        return Place(name, line, column, line, column + 1)
    return Place(name, line, column, line, max(end.column + 1, column + 1))
