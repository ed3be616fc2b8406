"""Ids change, and every reference follows: a record is renamed, merged into another one, split or retired."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scodata.catalogue import EXCEPTIONS, id_of
from scodata.documents import Document
from scodata.documents.outline import Collection, Entry, Part, Scalar, made, plain
from scodata.edits.canonical import canonical
from scodata.edits.changes import Changes, Same
from scodata.edits.codes import CONTRADICTION, UNDECIDED
from scodata.edits.desk import Desk, Plan, RefusedError
from scodata.edits.follow import Clash, Decide, Followed, follow, repointed, united_mappings
from scodata.edits.patch import patched
from scodata.edits.spans import place_of
from scodata.layout.sites import Steps
from scodata.problems import Place, Problem, ScodataError, shown, to_pointer
from scodata.schemas import own
from scodata.schemas.bundled import editor_line


def rename(desk: Desk, old: str, new: str) -> Plan:
    """The record `old` is called `new` from now on."""
    record = desk.record(old)
    if new == old:
        raise ScodataError(f"{old} is called so already")
    if new in desk.ground.listing:
        other = desk.ground.listing.names[new]
        if desk.shape(desk.records[other]) is desk.ground.frame.redirect_shape:
            raise ScodataError(f"{new} is the id of a redirect, {other}, and an id that was released names one thing for ever; to undo a rename, use git")
        raise ScodataError(f"there is a record {new} already; to make one of two, scodata merge {new} {old}")
    _refuse_bad(new)
    moving = _Moving(desk, lambda _: lambda path, id_: (new,) if id_ == old else (id_,))
    root = _with_id(moving.followed[record.name].root, new)
    name = f"{record.name.rpartition('/')[0]}/{new}.yaml"
    moving.after[name] = moving.text(record, root)
    moving.after[record.name] = None
    moved = {name: record.name}
    if desk.is_released(old):
        moving.after[record.name] = _redirect(desk, record.name, old, [new])
        moved = {}
    moving.exceptions({old: new})
    return moving.plan((f"{record.name} is {name}", *_left(desk, old)), moved, _alike(old, new))


def merge(desk: Desk, kept: str, gone: str) -> Plan:
    """The record `gone` becomes a part of the record `kept`. What the two say differently is refused."""
    one, other = desk.record(kept), desk.record(gone)
    if kept == gone:
        raise ScodataError("a record can't be merged with itself")
    shape = desk.shape(one)
    if shape is not desk.shape(other):
        raise ScodataError(f"{one.name} and {other.name} are of two kinds")
    moving = _Moving(desk, lambda _: lambda path, id_: (kept,) if id_ == gone else (id_,))
    theirs = moving.followed[other.name].root
    theirs = replace(theirs, entries=tuple(entry for entry in theirs.entries if entry.name != "id"))
    clashes: list[Clash] = []
    root = united_mappings(moving.followed[one.name].root, theirs, shape, (), clashes)
    if clashes:
        raise RefusedError([_contradiction(clash, one, other) for clash in clashes])
    moving.after[one.name] = moving.text(one, root)
    moving.after[other.name] = _redirect(desk, other.name, gone, [kept]) if desk.is_released(gone) else None
    moving.exceptions({gone: kept})
    return moving.plan((f"{other.name} is a part of {one.name}", *_left(desk, gone)), {}, _alike(gone, kept))


def split(desk: Desk, id_: str, successors: Sequence[str], refer: Mapping[str, str], rest: str = "") -> Plan:
    """The record gives way to several others, which exist already.

    `refer` has the successor that takes the place of `id_` in a record, or at one pointer of it (`record/pointer`); `rest` the one for
    all other references. Without an answer for each reference nothing is done.
    """
    record = desk.record(id_)
    kinds = {desk.record(successor).name.rpartition("/")[0] for successor in successors}
    if len(set(successors)) < 2 or id_ in successors:
        raise ScodataError("a record is split into two or more others; to replace it by one, use scodata merge or rename")
    if kinds != {record.name.rpartition("/")[0]}:
        raise ScodataError(f"the successors of {id_} are records of its kind")
    for wanted in (*refer.values(), *filter(None, [rest])):
        if wanted not in successors:
            raise ScodataError(f"{wanted} is none of the successors: {', '.join(successors)}")
    return _withdrawn(desk, record, id_, tuple(successors), _Answers(refer, rest))


def retire(desk: Desk, id_: str, reason: str) -> Plan:
    """The record is withdrawn without a successor; nothing may refer to it any more."""
    return _withdrawn(desk, desk.record(id_), id_, (), _Answers({}, ""), reason)


@dataclass
class _Answers:
    """Which successor a reference shall name, as the curator said, and which answers were of use."""

    refer: Mapping[str, str]
    rest: str
    used: set[str] = field(default_factory=set)

    def of(self, record: str, path: Steps) -> str:
        for question in (f"{record}{to_pointer(path)}", record):
            if question in self.refer:
                self.used.add(question)
                return self.refer[question]
        return self.rest


def _withdrawn(desk: Desk, record: Document, id_: str, successors: tuple[str, ...], answers: _Answers, reason: str = "") -> Plan:
    undecided: list[Problem] = []

    def decide_in(document: Document) -> Decide:
        if document is record:
            return lambda path, other: (other,)
        if desk.shape(document) is desk.ground.frame.redirect_shape:
            return lambda path, other: successors if other == id_ else (other,)
        return lambda path, other: _answered(document, path, other) if other == id_ else (other,)

    def _answered(document: Document, path: Steps, other: str) -> tuple[str, ...]:
        answer = answers.of(_id(document), path)
        if not answer:
            undecided.append(_undecided(desk, document, path, other, successors))
        return (answer or other,)

    moving = _Moving(desk, decide_in)
    if undecided:
        raise RefusedError(undecided)
    unused = sorted(set(answers.refer) - answers.used)
    if unused:
        raise ScodataError(f"{unused[0]} holds no reference to {id_}")
    for document in moving.emptied():
        moving.after[document.name] = moving.text(document, _without_successor(moving.followed[document.name].root, reason))
    moving.after[record.name] = _redirect(desk, record.name, id_, list(successors), reason) if desk.is_released(id_) else None
    moving.exceptions({id_: None})
    return moving.plan((f"{record.name} is withdrawn", *_left(desk, id_)), {})


class _Moving:
    """Every record with its references followed, and the texts of the files that change by that."""

    def __init__(self, desk: Desk, decide_in: Callable[[Document], Decide]) -> None:
        self.desk = desk
        self.followed: dict[str, Followed] = {}
        self.after: dict[str, str | None] = {}
        problems: list[Problem] = []
        for name, document in desk.records.items():
            followed = self.followed[name] = follow(desk.parts(document), desk.shape(document), decide_in(document))
            problems += (_contradiction(clash, document, document) for clash in followed.clashes)
            if followed.references:
                self.after[name] = self.text(document, followed.root)
        if problems:
            raise RefusedError(problems)

    def text(self, document: Document, root: Collection) -> str:
        return patched(document.text, self.desk.parts(document), root, self.desk.shape(document))

    def emptied(self) -> Iterator[Document]:
        """Redirects that have lost their last successor."""
        for name, document in self.desk.records.items():
            redirect = plain(self.followed[name].root).get("redirect") if self.followed[name].references else None
            if isinstance(redirect, dict) and redirect.get("to") == []:
                yield document

    def exceptions(self, ids: Mapping[str, str | None]) -> None:
        """Accepted findings follow their record and its keys; those of a record that is withdrawn go with it."""
        document = self.desk.exceptions
        if document is None:
            return
        old = self.desk.parts(document)
        moved = {_id(self.desk.records[name]): followed.moved for name, followed in self.followed.items() if followed.moved}
        new = replace(old, entries=tuple(_accepted(entry, ids, moved) for entry in old.entries))
        empty = all(isinstance(entry.value, Collection) and not entry.value.entries for entry in new.entries)
        self.after[EXCEPTIONS] = None if empty else patched(document.text, old, new)

    def plan(self, said: tuple[str, ...], moved: Mapping[str, str], same: Same = str) -> Plan:
        before = {name: document.text for name, document in self.desk.records.items() if name in self.after}
        if self.desk.exceptions:
            before[EXCEPTIONS] = self.desk.exceptions.text
        changes = Changes(before, self.after, moved)
        return Plan(changes, (*said, self._counted(changes)), same)

    def _counted(self, changes: Changes) -> str:
        counts = [followed.references for name, followed in self.followed.items() if followed.references and name in changes.names]
        one = sum(counts) == 1
        return f"{sum(counts):,} reference{'' if one else 's'} in {len(counts):,} record{'' if len(counts) == 1 else 's'} follow{'s' if one else ''}"


def _accepted(entry: Entry, ids: Mapping[str, str | None], moved: Mapping[str, dict[Steps, str]]) -> Entry:
    """The list of exceptions with ids and pointers followed."""
    if not isinstance(entry.value, Collection):
        return entry
    items = []
    for item in entry.value.entries:
        record = plain(item.value).get("record")
        named = ids.get(record, record)
        if named is not None:
            items.append(replace(item, value=_exception(item.value, named, moved.get(record, {}))))
    return replace(entry, value=replace(entry.value, entries=tuple(items)))


def _exception(part: Part, record: str, moved: dict[Steps, str]) -> Part:
    assert isinstance(part, Collection), "an exception is a mapping"
    part = _with(part, "record", record)
    pointer = plain(part).get("pointer")
    return _with(part, "pointer", repointed(pointer, moved)) if isinstance(pointer, str) else part


def _with(root: Collection, name: str, value: str) -> Collection:
    """The mapping with another text under a key that it has."""
    return replace(
        root,
        entries=tuple(
            replace(entry, value=replace(entry.value, value=value)) if entry.name == name and isinstance(entry.value, Scalar) else entry
            for entry in root.entries
        ),
    )


def _with_id(root: Collection, id_: str) -> Collection:
    return _with(root, "id", id_)


def _without_successor(root: Collection, reason: str) -> Collection:
    redirect = plain(root)["redirect"]
    kept = {name: value for name, value in redirect.items() if name != "to"}
    entry = Entry(Scalar("redirect"), made({"reason": reason, **kept}))
    return replace(root, entries=tuple(entry if other.name == "redirect" else other for other in root.entries))


def _redirect(desk: Desk, name: str, id_: str, successors: list[str], reason: str = "") -> str:
    redirect = {name: value for name, value in (("to", successors), ("reason", reason)) if value}
    root = made({"id": id_, "redirect": redirect})
    assert isinstance(root, Collection), "a mapping becomes one"
    return canonical(root, desk.ground.frame.redirect_shape, editor_line(desk.catalogue.root, name))


def _left(desk: Desk, id_: str) -> tuple[str, ...]:
    return (f"{id_} was released, so a redirect is left of it",) if desk.is_released(id_) else ()


def _alike(old: str, new: str) -> Same:
    word = re.compile(rf"(?<![a-z0-9-]){re.escape(old)}(?![a-z0-9-])")
    return lambda text: word.sub(new, text)


def _refuse_bad(id_: str) -> None:
    schema = own().files["records.json"].value["properties"]["id"]
    if not re.fullmatch(schema["pattern"], id_) or not schema["minLength"] <= len(id_) <= schema["maxLength"]:
        raise ScodataError(f"{shown(id_)} is no id: small Latin letters and digits, in words with hyphens between, like {schema['examples'][0]}")


def _id(document: Document) -> str:
    return id_of(document.name)


def _contradiction(clash: Clash, one: Document, other: Document) -> Problem:
    message = f"{shown(plain(clash.one))} here, and {shown(plain(clash.other))} there"
    related = ((_place(other, clash.other), "the other one"),)
    return Problem(CONTRADICTION, message, _place(one, clash.one), record=_id(one), pointer=to_pointer(clash.path), related=related)


def _place(document: Document, part: Part) -> Place:
    if part.start < 0:
        return Place(document.name)
    line, column = place_of(document.text, part.start)
    end = place_of(document.text, part.end)
    return Place(document.name, line, column, *(end if end[0] == line else (line, column + 1)))


def _undecided(desk: Desk, document: Document, path: Steps, id_: str, successors: tuple[str, ...]) -> Problem:
    question = f"{_id(document)}{to_pointer(path)}"
    hint = f"--refer {question}={successors[0]}, or another successor" if successors else "change or delete it first"
    return document.problem(UNDECIDED, f"this refers to `{id_}`", path, key=path[-1] == id_, record=_id(document), hint=hint)
