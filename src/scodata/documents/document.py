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

    `name` is the file's path relative to the catalogue's root, with `/`; `text` is all that stands in it. The nodes are composed when the
    first place is asked for, where they aren't given; most files are never asked.
    """

    __slots__ = ("_root", "name", "text", "value")

    def __init__(self, name: str, value: dict[str, Any], text: str, root: yaml.Node | None = None) -> None:
        self.name = name
        self.value = value
        self.text = text
        self._root = root

    @property
    def root(self) -> yaml.Node:
        """The node of the whole file."""
        if self._root is None:
            self._root = _composed(self.text)
        return self._root

    @property
    def is_json(self) -> bool:
        """Whether it is a JSON file, which nobody mends value by value."""
        return self.name.endswith(".json")

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


def _composed(text: str) -> yaml.Node:
    """The nodes of a text that was read already. A few texts are JSON and no YAML, such as a character escaped as a pair of surrogates: an empty node."""
    try:
        node: yaml.Node = compose(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        start = yaml.Mark("", 0, 0, 0, None, 0)
        node = yaml.MappingNode("tag:yaml.org,2002:map", [], start, start)
    return node


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
