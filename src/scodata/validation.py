"""The gate: documents become records, or problems. There is no other way to make a `Record`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scodata.catalogue import MARK, RELEASED, id_of
from scodata.documents import Document, read
from scodata.documents.mends import mended
from scodata.findings import Distant, Draft
from scodata.ground import Ground, shape_of
from scodata.layout.sites import Steps, items
from scodata.layout.tables import RECORDS
from scodata.problems import Code, Place, Problem, blocks, to_pointer
from scodata.records import Entry, Index, Record
from scodata.rules import CATALOGUE_RULES, GATHERERS, RECORD_RULES, permanence


@dataclass(frozen=True)
class Examined:
    """One file, examined: its record, if it is one and is wanted; its entry in the index, if it could be read; and its problems."""

    record: Record | None
    entry: Entry | None
    problems: tuple[Problem, ...]


def examine(ground: Ground, name: str, *, records: bool = True) -> Examined:
    """Reads one file and holds it against its schema and the rules on single records; without `records`, none is made of it."""
    document, problems = read(f"{ground.catalogue.root}/{name}", name)
    if document is None:
        return Examined(None, None, tuple(problem.of(id_of(name)) for problem in problems))
    draft, problems = judged(ground, document)
    entry = _entry(ground, draft)
    record = Record(entry.id, draft.kind, name, document.value, _lines(draft)) if records and not blocks(problems) else None
    return Examined(record, entry, tuple(problem.of(entry.id) for problem in problems))


def judged(ground: Ground, document: Document) -> tuple[Draft, list[Problem]]:
    """A document held against its schema and the rules on single records, whether or not a file holds it."""
    draft, problems = _draft(ground, document)
    for rule in (rule for rule in RECORD_RULES if not rule.on or draft.has(rule.on)):
        for finding in rule.find(draft, ground.known):
            mend = mended(document, finding.path, finding.mend, key=finding.key) if finding.mend else None
            place = document.place(finding.path, key=finding.key)
            more = finding.hint, "", to_pointer(finding.path), finding.related, mend
            problems.append(Problem(rule.code, finding.message, place, *more))
    return draft, problems


def _lines(draft: Draft) -> dict[Steps, int]:
    """The line of the record, and of each item of its maps, sets and lists."""
    paths = items(draft.shape, draft.value)
    return {(): draft.document.place(("id",), key=True).line, **{path: draft.document.place(path, key=True).line for path in paths}}


def conclude(ground: Ground, index: Index) -> Iterator[Problem]:
    """What can only be judged when every record has been read."""
    stand_ins = {instead_of for _, _, instead_of in index.facts.get("stand_ins", ())}
    for line, id_ in permanence.lost(ground.known, stand_ins):
        hint = "bring its file back, with `id` and `redirect` only"
        yield Problem(permanence.LOST, f"`{id_}` was released, and has no record any more", Place(RELEASED, line, 1, line, len(id_) + 1), hint, id_)
    for rule in CATALOGUE_RULES:
        for finding in rule.find(index, ground.known):
            yield from _located(ground, rule.code, finding)


def _draft(ground: Ground, document: Document) -> tuple[Draft, list[Problem]]:
    """The document with the shape of its kind, or of a redirect, and what its schema finds."""
    kind, shape = ground.catalogue.kind_of(document.name), shape_of(ground, document)
    return Draft(kind, document, shape), list(ground.frame.judges[RECORDS if shape is ground.frame.redirect_shape else kind].problems(document))


def _entry(ground: Ground, draft: Draft) -> Entry:
    numbers = ground.frame.numbers
    references = tuple([(numbers[shape], id_) for shape, _, id_, _ in draft.many("x-ref") if isinstance(id_, str)])
    values = {name: str(draft.value[name]) for name in ground.frame.wanted.get(draft.kind, ()) if name in draft.value}
    successors = tuple(target for _, target in references) if draft.shape is ground.frame.redirect_shape else None
    asked = {name: one.gather for name, one in GATHERERS.items() if not one.on or draft.has(one.on)}
    facts = {name: found for name, gather in asked.items() if (found := tuple(gather(draft, ground.known)))}
    return Entry(draft.name, draft.kind, values, references, successors, facts)


def _located(ground: Ground, code: Code, finding: Distant) -> Iterator[Problem]:
    """A finding of the index, at its place: the record is read once more."""
    document = _reread(ground, finding.record)
    if document is None:
        return
    related = tuple((_place(ground, record, path), what) for record, path, what in finding.related)
    if finding.path is not None:
        places = [(finding.path, finding.key)]
    else:
        draft, _ = _draft(ground, document)
        wanted = finding.reference, finding.target
        places = [(path, key) for shape, path, id_, key in draft.many("x-ref") if (ground.frame.numbers.get(shape), id_) == wanted]
    for path, key in places:
        mend = mended(document, path, finding.mend, key=key) if finding.mend else None
        yield document.problem(code, finding.message, path, key=key, hint=finding.hint, record=finding.record, related=related, mend=mend)


def _place(ground: Ground, record: str, path: Steps) -> Place:
    document = _reread(ground, record)
    return document.place(path) if document else Place(ground.listing.names.get(record, MARK))


def _reread(ground: Ground, record: str) -> Document | None:
    name = ground.listing.names.get(record, "")
    return read(ground.catalogue.root / name, name)[0] if name else None
