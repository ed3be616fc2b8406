"""How a text is written: plain where the strict reader reads the same text back, else in quotes, and folded where its line would be long."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from scodata.documents.reader import parse

Spot = Literal["value", "key", "bracketed"]
"""Where a text stands: as a value, as a key, or as either of them in brackets."""

# Words that nothing in YAML takes for a sign, wherever they stand; all others are shown to the reader.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .()’–/-]*[\w.)])?")
_WORDS = frozenset({"true", "false", "null", "Null", "NULL"})
_BREAKS = re.compile(r"(?<! ) (?! )")


def quoted(text: str) -> str:
    """The text in double quotes; in single ones where it holds a double quote or a backslash, so that nothing needs an escape."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def written(text: str, spot: Spot = "value") -> str:
    """The text on one line, plain where it can be."""
    return text if is_plain(text, spot) else quoted(text)


def is_plain(text: str, spot: Spot = "value") -> bool:
    """Whether the strict reader reads these very characters, without quotes, as this text."""
    return (bool(_PLAIN.fullmatch(text)) and text not in _WORDS) or _reads_back(text, spot)


@lru_cache(maxsize=65536)
def _reads_back(text: str, spot: Spot) -> bool:
    if "\n" in text:
        return False
    if spot == "key":
        return _read(f"{text}: k\n") == {text: "k"} and _read(f"k:\n  - {text}: k\n") == {"k": [{text: "k"}]}
    if _read(f"k: {text}\n") != {"k": text} or _read(f"k:\n  - {text}\n") != {"k": [text]}:
        return False
    return spot == "value" or (_read(f"k: [{text}, k]\n") == {"k": [text, "k"]} and _read(f"k: {{{text}: {text}}}\n") == {"k": {text: text}})


def _read(snippet: str) -> object:
    document, _ = parse(snippet.encode(), "")
    return document.value if document else None


def folds(text: str) -> bool:
    """Whether a text can be folded: somewhere one space stands between two words, and none at its ends (YAML 1.2.2, 8.1.3)."""
    return bool(_BREAKS.search(text)) and not text.startswith(" ") and not text.endswith(" ")


def folded(text: str, width: int) -> list[str]:
    """The lines of a text that is folded after `>-`: as many words on each as `width` characters hold, a longer word on a line of its own.

    Breaks only where one space stands between two words, since folding gives back one space.
    """
    lines: list[str] = []
    for word in _BREAKS.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
