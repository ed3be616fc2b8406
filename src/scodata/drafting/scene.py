"""Rules carried out: what the slots of a phrase hold becomes records, properties and ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scodata.drafting.desk import Branch, Desk, Leaf, Node, Span, Spoken, agrees, plain, slug
from scodata.drafting.lookup import SLOT, Lookup
from scodata.drafting.matching import Reader, Value
from scodata.phrases.grammar import Last, Make, Rule, Tree


@dataclass
class Scene:
    """One sentence on the desk: carries out rules, each of their readings once."""

    desk: Desk
    reader: Reader
    number: int
    facts: Mapping[str, str]
    _done: dict[tuple[int, int, int], dict[str, str]] = field(default_factory=dict)

    def span(self, value: Value) -> Span:
        """The characters that a value was found in."""
        words = self.reader.words
        return Span(words[value.start].start, words[value.end - 1].end, self.reader.sentence.paragraph)

    def text(self, start: int, end: int) -> str:
        """The words of the sentence as printed, without the signs around a quotation."""
        words = self.reader.words
        printed = self.facts["text"][words[start].start : words[end - 1].end] if end > start else ""
        return unicodedata.normalize("NFC", " ".join(printed.split()))

    def carry_out(self, value: Value) -> dict[str, str]:
        """Makes what the rule of a reading makes, fills what it fills, and gives the ids of its records by their names."""
        rule = value.rule
        assert rule is not None, "only rules are carried out"
        key = (id(rule), value.start, value.end)
        if key not in self._done:
            act = Act(self, value, rule)
            self._done[key] = act.ids
            act.run()
        return self._done[key]

    def record(self, value: Value) -> str:
        """The id of the record that a value stands for; empty for none."""
        id_ = self._record(value)
        if id_:
            self.desk.speak(id_, self.span(value), self.number)
        return id_

    def _record(self, value: Value) -> str:
        if value.id:
            return value.id
        if value.rule:
            if value.rule.fills or value.rule.known_as or value.rule.introduces:
                self.carry_out(value)
            if "it" in value.rule.makes or "it" in value.rule.last:
                return self.carry_out(value).get("it", "")
            inner = dict(value.slots).get("it")
            return self._record(inner) if inner else ""
        slot = self.reader.slots.get(value.type)
        return self._new(value, slot.new) if slot and slot.new and not value.items else ""

    def _new(self, value: Value, make: Make) -> str:
        words = self.text(value.start, value.end)
        known = self.desk.named(make.kind, f"name {words.casefold()}")
        if known:
            return known
        id_ = Act(self, value, Rule(())).make(make)
        if id_:
            self.desk.name(id_, f"name {words.casefold()}")
        return id_


@dataclass
class Act(Lookup):
    """One reading of a rule, being carried out."""

    def run(self) -> None:
        """Finds what was spoken of, makes what is new, then fills properties."""
        for name, last in self.rule.last.items():
            if found := self._last(last):
                self.ids[name] = found
        for name, make in self.rule.makes.items():
            if made := self.make(make):
                self.ids[name] = made
                self.desk.speak(made, self.span, self.scene.number)
        for name, words in self.rule.known_as:
            one, alias = self._id(name), self.string(words)
            if one and alias:
                self.desk.name(one, alias)
        for new, fills in ((False, self.rule.fills), (True, self.rule.introduces)):
            for name, tree in fills:
                for one in self._all(name):
                    if not new or one not in self.desk.knowledge.kinds:
                        self._fill(one, tree)

    def _fill(self, id_: str, tree: Tree) -> None:
        node = self.expand(tree)
        if isinstance(node, Branch):
            self.desk.draft(id_).add(node, self.span)

    def _all(self, name: str) -> Iterator[str]:
        """The ids of the records that a name means: one, or each of a list."""
        slot = dict(self.value.slots).get(name)
        if slot is None or not slot.items:
            if one := self._id(name):
                yield one
            return
        for item in slot.items:
            self.override = {name: item}
            if one := self.scene.record(item):
                yield one
        self.override = {}

    def _id(self, name: str) -> str:
        if name in self.ids:
            return self.ids[name]
        slot = dict(self.value.slots).get(name)
        return self.scene.record(slot) if slot else ""

    def _last(self, last: Last) -> str:
        if last.known_as:
            words = self.string(last.known_as)
            return self.desk.named(last.kind, words) if words else ""
        found: set[str] = set()
        for spoken in self._spoken(last):
            if not last.only or (found and spoken.id not in found):
                return "" if last.only else spoken.id
            found.add(spoken.id)
        return next(iter(found), "")

    def _spoken(self, last: Last) -> Iterator[Spoken]:
        """What can be meant, the latest first."""
        start, paragraph = self.span.start, self.span.paragraph
        for spoken in reversed(self.desk.spoken):
            if (last.within == "sentence" and spoken.sentence < self.scene.number) or (last.within == "paragraph" and spoken.span.paragraph < paragraph):
                return
            if spoken.kind == last.kind and spoken.span.start < start and self._has(spoken.id, last.where):
                yield spoken

    def _has(self, id_: str, where: Tree) -> bool:
        return all(self.desk.value(id_, (name,)) in (wanted if isinstance(wanted, list) else [wanted]) for name, wanted in (where or {}).items())

    def make(self, make: Make) -> str:
        """The record that this makes, whether it was made before, is in the catalogue, or is new."""
        aliases = [alias for words in make.known_as if (alias := self.string(words))]
        id_ = next((found for alias in aliases if (found := self.desk.named(make.kind, alias))), "") or self._in_catalogue(make)
        node = self.expand(make.values)
        if not isinstance(node, Branch) or not (node.parts or id_):
            return id_
        if not id_:
            id_ = self._again(make, node) or self._begin(make)
        self.desk.draft(id_).add(node, self.span)
        for alias in aliases:
            self.desk.name(id_, alias)
        return id_

    def _begin(self, make: Make) -> str:
        wish = slug(self.loose(make.id))
        id_ = self.desk.begin(make.kind, wish).id
        self.desk.name(id_, f"id {wish}")
        return id_

    def _again(self, make: Make, node: Branch) -> str:
        """The draft that was begun under the same id and that nothing here contradicts."""
        id_ = self.desk.named(make.kind, f"id {slug(self.loose(make.id))}")
        return id_ if id_ and agrees(self.desk.drafts[id_].values, plain(node)) else ""

    def _in_catalogue(self, make: Make) -> str:
        if not make.where:
            return ""
        node = self.expand(make.where, strict=True)
        return self.desk.matching(make.kind, plain(node)) if isinstance(node, Branch) else ""

    def expand(self, tree: Tree, strict: bool = False) -> Node | None:
        """Properties with their slots filled; what a slot has nothing for is left out or, if strict, leaves nothing at all."""
        if isinstance(tree, dict):
            return self._expand_map(tree, strict)
        if isinstance(tree, list):
            found = [leaf for item in tree for leaf in self._several(item)]
            return found or None
        if isinstance(tree, str):
            found_one = self.found(tree)
            return found_one if found_one is None or isinstance(found_one, (Leaf, list)) else None
        return Leaf(tree, self.span)

    def _expand_map(self, tree: Mapping[str, Tree], strict: bool) -> Node | None:
        parts: dict[str, tuple[Span, Node]] = {}
        for key, inner in tree.items():
            for leaf in self._keys(key):
                node = self.expand(inner, strict)
                if node is None and strict:
                    return None
                if node is not None and isinstance(leaf.value, (str, int)):
                    parts[str(leaf.value)] = (leaf.span, node)
            if strict and not parts:
                return None
        return Branch(parts) if parts or not tree else None

    def _keys(self, key: str) -> Iterator[Leaf]:
        """The key of a map, once for each item of the list that its slot holds."""
        alone = SLOT.fullmatch(key)
        name = re.split(r"[.|]", alone[1])[0] if alone else ""
        slot = dict(self.value.slots).get(name)
        if slot is None or not slot.items or name in self.override:
            found = self.found(key)
            yield from found if isinstance(found, list) else [found] if found else []
            return
        around = self.override
        for item in slot.items:
            self.override = {**around, name: item}
            found = self.found(key)
            if isinstance(found, Leaf):
                yield found
        self.override = around

    def _several(self, item: Tree) -> Iterator[Leaf]:
        found = self.found(item) if isinstance(item, str) else Leaf(item, self.span)
        yield from found if isinstance(found, list) else [found] if found else []
