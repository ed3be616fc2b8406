"""The quick reader: the value of a text in the plain part of YAML that most records are written in, or None for all else.

It knows nested mappings with a key on each line; texts, numbers and truth values; `>-` blocks; flat lists and mappings in brackets; comments
on lines of their own. Wherever it gives a value, the strict reader gives the same one and finds no problem.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from scodata.documents.characters import is_clean
from scodata.documents.scalars import NULLS, TRUTHS, is_exact, is_number, number_of

DEEPEST = 16
"""Levels of nesting in brackets and out of them; the strict reader allows more."""
LONGEST_KEPT = 200
"""Characters of a line up to which its meaning is kept for the next time, so that memory stays bounded."""

_KEY = r"""[A-Za-z/][A-Za-z0-9/_.-]{0,99}|"[^"\\]{1,99}"|'[^']{1,99}'"""
_ITEM = r"""[^-?:,\[\]{}#&*!|>'"%@`\s][^?:,\[\]{}#'"]*|"[^"\\]+"|'[^']+'"""
_PAIR = rf"(?:{_KEY}): +(?:{_ITEM})"
_LINE = re.compile(rf"( *)({_KEY}):(?: +(.*))?")
_LIST = re.compile(rf"\[ *(?:{_ITEM})(?:, *(?:{_ITEM}))*\]")
_MAPPING = re.compile(rf"\{{(?: *{_PAIR}(?:, *{_PAIR})*)?\}}")
_ITEMS = re.compile(_ITEM)
_PAIRS = re.compile(rf"({_KEY}): +({_ITEM})")
_QUOTED = re.compile(r""""[^"\\]+"|'[^']+'""")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
"""What no plain scalar begins with here, numbers aside. YAML 1.2.2, 7.3.3, allows `-`, `?` and `:` before some characters."""


class NotPlainError(Exception):
    """Here begins what only the strict reader can judge."""


class Line(NamedTuple):
    """A line by itself: its indentation, its key and its value, or what stands below it instead of one; no indentation where there is no key."""

    indent: int
    key: str = ""
    value: Any = None
    kind: Literal["scalar", "brackets", "mapping", "block", "comment", "other"] = "other"


_COMMENT, _OTHER = Line(-1, kind="comment"), Line(-1)


def value_of(text: str) -> dict[str, Any] | None:
    """What a text says, if it is plain throughout."""
    rows = text.split("\n")
    lines = [_kept_line(row) if len(row) <= LONGEST_KEPT else _line(row) for row in rows]
    try:
        value, end = _mapping(rows, lines, 0, ())
    except NotPlainError:
        return None
    return value if end == len(lines) else None


def _mapping(rows: list[str], lines: list[Line], position: int, above: tuple[int, ...]) -> tuple[dict[str, Any], int]:
    """The mapping that begins at `position`, further right than the mappings above it, and the position behind it."""
    if len(above) >= DEEPEST:
        raise NotPlainError
    value: dict[str, Any] = {}
    indent = -1
    while position < len(lines):
        column, key, written, kind = lines[position]
        if kind == "comment":
            position += 1
            continue
        if not value and column > (above[-1] if above else -1):
            indent = column  # the first line says how far a mapping is indented
        elif not value or column != indent or key in value:
            break  # it belongs to a mapping above, or, where it belongs to none, the text isn't plain
        position += 1
        if kind == "scalar":
            value[key] = written
        elif kind == "brackets":
            value[key] = written.copy()
        elif kind == "mapping":
            value[key], position = _mapping(rows, lines, position, (*above, indent))
        else:
            value[key], position = _block(rows, position, indent)
    if not value:
        raise NotPlainError
    return value, position


def _block(rows: list[str], position: int, indent: int) -> tuple[str, int]:
    """The text of a folded block that begins at `position`, and the position behind it (YAML 1.2.2, 8.1.3): one paragraph, no line further right."""
    first = rows[position] if position < len(rows) else ""
    margin = first[: len(first) - len(first.lstrip(" "))]
    parts: list[str] = []
    while len(margin) > indent and position < len(rows) and rows[position].startswith(margin):
        part = rows[position][len(margin) :]
        if not part or part[0] == " " or not is_clean(part):
            raise NotPlainError
        parts.append(part)
        position += 1
    if not parts:
        raise NotPlainError
    return " ".join(parts), position


def _line(row: str) -> Line:
    """What a line says by itself."""
    if not row or row.lstrip(" ")[:1] == "#":
        return _COMMENT if is_clean(row) else _OTHER
    found = _LINE.fullmatch(row)
    if not found or not is_clean(row):
        return _OTHER
    indent, key, written = len(found[1]), _unquoted(found[2]), found[3]
    if key in NULLS or key in TRUTHS:
        return _OTHER
    if not written:
        return Line(indent, key, None, "mapping")
    if written == ">-":
        return Line(indent, key, None, "block")
    value = _value(written)
    if value is None:
        return _OTHER
    return Line(indent, key, value, "brackets" if isinstance(value, (list, dict)) else "scalar")


_kept_line = lru_cache(maxsize=8192)(_line)


def _value(written: str) -> Any:
    """What stands behind a key; None for what isn't plain."""
    if written[0] == "[":
        return _list(written)
    if written[0] == "{":
        return _flat_mapping(written)
    if _QUOTED.fullmatch(written):
        return written[1:-1]
    if written[0] in _INDICATORS and not is_number(written):
        return None
    if written[-1] in " :" or ": " in written or " #" in written:
        return None
    return _scalar(written)


def _list(written: str) -> list[Any] | None:
    values = [_item(item) for item in _ITEMS.findall(written)] if _LIST.fullmatch(written) else [None]
    return values if None not in values else None


def _flat_mapping(written: str) -> dict[str, Any] | None:
    if not _MAPPING.fullmatch(written):
        return None
    pairs = [(_unquoted(key), _item(item)) for key, item in _PAIRS.findall(written)]
    value = dict(pairs)
    usual = len(value) == len(pairs) and not any(key in NULLS or key in TRUTHS for key in value)
    return value if usual and None not in value.values() else None


def _item(written: str) -> Any:
    return written[1:-1] if written[0] in "\"'" else _scalar(written.rstrip(" "))


def _scalar(text: str) -> str | int | float | bool | None:
    """What a plain scalar means; None where it means nothing, or a number that can't be held exactly."""
    if text in TRUTHS:
        return TRUTHS[text]
    if is_number(text):
        return number_of(text) if is_exact(text) else None
    return None if text in NULLS else text


def _unquoted(key: str) -> str:
    return key[1:-1] if key[0] in "\"'" else key
