"""Phrases held against a sentence: what each slot can hold, and where each phrase stands. Bounded in time, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from scodata.drafting.dates import Calendar
from scodata.drafting.knowledge import Knowledge, Mention
from scodata.drafting.numbers import numbers, ordinals
from scodata.drafting.runs import Runs
from scodata.drafting.text import Sentence
from scodata.phrases.grammar import NameShape, NameSlot, Rule
from scodata.phrases.patterns import Choice, Edge, Gap, Literal, Node, Pattern, Slot
from scodata.phrases.words import Word

MOST_READINGS = 80
"""Readings of one phrase from one position that are looked at; further ones are left out."""
LONGEST_WORDS = 80
"""Words that a slot of free words, or a gap, takes."""
_QUOTES = {"“": "”", "«": "»", "„": "“", "「": "」", "《": "》", '"': '"'}


@dataclass(frozen=True, slots=True)
class Value:
    """What a slot holds: words `start` to `end` of the sentence; the id of a known record, a plain value, a rule with its own slots, or a list."""

    type: str
    start: int
    end: int
    id: str = ""
    plain: Any = None
    rule: Rule | None = None
    slots: tuple[tuple[str, Value], ...] = ()
    items: tuple[Value, ...] = ()


Bindings = tuple[tuple[str, Value], ...]
Reading = tuple[int, Bindings]
"""The position behind a match, and what its slots hold."""


@dataclass
class Reader:
    """Reads one sentence: remembers what each slot can hold at each position."""

    sentence: Sentence
    knowledge: Knowledge
    slots: Mapping[str, NameSlot]
    calendar: Calendar
    local: Mapping[tuple[str, ...], str]
    mentions: dict[int, list[Mention]] = field(default_factory=dict)
    _memory: dict[tuple[str, int, bool, bool], list[Value]] = field(default_factory=dict)
    _readings: dict[tuple[int, int, int], list[Reading]] = field(default_factory=dict)
    _possible: dict[int, bool] = field(default_factory=dict)
    _local: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _named: set[int] = field(default_factory=set)
    _inside: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words: tuple[Word, ...] = self.sentence.words
        for mention in self.knowledge.find(self.words):
            self.mentions.setdefault(mention.start, []).append(mention)
            if mention.same_case and not self._any_case(mention.id):
                self._named.update(range(mention.start, mention.end))
                self._inside.update(range(mention.start + 1, mention.end))
        for mention in [one for found in self.mentions.values() for one in found]:
            if end := self._bracketed(mention):
                self.mentions[mention.start].append(replace(mention, end=end))
                self._named.update(range(mention.start, end))
                self._inside.update(range(mention.start + 1, end))
        self._runs = Runs(self.words, self._named, self._inside)
        self.present = {word.folded for word in self.words}
        if self.local:
            self._find_local(tuple(word.folded for word in self.words))

    def _bracketed(self, mention: Mention) -> int:
        """The position behind brackets that follow a name and hold another name of the same record; 0 for none."""
        if mention.end >= len(self.words) or self.words[mention.end].text not in "(（":
            return 0
        again = (one.end for one in self.mentions.get(mention.end + 1, ()) if one.id == mention.id)
        return next((end + 1 for end in again if end < len(self.words) and self.words[end].text in ")）"), 0)

    def _any_case(self, id_: str) -> bool:
        return all(slot.any_case for slot in self.slots.values() if slot.kind == self.knowledge.kinds.get(id_))

    def _find_local(self, folded: tuple[str, ...]) -> None:
        lengths = sorted({len(name) for name in self.local})
        for position in range(len(folded)):
            found = [(position + length, self.local.get(folded[position : position + length], "")) for length in lengths if position + length <= len(folded)]
            if any(type_ for _, type_ in found):
                self._local[position] = [one for one in found if one[1]]

    def can(self, pattern: Pattern) -> bool:
        """Whether the sentence has the words that a phrase can't do without, in itself or in the parts that it is made of."""
        key = id(pattern)
        if key not in self._possible:
            self._possible[key] = True  # what contains itself isn't asked again
            self._possible[key] = all(map(self._can, pattern))
        return self._possible[key]

    def _can(self, node: Node) -> bool:
        if isinstance(node, Literal):
            return any(word.startswith(node.word) for word in self.present) if node.open else node.word in self.present
        if isinstance(node, Choice):
            return any(map(self.can, node.options))
        if not isinstance(node, Slot) or node.type in BUILTIN or node.type in self.slots or (node.unknown and node.type in self.sentence.language.names):
            return True
        rules = self.sentence.language.dates if node.type == "date" else self.sentence.language.parts.get(node.type, ())
        return any(self.can(rule.pattern) for rule in rules)

    def matches(self, rule: Rule) -> Iterator[Value]:
        """The places where a rule's phrase stands, from left to right, the longest reading of each, none over another."""
        if not rule.needed <= self.present or not self.can(rule.pattern):
            return
        position = 0
        while position < len(self.words):
            value = next(iter(self._of_rule(rule, "", position)), None)
            if value:
                yield value
            position = value.end if value else position + 1

    def _of_rule(self, rule: Rule, type_: str, position: int) -> list[Value]:
        word = self.words[position].folded
        if word not in rule.first if rule.first is not None else bool(type_) and word in self.sentence.language.skip:
            return []
        readings = sorted(self._sequence(rule.pattern, 0, position), key=lambda reading: -reading[0])
        return [Value(type_, position, end, rule=rule, slots=bindings) for end, bindings in readings if end > position]

    def _sequence(self, pattern: Pattern, index: int, position: int) -> list[Reading]:
        """The readings of the rest of a phrase from a position; each is found once, so that time grows with the words and not with the ways."""
        if index == len(pattern):
            return [(position, ())]
        key = (id(pattern), index, position)
        if key not in self._readings:
            self._readings[key] = []
            found = (
                (last, bindings + rest)
                for end, bindings in islice(self._node(pattern[index], position), MOST_READINGS)
                for last, rest in self._sequence(pattern, index + 1, end)
            )
            self._readings[key] = list(islice(found, MOST_READINGS))
        return self._readings[key]

    def _node(self, node: Node, position: int) -> Iterator[Reading]:
        if isinstance(node, Literal):
            if position < len(self.words) and self._is(node, self.words[position]):
                yield position + 1, ()
        elif isinstance(node, Slot):
            yield from self._slot(node, position)
        elif isinstance(node, Choice):
            for option in node.options:
                yield from self._sequence(option, 0, position)
        elif isinstance(node, Gap):
            yield from ((end, ()) for end in range(position, min(position + LONGEST_WORDS, len(self.words)) + 1))
        elif isinstance(node, Edge) and self._is_edge(node.sign, position):
            yield position, ()

    def _is(self, literal: Literal, word: Word) -> bool:
        return word.folded.startswith(literal.word) if literal.open else word.folded == literal.word

    def _is_edge(self, sign: str, position: int) -> bool:
        if sign == "^":
            return position == 0
        if sign == "$":
            return all(not word.is_word for word in self.words[position:])
        return position == len(self.words) or not self.words[position].is_capital

    def _slot(self, slot: Slot, position: int) -> Iterator[Reading]:
        for start in self._starts(position):
            for value in self.values(slot.type, start, slot.many, slot.unknown):
                yield value.end, ((slot.name, value),)

    def _starts(self, position: int) -> Iterator[int]:
        """A position, and the one behind an article there."""
        if position < len(self.words):
            yield position
        if position + 1 < len(self.words) and self.words[position].folded in self.sentence.language.skip:
            yield position + 1

    def values(self, type_: str, position: int, many: bool, unknown: bool) -> list[Value]:
        """What a slot of this type can hold at a position, longest first."""
        key = (type_, position, many, unknown)
        if key not in self._memory:
            self._memory[key] = []  # a phrase that begins with itself finds nothing
            found = self._lists(type_, position, unknown) if many else self._single(type_, position, unknown)
            self._memory[key] = sorted(islice(found, MOST_READINGS), key=lambda value: -value.end)
        return self._memory[key]

    def _lists(self, type_: str, position: int, unknown: bool) -> Iterator[Value]:
        for first in self.values(type_, position, False, unknown):
            items = [first]
            while following := self._following(type_, items[-1].end, unknown):
                items.append(following)
            for number in range(len(items), 0, -1):
                yield replace(first, end=items[number - 1].end, id="", plain=None, rule=None, slots=(), items=tuple(items[:number]))

    def _following(self, type_: str, position: int, unknown: bool) -> Value | None:
        """The next item of a list, behind one or two words that part items."""
        start = position
        while start < min(position + 2, len(self.words)) and self.words[start].folded in self.sentence.language.between:
            start += 1
        if start == position:
            return None
        return next((value for at in self._starts(start) for value in self.values(type_, at, False, unknown)), None)

    def _single(self, type_: str, position: int, unknown: bool) -> Iterator[Value]:
        language = self.sentence.language
        builtin = BUILTIN.get(type_)
        if builtin:
            yield from builtin(self, position)
        if type_ == "date":
            yield from self._dates(position)
        if type_ in self.slots:
            yield from self._known(type_, position)
        for rule in language.parts.get(type_, ()):
            if rule.needed <= self.present and self.can(rule.pattern):
                yield from self._of_rule(rule, type_, position)
        if unknown and type_ in language.names:
            yield from self._unknown(type_, language.names[type_], position)

    def _known(self, type_: str, position: int) -> Iterator[Value]:
        slot = self.slots[type_]
        found: dict[int, set[str]] = {}
        for mention in self.mentions.get(position, ()):
            if (slot.any_case or mention.same_case) and self.knowledge.fits(mention.id, slot):
                found.setdefault(mention.end, set()).add(mention.id)
        for end, ids in found.items():
            if len(ids) == 1:
                yield Value(type_, position, end, id=next(iter(ids)))
        if not found and not slot.any_case:
            yield from (
                Value(type_, position, end, id=id_) for end, id_ in self.knowledge.transliterated(self.words, position) if self.knowledge.fits(id_, slot)
            )
        for end, local in self._local.get(position, ()):
            if local == type_ and end not in found:
                yield Value(type_, position, end)

    def _dates(self, position: int) -> Iterator[Value]:
        for rule in self.sentence.language.dates:
            for value in self._of_rule(rule, "date", position):
                parts = {name: inner.plain for name, inner in value.slots}
                dates = self.calendar.dates(parts)
                yield replace(value, plain=dates, rule=None, slots=())

    def _unknown(self, type_: str, shape: NameShape, position: int) -> Iterator[Value]:
        ends = self._runs.letters(shape.letters, position) if shape.letters else self._runs.capitals(shape, position)
        for end in ends:
            words = self.words[position:end]
            folded = {word.folded for word in words}
            if (not shape.must_have or folded & shape.must_have) and not folded & shape.never and end not in self._inside:
                yield Value(type_, position, end)


def _free(reader: Reader, position: int) -> Iterator[Value]:
    for end in range(position + 1, min(position + LONGEST_WORDS, len(reader.words)) + 1):
        yield Value("words", position, end)


def _quoted(reader: Reader, position: int) -> Iterator[Value]:
    closing = _QUOTES.get(reader.words[position].text)
    end = position + 1
    while closing and end < min(position + LONGEST_WORDS, len(reader.words)):
        if reader.words[end].text == closing and end > position + 1:
            yield Value("quoted", position, end + 1, plain=(position + 1, end))
            return
        end += 1


def _ordinals(reader: Reader, position: int) -> Iterator[Value]:
    yield from (Value("ordinal", position, end, plain=number) for end, number in ordinals(reader.words, position, reader.sentence.language) if number)


def _numbers(reader: Reader, position: int) -> Iterator[Value]:
    yield from (Value("number", position, end, plain=number) for end, number in numbers(reader.words, position, reader.sentence.language))


def _bounded(type_: str, least: int, most: int) -> Any:
    def found(reader: Reader, position: int) -> Iterator[Value]:
        word = reader.words[position].text
        if word.isascii() and word.isdigit() and len(word) <= 4 and least <= int(word) <= most:
            yield Value(type_, position, position + 1, plain=int(word))

    return found


def _month(reader: Reader, position: int) -> Iterator[Value]:
    number = reader.calendar.month(reader.words[position].folded, reader.sentence.language)
    if number:
        yield Value("month", position, position + 1, plain=number)


def _today(reader: Reader, position: int) -> Iterator[Value]:
    if reader.words[position].folded in reader.sentence.language.today:
        yield Value("today", position, position + 1, plain=1)


BUILTIN: Mapping[str, Any] = {
    "words": _free,
    "quoted": _quoted,
    "ordinal": _ordinals,
    "number": _numbers,
    "today": _today,
    "day": _bounded("day", 1, 31),
    "month": _month,
    "month_number": _bounded("month_number", 1, 12),
    "year": _bounded("year", 1000, 2999),
}
