"""The files of `phrases/`, read and judged: by their schema, and by the shapes of the kinds that they fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scodata.documents import Document, read
from scodata.layout import Shape
from scodata.phrases.codes import BAD_PHRASE
from scodata.phrases.grammar import Citing, Language, Last, Make, NameShape, NameSlot, Phrases, Rule, Tree
from scodata.phrases.patterns import PatternError, parse, slots
from scodata.problems import Place, Problem, near
from scodata.schemas import own_judge

FOLDER = "phrases"
"""The folder at a catalogue's root."""
SHARED = "shared.yaml"
"""The file of what all languages have in common."""
BUILTIN = ("words", "quoted", "ordinal", "number", "today", "day", "month", "month_number", "year", "date")
"""The types of slots that need no catalogue."""
FACTS = ("language", "words", "url", "site", "published", "headline", "paragraph", "paragraphs")
"""What templates may name beside the slots of their phrase."""

_NAMES = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"[a-z][a-z_0-9]*(?:\.[a-z_0-9]+)*(?:\|[a-z][a-z_0-9]*(?:\.[a-z_0-9]+)*)*")
Steps = tuple[str | int, ...]


def read_phrases(folder: Path, shapes: Mapping[str, Shape]) -> tuple[Phrases, list[Problem]]:
    """All phrases of a folder, by kinds and their shapes, and what is wrong with them. No folder is no phrases."""
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        document, found = read(path, f"{FOLDER}/{path.name}")
        problems += found or (list(own_judge("phrases.json").problems(document)) if document else [])
        if document:
            documents[path.name] = document
    if problems:
        return Phrases({}, (), None), problems
    loader = _Loader(shapes)
    phrases = loader.load(documents)
    return phrases, loader.problems


@dataclass
class _Loader:
    shapes: Mapping[str, Shape]
    problems: list[Problem] = field(default_factory=list)
    forms: dict[str, Any] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    document: Document | None = None

    def load(self, documents: Mapping[str, Document]) -> Phrases:
        shared = documents.get(SHARED)
        self.document = shared
        value = shared.value if shared else {}
        self.forms = value.get("forms", {})
        slots_ = {name: self._name_slot(slot, ("slots", name)) for name, slot in value.get("slots", {}).items()}
        citing = self._citing(value["citing"], ("citing",)) if "citing" in value else None
        for name, form in self.forms.items():
            for how, targets in form.items():
                for target, tree in targets.items():
                    self._templates(tree, ("forms", name, how, target), None)
        languages = [self._language(document, slots_) for name, document in documents.items() if name != SHARED]
        return Phrases(slots_, tuple(languages), citing)

    def say(self, message: str, path: Steps, hint: str = "", offset: int = 0) -> None:
        assert self.document, "a file is being read"
        place = self.document.place(path)
        if offset:
            place = Place(place.path, place.line, place.column + offset, place.line, place.column + offset + 1)
        self.problems.append(Problem(BAD_PHRASE, message, place, hint))

    def _citing(self, value: Mapping[str, Any], path: Steps) -> Citing:
        record, part = value.get("record", {}), value.get("part", {})
        return Citing(self._make(value["source"], (*path, "source"), set()), record.get("one"), record.get("several"), part.get("one"), part.get("several"))

    def _name_slot(self, value: Mapping[str, Any], path: Steps) -> NameSlot:
        shape = self._kind(value["kind"], (*path, "kind"))
        where = {name: tuple(allowed) for name, allowed in value.get("where", {}).items()}
        for name in where:
            self._property(shape, name, (*path, "where", name))
        new = value.get("new")
        return NameSlot(value["kind"], where, value.get("any_case", False), self._make({"kind": value["kind"], **new}, (*path, "new"), set()) if new else None)

    def _language(self, document: Document, slots_: Mapping[str, NameSlot]) -> Language:
        self.document, value = document, document.value
        self.types = {*BUILTIN, *slots_, *value.get("parts", {}), *value.get("names", {})}
        texts: dict[str, Any] = {name: frozenset(value.get(name, ())) for name in _SETS}
        tables: dict[str, Any] = {name: value.get(name, {}) for name in ("months", "numbers", "ordinals")}
        return Language(
            code=value["language"],
            script=value["script"],
            endings=tuple(sorted(value.get("endings", ()), key=lambda ending: (-len(ending), ending))),
            names={name: self._name_shape(shape, ("names", name)) for name, shape in value.get("names", {}).items()},
            dates=tuple(self._patterns(value.get("dates", ()), ("dates",))),
            parts={name: tuple(self._rules(rules, ("parts", name))) for name, rules in value.get("parts", {}).items()},
            clauses=tuple(self._rules(value.get("clauses", ()), ("clauses",))),
            **texts,
            **tables,
        )

    def _name_shape(self, value: Mapping[str, Any], path: Steps) -> NameShape:
        return NameShape(
            words=tuple(value.get("words", (1, 4))),
            letters=tuple(value["letters"]) if "letters" in value else None,
            capitals=value.get("capitals", False),
            whole=value.get("whole", False),
            particles=frozenset(value.get("particles", ())),
            must_have=frozenset(value.get("must_have", ())),
            never=frozenset(value.get("never", ())),
            found_by=tuple(self._patterns(value.get("found_by", ()), (*path, "found_by"))),
        )

    def _patterns(self, texts: Sequence[str], path: Steps) -> Iterator[Rule]:
        for position, text in enumerate(texts):
            rule = self._pattern(text, (*path, position))
            if rule:
                yield rule

    def _pattern(self, text: str, path: Steps, **rest: Any) -> Rule | None:
        try:
            pattern = parse(text)
        except PatternError as error:
            self.say(f"this phrase can't be read: {error}", path, offset=error.position + 1)
            return None
        for slot in slots(pattern):
            if slot.type not in self.types:
                self.say(f"there is no slot `{slot.type}`", path, near(slot.type, self.types))
        return Rule.of(pattern, **rest)

    def _rules(self, values: Sequence[Mapping[str, Any]], path: Steps) -> Iterator[Rule]:
        for position, value in enumerate(values):
            yield from self._rule(value, (*path, position))

    def _rule(self, value: Mapping[str, Any], path: Steps) -> Iterator[Rule]:
        names = {*value.get("says", {}), *value.get("makes", {}), *value.get("last", {}), *self._slots(value)}
        rest = {
            "makes": {name: self._make(make, (*path, "makes", name), names) for name, make in value.get("makes", {}).items()},
            "last": {name: self._last(last, (*path, "last", name)) for name, last in value.get("last", {}).items()},
            "says": value.get("says", {}),
            "known_as": tuple((name, words) for name, words in value.get("known_as", {}).items()),
            "fills": tuple(self._fills("fills", value, path, names)),
            "introduces": tuple(self._fills("introduces", value, path, names)),
        }
        for number, text in enumerate(value["phrases"]):
            rule = self._pattern(text, (*path, "phrases", number), **rest)
            if rule:
                yield rule

    def _slots(self, value: Mapping[str, Any]) -> set[str]:
        found: set[str] = set()
        for text in value["phrases"]:
            try:
                found |= {slot.name for slot in slots(parse(text))}
            except PatternError:  # said where the phrase is read
                continue
        return found

    def _fills(self, how: str, value: Mapping[str, Any], path: Steps, names: set[str]) -> Iterator[tuple[str, Tree]]:
        for name, tree in value.get(how, {}).items():
            if name not in names:
                self.say(f"no slot or record is called `{name}` here", (*path, how, name), near(name, names))
            self._templates(tree, (*path, how, name), names)
            kinds = [one["kind"] for one in (value.get("makes", {}).get(name), value.get("last", {}).get(name)) if one]
            for kind in kinds[:1]:
                self._tree(self.shapes.get(kind), tree, (*path, how, name))
            yield name, tree
        for position, form in enumerate(value.get("forms", ())):
            if form not in self.forms and how == "fills":
                self.say(f"there is no form `{form}`", (*path, "forms", position), near(form, self.forms))
            yield from self.forms.get(form, {}).get(how, {}).items()

    def _last(self, value: Mapping[str, Any], path: Steps) -> Last:
        shape = self._kind(value["kind"], (*path, "kind"))
        for name in value.get("where", {}):
            self._property(shape, name, (*path, "where", name))
        return Last(value["kind"], value.get("where"), value.get("within", "text"), value.get("known_as", ""), value.get("only", False))

    def _make(self, value: Mapping[str, Any], path: Steps, names: set[str]) -> Make:
        shape = self._kind(value["kind"], (*path, "kind"))
        for name in ("values", "where"):
            if name in value:
                self._tree(shape, value[name], (*path, name))
                self._templates(value[name], (*path, name), names)
        return Make(value["kind"], value.get("id", ""), value.get("values", {}), tuple(value.get("known_as", ())), value.get("where"))

    def _kind(self, kind: str, path: Steps) -> Shape | None:
        if kind not in self.shapes:
            self.say(f"there is no kind `{kind}`", path, near(kind, self.shapes))
        return self.shapes.get(kind)

    def _property(self, shape: Shape | None, name: str, path: Steps) -> Shape | None:
        if shape and name not in shape.named:
            self.say(f"there is no property `{name}` here", path, near(name, shape.named))
        return shape.named.get(name) if shape else None

    def _tree(self, shape: Shape | None, tree: Tree, path: Steps) -> None:
        """Whether the properties of a template are those of the shape."""
        if not isinstance(tree, dict) or shape is None:
            return
        for key, inner in tree.items():
            if shape.form == "object" and not key.startswith("{"):
                self._tree(self._property(shape, key, (*path, key)), inner, (*path, key))
            elif shape.form == "map":
                self._tree(shape.items, inner, (*path, key))

    def _templates(self, tree: Tree, path: Steps, names: set[str] | None) -> None:
        """Whether every slot that a template names is one of its phrase; without names, only how it is written."""
        if isinstance(tree, dict):
            for key, inner in tree.items():
                self._template(key, path, names)
                self._templates(inner, (*path, key), names)
        elif isinstance(tree, list):
            for position, item in enumerate(tree):
                self._templates(item, (*path, position), names)
        elif isinstance(tree, str):
            self._template(tree, path, names)

    def _template(self, text: str, path: Steps, names: set[str] | None) -> None:
        for found in _NAMES.finditer(text):
            if not _PATH.fullmatch(found[1]):
                self.say(f"`{found[0]}` isn't a slot: `{{name}}`, `{{name.part}}` or `{{one|other}}`", path)
                continue
            for one in found[1].split("|"):
                name = one.partition(".")[0]
                if names and name not in names and name not in FACTS:
                    self.say(f"no slot or record is called `{name}` here", path, near(name, {*names, *FACTS}))


_SETS = ("common", "skip", "abbreviations", "ordinal_endings", "ordinal_beginnings", "between", "today")
