"""The records that stand already: what they say, how often, and how they are found by any of their names in any script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scodata.documents import read
from scodata.ground import Ground
from scodata.layout import Shape
from scodata.layout.sites import sites
from scodata.layout.tables import RECORDS
from scodata.rules.provenance import folded as same_address
from scodata.site.folding import folded

MOST = 8
"""Candidates that are shown at once."""
ALIKE = 75
"""From how many of 100 points a word that is typed counts as one of a name (rapidfuzz, ratio)."""
FEWEST = 10
"""Records from which habits are learned."""


@dataclass(frozen=True)
class Candidate:
    """A record that may be meant: its id, and a name of it for the reader."""

    id: str
    label: str


@dataclass
class Shelf:
    """The records of a catalogue by kind, each kind read when it is first asked for."""

    ground: Ground
    _values: dict[str, dict[str, Mapping[str, Any]]] = field(default_factory=dict)
    _keys: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def records(self, kind: str) -> dict[str, Mapping[str, Any]]:
        """What each record of a kind says, by its id; redirects say nothing."""
        if kind not in self._values:
            self._values[kind] = dict(self._read(kind))
        return self._values[kind]

    def add(self, kind: str, id_: str, value: Mapping[str, Any]) -> None:
        """Takes in a record that isn't written yet."""
        self.records(kind)[id_] = value
        self._keys.pop(kind, None)

    def habits(self, kind: str, value: Mapping[str, Any]) -> dict[str, float]:
        """Which part of the records has each property: of those that agree with `value` in its words of closed lists, or of all where these are few."""
        every = list(self.records(kind).values())
        listed = [name for name, shape in self.shape(kind).properties if name in value and (shape.titles or "enum" in shape.schema)]
        like = [record for record in every if all(record.get(name) == value[name] for name in listed)]
        chosen = like if len(like) >= FEWEST else every
        counts = Counter(name for record in chosen for name in record)
        return {name: number / len(chosen) for name, number in counts.items()} if len(chosen) >= FEWEST else {}

    def fits(self, id_: str, kind: str, where: Mapping[str, Sequence[str]]) -> bool:
        """Whether a record is of a kind and has the values that are asked for."""
        own = self.ground.listing.kinds.get(id_, "")
        return kind in (own, RECORDS) and all(self.records(own).get(id_, {}).get(name) in allowed for name, allowed in where.items())

    def label(self, id_: str) -> str:
        """A name of a record for the reader; empty where it has none."""
        kind = self.ground.listing.kinds.get(id_, "")
        return next(names(self.shape(kind), self.records(kind).get(id_, {})), "") if kind in self.ground.layout.shapes else ""

    def search(self, typed: str, kind: str, where: Mapping[str, Sequence[str]]) -> list[Candidate]:
        """The records that may be meant by what was typed, the likeliest first; by the names' words, then by likeness."""
        keys = {id_: texts for one in self._kinds(kind) for id_, texts in self._folded(one).items() if self.fits(id_, kind, where)}
        asked = folded(typed)
        ranked = sorted((min(ranks), len(texts[0]), id_) for id_, texts in keys.items() if (ranks := list(_ranks(asked, texts))))
        ids = [id_ for *_, id_ in ranked]
        found = ids or (_like(asked, keys) if asked else [])
        return [Candidate(id_, self.label(id_)) for id_ in found[:MOST]]

    def named(self, name: str, kind: str, where: Mapping[str, Sequence[str]]) -> list[str]:
        """The ids of the records with this name, whole, in any language; case and diacritics make no difference."""
        asked = folded(name)
        return [id_ for one in self._kinds(kind) for id_, texts in self._folded(one).items() if asked in texts and self.fits(id_, kind, where)]

    def with_address(self, kind: str, address: str, shape: Shape) -> str:
        """The id of a record with the same address, after folding what makes no difference; empty where there is none."""
        drop = tuple(shape.schema["x-unique"].get("drop", ()))
        theirs = ((id_, site.value) for id_, value in self.records(kind).items() for site in sites(self.shape(kind), dict(value)).of("x-unique"))
        asked = same_address(str(address), drop)
        return next((id_ for id_, text in theirs if isinstance(text, str) and same_address(text, drop) == asked), "")

    def shape(self, kind: str) -> Shape:
        """The shape that a kind's records have."""
        return self.ground.layout.shapes[kind]

    def _kinds(self, kind: str) -> Iterator[str]:
        return iter(self.ground.layout.shapes if kind == RECORDS else (kind,))

    def _read(self, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for id_, own in self.ground.listing.kinds.items():
            if own == kind:
                name = self.ground.listing.names[id_]
                document, _ = read(self.ground.catalogue.root / name, name)
                if document and ("redirect" not in document.value or "redirect" in self.shape(kind).named):
                    yield id_, document.value

    def _folded(self, kind: str) -> Mapping[str, tuple[str, ...]]:
        if kind not in self._keys:
            shape = self.shape(kind)
            self._keys[kind] = {id_: tuple(map(folded, (id_, *names(shape, value)))) for id_, value in self.records(kind).items()}
        return self._keys[kind]


def names(shape: Shape, value: Mapping[str, Any]) -> Iterator[str]:
    """The names of a record: what `x-label` marks; where nothing is marked, its own texts, an address last."""
    labels = [text for site in sites(shape, dict(value)).of("x-label") for text in _texts(site.value)]
    if labels:
        yield from labels
        return
    own = [(name, inner) for name, inner in shape.properties if name != "id" and inner.is_free_text and _is_open(inner) and isinstance(value.get(name), str)]
    yield from (value[name] for name, inner in sorted(own, key=lambda one: "x-unique" in one[1].schema))


def _texts(value: Any) -> Iterator[str]:
    yield from (text for text in (value.values() if isinstance(value, dict) else (value,)) if isinstance(text, str))


def _is_open(shape: Shape) -> bool:
    """Whether it is a text of any words: of no list, and of no form but that of an address."""
    return not shape.titles and "enum" not in shape.schema and not shape.is_date and ("pattern" not in shape.schema or "x-unique" in shape.schema)


def _ranks(asked: str, texts: Sequence[str]) -> Iterator[int]:
    """How well each name answers: 0 is the name itself, 1 begins with what is asked, 2 has each of its words."""
    for text in texts:
        if text == asked:
            yield 0
        elif text.startswith(asked):
            yield 1
        elif all(f" {word}" in f" {text}" for word in asked.split()):
            yield 2


def _like(asked: str, keys: Mapping[str, Sequence[str]]) -> list[str]:
    """The records with a name that has something like each word of what is asked, the likest first; a number is like no other."""
    scores = {id_: max(_likeness(asked.split(), text.split()) for text in texts) for id_, texts in keys.items()}
    return sorted((id_ for id_, score in scores.items() if score >= ALIKE), key=lambda id_: (-scores[id_], id_))


def _likeness(asked: Sequence[str], words: Sequence[str]) -> float:
    """How like the least like of the words that are asked is to a word of a name, of 100 points."""
    from rapidfuzz import fuzz

    best = (max((fuzz.ratio(one, word) for word in words if one.isalpha()), default=0) if one not in words else 100 for one in asked)
    return min(best, default=0)
