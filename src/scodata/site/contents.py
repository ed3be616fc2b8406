"""One walk over all records: what each is called, when it was, what its list shows of it, and what refers to it. Nothing else of a record is kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

from scodata import edtf
from scodata.layout import Shape
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.schemas import own
from scodata.site.folding import folded, letters
from scodata.site.plan import KindPlan, Plan, is_closed
from scodata.site.values import Atom, Label, address, at_path, atoms, best, labels
from scodata.tables import to_cell


class Mention(NamedTuple):
    """That a record names another: where, as titles of properties, and what that place says of it: roles, dates."""

    source: str
    titles: tuple[str, ...]
    said: tuple[Atom, ...]
    start: str
    end: str


@dataclass(slots=True)
class Entry:
    """What is kept of a record: `labels` by language of the frame, its `names` folded, its period, `cells` and `filters` of its list, its `url` elsewhere."""

    kind: str
    labels: tuple[Label, ...]
    names: str
    start: str
    end: str
    cells: tuple[tuple[Atom, ...], ...]
    filters: tuple[tuple[Atom, ...], ...]
    url: str


@dataclass
class Contents:
    """All that pages need to know of other records than their own. Retired ids are in `retired`, with their kind and where they lead.

    `editions` are those of series, as (series, number, record), with 0 for a record without a number.
    """

    plan: Plan
    entries: dict[str, Entry] = field(default_factory=dict)
    mentions: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    retired: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    editions: list[tuple[str, int, str]] = field(default_factory=list)

    def label(self, id_: str, language: str) -> Label:
        """What a record is called in a language or the next best; its id where it is retired or not there."""
        entry = self.entries.get(id_)
        return entry.labels[self.plan.languages.index(language)] if entry else Label(id_, "")

    def kind_of(self, id_: str) -> str:
        """The kind of a record, a retired one too; empty where there is none."""
        if id_ in self.entries:
            return self.entries[id_].kind
        return self.retired[id_][0] if id_ in self.retired else ""

    def of_kind(self, kind: str) -> list[str]:
        """The ids of the records of a kind, in order."""
        return [id_ for id_, entry in self.entries.items() if entry.kind == kind]


def survey(package: Package, plan: Plan) -> Contents:
    """The contents of a package; raises `ScodataError` where its tables don't make records, or an id is none that an address can have."""
    contents = Contents(plan)
    used: set[str] = set()
    pattern = re.compile(str(own().files["records.json"].value["properties"]["id"]["pattern"]))
    for kind, value in package.records():
        if not pattern.fullmatch(value["id"]):
            raise ScodataError(f"the id {value['id'][:80]!r} can't be part of an address: it isn't made of a-z, 0-9 and hyphens")
        if "redirect" in value:
            contents.retired[value["id"]] = kind, tuple(value["redirect"].get("to", ()))
            continue
        root, named = package.layout.shapes[kind], [label.text for label in _names(package.layout.shapes[kind], value)]
        used.update(letter for text in named for letter in text if letter > "~")
        contents.entries[value["id"]] = _entry(kind, root, value, plan, named)
        contents.editions += _editions(root, value)
        for target, mention in _mentions(root, value):
            contents.mentions[target].append(mention)
    contents.letters = letters("".join(used))
    return contents


def _entry(kind: str, root: Shape, value: Mapping[str, Any], plan: Plan, named: Sequence[str]) -> Entry:
    said = plan.kinds[kind]
    found = [label for label, _ in labels(root, value, said.label)]
    start, end = period(root, value)
    names = "|".join(dict.fromkeys(folded(text) for text in (*named, *(label.text for label in found), value["id"])))
    cells, filters = (tuple(tuple(at_path(root, value, path.split("/"))) for path in paths) for paths in (said.columns, said.filters))
    return Entry(kind, tuple(best(found, language) for language in plan.languages), names, start, end, cells, filters, _url(root, value))


def _editions(root: Shape, value: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    for name, shape in root.properties:
        if "x-edition" in shape.schema:
            number = shape.schema["x-edition"]["number"]
            yield from ((series, int(item.get(number, 0)), value["id"]) for series, item in value.get(name, {}).items())


def _url(root: Shape, value: Mapping[str, Any]) -> str:
    """Where a record that stands for something on the web leads: its first text that is an address."""
    return next((found for name, inner in root.properties if inner.form == "scalar" and (found := address(value.get(name, "")))), "")


def _names(shape: Shape, value: Any) -> Iterator[Label]:
    """Every name that a record has, wherever it stands."""
    if "x-label" in shape.schema:
        yield from (Label(str(atom.value), str(atom.shape.schema.get("x-language", ""))) for atom in atoms(shape, value))
    elif shape.form == "object":
        for name, inner in shape.properties:
            if name in value:
                yield from _names(inner, value[name])
    elif shape.form in ("map", "list") and shape.items is not None and shape.items.form != "scalar":
        for item in value.values() if shape.form == "map" else value:
            yield from _names(shape.items, item)


def period(shape: Shape, value: Mapping[str, Any], by: str = "x-period") -> tuple[str, str]:
    """The first and last date of a record, as written: of the first pair of its annotation of which it has one; empty where it isn't of a time."""
    for first, last in shape.schema.get(by, ()):
        if value.get(first) or value.get(last):
            return value.get(first, ""), value.get(last, "")
    return "", ""


def earliest(start: str, end: str = "") -> str:
    """By which day something dated is sorted; empty where nothing is known."""
    for text in (start, end):
        span = edtf.parse(text) if text else None
        if span:
            day = span.earliest or span.latest
            return day.isoformat() if day else ""
    return ""


def _mentions(root: Shape, value: Mapping[str, Any]) -> Iterator[tuple[str, Mention]]:
    """What a record names, each target once a place."""
    source, seen = value["id"], set[tuple[str, tuple[str, ...]]]()
    for name, inner in root.properties:
        if name in value and name != "id":
            for target, titles, said, dates in _named(inner, value[name], (inner.title or name,), (), ("", "")):
                if (target, titles) not in seen and target != source:
                    seen.add((target, titles))
                    yield target, Mention(source, titles, said, *dates)


_Found = tuple[str, tuple[str, ...], tuple[Atom, ...], tuple[str, str]]


def _named(shape: Shape, value: Any, titles: tuple[str, ...], said: tuple[Atom, ...], dates: tuple[str, str]) -> Iterator[_Found]:
    """Each record named in a value, with the titles that lead there, and what the item that names it says in closed lists and dates."""
    if shape.form == "scalar":
        if shape.reference[0]:
            yield intern(value), titles, said, dates
    elif shape.form == "object":
        for name, inner in shape.properties:
            if name in value:
                yield from _named(inner, value[name], _longer(titles, inner.title), said, dates)
    elif shape.items is not None:
        for key, item in value.items() if shape.form == "map" else (("", item) for item in value):
            inside, when = (_said(shape.items, item), _dates(shape.items, item)) if shape.items.form == "object" else (said, dates)
            if shape.keys is not None and shape.keys.reference[0]:
                yield intern(key), titles, inside, when
            yield from _named(shape.items, item, titles, inside, when)


def _dates(shape: Shape, item: Mapping[str, Any]) -> tuple[str, str]:
    """The time of an item of its own: its period, or its only date. That of what it is part of would be another's."""
    dated = [name for name, inner in shape.properties if inner.is_date]
    return (item.get(dated[0], ""), "") if len(dated) == 1 else period(shape, item, "x-interval")


def _longer(titles: tuple[str, ...], title: str) -> tuple[str, ...]:
    return titles if not title or title == titles[-1] else (titles[0], title)


def _said(shape: Shape, item: Mapping[str, Any]) -> tuple[Atom, ...]:
    """What an item says in words of closed lists, but for how it is known."""
    listed = ((inner, item[name]) for name, inner in shape.properties if name in item and "x-evidence" not in inner.schema)
    return tuple(atom for inner, value in listed for atom in atoms(inner, value) if is_closed(atom.shape))


def sort_key(atom: Atom) -> str:
    """How a value sorts: dates by their first day, all else as text."""
    return earliest(atom.value) if atom.shape.is_date else to_cell(atom.value)


def years(atom: Atom) -> list[str]:
    """The years that a date can mean: as many as it spans, up to five, or the one that it names."""
    span = edtf.parse(str(atom.value))
    if span is None:
        return []
    first, last = span.earliest or span.latest, span.latest or span.earliest
    if first is None or last is None:
        return []
    return [str(year) for year in range(first.year, last.year + 1)] if last.year - first.year < 5 else [str(first.year), str(last.year)]


def in_order(ids: Sequence[str], contents: Contents, said: KindPlan, language: str) -> list[str]:
    """Ids as their list is sorted: by the column that the plan names, else by label."""
    path = said.sort.removeprefix("-")
    ordered = sorted(ids, key=lambda id_: (contents.label(id_, language).text.casefold(), id_))
    if path in said.columns:
        position = said.columns.index(path)
        keys = {id_: next((sort_key(atom) for atom in contents.entries[id_].cells[position]), "") for id_ in ids}
        ordered.sort(key=lambda id_: keys[id_], reverse=said.sort.startswith("-"))
    return ordered
