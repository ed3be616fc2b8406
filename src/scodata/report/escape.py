"""Text from files on its way to a terminal: what could move the cursor, hide or turn the direction is spelt out."""

from __future__ import annotations

import unicodedata


def escaped(text: str) -> str:
    """The text with every control, format, surrogate, private and unassigned character, and every line end, written as `\\u{…}`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_plain(character) else f"\\u{{{ord(character):x}}}" for character in text)


def _is_plain(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "C" and category not in ("Zl", "Zp")
