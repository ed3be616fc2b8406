"""A record as a page shows it: facts, parts with their items, marks that lead to sources, and what sources disagree on. No kind is known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scodata.layout import Shape
from scodata.layout.sites import Steps
from scodata.origins import Support, Supports, supports
from scodata.problems import to_pointer
from scodata.site.plan import KindPlan
from scodata.site.values import Atom, Label, at_pointer, atoms, labels


@dataclass
class Cited:
    """A source of the page: its number, and the places in it to which marks lead, each with its letter."""

    number: int
    id: str
    locators: list[str] = field(default_factory=list)


class Notes:
    """The sources of a page, numbered as they are first needed."""

    def __init__(self, cited: Supports) -> None:
        self._supports = cited
        self._many: dict[str, set[str]] = {}
        self.cited: dict[str, Cited] = {}
        for support in cited.all:
            self._many.setdefault(support.source, set()).add(support.locator)

    def marks(self, path: Steps) -> tuple[str, ...]:
        """The marks of what supports a place of the record, such as `1` and `2b`."""
        return self._marked(self._supports.nearest(path))

    def whole(self) -> tuple[str, ...]:
        """The marks of what supports the record as a whole."""
        return self._marked(self._supports.of_whole)

    def of(self, source: str) -> tuple[str, ...]:
        """The mark of a source as a whole; none where the record doesn't cite it."""
        return (str(self.cited[source].number),) if source in self.cited else ()

    def rest(self) -> None:
        """Numbers the sources to which no mark led."""
        for support in self._supports.all:
            self._mark(support.source, support.locator)

    def _marked(self, found: Iterable[Support]) -> tuple[str, ...]:
        marks = [self._mark(support.source, support.locator) for support in found]
        return tuple(sorted(marks, key=lambda mark: (int(mark.rstrip("abcdefghijklmnopqrstuvwxyz")), mark)))

    def _mark(self, source: str, locator: str) -> str:
        cited = self.cited.setdefault(source, Cited(len(self.cited) + 1, source))
        if locator not in cited.locators:
            cited.locators.append(locator)
        if len(self._many[source]) == 1:
            return str(cited.number)
        return f"{cited.number}{letter(cited.locators.index(locator))}"


def letter(position: int) -> str:
    """`a` to `z`, then `aa` and on."""
    return ("" if position < 26 else letter(position // 26 - 1)) + chr(97 + position % 26)


@dataclass
class Fact:
    """One property: its title, its values, the marks of its sources; `disputed`: the place on the page where readings stand side by side.

    `bare`: that no source is named for it has to be said, since the marks beside it are another's.
    """

    title: str
    values: list[Atom]
    marks: tuple[str, ...] = ()
    disputed: str = ""
    bare: bool = False


@dataclass
class Item:
    """One item of a map or list: its heading, its facts and parts. `line`: where in the record's file it begins. `alike`: its marks are those of all in it."""

    anchor: str
    heading: list[Atom]
    key: str
    line: int
    facts: list[Fact]
    parts: list[Part]
    marks: tuple[str, ...] = ()
    disputed: str = ""
    alike: bool = True


@dataclass
class Part:
    """A property that holds more than one line shows: an object's facts, or items."""

    title: str
    anchor: str
    facts: list[Fact]
    items: list[Item]
    marks: tuple[str, ...] = ()
    disputed: str = ""


@dataclass
class Reading:
    """One of the values that sources give."""

    value: Atom
    preferred: bool
    facts: list[Fact]
    marks: tuple[str, ...]


@dataclass
class Dispute:
    """What sources disagree on: the titles that lead there, the readings, and the reason for the preferred one."""

    anchor: str
    about: list[str | Atom]
    readings: list[Reading]
    reason: str


@dataclass
class Body:
    """All that a page says out of its record."""

    labels: list[tuple[Label, tuple[str, ...]]]
    facts: list[Fact]
    parts: list[Part]
    disputes: list[Dispute]
    whole: tuple[str, ...]
    cited: list[Cited]


def body(root: Shape, value: Mapping[str, Any], plan: KindPlan, lines: Mapping[str, int]) -> Body:
    """The body of a record's page. `lines` are the lines of the record's file at which its parts begin, by JSON Pointer."""
    notes = Notes(Supports(supports(root, value)))
    whole = notes.whole()
    disputed = {item[says["about"]]: f"{name}/{key}" for name, _, says in _claims(root) for key, item in value.get(name, {}).items()}
    writer = _Writer(notes, lines, disputed)
    called = [(label, notes.marks(path)) for label, path in labels(root, value, plan.label)]
    aside = {"id", *(name for name, _, _ in _claims(root)), *(name for name, shape in root.properties if "x-citations" in shape.schema)}
    order = {name: position for position, name in enumerate(plan.first)}
    shown = [(name, shape) for name, shape in root.properties if name in value and name not in aside and name not in plan.label]
    shown.sort(key=lambda pair: order.get(pair[0], len(order)))
    facts, parts = writer.told(shown, value, ())
    notes.rest()
    disputes = list(writer.disputes(root, value))
    return Body(called, facts, parts, disputes, whole, list(notes.cited.values()))


def _claims(root: Shape) -> Iterator[tuple[str, Shape, Mapping[str, str]]]:
    """The properties that hold disagreements, with the shape of one and what its annotation says."""
    for name, shape in root.properties:
        if shape.form == "map" and shape.items is not None and "x-claim" in shape.items.schema:
            yield name, shape.items, shape.items.schema["x-claim"]


class _Writer:
    def __init__(self, notes: Notes, lines: Mapping[str, int], disputed: Mapping[str, str]) -> None:
        self.notes = notes
        self.lines = lines
        self.about = disputed

    def told(self, properties: list[tuple[str, Shape]], value: Mapping[str, Any], path: Steps, *, inside: bool = False) -> tuple[list[Fact], list[Part]]:
        """What properties of an object say; inside of an item, the facts of an object in it are the item's own."""
        facts, parts = list[Fact](), list[Part]()
        for name, shape in properties:
            if name not in value:
                continue
            here, line = (*path, name), list(atoms(shape, value[name]))
            if _fits_a_line(shape, value[name]):
                facts.append(Fact(shape.title or name, line, self.notes.marks(here), self.disputed(here)))
            elif shape.form == "object" and inside:
                more_facts, more_parts = self.told(list(shape.properties), value[name], here, inside=True)
                facts, parts = facts + more_facts, parts + more_parts
            else:
                parts.append(self.part(name, shape, value[name], here))
        return facts, parts

    def part(self, name: str, shape: Shape, value: Any, path: Steps) -> Part:
        part = Part(shape.title or name, _anchor(path), [], [], (), self.disputed(path))
        if shape.form == "object":
            part.facts, nested = self.told(list(shape.properties), value, path, inside=True)
            part.items = [item for one in nested for item in one.items]
        else:
            part.items = [self.item(shape, key, item, (*path, key)) for key, item in (value.items() if shape.form == "map" else enumerate(value))]
        part.marks = _shared([fact.marks for fact in part.facts] + [item.marks if item.alike else () for item in part.items])
        if part.marks:
            _unmark([*part.facts, *part.items])
        return part

    def item(self, shape: Shape, key: str | int, value: Any, path: Steps) -> Item:
        assert shape.items is not None, "a map or list has items"
        heading: list[Atom] = []
        facts, parts = list[Fact](), list[Part]()
        if shape.keys is not None and shape.keys.reference[0]:
            heading = [Atom(shape.keys, key)]
        if shape.items.form == "scalar":
            facts = [Fact(shape.items.title, [Atom(shape.items, value)], self.notes.marks(path))]
        else:
            facts, parts = self.told(list(shape.items.properties), value, path, inside=True)
        if not heading and facts:
            lead = _lead(shape.items, value, facts)
            heading = lead.values
            facts = [Fact("", [], lead.marks, lead.disputed), *(fact for fact in facts if fact is not lead)]
        item = Item(_anchor(path), heading, str(key).replace("-", " "), self.lines.get(to_pointer(path), 0), facts, parts, disputed=self.disputed(path))
        return _gathered(item, self.notes.marks(path), bare=not self.notes.whole())

    def disputed(self, path: Steps) -> str:
        return self.about.get(to_pointer(path), "")

    def disputes(self, root: Shape, value: Mapping[str, Any]) -> Iterator[Dispute]:
        """What the claims of a record say, readings side by side, the preferred one first."""
        for name, shape, says in _claims(root):
            for key, claim in value.get(name, {}).items():
                titles, about = at_pointer(root, claim[says["about"]])
                readings = [self.reading(shape, about, says, (name, key, says["readings"], one), reading) for one, reading in claim[says["readings"]].items()]
                readings.sort(key=lambda one: not one.preferred)
                yield Dispute(f"{name}/{key}", titles, readings, claim.get(says["reason"], ""))

    def reading(self, claim: Shape, about: Shape | None, says: Mapping[str, str], path: Steps, value: Mapping[str, Any]) -> Reading:
        shape = claim.named[says["readings"]].items
        assert shape is not None, "readings have a shape"
        plain = says.get("value", "value"), says.get("preferred", "preferred")
        meant = about if about is not None and about.form == "scalar" else shape.named[plain[0]]
        rest = [(name, inner) for name, inner in shape.properties if name not in plain]
        facts, _ = self.told(rest, value, path, inside=True)
        marks, kept = self.notes.marks(path), list[Fact]()
        for fact in facts:
            cited = [mark for atom in fact.values if atom.shape.reference[0] for mark in self.notes.of(atom.value)]
            if len(cited) < len(fact.values):
                kept.append(Fact(fact.title, fact.values))
            else:
                marks = (*marks, *(mark for mark in cited if not any(has.rstrip("abcdefghijklmnopqrstuvwxyz") == mark for has in marks)))
        return Reading(Atom(meant, value[plain[0]]), bool(value.get(plain[1])), kept, marks)


def _fits_a_line(shape: Shape, value: Any) -> bool:
    """Whether a value is shown in one line: a scalar, a set or list of them, a text in several languages, records that nothing more is said of."""
    if shape.form == "scalar" or shape.is_language_map:
        return True
    if shape.form == "map":
        return shape.keys is not None and bool(shape.keys.reference[0]) and not any(isinstance(item, dict) and item for item in value.values()) and _bare(shape)
    return shape.form in ("set", "list") and shape.items is not None and shape.items.form == "scalar"


def _bare(shape: Shape) -> bool:
    return shape.items is not None and shape.items.form != "scalar"


def _gathered(item: Item, marks: tuple[str, ...], *, bare: bool) -> Item:
    """An item whose facts all rest on the same sources bears the marks once; of any other, the heading bears its own, and so does each fact."""
    inside = [fact.marks for fact in item.facts] + [part.marks for part in item.parts]
    item.marks, item.alike = _shared(inside) if inside else marks, all(one == inside[0] for one in inside)
    if item.marks and inside:
        _unmark([*item.facts, *item.parts])
    if item.facts and not item.facts[0].title:
        lead, *item.facts = item.facts
        item.marks, item.disputed = item.marks or lead.marks, item.disputed or lead.disputed
    if item.marks and not item.alike and bare:
        for fact in item.facts:
            fact.bare = not fact.marks
    return item


def _shared(all_marks: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The marks that all have, if they have the same ones."""
    return all_marks[0] if all_marks and all(marks == all_marks[0] for marks in all_marks) else ()


def _lead(shape: Shape, value: Any, facts: list[Fact]) -> Fact:
    """The fact that heads an item: its schema's first property or, where the item lacks that, the first that names something."""
    if shape.form != "object" or shape.properties[0][0] in value:
        return facts[0]
    naming = (fact for fact in facts if any(atom.shape.reference[0] or "x-language" in atom.shape.schema for atom in fact.values))
    return next(naming, facts[0])


def _unmark(inside: list[Fact | Item | Part]) -> None:
    for one in inside:
        one.marks = ()


def _anchor(path: Steps) -> str:
    return "/".join("-".join(str(step).split()) for step in path)
