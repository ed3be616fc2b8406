"""What a plain scalar means: the core of YAML 1.2 that JSON has too."""

from __future__ import annotations

import re

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUTHS = {"true": True, "false": False}


def is_number(text: str) -> bool:
    """Whether a plain scalar is a number; all others but truths and nulls are text."""
    return text[:1] in "-0123456789" and NUMBER.fullmatch(text) is not None


def is_exact(number: str) -> bool:
    """Whether the number is the same in every reader: an integer within 2^53, or a decimal of at most 15 digits that count."""
    if "." in number:
        return len(number.replace("-", "").replace(".", "").lstrip("0")) <= 15
    return len(number) <= 17 and abs(int(number)) <= 1 << 53


def number_of(text: str) -> int | float:
    """The number that is written, as an integer where it is one: 7.0 is 7."""
    number = float(text) if "." in text else int(text)
    return int(number) if number == int(number) else number
