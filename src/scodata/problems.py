"""What can be wrong, and where: the one value that every check returns, and the one list of codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

Severity = Literal["error", "warning"]


class ScodataError(Exception):
    """Wrong use, or no catalogue: one sentence for the user, exit code 2. Never used for what stands in a record."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. Its page says what it means, why it matters, how to mend it, and shows an example."""

    id: str
    name: str
    page: str
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.id in CODES:
            raise ValueError(f"two codes are called {self.id}")
        CODES[self.id] = self


CODES: dict[str, Code] = {}
"""Every code by its id; a module adds its own when it is imported."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file: path relative to the catalogue's root, lines and columns from 1, in characters, end exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Mend:
    """What a problem offers for its mend: the text that takes the place of a stretch of the file, just as it would be typed."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what is wrong, exactly where, and how to mend it; with `mend` where only one mend is likely and a program can make it."""

    code: Code
    message: str
    place: Place
    hint: str = ""
    record: str = ""
    pointer: str = ""
    related: tuple[tuple[Place, str], ...] = ()
    mend: Mend | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Sorts by file, then place, then code; two runs print the same order."""
        place = self.place
        return (place.path, place.line, place.column, self.code.id, self.pointer, self.message)

    def of(self, record: str) -> Problem:
        """The same problem, said to be of this record."""
        return self if self.record else replace(self, record=record)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sorted by place."""
    return sorted(set(problems), key=lambda problem: problem.order)


def blocks(problems: Iterable[Problem]) -> bool:
    """Whether any of them is an error, so that nothing may be built."""
    return any(problem.code.severity == "error" for problem in problems)


def near(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word nearest to `word`, or an empty string when none is near."""
    found = nearest(word, known)
    return f"did you mean `{found}`?" if found else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or an empty string when none is like it."""
    import difflib  # here, since `scodata --help` needs no near words

    others = [other for other in known if other != word]
    return next(iter(difflib.get_close_matches(word[:200], others, n=1, cutoff=0.6)), "")


def slip(word: str, known: Iterable[str]) -> str:
    """The known word of which `word` is surely a slip, or an empty string: the only one within one or two strokes, with the same digits.

    A stroke is a letter more, less, other, or swapped with the next (optimal string alignment). Digits tell editions, years and days
    apart, so they never count as a slip; nor does anything in a word of fewer than four letters.
    """
    from rapidfuzz.distance import OSA  # here, since it is needed only where something is wrong

    strokes = 0 if len(word) < 4 or len(word) > 200 else 1 if len(word) < 6 else 2
    digits = _digits(word)
    likely = (other for other in known if 0 < OSA.distance(word, other, score_cutoff=strokes) <= strokes and _digits(other) == digits)
    found = list(islice(likely, 2))
    return found[0] if len(found) == 1 else ""


def _digits(word: str) -> str:
    return "".join(character for character in word if character.isdigit())


def escape_token(token: str | int) -> str:
    """One step of a JSON Pointer (RFC 6901, section 3)."""
    return str(token).replace("~", "~0").replace("/", "~1")


def to_pointer(path: Iterable[str | int]) -> str:
    """The JSON Pointer of a path of keys and positions; the empty path is the whole document."""
    return "".join(f"/{escape_token(token)}" for token in path)


def from_pointer(pointer: str) -> tuple[str, ...]:
    """The keys of a JSON Pointer, positions left as text."""
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])


def shown(value: Any) -> str:
    """A value in a message: short, in backticks."""
    if isinstance(value, dict):
        return "this mapping"
    if isinstance(value, list):
        return "this list"
    text = {True: "true", False: "false", None: "null"}[value] if value is None or isinstance(value, bool) else str(value)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"
