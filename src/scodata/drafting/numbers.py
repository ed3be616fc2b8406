"""Numbers and ordinals, in digits and in words, by the tables of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from scodata.phrases.grammar import Language
from scodata.phrases.words import Word

_ROMAN = re.compile(r"(X{0,4})(IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10}
_LONGEST = 8
"""Words that one number can take."""
Found = tuple[int, int]
"""The position behind, and the number."""


def ordinals(words: Sequence[Word], position: int, language: Language) -> Iterator[Found]:
    """The ordinals that begin at a position, longest first: `67th`, `67-я`, `XVIII`, `twenty-first`, `第八`."""
    word = words[position]
    if word.folded in language.ordinal_beginnings:
        yield from numbers(words, position + 1, language) if position + 1 < len(words) else ()
        return
    if word.text[0].isdigit():
        yield from _with_ending(words, position, language)
        return
    roman = _ROMAN.fullmatch(word.text)
    if roman and word.text:
        yield position + 1, _roman(word.text)
    yield from _in_words(words, position, language, language.ordinals)


def numbers(words: Sequence[Word], position: int, language: Language) -> Iterator[Found]:
    """The cardinal numbers that begin at a position, longest first: `140`, `1,500`, `1 500`, `twenty-one`, `十八`."""
    if words[position].text.isdigit() and words[position].text.isascii():
        yield from _digits(words, position)
    else:
        yield from _in_words(words, position, language, {})


def _digits(words: Sequence[Word], position: int) -> Iterator[Found]:
    end, digits = position + 1, words[position].text
    while end < len(words) and len(digits) < 12:
        sign = words[end].text == "," and end + 1 < len(words)
        following = words[end + sign] if end + sign < len(words) else None
        touches = following is not None and following.start == words[end].end and words[end].start == words[end - 1].end
        apart = following is not None and not sign and following.start == words[end - 1].end + 1
        if following is None or not (re.fullmatch("[0-9]{3}", following.text) and len(words[position].text) <= 3 and (touches if sign else apart)):
            break
        digits, end = digits + following.text, end + sign + 1
    if len(digits) <= 12:
        yield end, int(digits)


def _with_ending(words: Sequence[Word], position: int, language: Language) -> Iterator[Found]:
    digits = re.match("[0-9]{1,4}", words[position].text)
    assert digits, "it begins with a digit"
    rest = words[position].folded[digits.end() :]
    if rest:
        if rest in language.ordinal_endings:
            yield position + 1, int(digits[0])
        return
    behind = words[position + 1 : position + 3]
    if len(behind) == 2 and behind[0].folded == "-" and behind[1].folded in language.ordinal_endings and behind[1].start == behind[0].end:
        yield position + 3, int(digits[0])


def _roman(text: str) -> int:
    values = [_VALUES[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _in_words(words: Sequence[Word], position: int, language: Language, last: Mapping[str, int]) -> Iterator[Found]:
    """Number words in a row, hyphens between them; with `last`, the final word is one of these and ends it."""
    found: list[Found] = []
    total = 0
    while position < len(words) and len(found) < _LONGEST:
        word = words[position].folded
        final = None if word in language.numbers else _looked_up(word, last, language)
        value = final or _looked_up(word, language.numbers, language)
        if value is None or (total and not _fits(total, value)):
            break
        total = total * value if total and value >= 10 and total % value and total < value else total + value
        position += 1
        if final or not last:
            found.append((position, total))
        if final:
            break
        if position + 1 < len(words) and words[position].folded == "-":
            position += 1
    yield from reversed(found)


def _fits(total: int, value: int) -> bool:
    """Whether a number word can follow: units after tens, or a ten after units, as Chinese has it."""
    return total % 10 == 0 or (value >= 10 and total < value)


def _looked_up(word: str, table: Mapping[str, int], language: Language) -> int | None:
    if word in table:
        return table[word]
    return next((table[word[: -len(ending)]] for ending in language.endings if word.endswith(ending) and word[: -len(ending)] in table), None)
