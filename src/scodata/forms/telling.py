"""What became of a filled form, for a comment below the issue: everything that somebody wrote stands where Markdown reads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scodata.forms import Drafted
from scodata.report import as_text, escaped

LONGEST = 60_000
"""Characters; GitHub takes 65,536 in a comment."""
LONGEST_PART = 18_000
"""Characters of one stretch of text."""


def told(drafted: Drafted, root: Path) -> str:
    """The report in Markdown."""
    return "\n\n".join(_parts(drafted, root))[:LONGEST] + "\n"


def _parts(drafted: Drafted, root: Path) -> Iterator[str]:
    yield f"A draft was made of this form: {_and([f'`{name}`' for name in drafted.texts])}. Please look at every line before it is recorded."
    problems = [escaped(line) for line in as_text(drafted.problems, root, texts=drafted.texts)]
    yield f"**What it lacks to be valid**\n\n{fenced(problems, 'text')}" if problems else "Nothing is wrong with it that a program could see."
    if drafted.remarks:
        yield f"**What was left out, or needs a look**\n\n{fenced([escaped(line) for line in drafted.remarks], 'text')}"
    if drafted.beside:
        yield f"**What else was said**\n\n{fenced([escaped(line) for line in drafted.beside.splitlines()], 'text')}"
    for name, text in drafted.texts.items():
        yield f"**`{name}`**\n\n{fenced(text.splitlines(), 'yaml')}"


def fenced(lines: list[str], language: str) -> str:
    """Lines as a block of code that they can't end (CommonMark 0.31, 4.5): its fence is longer than any run of backticks in them."""
    text = "\n".join(lines)
    text = text if len(text) <= LONGEST_PART else f"{text[:LONGEST_PART]}\n…"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def _and(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
