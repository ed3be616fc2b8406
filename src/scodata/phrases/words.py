"""A text cut into words: each knows where it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])[^\W_])+|[^\s\w]|_")
_SAME = str.maketrans("’ʼ‘–—‑‐−“”„，；：", "'''-----\"\"\",;:")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits, one Chinese character, or one sign; its place in characters from 0, the end exclusive."""

    text: str
    start: int
    end: int
    folded: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper() or self.text[0].istitle()

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number, and not a sign."""
        return self.text[0].isalnum()


def words_of(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of a stretch of a text, with places in the whole of it."""
    return tuple(Word(found[0], found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text, start, len(text) if end is None else end))


def fold(text: str) -> str:
    """A word without case, and with one form of quote, dash and comma."""
    return unicodedata.normalize("NFC", text.casefold()).translate(_SAME)


def script_of(text: str) -> str:
    """The script of most of the letters, by the first word of their Unicode names: LATIN, CYRILLIC, CJK; empty where there is no letter."""
    counts: dict[str, int] = {}
    for letter in text[:2000]:
        if letter.isalpha():
            script = unicodedata.name(letter, "").partition(" ")[0]
            counts[script] = counts.get(script, 0) + 1
    return max(sorted(counts), key=lambda script: counts[script]) if counts else ""
