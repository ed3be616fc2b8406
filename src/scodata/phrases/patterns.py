"""The small language of phrases.

Words stand for themselves, `word*` for words that begin so, `[…]` for what may be missing, `(one | other)` for a choice, `{name:type}` for a slot,
`...` for a gap, `^` and `$` for the ends of a sentence, `!` for the end of a name, and a backslash before a bracket for the bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scodata.phrases.words import words_of


class PatternError(Exception):
    """A phrase that can't be read: why, and at which character of it."""

    def __init__(self, why: str, position: int) -> None:
        super().__init__(why)
        self.position = position


@dataclass(frozen=True, slots=True)
class Literal:
    """One word, folded; `open` when only its beginning is given: `заседани*`."""

    word: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for something that is found: `{name:type}`; with `+` a list of such, with `?` unknown names too."""

    name: str
    type: str
    many: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Any words of the sentence, up to a bound."""


@dataclass(frozen=True, slots=True)
class Edge:
    """The beginning (`^`) or the end (`$`) of a sentence, or the end of a name (`!`), behind which no capital word follows."""

    sign: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an empty one where all may be missing."""

    options: tuple[Pattern, ...]


Node = Literal | Slot | Gap | Edge | Choice
Pattern = tuple[Node, ...]

_SLOT = re.compile(r"\{([a-z][a-z_0-9]*)(?::([a-z][a-z_0-9]*))?(\+?)(\??)\}")
_LITERAL = re.compile(r"(?:\\.|[^\s\[\](){}|\\])+")


@lru_cache(maxsize=4096)  # a phrase is read for what it says and for the slots that it has
def parse(text: str) -> Pattern:
    """A phrase, read; raises `PatternError`."""
    pattern, position = _options(text, 0, "")
    if position < len(text):
        raise PatternError(f"`{text[position]}` closes nothing", position)
    if _may_be_empty(pattern):
        raise PatternError("a phrase needs at least one word or slot that is always there", 0)
    return pattern


def _may_be_empty(pattern: Pattern) -> bool:
    return all(isinstance(node, (Gap, Edge)) or (isinstance(node, Choice) and any(map(_may_be_empty, node.options))) for node in pattern)


def _options(text: str, position: int, closing: str) -> tuple[Pattern, int]:
    options: list[Pattern] = []
    nodes: list[Node] = []
    while position < len(text) and text[position] not in "])":
        if text[position] == "|":
            options.append(tuple(nodes))
            nodes, position = [], position + 1
        else:
            position = _next(text, position, nodes)
    if closing and not text.startswith(closing, position):
        raise PatternError(f"`{closing}` is missing", position)
    options.append(tuple(nodes))
    return (options[0] if len(options) == 1 else (Choice(tuple(options)),)), position


def _next(text: str, position: int, nodes: list[Node]) -> int:
    """Reads one part of a phrase into `nodes`, and gives the position behind it."""
    if text[position].isspace():
        return position + 1
    if text[position] in "[(":
        inner, end = _options(text, position + 1, "]" if text[position] == "[" else ")")
        nodes.append(Choice((inner, ()) if text[position] == "[" else (inner,)))
        return end + 1
    if text[position] == "{":
        found = _SLOT.match(text, position)
        if not found:
            raise PatternError("a slot is written as `{name}` or `{name:type}`, then `+` or `?`", position)
        nodes.append(Slot(found[1], found[2] or found[1], bool(found[3]), bool(found[4])))
        return found.end()
    found = _LITERAL.match(text, position)
    if not found:
        raise PatternError(f"`{text[position]}` stands where a word should", position)
    nodes += _literals(re.sub(r"\\(.)", r"\1", found[0]) if "\\" in found[0] else found[0])
    return found.end()


@lru_cache(maxsize=4096)  # the words of phrases recur
def _literals(text: str) -> tuple[Node, ...]:
    if text == "...":
        return (Gap(),)
    if text in ("^", "$", "!"):
        return (Edge(text),)
    words = words_of(text.removesuffix("*"))
    return (*(Literal(word.folded) for word in words[:-1]), *(Literal(word.folded, text.endswith("*")) for word in words[-1:]))


def slots(pattern: Pattern) -> Iterator[Slot]:
    """Every slot of a phrase."""
    for node in pattern:
        if isinstance(node, Slot):
            yield node
        elif isinstance(node, Choice):
            for option in node.options:
                yield from slots(option)


def needed(pattern: Pattern) -> frozenset[str]:
    """The whole words without which no text has the phrase."""
    words = {node.word for node in pattern if isinstance(node, Literal) and not node.open}
    for node in pattern:
        if isinstance(node, Choice) and len(node.options) == 1:
            words |= needed(node.options[0])
    return frozenset(words)


def first_words(pattern: Pattern) -> frozenset[str] | None:
    """The words with which the phrase can begin; None when it can begin with anything else than a whole word."""
    words: set[str] = set()
    for node in pattern:
        if isinstance(node, Literal):
            return None if node.open else frozenset(words | {node.word})
        if not isinstance(node, Choice):
            return None
        for option in node.options:
            inner = first_words(option) if option else frozenset[str]()
            if inner is None:
                return None
            words |= inner
        if not any(_may_be_empty(option) for option in node.options):
            return frozenset(words)
    return None
