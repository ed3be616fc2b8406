"""Names folded so that a search finds them in any script: Latin letters, without case, diacritics and the whims of transliteration."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anyascii import anyascii

RULES = (("[^a-z0-9]+", " "), ("kh", "h"), ("[yj]", "i"), ("ts|tz", "c"), ("w", "v"), ("([a-z])\\1+", "$1"))
"""Patterns and what takes their place, in this order, on lower-case ASCII; the page's script applies the same to what is typed."""
_COMPILED = tuple((re.compile(pattern, re.ASCII), replacement.replace("$", "\\")) for pattern, replacement in RULES)
ALWAYS = "".join(chr(code) for first, last in ((0xC0, 0x17F), (0x386, 0x3CE), (0x401, 0x45F), (0x490, 0x4E9), (0x621, 0x64A)) for code in range(first, last))
"""Letters that people type though no name has them: Latin with diacritics, Greek, Cyrillic, Arabic."""


def folded(text: str) -> str:
    """A text as it is searched for."""
    plain = anyascii(text).lower()
    for pattern, replacement in _COMPILED:
        plain = pattern.sub(replacement, plain)
    return plain.strip()


def letters(texts: Iterable[str]) -> dict[str, str]:
    """Each letter outside of ASCII that a text has, or that people type, in Latin letters: what a page needs to fold as `folded` does."""
    used = {letter for text in texts for letter in text if letter > "~"} | set(ALWAYS)
    return {letter: anyascii(letter).lower() for letter in sorted(used)}
