"""Answers become records: the one that was asked for, and its source where the catalogue hasn't it yet. Whatever can't be taken over is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from scodata.documents.scalars import is_exact, is_number, number_of
from scodata.forms.body import one_line
from scodata.forms.fields import NO, YES, Field, acting, chosen
from scodata.forms.names import Names
from scodata.layout import Shape

MOST_LINES = 200
"""Lines of one answer that are looked at."""


@dataclass
class Filled:
    """The new records: kind, id and values, the one that was asked for first; sentences on what was left out; what else the person says."""

    records: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    beside: str = ""


def fill(kind: str, asked: Sequence[Field], answers: Mapping[str, str], names: Names) -> Filled:
    """The records that these answers make."""
    return _Filling(kind, asked, answers, names).whole()


class _Filling:
    def __init__(self, kind: str, asked: Sequence[Field], answers: Mapping[str, str], names: Names) -> None:
        self.kind, self.asked, self.answers, self.names = kind, asked, answers, names
        self.filled = Filled()

    def whole(self) -> Filled:
        values = self.values("record")
        shape = self.names.shapes[self.kind]
        self.look_alike(shape, values)
        id_ = self.names.free_id([*_labels(shape, values), *_texts(values)], self.kind)
        self.filled.records.append((self.kind, id_, values))
        cited = next(((name, inner) for name, inner in shape.properties if "x-citations" in inner.schema), None)
        if cited and cited[1].keys:
            citations = dict(self.citations(cited[1].keys))
            values.update({cited[0]: citations} if citations else {})
        self.filled.beside = "\n".join(self.answers.get(one.label, "") for one in self.asked if one.of == "beside").strip()
        return self.filled

    def values(self, of: str) -> dict[str, Any]:
        """The values that the answers about one thing make."""
        values: dict[str, Any] = {}
        for one in self.asked:
            value = self.value(one) if one.of == of and one.label in self.answers else None
            if value not in (None, "", [], {}):
                inner = values
                for step in one.path[:-1]:
                    inner = inner.setdefault(step, {})
                inner[one.path[-1]] = value
        return values

    def value(self, one: Field) -> Any:
        text, shape = self.answers[one.label], one.shape
        if one.how == "choices":
            assert shape.items, "a set has items"
            return self.several(one.label, text, shape.items)
        if one.how in ("names", "lines"):
            return self.listed(one, self.lines(one.label, text))
        if one.how == "parties":
            return self.parties(one, self.lines(one.label, text))
        return self.single(one.label, one_line(text), shape)

    def single(self, label: str, text: str, shape: Shape) -> Any:
        """A value for one place of a record; a word that fits nothing there stays as it is, and validation says what is wrong with it."""
        if shape.reference[0]:
            return self.known(label, text, shape)
        if shape.schema.get("type") == "boolean":
            return {YES: True, NO: False}.get(text, text)
        if shape.schema.get("type") in ("integer", "number") and is_number(text) and is_exact(text):
            return number_of(text)
        return chosen(shape).get(text.casefold(), text)

    def known(self, label: str, text: str, shape: Shape) -> str | None:
        """The one record that a name means; else None, which is said."""
        found = self.names.ids(text, shape)
        if len(found) == 1:
            return found[0]
        if text:
            several = (
                f"can be any of {', '.join(found)}"
                if found
                else f"is no name or id of one of the {shape.reference[0]} that the catalogue has, or not of one that fits here"
            )
            self.filled.remarks.append(f"{label}: `{text}` {several}; it was left out")
        return None

    def lines(self, label: str, text: str) -> list[str]:
        lines = [line for line in (one_line(line.strip().removeprefix("- ").removeprefix("* ")) for line in text.split("\n")) if line]
        if len(lines) > MOST_LINES:
            self.filled.remarks.append(f"{label}: only the first {MOST_LINES} of {len(lines)} lines were looked at")
        return lines[:MOST_LINES]

    def listed(self, one: Field, lines: Sequence[str]) -> Any:
        """The items of a set, or the keys of a map, each once."""
        shape = one.shape.items if one.shape.form == "set" else one.shape.keys
        assert shape, "a set has items, a map has keys"
        found = list(dict.fromkeys(value for line in lines if (value := self.single(one.label, line, shape)) is not None))
        return found if one.shape.form == "set" else {value: {} for value in found}

    def several(self, label: str, text: str, shape: Shape) -> list[Any]:
        """What was chosen of a list: GitHub writes it with commas between, and a listed word may have commas too."""
        rest, found, known = one_line(text), list[Any](), chosen(shape)
        while rest:
            begins = (word for word in known if f"{rest}, ".casefold().startswith(f"{word}, "))
            word = rest[: len(max(begins, key=len, default=rest.partition(", ")[0]))]
            found.append(known.get(word.casefold(), word))
            rest = rest[len(word) :].removeprefix(",").strip()
        return list(dict.fromkeys(found))

    def parties(self, one: Field, lines: Sequence[str]) -> dict[str, Any]:
        """Who acts, a line each: a name, and between upright strokes what else is known of them, by the titles of the properties."""
        items, who = one.shape.items, acting(one.shape)
        assert items, "a map has items"
        parties: dict[str, Any] = {}
        for line in lines:
            name, *more = (part.strip() for part in line.split("|"))
            id_ = self.known(one.label, name, items.named[who])
            if id_:
                key = next(key for key in (id_, *(f"{id_[:60]}-{number}" for number in range(2, MOST_LINES + 2))) if key not in parties)
                parties[key] = {who: id_, **self.said_of(one.label, items, more)}
        return parties

    def said_of(self, label: str, shape: Shape, parts: Sequence[str]) -> dict[str, Any]:
        titles = {word.casefold(): (name, inner) for name, inner in shape.properties if inner.form in ("scalar", "set") for word in (inner.title, name)}
        values: dict[str, Any] = {}
        for part in parts:
            title, colon, text = (word.strip() for word in part.partition(":"))
            name, inner = titles.get(title.casefold(), ("", None))
            if not (colon and text and inner):
                self.filled.remarks.append(f"{label}: `{part}` begins with no property that is recorded here; it was left out")
            elif inner.form == "set" and inner.items:
                items = inner.items
                said = [self.single(label, word.strip(), items) for word in text.split(",")] if items.reference[0] else self.several(label, text, items)
                values[name] = list(dict.fromkeys(value for value in said if value is not None))
            elif (value := self.single(label, text, inner)) is not None:
                values[name] = value
        return {name: value for name, value in values.items() if value != []}

    def citations(self, keys: Shape) -> Iterator[tuple[str, dict[str, Any]]]:
        """The source, which becomes a record where the catalogue hasn't got it, and further ones that it has."""
        kind = keys.reference[0]
        source = self.values("source")
        address = next((str(source[name]) for name, inner in self.names.shapes[kind].properties if "x-unique" in inner.schema and name in source), "")
        known = self.names.at_address(address, kind) if address else ""
        if known:
            self.filled.remarks.append(f"the source is in the catalogue already, as {known}; what was said of it was left out")
        if source:
            yield known or self.new_source(kind, source, address), self.values("citation")
        for one in (one for one in self.asked if one.of == "sources" and one.label in self.answers):
            for line in self.lines(one.label, self.answers[one.label]):
                id_ = self.names.at_address(line, kind) or self.known(one.label, line, keys)
                if id_ and id_ != known:
                    yield id_, {}

    def new_source(self, kind: str, source: dict[str, Any], address: str) -> str:
        """The id of a new record of the source: the site, and its title or whatever else is known."""
        named = [name for option in self.names.shapes[kind].schema.get("anyOf", ()) for name in option.get("required", ())]
        texts = _texts({name: source[name] for name in (*named, *source) if name in source and source[name] != address})
        id_ = self.names.free_id([f"{_host(address)} {text}" for text in texts], kind)
        self.filled.records.append((kind, id_, source))
        return id_

    def look_alike(self, shape: Shape, values: Mapping[str, Any]) -> None:
        """Says which records of the kind have one of its names already."""
        for label in _labels(shape, values):
            for id_ in sorted(id_ for id_ in self.names.called(label) if self.names.knowledge.kinds[id_] == self.kind):
                self.filled.remarks.append(f"{id_} is called `{label}` too: is it the same?")


def _host(address: str) -> str:
    """The name of a site, without what most of them have in common; empty for what is no address."""
    try:
        parts = (urlsplit(address).hostname or "").removeprefix("www.").split(".")
    except ValueError:
        return ""
    return max(parts[:-1] or parts, key=len)


def _labels(shape: Shape, values: Mapping[str, Any]) -> list[str]:
    """The names of a record."""
    marked = (values[name] for name, inner in shape.properties if "x-label" in inner.schema and name in values)
    return [text for value in marked for text in (value.values() if isinstance(value, dict) else (value,)) if isinstance(text, str)]


def _texts(values: Mapping[str, Any]) -> list[str]:
    return [value for value in values.values() if isinstance(value, str)]
