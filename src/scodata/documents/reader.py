"""The strict reader: the JSON-like core of YAML 1.2, and a problem with its place for everything else."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from scodata.documents import plain
from scodata.documents.characters import HIDDEN, described, place_at, unclean
from scodata.documents.codes import (
    ANCHOR,
    BYTE_ORDER_MARK,
    CONTROL,
    DIRECTIVE,
    DUPLICATE_KEY,
    EMPTY_FILE,
    INEXACT_NUMBER,
    KEY_NOT_TEXT,
    NOT_A_MAPPING,
    NOT_NFC,
    NOT_UTF8,
    NOTHING,
    SECOND_DOCUMENT,
    SEVERAL_LINES,
    SYNTAX,
    TAG,
    TOO_DEEP,
    TOO_LARGE,
    UNREADABLE,
)
from scodata.documents.document import Document, span
from scodata.documents.loose import loose
from scodata.documents.nodes import Nodes, compose
from scodata.documents.scalars import NULLS, TRUTHS, is_exact, is_number, number_of
from scodata.problems import Code, Mend, Place, Problem

LARGEST_FILE = 1 << 20
"""Bytes; a record is far smaller."""
DEEPEST = 32
"""Levels of nesting, the top one included."""

# Whatever could be an anchor, alias, merge key, tag or directive; text that merely looks like one costs a second, slower look.
_SUSPECT = re.compile(r"[&*][^\s]|!|<<|^%|^(?:---|\.\.\.)", re.MULTILINE)
# libyaml takes a question mark at the beginning of a word in brackets for the sign of a key, and drops it.
_QUESTION = re.compile(r"[\[{,]\s*\?[^\s,\]}]")
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_COMPACT = re.compile(r"^ *(?:[-?] +){16}", re.MULTILINE)
_FAR_RIGHT = re.compile(r"^ {200}", re.MULTILINE)


def read(path: Path | str, name: str) -> tuple[Document | None, list[Problem]]:
    """The document of a file, or None and the reasons. `name` is the path that places print."""
    data = load(path, name)
    if isinstance(data, Problem):
        return None, [data]
    return parse(data, name)


def load(path: Path | str, name: str) -> bytes | Problem:
    """The bytes of a regular file of bounded size; never follows a link, never waits for a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        why = "it is a link" if Path(path).is_symlink() else (error.strerror or "unknown error").lower()
        return Problem(UNREADABLE, f"the file can't be read: {why}", Place(name))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Problem(UNREADABLE, "the file can't be read: it isn't a regular file", Place(name))
        data = _bytes(descriptor, status.st_size)
    except OSError as error:
        return Problem(UNREADABLE, f"the file can't be read: {(error.strerror or 'unknown error').lower()}", Place(name))
    finally:
        os.close(descriptor)
    if len(data) > LARGEST_FILE:
        return Problem(TOO_LARGE, f"the file is larger than {LARGEST_FILE:,} bytes", Place(name))
    return data


def _bytes(descriptor: int, size: int) -> bytes:
    """All bytes of a file, whatever size it was said to have, but not many more than the largest size."""
    data = chunk = os.read(descriptor, min(size, LARGEST_FILE) + 1)
    while chunk and len(data) != size and len(data) <= LARGEST_FILE:
        chunk = os.read(descriptor, 1 << 16)
        data += chunk
    return data


def parse(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The document that these bytes are, or None and the reasons. Never raises because of what they hold."""
    text = text_of(data, name)
    if isinstance(text, Problem):
        return None, [text]
    value = plain.value_of(text)
    return (Document(name, value, text), []) if value is not None else parse_strictly(text, name)


def parse_strictly(text: str, name: str) -> tuple[Document | None, list[Problem]]:
    """The document that this text is, or None and the reasons: what `parse` gives, without the help of the quick reader."""
    problems = list(conflict(text, name)) or list(unclean(text, name))
    if problems:
        return None, problems
    problems = list(_structure(text, name)) if _needs_events(text) else []
    if problems:
        return None, problems
    try:
        root = compose(text)
    except yaml.MarkedYAMLError as error:
        return None, [_with_quotes(_syntax(error, name), text)]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, [Problem(SYNTAX, f"not YAML: {error}".splitlines()[0], Place(name))]
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.style and root.value == ""):
        return None, [Problem(EMPTY_FILE, "the file says nothing", Place(name))]
    if not isinstance(root, yaml.MappingNode):
        return None, [Problem(NOT_A_MAPPING, "the file's top level isn't a mapping", span(name, root))]
    walk = _Walk(name, "\\" in text, text if _QUESTION.search(text) else "")
    value = walk.mapping(root, 1)
    problems = walk.problems or list(loose(root, text, name))
    return Document(name, value, text, root) if not problems else None, problems


def text_of(data: bytes, name: str) -> str | Problem:
    """The bytes as text, if they are UTF-8 without byte-order mark."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        return Problem(NOT_UTF8, f"the byte {data[error.start]:02X} isn't UTF-8", place_at(before + " ", len(before), name), hint="save the file as UTF-8")
    if text.startswith("\ufeff"):
        mend = Mend(Place(name, end_column=2), "")
        return Problem(BYTE_ORDER_MARK, "the file begins with a byte-order mark", Place(name), hint="save it as UTF-8 without byte-order mark", mend=mend)
    return text


def conflict(text: str, name: str) -> Iterator[Problem]:
    """The first of the lines that git writes where two changes conflict."""
    found = _CONFLICT.search(text)
    if found:
        yield Problem(
            SYNTAX,
            "a conflict of two changes was left in the file",
            place_at(text, found.start(), name, 7),
            hint="keep what is right, and delete the three lines of signs",
        )


def _needs_events(text: str) -> bool:
    """Whether the text could hold what only the stream of events shows, or nest so deep that composing it would be unsafe."""
    if _SUSPECT.search(text):
        return True
    return text.count("[") + text.count("{") > 200 or bool(_COMPACT.search(text)) or bool(_FAR_RIGHT.search(text))


def _structure(text: str, name: str) -> Iterator[Problem]:
    """Anchors, aliases, tags, directives, further documents and depth, event by event: this needs no recursion."""
    documents = depth = 0
    loader = Nodes(text)
    try:
        while (event := loader.get_event()) is not None:
            place = _mark(event, name)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                yield Problem(TOO_DEEP, f"nested deeper than {DEEPEST} levels", place)
                return
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    yield Problem(DIRECTIVE, "a YAML directive", place)
                if documents > 1:
                    yield Problem(SECOND_DOCUMENT, "a second document in one file", place, hint="one file is one record")
                    return
            yield from _decoration(event, place)
    except yaml.MarkedYAMLError as error:
        yield _syntax(error, name)
    finally:
        loader.dispose()


def _decoration(event: yaml.Event, place: Place) -> Iterator[Problem]:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        yield Problem(ANCHOR, f"an alias, `*{anchor}`", place, hint="write the value itself, or quote the text")
    elif anchor:
        yield Problem(ANCHOR, f"an anchor, `&{anchor}`", place, hint="delete it, or quote the text")
    if tag:
        yield Problem(TAG, f"a tag, `{tag}`", place, hint="delete it, or quote the text")


def _mark(event: yaml.Event, name: str) -> Place:
    mark = event.start_mark
    assert mark is not None, "a parser marks every event"
    return Place(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


_HINTS = {
    "mapping values are not allowed": "put a text that contains `: ` in quotes",
    "could not find expected ':'": "a key needs a colon and a space behind it",
    "cannot start any token": "put a text that begins with @, % or a backtick in quotes",
    "did not find expected key": "look at the indentation, and for a quote or bracket that isn't closed, on this line or the one before",
    "did not find expected node content": "a bracket isn't closed, or a value is missing",
    "unexpected end of stream": "the quote isn't closed",
    "did not find expected ',' or": "a bracket isn't closed, or a comma is missing",
    "undefined alias": "put a text that begins with * in quotes",
    "did not find expected '-' indicator": "the items of a list begin in one column",
}


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = ", ".join(part for part in (error.context, error.problem) if part)
    hint = next((hint for words, hint in _HINTS.items() if words in message), "")
    return Problem(SYNTAX, f"not YAML: {message}", Place(name, line, column, line, column + 1), hint=hint)


_AFTER_KEY = re.compile(r"( *(?:- +)*[A-Za-z_][A-Za-z0-9_-]*: +)([^\s'\"#\[{|>].*?)\r?")


def _with_quotes(problem: Problem, text: str) -> Problem:
    """The same problem with its mend, where a text on the line of a key lacks the quotes that it needs."""
    line = next(islice(text.split("\n"), problem.place.line - 1, None), "")  # the parser may stop below the last line
    found = _AFTER_KEY.fullmatch(line.rstrip(" "))
    if not found or problem.hint not in (_HINTS["mapping values are not allowed"], _HINTS["cannot start any token"]):
        return problem
    quote = "'" if '"' in found[2] or "\\" in found[2] else '"'
    inside = found[2].replace("'", "''") if quote == "'" else found[2]
    place = Place(problem.place.path, problem.place.line, found.start(2) + 1, problem.place.line, found.end(2) + 1)
    return replace(problem, mend=Mend(place, f"{quote}{inside}{quote}"))


_WORD = re.compile(r"[a-z][a-z_]*")
_PLAIN_KEYS: set[str] = set()
"""Names of properties that were found good before: a few dozen words make most of the keys of a catalogue."""


class _Walk:
    """One walk over the nodes of a document: nodes become plain values, and what may not stand there becomes a problem."""

    def __init__(self, name: str, escapes: bool, questions: str) -> None:
        self.name = name
        self.escapes = escapes
        self.questions = questions
        self.problems: list[Problem] = []

    def say(self, code: Code, message: str, node: yaml.Node, hint: str = "", mend: Mend | None = None) -> None:
        self.problems.append(Problem(code, message, span(self.name, node), hint=hint, mend=mend))

    def mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            if not self.is_key(key):
                continue
            if key.value in result:
                self.say(DUPLICATE_KEY, f"the key `{key.value}` stands twice", key)
            result[key.value] = self.value(value, depth + 1, key)
        return result

    def is_key(self, key: yaml.Node) -> bool:
        if not isinstance(key, yaml.ScalarNode):
            self.say(KEY_NOT_TEXT, "a list or mapping as a key", key)
            return False
        if key.value in _PLAIN_KEYS and not key.style and not self.questions:
            return True
        if not key.style:
            if key.value == "<<":
                self.say(ANCHOR, "a merge key, `<<`", key, "write the values themselves")
                return False
            if key.value in NULLS or key.value in TRUTHS or is_number(key.value):
                mend = Mend(span(self.name, key), f'"{key.value}"') if key.value else None
                self.say(KEY_NOT_TEXT, f"the key `{key.value}` isn't a text", key, "put it in quotes, or choose a word", mend)
                return False
        self.text(key)
        if not key.style and _WORD.fullmatch(key.value) and len(_PLAIN_KEYS) < 10_000:
            _PLAIN_KEYS.add(key.value)
        return True

    def value(self, node: yaml.Node, depth: int, key: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self.text(node) if node.style else self.plain(node, key)
        if depth > DEEPEST:
            self.say(TOO_DEEP, f"nested deeper than {DEEPEST} levels", node)
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth)
        if not node.value:
            self.say(NOTHING, "an empty list", node, "leave the key out to say nothing")
        return [self.value(item, depth + 1, item) for item in node.value]

    def plain(self, node: yaml.ScalarNode, key: yaml.Node) -> Any:
        text: str = node.value
        if text in TRUTHS:
            return TRUTHS[text]
        if text in NULLS:
            self.say(NOTHING, "no value", node if text else key, "leave the key out to say nothing" if not text else "leave the key out, or quote the text")
            return None
        if is_number(text):
            return self.number(node)
        return self.text(node)

    def number(self, node: yaml.ScalarNode) -> int | float | None:
        text: str = node.value
        if not is_exact(text):
            self.say(INEXACT_NUMBER, "a number that can't be held exactly", node, "put it in quotes, if it is a name rather than a quantity")
            return None
        return number_of(text)

    def text(self, node: yaml.ScalarNode) -> str:
        text: str = node.value
        if self.questions and not node.style and self.questions[node.start_mark.index - 1] == "?":
            self.say(SYNTAX, "a word in brackets begins with a question mark", node, "put it in quotes")
        if not text:
            self.say(NOTHING, "an empty text", node, "leave the key out to say nothing")
        elif "\n" in text:
            self.say(SEVERAL_LINES, "a text of several lines", node, "fold it with `>-`, without a blank line")
        elif self.escapes:
            self.escaped(node)
        return text

    def escaped(self, node: yaml.ScalarNode) -> None:
        found = HIDDEN.search(node.value)
        if found:
            self.say(CONTROL, f"a character that can't be seen: {described(found[0])}", node, "delete the escape")
        elif any("\ud800" <= character <= "\udfff" for character in node.value):
            self.say(CONTROL, "half of a surrogate pair", node, "delete the escape")
        elif not unicodedata.is_normalized("NFC", node.value):
            self.say(NOT_NFC, "text that isn't in Unicode's normal form C", node)
