"""The characters that a file may hold: none that can't be seen, and all in Unicode's normal form C."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from scodata.documents.codes import CONTROL, NOT_NFC, TAB
from scodata.problems import Mend, Place, Problem

# Control characters but the line feed, line ends other than LF and CRLF, zero-width and direction-changing ones, interlinear and non-characters.
HIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]|\r(?!\n)"
)
# Of these, the ones that no text needs: the zero-width space, the word joiner, the byte-order mark inside of a text, the soft hyphen.
_EMPTY = frozenset("\u200b\u2060\ufeff\xad")


def is_clean(text: str) -> bool:
    """Whether nothing is wrong with the characters of a text. All that ASCII can hide is its control characters, which don't print."""
    if text.isascii() and text.isprintable():
        return True
    return not HIDDEN.search(text) and unicodedata.is_normalized("NFC", text)


def unclean(text: str, name: str) -> Iterator[Problem]:
    """What is wrong with the characters of a file."""
    for found in HIDDEN.finditer(text):
        place = place_at(text, found.start(), name)
        if found[0] == "\t":
            indents = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
            yield Problem(TAB, "a tab", place, hint="indent with two spaces", mend=Mend(place, "  " if indents else " "))
        else:
            mend = Mend(place, "") if found[0] in _EMPTY else None
            yield Problem(CONTROL, f"a character that can't be seen: {described(found[0])}", place, hint="delete it", mend=mend)
    if not unicodedata.is_normalized("NFC", text):
        for number, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                normal = unicodedata.normalize("NFC", line)
                column = _first_difference(line, normal) + 1
                rest = Mend(Place(name, number, column, number, len(line) + 1), normal[column - 1 :])
                yield Problem(NOT_NFC, "text that isn't in Unicode's normal form C", Place(name, number, column, number, column + 1), mend=rest)


def place_at(text: str, index: int, name: str, length: int = 1) -> Place:
    """The place of the character at an index."""
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    return Place(name, line, column, line, column + length)


def described(character: str) -> str:
    """A character by its number and name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _first_difference(one: str, other: str) -> int:
    return next((index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
