"""A document: what a file says, and where each value of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from scodata.documents.nodes import compose
from scodata.problems import Code, Place, Problem, to_pointer

Path = Sequence[str | int]


class Document:
    """One YAML or JSON file: `value` in plain Python types, and the place of each value in it.

    `name` is the file's path relative to the catalogue's root, with `/`. Given the text rather than its nodes, they are composed when the
    first place is asked for; most files are never asked.
    """

    __slots__ = ("_source", "name", "value")

    def __init__(self, name: str, value: dict[str, Any], source: str | yaml.Node) -> None:
        self.name = name
        self.value = value
        self._source = source

    @property
    def root(self) -> yaml.Node:
        """The node of the whole file."""
        if isinstance(self._source, str):
            self._source = _composed(self._source)
        return self._source

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands; with `key`, or for a list or mapping, where the key that names it does.

        A path that leads nowhere gives the place of the last step that exists.
        """
        name: yaml.Node | None = None
        node = self.root
        for token in path:
            step = _step(node, token)
            if step is None:
                break
            name, node = step
        if name is not None and (key or not isinstance(node, yaml.ScalarNode)):
            return span(self.name, name)
        return span(self.name, node)

    def problem(self, code: Code, message: str, path: Path = (), *, key: bool = False, **more: Any) -> Problem:
        """A problem at the place of `path`."""
        return Problem(code, message, self.place(path, key=key), pointer=to_pointer(path), **more)


def _composed(text: str) -> yaml.Node:
    """The nodes of a text that was read already. A few texts are JSON and no YAML, such as a character escaped as a pair of surrogates: an empty node."""
    try:
        node: yaml.Node = compose(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        start = yaml.Mark("", 0, 0, 0, None, 0)
        node = yaml.MappingNode("tag:yaml.org,2002:map", [], start, start)
    return node


def _step(node: yaml.Node, token: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
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
