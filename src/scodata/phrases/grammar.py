"""What the phrase files of a catalogue say: slots, languages, and the rules by which words become properties of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scodata.phrases.patterns import Pattern, first_words, needed

Tree = Any
"""Properties as they stand in a record, with `{slots}` in texts and keys."""


@dataclass(frozen=True)
class Make:
    """A record that a rule proposes, or finds: in this text under `known_as`, in the catalogue where one record alone holds `where`."""

    kind: str
    id: str
    values: Tree
    known_as: tuple[str, ...] = ()
    where: Tree = None


@dataclass(frozen=True)
class Last:
    """A record spoken of before: the last of its kind that holds `where`, within the sentence, paragraph or text; or the one `known_as` this."""

    kind: str
    where: Tree = None
    within: str = "text"
    known_as: str = ""
    only: bool = False


@dataclass(frozen=True, eq=False)
class Rule:
    """One phrase and what it gives: records, properties for what its slots hold, or the record that was spoken of before."""

    pattern: Pattern
    makes: Mapping[str, Make] = field(default_factory=dict)
    last: Mapping[str, Last] = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)
    fills: tuple[tuple[str, Tree], ...] = ()
    introduces: tuple[tuple[str, Tree], ...] = ()
    known_as: tuple[tuple[str, str], ...] = ()
    needed: frozenset[str] = frozenset()
    first: frozenset[str] | None = None

    @staticmethod
    def of(pattern: Pattern, **rest: Any) -> Rule:
        """A rule, with what is known of its words beforehand."""
        return Rule(pattern, needed=needed(pattern), first=first_words(pattern), **rest)


@dataclass(frozen=True)
class NameSlot:
    """A slot for records of the catalogue, by any of their names: the kind, what they hold, and the record that an unknown name becomes."""

    kind: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    any_case: bool = False
    new: Make | None = None


@dataclass(frozen=True)
class NameShape:
    """What an unknown name looks like: capital words with small ones between, or so many letters; and phrases that give it away."""

    words: tuple[int, int] = (1, 4)
    letters: tuple[int, int] | None = None
    capitals: bool = False
    whole: bool = False
    particles: frozenset[str] = frozenset()
    must_have: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    found_by: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Language:
    """What is known of a language: how it is told from others, how it writes numbers, dates and lists, its parts of sentences and its clauses."""

    code: str
    script: str
    common: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    months: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    ordinals: Mapping[str, int] = field(default_factory=dict)
    ordinal_endings: frozenset[str] = frozenset()
    ordinal_beginnings: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    today: frozenset[str] = frozenset()
    names: Mapping[str, NameShape] = field(default_factory=dict)
    dates: tuple[Rule, ...] = ()
    parts: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    clauses: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Citing:
    """How a record cites the text: the record of the text itself; what the citation holds, and what stands for a part of the record, when it rests
    on one paragraph and on several.
    """

    source: Make
    record_one: Tree = None
    record_several: Tree = None
    part_one: Tree = None
    part_several: Tree = None


@dataclass(frozen=True)
class Phrases:
    """All phrase files of a catalogue."""

    slots: Mapping[str, NameSlot]
    languages: tuple[Language, ...]
    citing: Citing | None
