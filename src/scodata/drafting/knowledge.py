"""The catalogue as what is known beforehand: every name of every record, and what the records hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scodata.documents import read
from scodata.layout.sites import sites
from scodata.phrases.grammar import Language, NameSlot
from scodata.phrases.words import Word, script_of, words_of
from scodata.validation import Ground

SHORTEST_STEM = 3
"""Letters that are left of a name without its ending."""


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

    def add(self, id_: str, text: str) -> None:
        """Takes in a name of a record."""
        words = words_of(text)
        if words and text not in self.labels.setdefault(id_, []):
            self.labels[id_].append(text)
            for stem in stems(words[0].folded, self._endings(words[0].text)):
                self._names.setdefault(stem, []).append(Name(words, id_))

    def find(self, words: Sequence[Word]) -> Iterator[Mention]:
        """Every name in these words, by position."""
        for position, word in enumerate(words):
            endings = self._endings(word.text)
            names = {id(name): name for stem in stems(word.folded, endings) for name in self._names.get(stem, ())}
            for name in names.values():
                end = position + len(name.words)
                if end <= len(words) and all(map(self._same, name.words, words[position:end])):
                    yield Mention(position, end, name.id, all(map(_same_case, name.words, words[position:end])))

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
        id_ = name.rpartition("/")[2].removesuffix(".yaml")
        knowledge.values[id_] = document.value
        for site in sites(ground.layout.shapes[kind], document.value):
            if "x-label" in site.shape.schema:
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
