"""A document as its parts: each value with the stretch of text in which it stands, and the comments beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any

import yaml

from scodata.documents.document import Document

NOWHERE = -1
"""The start of a part that stands in no text yet."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number or truth value. `source` is how it is written; `start` is the index of its first character in the file."""

    value: Any
    source: str = ""
    start: int = NOWHERE

    @property
    def end(self) -> int:
        return self.start + len(self.source)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value, or an item of a list, with the comments on lines above it and the one beside it.

    `start` is the index of its key or dash, `top` that of the first comment above it.
    """

    key: Scalar | None
    value: Scalar | Collection
    above: tuple[str, ...] = ()
    beside: str = ""
    start: int = NOWHERE
    column: int = 0
    top: int = NOWHERE

    @property
    def name(self) -> Any:
        """The key's text; None for an item of a list."""
        return self.key.value if self.key else None


@dataclass(frozen=True, slots=True)
class Collection:
    """A mapping, where its entries have keys, or a list. `head` are the comments on top of a file, `below` those after the last entry."""

    keyed: bool
    entries: tuple[Entry, ...]
    brackets: bool = False
    head: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    start: int = NOWHERE
    end: int = NOWHERE
    column: int = 0

    @property
    def has_comments(self) -> bool:
        """Whether a comment stands anywhere in it."""
        return bool(self.below) or any(
            entry.above or entry.beside or (isinstance(entry.value, Collection) and entry.value.has_comments) for entry in self.entries
        )

    def get(self, key: str) -> Entry | None:
        """The entry with a key."""
        return next((entry for entry in self.entries if entry.name == key), None)


Part = Scalar | Collection


def plain(part: Part) -> Any:
    """The value of a part, without places and comments."""
    if isinstance(part, Scalar):
        return part.value
    if part.keyed:
        return {entry.name: plain(entry.value) for entry in part.entries}
    return [plain(entry.value) for entry in part.entries]


def made(value: Any) -> Part:
    """The parts of a value that stands in no text yet."""
    if isinstance(value, dict):
        return Collection(True, tuple(Entry(Scalar(name), made(inner)) for name, inner in value.items()))
    if isinstance(value, list):
        return Collection(False, tuple(Entry(None, made(inner)) for inner in value))
    return Scalar(value)


def detached(entry: Entry) -> Entry:
    """The same entry, standing in no text: to be moved to another place."""
    key = replace(entry.key, start=NOWHERE) if entry.key else None
    return replace(entry, key=key, value=_detached(entry.value), start=NOWHERE)


def _detached(part: Part) -> Part:
    if isinstance(part, Scalar):
        return replace(part, start=NOWHERE)
    return replace(part, entries=tuple(detached(entry) for entry in part.entries), start=NOWHERE, end=NOWHERE)


def outline(document: Document) -> Collection:
    """The parts of a document that the strict reader has read. Every comment of the file is kept, at the entry beside which it stands.

    A comment on a line of its own belongs to the entry below it; if it is indented further than that, to the end of the mapping or
    list above it. What stands above the first key belongs to the file, and stays on top.
    """
    return _Outliner(document).whole()


_DASH_OR_COMMENT = re.compile(r"#[^\n]*|-")
_FOLDED = (">", "|")


@dataclass(frozen=True, slots=True)
class _Comment:
    text: str
    start: int
    column: int
    alone: bool


@dataclass
class _Draft:
    """An entry in the making."""

    key: Scalar | None
    value: Scalar | _Gathering
    start: int
    column: int
    above: list[_Comment] = field(default_factory=list)
    beside: list[_Comment] = field(default_factory=list)

    def done(self) -> Entry:
        value = self.value if isinstance(self.value, Scalar) else self.value.done()
        top = min([self.start, *(comment.start for comment in self.above)])
        return Entry(self.key, value, _texts(self.above), " ".join(_texts(self.beside)), self.start, self.column, top)


@dataclass
class _Gathering:
    """A collection in the making."""

    keyed: bool
    brackets: bool
    start: int
    end: int
    column: int
    drafts: list[_Draft] = field(default_factory=list)
    head: list[_Comment] = field(default_factory=list)
    below: list[_Comment] = field(default_factory=list)

    def done(self) -> Collection:
        entries = tuple(draft.done() for draft in self.drafts)
        end = self.end if self.brackets or not entries else max([entries[-1].value.end, *(comment.start for comment in self.below)])
        return Collection(self.keyed, entries, self.brackets, _texts(self.head), _texts(self.below), self.start, end, self.column)


def _texts(comments: list[_Comment]) -> tuple[str, ...]:
    return tuple(comment.text for comment in comments)


class _Outliner:
    """One walk over the nodes gives the parts; what lies between scalars gives the comments and the dashes of lists."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.comments: list[_Comment] = []
        self.dashes: list[int] = []
        self._scan(sorted(_scalars(document.root), key=lambda node: node.start_mark.index))
        self.drafts: list[_Draft] = []
        self.root = self._collection(document.root, document.value)

    def whole(self) -> Collection:
        places = _Places(self.root, self.drafts)
        for comment in self.comments:
            places.of(comment).append(comment)
        return self.root.done()

    def _scan(self, scalars: list[Any]) -> None:
        position = 0
        for node in scalars:
            self._between(position, node.start_mark.index)
            source = self._source(node)
            if node.style in _FOLDED and "#" in source.partition("\n")[0]:
                self._comment(source.partition("\n")[0].partition("#")[2], node.start_mark.index + source.index("#"))
            position = node.start_mark.index + len(source)
        self._between(position, len(self.text))

    def _between(self, start: int, end: int) -> None:
        for found in _DASH_OR_COMMENT.finditer(self.text, start, end):
            if found[0] == "-":
                self.dashes.append(found.start())
            else:
                self._comment(found[0][1:], found.start())

    def _comment(self, text: str, start: int) -> None:
        line = self.text.rfind("\n", 0, start) + 1
        alone = not self.text[line:start].strip(" -?:")
        self.comments.append(_Comment(f"#{text.rstrip()}", start, start - line, alone))

    def _source(self, node: Any) -> str:
        source = self.text[node.start_mark.index : node.end_mark.index]
        return source.rstrip() if node.style in _FOLDED else source

    def _part(self, node: Any, value: Any) -> Scalar | _Gathering:
        return Scalar(value, self._source(node), node.start_mark.index) if isinstance(node, yaml.ScalarNode) else self._collection(node, value)

    def _collection(self, node: Any, value: Any) -> _Gathering:
        keyed = isinstance(node, yaml.MappingNode)
        gathering = _Gathering(keyed, bool(node.flow_style), node.start_mark.index, node.end_mark.index, node.start_mark.column)
        children = ((name, child, value[name.value]) for name, child in node.value) if keyed else zip(repeat(None), node.value, value, strict=False)
        for name, child, inner in children:
            self._entry(gathering, name, child, inner)
        return gathering

    def _entry(self, gathering: _Gathering, name: Any, node: Any, value: Any) -> None:
        first = (name or node).start_mark
        start, column = first.index, first.column
        if not gathering.keyed and not gathering.brackets:
            start, column = self.dashes[bisect_left(self.dashes, first.index) - 1], gathering.column
        key = Scalar(name.value, self._source(name), name.start_mark.index) if name else None
        draft = _Draft(key, Scalar(None), start, column)
        gathering.drafts.append(draft)
        self.drafts.append(draft)
        draft.value = self._part(node, value)


class _Places:
    """Where each comment of a file belongs."""

    def __init__(self, root: _Gathering, drafts: list[_Draft]) -> None:
        self.root = root
        self.drafts = drafts
        self.starts = [draft.start for draft in drafts]
        self.words = sorted(_words(drafts), key=lambda word: word[0])

    def of(self, comment: _Comment) -> list[_Comment]:
        """The list of comments that this one goes to."""
        if not self.starts or comment.start < self.starts[0]:
            return self.root.head
        before = self.words[bisect_right(self.words, comment.start, key=lambda word: word[0]) - 1][1]
        if not comment.alone:
            return before.beside
        if _is_whole(before.value) and before.start < comment.start < before.value.start:
            return before.above
        chain = list(self._around(comment.start))
        if chain[-1].brackets:
            return _in_brackets(chain[-1], comment.start, before)
        return self._in_block(chain, comment)

    def _around(self, index: int) -> Iterator[_Gathering]:
        """The collections that have begun before a place and may go on there, from the outermost on."""
        collection: Scalar | _Gathering | None = self.root
        while isinstance(collection, _Gathering):
            yield collection
            last = bisect_left(collection.drafts, index, key=lambda draft: draft.start) - 1
            inner = collection.drafts[last].value if last >= 0 else None
            is_open = isinstance(inner, _Gathering) and inner.start < index and not (inner.brackets and inner.end <= index)
            collection = inner if is_open else None

    def _in_block(self, chain: list[_Gathering], comment: _Comment) -> list[_Comment]:
        following = bisect_left(self.starts, comment.start)
        entry = self.drafts[following] if following < len(self.drafts) else None
        outside = entry.column if entry else -1
        inner = [collection for collection in chain if outside < collection.column]
        deeper = [collection for collection in inner if collection.column <= comment.column]
        if deeper or (inner and outside < comment.column):  # between what holds and what is held, it belongs to the first that ends here
            return (deeper[-1] if deeper else inner[0]).below
        return entry.above if entry else self.root.below


def _in_brackets(collection: _Gathering, index: int, before: _Draft) -> list[_Comment]:
    following = next((draft for draft in collection.drafts if draft.start > index), None)
    if following:
        return following.above
    return collection.below if collection.drafts else before.beside


def _is_whole(part: Scalar | _Gathering) -> bool:
    """Whether nothing of its own entries can stand before it: a scalar, or something in brackets."""
    return isinstance(part, Scalar) or part.brackets


def _words(drafts: list[_Draft]) -> Iterator[tuple[int, _Draft]]:
    """Where each key, scalar and bracket ends or opens, and the entry that it belongs to."""
    for draft in drafts:
        if draft.key:
            yield draft.key.end, draft
        if isinstance(draft.value, Scalar):
            yield draft.value.start + 1, draft  # behind the sign of a folded text a comment may stand
            yield draft.value.end, draft
        elif draft.value.brackets:
            yield draft.value.start + 1, draft
            yield draft.value.end, draft


def _scalars(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for child in node.value:
        for inner in child if isinstance(child, tuple) else (child,):
            yield from _scalars(inner)
