"""From a text to drafts of records: nothing is invented, and each value says on which characters of the text it rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from scodata.catalogue import Catalogue
from scodata.drafting.citing import cite, facts_of, unrecorded
from scodata.drafting.dates import Calendar
from scodata.drafting.desk import Desk, Draft
from scodata.drafting.knowledge import Knowledge, know
from scodata.drafting.matching import Reader, Value
from scodata.drafting.scene import Act, Scene
from scodata.drafting.text import Sentence, sentences
from scodata.drafting.verdict import missing
from scodata.ground import Ground, surveyed
from scodata.phrases import Phrases, read_phrases
from scodata.phrases.grammar import Rule
from scodata.problems import Problem, ScodataError

__all__ = ["Drafted", "Proposal", "draft"]


@dataclass(frozen=True)
class Proposal:
    """One draft: a new record, or what the text says of one that the catalogue has; what of it isn't recorded yet; and what it lacks to be valid."""

    draft: Draft
    news: dict[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass
class Drafted:
    """What a text came to: its proposals in the order of kinds; or, with `problems`, that the phrases can't be used."""

    ground: Ground | None = None
    proposals: list[Proposal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""


def draft(catalogue: Catalogue, text: str, url: str = "", published: str = "") -> Drafted:
    """Drafts of the records that a text speaks of.

    `url` and `published` (a date of the catalogue) are said of the text itself. Raises `ScodataError` where the catalogue has no phrases, or
    `scodata.yaml` or the schemas can't be used, or dateparser isn't installed.
    """
    ground = surveyed(catalogue)
    phrases, problems = read_phrases(catalogue.phrases, ground.layout.shapes)
    if problems:
        return Drafted(problems=problems)
    if not phrases.languages:
        raise ScodataError(f"this catalogue has no phrases: there is no language in {catalogue.phrases}")
    desk = Desk(know(ground, phrases.languages), ground.layout.shapes)
    _read(text, phrases, desk, url, published)
    return Drafted(ground, list(_proposals(ground, desk)), text=text)


def _read(text: str, phrases: Phrases, desk: Desk, url: str, published: str) -> None:
    """Reads the text onto the desk: first the names that it gives away, then what it says, clause by clause."""
    every = list(sentences(text, phrases.languages))
    local, calendar, facts = _local_names(every, phrases, desk.knowledge), Calendar(published), facts_of(text, url, published)
    for number, sentence in enumerate(every):
        reader = Reader(sentence, desk.knowledge, phrases.slots, calendar, local)
        scene = Scene(desk, reader, number, facts)
        for value in _clauses(reader):
            scene.carry_out(value)
    first = every[0] if every else None
    if phrases.citing and first and (desk.drafts or url):
        scene = Scene(desk, Reader(first, desk.knowledge, phrases.slots, calendar, local), -1, facts)
        cite(list(desk.drafts.values()), Act(scene, Value("text", 0, 0), Rule(()), {}, {}, dict(facts)), phrases.citing, desk)


def _local_names(every: Sequence[Sentence], phrases: Phrases, knowledge: Knowledge) -> dict[tuple[str, ...], str]:
    """Unknown names that some sentence gives away, by their folded words, with the slot that they are for."""
    found: dict[tuple[str, ...], str] = {}
    for sentence in every:
        rules = [(name, rule) for name, shape in sentence.language.names.items() for rule in shape.found_by]
        reader = Reader(sentence, knowledge, phrases.slots, Calendar(), {}) if rules else None
        for name, rule in rules:
            for value in reader.matches(rule) if reader else ():
                slot = dict(value.slots).get("it")
                if slot and not slot.id:
                    found.setdefault(tuple(word.folded for word in sentence.words[slot.start : slot.end]), name)
    return found


def _clauses(reader: Reader) -> list[Value]:
    """What a sentence says, from left to right; of two that begin together the longer one first, of two that end together only the longer one.

    Of phrases for the same words, those with the most words of their own count.
    """
    found = [value for rule in reader.sentence.language.clauses for value in reader.matches(rule)]
    best: dict[int, tuple[int, int]] = {}
    for value in found:
        best[value.end] = min(_rank(value), best.get(value.end, _rank(value)))
    return sorted((value for value in found if _rank(value) == best[value.end]), key=lambda value: (value.start, -value.end))


def _rank(value: Value) -> tuple[int, int]:
    return value.start, -len(value.rule.needed) if value.rule else 0


def _proposals(ground: Ground, desk: Desk) -> Iterator[Proposal]:
    order = {kind: number for number, kind in enumerate(ground.layout.shapes)}
    for one in sorted(desk.drafts.values(), key=lambda one: (order[one.kind], one.known)):
        existing = desk.knowledge.values.get(one.id, {})
        citations = {name for name, shape in ground.layout.shapes[one.kind].properties if "x-citations" in shape.schema}
        news = unrecorded(one.values, existing, ground.layout.shapes[one.kind]) if one.known else one.values
        says_nothing_new = one.known and not set(news) - citations
        yield Proposal(one, {} if says_nothing_new else news, () if one.known else tuple(missing(ground, one, desk)))
