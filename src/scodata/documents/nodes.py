"""A text as the tree of nodes that PyYAML composes, with a mark at each."""

from __future__ import annotations

from typing import Any

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # a PyYAML without libyaml reads the same, more slowly
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]


class Nodes(_Parser):
    """PyYAML's parser without its resolver: every plain scalar stays text, and the strict reader says what it means."""

    def __init__(self, text: str) -> None:
        super().__init__(text)

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, node: Any, index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def compose(text: str) -> Any:
    """The tree of nodes of a text; raises `yaml.YAMLError`."""
    loader = Nodes(text)
    try:
        node: Any = loader.get_single_node()
        return node
    finally:
        loader.dispose()
