"""Rules on likeness: records that are probably one and the same, and titles that differ only in quotes or dashes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from scodata.findings import Distant, Draft, Fact, Known, catalogue_rule
from scodata.records import Index

ALIKE = 90
"""From how many of 100 points two folded names of one skeleton count as alike (rapidfuzz, token_sort_ratio)."""


def gather_labels(draft: Draft, known: Known) -> Iterator[Fact]:
    """The names and titles of a record, folded; their skeletons; and the texts themselves where they have quotes or dashes."""
    for site in draft.marked("x-label"):
        for path, text in _labels(site.value, site.path):
            folded = fold(text)
            yield path, draft.kind, folded, skeleton(folded), text if _FANCY.search(text) else ""


def _labels(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _labels(item, (*path, key))


def gather_different(draft: Draft, known: Known) -> Iterator[Fact]:
    """Which records are said to be different from this one."""
    for site in draft.marked("x-different"):
        for target in site.value if isinstance(site.value, list) else ():
            yield site.path, target


def gather_happenings(draft: Draft, known: Known) -> Iterator[Fact]:
    """What must not be equal in two records, where all of it is known."""
    for names in draft.shape.schema.get("x-alike", ()):
        values = [draft.value.get(name) for name in names]
        if None not in values:
            yield ("id",), tuple(names), (draft.kind, *(repr(sorted(value)) if isinstance(value, (dict, list)) else str(value) for value in values))


_FANCY = re.compile("['\"‘’‚“”„«»‹›–—‐‑-]")
_PUNCTUATION = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.)\1+")
_TRANSLITERATIONS = str.maketrans("wqc", "vkk", "aeiouyj'")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A name without case, diacritics, punctuation and order of its words, in Latin letters."""
    from anyascii import anyascii

    return " ".join(sorted(_PUNCTUATION.sub(" ", anyascii(text).casefold()).split()))


def skeleton(folded: str) -> str:
    """What is left of a folded name in most transliterations: consonants, v for w, k for q and c, each once in a row."""
    consonants = folded.replace("kh", "h").replace("ph", "f").replace("sch", "sh").translate(_TRANSLITERATIONS)
    return _REPEATED.sub(r"\1", " ".join(sorted(consonants.split())))


@catalogue_rule("D801", "likely-duplicate", "warning")
def duplicate(index: Index, known: Known) -> Iterator[Distant]:
    """Two records of one kind have names that match after folding case, diacritics and transliteration.

    Why: one person under two spellings is counted twice, and each has half of the facts.

    Mend: merge them. If they are found to be different, say so once, in one of the two: the property for that is in the schema.

    Example: `Ghada Waly` and `Гада Вали`.
    """
    different = {frozenset((record, target)) for record, _, target in index.facts.get("different", ())}
    periods = {record: (start, end) for record, _, start, end in index.facts.get("periods", ())}
    blocks: defaultdict[tuple[str, str], dict[str, tuple[Any, str]]] = defaultdict(dict)
    for record, path, kind, folded, bones, _ in index.facts.get("labels", ()):
        blocks[kind, bones].setdefault(record, (path, folded))
    said: set[frozenset[str]] = set()
    for _, found in sorted((block, found) for block, found in blocks.items() if block[1] and len(found) > 1):
        records = list(found)
        for position, record in enumerate(records):
            for other in records[:position]:
                pair = frozenset((record, other))
                if pair in said or pair in different or _apart(periods.get(record), periods.get(other)):
                    continue
                if _alike(found[record][1], found[other][1]):
                    said.add(pair)
                    yield Distant(record, f"it is probably the same as `{other}`", found[record][0], related=((other, found[other][0], "the other one"),))


def _apart(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two dated records can't be of one day: yearly events bear one name year after year."""
    if not one or not other:
        return False
    return bool((one[1] and other[0] and one[1] < other[0]) or (other[1] and one[0] and other[1] < one[0]))


def _alike(one: str, other: str) -> bool:
    """Whether two folded names are nearly the same; numbers in them are exactly the same."""
    from rapidfuzz import fuzz

    same_numbers = re.findall("[0-9]+", one) == re.findall("[0-9]+", other)
    return one == other or (same_numbers and bool(fuzz.token_sort_ratio(one, other) >= ALIKE))


@catalogue_rule("D802", "same-day-and-place", "warning")
def same_happening(index: Index, known: Known) -> Iterator[Distant]:
    """Two records of one kind agree in all that `x-alike` names: type, day and place, say.

    Why: they are probably one event, entered twice.

    Mend: merge them, or say in one of the two that they are different.

    Example: two summits on 15 June 2001 in Shanghai.
    """
    different = {frozenset((record, target)) for record, _, target in index.facts.get("different", ())}
    first: dict[tuple[str, ...], str] = {}
    for record, path, names, values in index.facts.get("happenings", ()):
        other = first.setdefault(values, record)
        if other != record and frozenset((record, other)) not in different:
            yield Distant(record, f"`{other}` agrees with it in: {', '.join(names)}", path, related=((other, ("id",), "the other one"),))


@catalogue_rule("N706", "spelling-variant", "warning")
def spelling_variant(index: Index, known: Known) -> Iterator[Distant]:
    """Two names of one kind differ only in the form of quotes, dashes or other punctuation.

    Why: users group by text.

    Mend: write both in the same way.

    Example: `“Sagas” - a list` and `"Sagas" – a list`.
    """
    first: dict[tuple[str, str], tuple[str, Any, str]] = {}
    for record, path, kind, _, _, text in index.facts.get("labels", ()):
        if text:
            other, there, spelling = first.setdefault((kind, _PUNCTUATION.sub(" ", text).casefold()), (record, path, text))
            if spelling != text and other != record:
                yield Distant(record, f"`{other}` spells it otherwise: {spelling[:80]}", path, related=((other, there, "the other one"),))
