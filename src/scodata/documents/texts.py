"""What a quick look at a text shows: most are ordinary, and no rule on texts needs to look at them."""

from __future__ import annotations

import re
from functools import lru_cache

MISSING = frozenset("#N/A #N/A N/A #NA -1.#IND -1.#QNAN -NaN -nan 1.#IND 1.#QNAN <NA> N/A NA NULL NaN None n/a nan null".split())
"""What pandas reads as missing (`pandas.read_csv`, `na_values`)."""
_ORDINARY = re.compile(r"(?![=+@-])[!-~]+(?: [!-~]+)*")


@lru_cache(maxsize=8192)  # dates, words of a list and keys recur in most records
def is_ordinary(text: str) -> bool:
    """Whether it is ASCII, has single spaces between words alone, begins like no formula, and isn't read as missing."""
    return _ORDINARY.fullmatch(text) is not None and text not in MISSING
