"""What a template names, looked up: the slots of a reading, the records of its rule, and what was given with the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scodata.drafting.desk import Desk, Leaf, Path, Span, slug
from scodata.drafting.matching import Value
from scodata.phrases.grammar import Rule

if TYPE_CHECKING:
    from scodata.drafting.scene import Scene

SLOT = re.compile(r"\{([a-z_0-9.|]+)\}")
NOWHERE = Span(0, 0, 0)
"""What rests on no words of the text: the address that was given with it."""
Found = Leaf | list[Leaf] | None


@dataclass
class Lookup:
    """One reading of a rule, and the records that it has made so far; `override` has the items of lists that are being gone through."""

    scene: Scene
    value: Value
    rule: Rule
    ids: dict[str, str] = field(default_factory=dict)
    override: dict[str, Value] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.scene.desk

    @property
    def span(self) -> Span:
        return self.scene.span(self.value)

    def found(self, text: str) -> Found:
        """What a text with slots comes to: the value of a slot that stands alone, or the text with its slots filled; None where one is missing."""
        alone = SLOT.fullmatch(text)
        if alone:
            return self._first(alone[1])
        if "{" not in text:
            return Leaf(text, self.span)
        filled = self.string(text)
        return Leaf(filled, self.span) if filled else None

    def string(self, text: str) -> str:
        """A text with its slots filled; empty where one is missing."""
        missing = False

        def fill(found: re.Match[str]) -> str:
            nonlocal missing
            value = self._first(found[1])
            missing = missing or not isinstance(value, Leaf)
            return str(value.value) if isinstance(value, Leaf) else ""

        filled = SLOT.sub(fill, text)
        return "" if missing else filled

    def loose(self, text: str) -> str:
        """A text with those slots filled that have something."""

        def fill(found: re.Match[str]) -> str:
            value = self._first(found[1])
            return str(value.value) if isinstance(value, Leaf) else ""

        return SLOT.sub(fill, text)

    def _first(self, paths: str) -> Found:
        return next((found for path in paths.split("|") if (found := self._look_up(tuple(path.split(".")))) is not None), None)

    def _look_up(self, path: Path) -> Found:
        name, rest = path[0], path[1:]
        if name in self.rule.says:
            said = self.rule.says[name]
            return [Leaf(one, self.span) for one in said] if isinstance(said, list) else Leaf(said, self.span)
        if name in self.ids:
            return self._of_record(self.ids[name], rest, self.span)
        slot = self.override.get(name) or dict(self.value.slots).get(name)
        if slot is not None:
            return self._of_value(slot, rest)
        given = self.given.get(".".join(path))
        if given is not None:
            return Leaf(given, NOWHERE) if given else None
        if name == "words":
            return self._of_words(self.value, rest)
        if name == "language":
            return Leaf(self.scene.reader.sentence.language.code, self.span)
        return None

    def _of_record(self, id_: str, path: Path, span: Span) -> Found:
        value = self.desk.value(id_, path) if path else id_
        return Leaf(value, span) if isinstance(value, (str, int)) else None

    def _of_value(self, value: Value, path: Path) -> Found:
        """What a slot holds at a path: a slot of the rule in it, a part of a date, its words, or a property of the record that it stands for."""
        if value.items:
            found = [leaf for item in value.items if isinstance(leaf := self._of_value(item, path), Leaf)]
            return found or None
        if path and value.rule:
            inner = dict(value.slots).get(path[0])
            if inner:
                return self._of_value(inner, path[1:])
            if path[0] in value.rule.says:
                return Leaf(value.rule.says[path[0]], self.scene.span(value))
            ids = self.scene.carry_out(value) if value.rule.makes or value.rule.last else {}
            if path[0] in ids:
                return self._of_record(ids[path[0]], path[1:], self.scene.span(value))
        if path and path[0] in _OF_WORDS:
            return self._of_words(value, path)
        if value.type == "date":
            return self._of_date(value, path)
        id_ = self.scene.record(value)
        if id_:
            return self._of_record(id_, path, self.scene.span(value))
        return None if path else self._bare(value)

    def _bare(self, value: Value) -> Found:
        inner = dict(value.slots).get("it")
        if value.rule and inner:
            return self._of_value(inner, ())
        if value.rule and ("it" in value.rule.makes or "it" in value.rule.last):
            return None
        if value.type in self.scene.reader.slots and not value.rule:
            return None
        if value.type == "quoted":
            return Leaf(self.scene.text(*value.plain), self.scene.span(value))
        return Leaf(self.scene.text(value.start, value.end) if value.plain is None else value.plain, self.scene.span(value))

    def _of_date(self, value: Value, path: Path) -> Found:
        dates = value.plain
        if dates is None:
            return None
        parts = {"start": dates.start, "end": dates.end, "year": dates.start[:4], "inferred": "inferred" if dates.inferred else None}
        parts["day"] = dates.start if dates.is_day else None
        parts["until"] = dates.end if dates.end != dates.start or dates.is_day else None
        found = parts.get(path[0] if path else "start")
        return Leaf(found, self.scene.span(value)) if found else None

    def _of_words(self, value: Value, path: Path) -> Found:
        text = self.scene.text(value.start, value.end) if value.type != "quoted" else self.scene.text(*value.plain)
        how = _OF_WORDS[path[0] if path else "words"]
        return Leaf(how(text, self), self.scene.span(value)) if text else None

    def bag(self, text: str) -> str:
        """The words of a text that mean something, in one order: `Deputy Secretary-General of the SCO` is `SCO Deputy Secretary-General`."""
        language = self.scene.reader.sentence.language
        words = re.findall(r"\w+", text.casefold())
        return " ".join(sorted(word for word in words if word not in language.skip and word not in language.common))


_OF_WORDS: Mapping[str, Any] = {
    "words": lambda text, act: text,
    "slug": lambda text, act: slug(text),
    "bag": lambda text, act: act.bag(text),
    "last": lambda text, act: text.split()[-1].casefold(),
}
