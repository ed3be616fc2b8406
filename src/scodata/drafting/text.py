"""A text in paragraphs and sentences, each in the language that it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scodata.phrases.grammar import Language
from scodata.phrases.words import Word, script_of, words_of

LONGEST_SENTENCE = 300
"""Words; a longer one is cut, so that no text takes for ever."""
_WRAPPED = 160
"""Characters: where no line is longer, lines were broken by hand, and only an empty line ends a paragraph."""
_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_BLOCK = re.compile(r"[^\n]*[^\s][^\n]*(?:\n[^\n]*[^\s][^\n]*)*")
_ENDS = frozenset(".!?。！？；")


@dataclass(frozen=True)
class Sentence:
    """One sentence: its words, its language, and the number of its paragraph, from 1."""

    words: tuple[Word, ...]
    language: Language
    paragraph: int


def sentences(text: str, languages: Sequence[Language]) -> Iterator[Sentence]:
    """The sentences of a text, in order; those in a script that no language has are left out."""
    for number, (start, end) in enumerate(paragraphs(text), 1):
        language = language_of(text[start:end], languages)
        if language:
            yield from (Sentence(words, language, number) for words in _sentences(words_of(text, start, end), language))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each paragraph begins and ends: lines that aren't empty or, in a text with short lines only, what stands between empty ones."""
    longest = max((found.end() - found.start() for found in _LINE.finditer(text)), default=0)
    pattern = _LINE if longest > _WRAPPED or "\n\n" not in text else _BLOCK
    return [found.span() for found in pattern.finditer(text)]


def language_of(text: str, languages: Sequence[Language]) -> Language | None:
    """The language of this script whose common words stand there most often; the first of several."""
    script = script_of(text)
    candidates = [language for language in languages if language.script == script]
    words = [word.folded for word in words_of(text[:5000])] if len(candidates) > 1 else []
    return max(candidates, key=lambda language: sum(word in language.common for word in words), default=None)


def _sentences(words: tuple[Word, ...], language: Language) -> Iterator[tuple[Word, ...]]:
    start = 0
    for position, word in enumerate(words):
        long = position - start >= LONGEST_SENTENCE
        if long or (word.text in _ENDS and _ends(words, position, language)):
            yield words[start : position + 1]
            start = position + 1
    if start < len(words):
        yield words[start:]


def _ends(words: tuple[Word, ...], position: int, language: Language) -> bool:
    """Whether the sign at this position ends a sentence, and isn't of an abbreviation, an initial or a number."""
    if words[position].text != "." or position + 1 == len(words):
        return True
    before, after = words[position - 1], words[position + 1]
    if after.start == words[position].end and after.is_word:
        return False
    initial = len(before.text) == 1 and before.is_capital
    return not initial and before.folded not in language.abbreviations and (not after.is_word or after.is_capital or after.text[0].isdigit())
