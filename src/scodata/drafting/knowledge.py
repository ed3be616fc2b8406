"""The catalogue as what is known beforehand: every name of every record, and what the records hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz

from scodata.catalogue import id_of
from scodata.documents import read
from scodata.ground import Ground
from scodata.layout.sites import sites
from scodata.phrases.grammar import Language, NameSlot
from scodata.phrases.words import Word, script_of, words_of
from scodata.rules.likeness import skeleton

SHORTEST_STEM = 3
"""Letters that are left of a name without its ending."""
MOST_TRANSLITERATED = 3
"""Words of a name that is looked for in other scripts."""
ALIKE = 75
"""From how many of 100 points two spellings of one word count as alike (rapidfuzz, ratio), their consonants being the same."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a record: its words, and the record's id."""

    words: tuple[Word, ...]
    id: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a sentence: positions of its words, the end exclusive; whether it has the capitals of the name."""

    start: int
    end: int
    id: str
    same_case: bool


@dataclass
class Knowledge:
    """The records by id, and an index of their names."""

    kinds: Mapping[str, str]
    values: dict[str, dict[str, Any]]
    languages: Sequence[Language]
    labels: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[str, list[Name]] = field(default_factory=dict)
    _surnames: dict[str, set[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    _joined: dict[str, set[str]] = field(default_factory=dict)
    _bones: dict[tuple[str, ...], set[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)

    def add(self, id_: str, text: str) -> None:
        """Takes in a name of a record."""
        words = words_of(text)
        if words and text not in self.labels.setdefault(id_, []):
            self.labels[id_].append(text)
            for stem in stems(words[0].folded, self._endings(words[0].text)):
                self._names.setdefault(stem, []).append(Name(words, id_))
            if 2 <= len(words) <= MOST_TRANSLITERATED and all(word.is_capital for word in words):
                self._surnames.setdefault(skeleton(words[-1].folded), set()).add((id_, tuple(word.folded for word in words)))
                self._joined.setdefault("".join(word.folded for word in words), set()).add(id_)
                self._bones.setdefault(tuple(skeleton(word.folded) for word in words), set()).add((id_, tuple(word.folded for word in words)))

    def find(self, words: Sequence[Word]) -> Iterator[Mention]:
        """Every name in these words, by position."""
        for position, word in enumerate(words):
            endings = self._endings(word.text)
            names = {id(name): name for stem in stems(word.folded, endings) for name in self._names.get(stem, ())}
            for name in names.values():
                end = position + len(name.words)
                if end <= len(words) and all(map(self._same, name.words, words[position:end])):
                    yield Mention(position, end, name.id, all(map(_same_case, name.words, words[position:end])))

    def transliterated(self, words: Sequence[Word], position: int) -> Iterator[tuple[int, str]]:
        """Names in another script than that of the label, by their consonants: the end of each, and the one record that it can be."""
        if script_of(words[position].text) == "CJK":
            yield from self._in_letters(words, position)
            return
        yield from self._initialled(words, position)
        run: list[list[str]] = []
        for end, word in enumerate(words[position : position + MOST_TRANSLITERATED], position + 1):
            if not word.is_capital or word.text.isascii() or len(word.text) < 3:
                break
            run.append(sorted(anyascii(stem).casefold() for stem in stems(word.folded, self._endings(word.text))))
            ids = {id_ for bones in product(*([skeleton(form) for form in forms] for forms in run)) for id_ in self._alike(bones, run)}
            if len(run) > 1 and len(ids) == 1:
                yield end, next(iter(ids))

    def _initialled(self, words: Sequence[Word], position: int) -> Iterator[tuple[int, str]]:
        """Initials and a surname: those of the one record whose name has them."""
        initials: list[str] = []
        while position + 2 < len(words) and len(words[position].text) == 1 and words[position].is_capital and words[position + 1].text == ".":
            initials.append(anyascii(words[position].text).casefold())
            position += 2
        if not initials or not words[position].is_capital or len(words[position].text) < SHORTEST_STEM:
            return
        forms = sorted(anyascii(stem).casefold() for stem in stems(words[position].folded, self._endings(words[position].text)))
        known = {one for form in forms for one in self._surnames.get(skeleton(form), ()) if one[1][0].startswith(initials[0])}
        ids = {id_ for id_, label in known if max(fuzz.ratio(form, label[-1]) for form in forms) >= ALIKE}
        if len(ids) == 1:
            yield position + 1, next(iter(ids))

    def _in_letters(self, words: Sequence[Word], position: int) -> Iterator[tuple[int, str]]:
        """Names of two to four Chinese characters whose pinyin is a label, letter by letter."""
        for end in range(position + 2, min(position + 4, len(words)) + 1):
            run = "".join(word.text for word in words[position:end])
            ids = self._joined.get(anyascii(run).casefold(), set()) if len(run) == end - position else set()
            if len(ids) == 1:
                yield end, next(iter(ids))

    def _alike(self, bones: tuple[str, ...], run: Sequence[Sequence[str]]) -> Iterator[str]:
        for id_, label in self._bones.get(bones, ()):
            if all(max(fuzz.ratio(form, word) for form in forms) >= ALIKE for forms, word in zip(run, label, strict=True)):
                yield id_

    def of_kind(self, kind: str) -> Iterator[str]:
        """The ids of one kind."""
        return (id_ for id_ in self.values if self.kinds[id_] == kind)

    def fits(self, id_: str, slot: NameSlot) -> bool:
        """Whether a record is what a slot is for."""
        value = self.values.get(id_, {})
        return self.kinds.get(id_) == slot.kind and all(value.get(name) in allowed for name, allowed in slot.where.items())

    def _endings(self, word: str) -> tuple[str, ...]:
        if word.isascii():
            return next((language.endings for language in self.languages if language.script == "LATIN"), ())
        script = script_of(word)
        return next((language.endings for language in self.languages if language.script == script), ())

    def _same(self, name: Word, word: Word) -> bool:
        if name.folded == word.folded:
            return True
        endings = self._endings(name.text)
        return bool(endings) and bool(stems(name.folded, endings) & stems(word.folded, endings))


def know(ground: Ground, languages: Sequence[Language]) -> Knowledge:
    """What the catalogue knows: all texts that `x-label` marks are names."""
    knowledge = Knowledge(dict(ground.listing.kinds), {}, languages)
    for name in ground.names:
        document, _ = read(ground.catalogue.root / name, name)
        kind = ground.catalogue.kind_of(name)
        if document is None or ("redirect" in document.value and "redirect" not in ground.layout.shapes[kind].named):
            continue
        id_ = id_of(name)
        knowledge.values[id_] = document.value
        for site in sites(ground.layout.shapes[kind], document.value).of("x-label"):
            for text in site.value.values() if isinstance(site.value, dict) else (site.value,):
                if isinstance(text, str):
                    knowledge.add(id_, text)
    return knowledge


def stems(word: str, endings: Sequence[str]) -> set[str]:
    """A word, and what is left of it without each of the endings that it has."""
    cut = {word[: -len(ending)] for ending in endings if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM}
    return {word} | cut


def _same_case(name: Word, word: Word) -> bool:
    if name.text.isupper() and len(name.text) > 1:
        return word.text == name.text
    return word.is_capital or not name.is_capital
