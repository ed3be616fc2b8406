"""The desk: what a text says is gathered here into drafts of records, each value with the characters that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from scodata.drafting.knowledge import Knowledge
from scodata.layout import Shape

Path = tuple[str, ...]


class Span(NamedTuple):
    """Characters of the text, the end exclusive, and the number of their paragraph."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value and what it rests on."""

    value: Any
    span: Span


@dataclass(frozen=True, slots=True)
class Branch:
    """Properties, or the items of a map: each key with what it rests on."""

    parts: dict[str, tuple[Span, Node]]


Node = Leaf | Branch | list[Leaf]


@dataclass
class Draft:
    """A record in the making: its values, and for each path in them what it rests on. The last step of a path into a set is the value."""

    kind: str
    id: str
    known: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[Path, Span] = field(default_factory=dict)

    def add(self, node: Node, span: Span) -> None:
        """Takes in properties; what the draft already says stays."""
        if isinstance(node, Branch):
            self._add(self.values, node, ())

    def _add(self, values: dict[str, Any], branch: Branch, path: Path) -> None:
        for key, (span, node) in branch.parts.items():
            inner = (*path, key)
            if isinstance(node, Branch):
                below = values.setdefault(key, {})
                if isinstance(below, dict):
                    self.evidence.setdefault(inner, span)
                    self._add(below, node, inner)
            elif isinstance(node, list):
                for leaf in node:
                    self._include(values.setdefault(key, []), leaf, inner)
            elif key not in values:
                values[key] = node.value
                self.evidence[inner] = node.span

    def _include(self, items: Any, leaf: Leaf, path: Path) -> None:
        if isinstance(items, list) and leaf.value not in items:
            items.append(leaf.value)
            self.evidence[(*path, str(leaf.value))] = leaf.span


@dataclass(frozen=True, slots=True)
class Spoken:
    """That a record was spoken of: where."""

    kind: str
    id: str
    span: Span
    sentence: int


@dataclass
class Desk:
    """All drafts of one text, what was spoken of so far, and under which words."""

    knowledge: Knowledge
    shapes: Mapping[str, Shape]
    drafts: dict[str, Draft] = field(default_factory=dict)
    spoken: list[Spoken] = field(default_factory=list)
    known_as: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def draft(self, id_: str) -> Draft:
        """The draft of a record: a new one that was begun, or what is to be added to a known one."""
        if id_ not in self.drafts:
            self.drafts[id_] = Draft(self.knowledge.kinds[id_], id_, known=True)
        return self.drafts[id_]

    def begin(self, kind: str, wish: str) -> Draft:
        """A new draft under a free id like the one wished for."""
        id_ = self._free(wish or f"new-{kind}")
        self.drafts[id_] = Draft(kind, id_)
        return self.drafts[id_]

    def _free(self, wish: str) -> str:
        taken = self.drafts.keys() | self.knowledge.kinds.keys()
        return wish if wish not in taken else next(one for number in count(2) if (one := f"{wish[:58].rstrip('-')}-{number}") not in taken)

    def value(self, id_: str, path: Path) -> Any:
        """What is known or drafted of a record at a path; None for nothing."""
        for values in (self.drafts[id_].values if id_ in self.drafts else {}, self.knowledge.values.get(id_, {})):
            found: Any = values
            for step in path:
                found = found.get(step) if isinstance(found, dict) else None
            if found is not None:
                return found
        return None

    def kind(self, id_: str) -> str:
        return self.drafts[id_].kind if id_ in self.drafts else self.knowledge.kinds.get(id_, "")

    def speak(self, id_: str, span: Span, sentence: int) -> None:
        """Notes that a record was spoken of."""
        self.spoken.append(Spoken(self.kind(id_), id_, span, sentence))

    def name(self, id_: str, words: str) -> None:
        """Notes words under which a record is spoken of."""
        self.known_as.setdefault((self.kind(id_), words), set()).add(id_)

    def named(self, kind: str, words: str) -> str:
        """The one record of a kind that is spoken of under these words; empty for none or several."""
        found = self.known_as.get((kind, words), set())
        return next(iter(found)) if len(found) == 1 else ""

    def matching(self, kind: str, pattern: Any) -> str:
        """The one record of the catalogue that holds all of this; empty for none or several."""
        found = [id_ for id_ in self.knowledge.of_kind(kind) if holds(self.knowledge.values[id_], pattern, self.shapes[kind])]
        return found[0] if len(found) == 1 else ""


def holds(value: Any, pattern: Any, shape: Shape | None) -> bool:
    """Whether a value has all of a pattern: of a map whose keys are names of our own, some item; of a set, each member; else what is equal."""
    if isinstance(pattern, dict):
        if not isinstance(value, dict):
            return False
        if shape and shape.form == "map" and shape.items and shape.keys and not shape.keys.reference[0]:
            return all(any(holds(item, wanted, shape.items) for item in value.values()) for wanted in pattern.values())
        inner = shape.named if shape and shape.form == "object" else {}
        below = shape.items if shape and shape.form == "map" else None
        return all(key in value and holds(value[key], wanted, inner.get(key, below)) for key, wanted in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(item in value for item in pattern)
    return bool(value == pattern)


def agrees(value: Any, other: Any) -> bool:
    """Whether two values of one property can both be of one record: what both have is equal, and sets may differ."""
    if isinstance(value, dict) and isinstance(other, dict):
        return all(agrees(value[key], inner) for key, inner in other.items() if key in value)
    return isinstance(value, list) or bool(value == other)


def plain(node: Node) -> Any:
    """The values alone, without what they rest on."""
    if isinstance(node, Branch):
        return {key: plain(inner) for key, (_, inner) in node.parts.items()}
    return [leaf.value for leaf in node] if isinstance(node, list) else node.value


def slug(text: str, longest: int = 64) -> str:
    """An id made of a text: Latin letters, digits and hyphens, cut between words; beginning with a letter."""
    from anyascii import anyascii

    words = [word for word in re.split(r"[^a-z0-9]+", re.sub(r"['’`]", "", anyascii(text)).lower()) if word]
    while words and not words[0][0].isalpha():
        words = [*words[1:], words[0]] if any(word[0].isalpha() for word in words) else ["n", *words]
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word[:longest]
        if len(longer) > longest:
            break
        result = longer
    return result


def pointers(shape: Shape, values: Mapping[str, Any]) -> Iterator[Path]:
    """The places of a record that are cited: each property or, of a map and of an object, each of its parts."""
    for key, value in values.items():
        inner = shape.named.get(key)
        if isinstance(value, dict) and inner and inner.form in ("map", "object"):
            yield from ((key, part) for part in value)
        else:
            yield (key,)
