"""What a form asks for one kind of record: a field for whatever of its schema can be said in a word, a line or a list of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from scodata.layout import Shape
from scodata.schemas import Where

How = Literal["text", "choice", "choices", "yes-no", "name", "names", "lines", "parties"]
"""How a field is filled in: a text; one or several of a list; yes or no; a record's name or id; several, a line each; several texts; and
names with more about each behind them."""
Of = Literal["record", "source", "citation", "sources", "beside"]
"""What a field speaks of: the record, the source that it is from, the citation of that source, further sources, or nothing that is recorded."""
LONGEST_INPUT = 500
"""Characters from which on a text gets more than one line in the form."""
YES, NO = "Yes", "No"


@dataclass(frozen=True)
class Field:
    """One question of a form: its label, unique in the form, where its answer stands, and how it is given."""

    label: str
    path: tuple[str, ...]
    shape: Shape
    how: How
    help: str
    required: bool = False
    of: Of = "record"
    example: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the answer may need several lines."""
        is_prose = self.how == "text" and "x-language" not in self.shape.schema and self.shape.schema.get("maxLength", 0) > LONGEST_INPUT
        return self.how in ("names", "lines", "parties") or is_prose

    @property
    def options(self) -> list[str]:
        """What can be chosen."""
        return [YES, NO] if self.how == "yes-no" else list(choices(self.shape))


def fields(shapes: Mapping[str, Shape], kind: str) -> list[Field]:
    """All questions of the form for a kind, in the order of its schema, then those for the source."""
    shape = shapes[kind]
    found = [*_of_object(shape, (), "", True), *_of_source(shapes, shape), BESIDE]
    often = Counter(field.label for field in found)
    return [field if often[field.label] == 1 else replace(field, label=f"{field.label} [{'.'.join(field.path)}]") for field in found]


def choices(shape: Shape) -> dict[str, Any]:
    """The values that are listed, by the words that stand for them in a form; a title that two of them have stands for neither."""
    listed = shape.titles or {value: str(value) for value in shape.schema.get("enum", ())}
    often = Counter(listed.values())
    return {title if often[title] == 1 else str(value): value for value, title in listed.items()}


def chosen(shape: Shape) -> dict[str, Any]:
    """The values that are listed, by all words that can mean them, in small letters: their own, and those of the form."""
    own = {str(value).casefold().replace("-", " "): value for value in choices(shape).values()}
    return own | {str(value).casefold(): value for value in choices(shape).values()} | {word.casefold(): value for word, value in choices(shape).items()}


def acting(shape: Shape) -> str:
    """The property of a map's items that says who acts, where there is one."""
    return str(shape.items.schema["x-capacity"]["of"]) if shape.items and "x-capacity" in shape.items.schema else ""


def _of_object(shape: Shape, path: tuple[str, ...], above: str, needed: bool) -> Iterator[Field]:
    for name, inner in shape.properties:
        if (path or name != "id") and not _is_aside(shape, name, inner):
            label = f"{above}, {inner.title}" if above else inner.title
            yield from _of_property(inner, (*path, name), label, needed and name in shape.required)


def _is_aside(shape: Shape, name: str, inner: Shape) -> bool:
    """Whether a property is for curators alone: how another one is known, what looks alike, pointers."""
    return name.removesuffix("_basis") in shape.named.keys() - {name} or bool({"x-different", "x-pointer", "x-citations"} & inner.schema.keys())


def _of_property(shape: Shape, path: tuple[str, ...], label: str, required: bool) -> Iterator[Field]:
    if shape.is_language_map:
        for name, inner in shape.properties:
            alone = name in shape.required or len(shape.properties) == 1
            lead = "" if alone or not required else " At least one language is needed."
            said = f"{shape.schema.get('description', '')} In {inner.title}.{lead}"
            shown = next((str(one[name]) for one in shape.schema.get("examples", ()) if name in one), "")
            yield Field(f"{label} ({inner.title})", (*path, name), inner, "text", said, required and alone, example=shown)
    elif shape.form == "object" and len(path) == 1:
        yield from (field for field in _of_object(shape, path, label, required) if len(field.path) == 2)
    elif how := _how(shape):
        yield Field(label, path, shape, how, _help(shape, how), required, example=_example(shape))


def _how(shape: Shape) -> How | None:
    """How the answer is given; None for what no line can say."""
    if shape.form == "scalar":
        if shape.reference[0]:
            return "name"
        return "choice" if choices(shape) else "yes-no" if shape.schema.get("type") == "boolean" else "text"
    if shape.form == "set" and shape.items:
        return "names" if shape.items.reference[0] else "choices" if choices(shape.items) else "lines"
    if shape.form == "map" and shape.keys and shape.items:
        if acting(shape):
            return "parties"
        may_be_bare = shape.items.form == "object" and not shape.items.required and "minProperties" not in shape.items.schema
        return "names" if shape.keys.reference[0] and may_be_bare else None
    return None


def _help(shape: Shape, how: How) -> str:
    more = {
        "name": " By its name, in any language, or its id.",
        "names": " One a line, by name or id.",
        "lines": " One a line.",
        "parties": f" One a line, by name or id; behind it more of what is known, between upright strokes: {_party(shape)}." if how == "parties" else "",
    }
    return f"{shape.schema.get('description', '')}{more.get(how, '')}"


def _party(shape: Shape) -> str:
    """A line about one party, as an example: a name, and whatever is required beside it."""
    assert shape.items, "a map has items"
    needed = [(inner, next(iter(choices(inner.items if inner.form == "set" and inner.items else inner)), "…")) for _, inner in _needed(shape.items)]
    return " | ".join(("`Name", *(f"{inner.title}: {word}" for inner, word in needed))) + "`"


def _needed(shape: Shape) -> Iterator[tuple[str, Shape]]:
    return ((name, inner) for name, inner in shape.properties if name in shape.required)


def _of_source(shapes: Mapping[str, Shape], shape: Shape) -> Iterator[Field]:
    """The questions for the source: what its schema requires, or requires one of, and its dates; where in it; and further ones."""
    cited = next(((name, inner) for name, inner in shape.properties if "x-citations" in inner.schema), None)
    if cited is None or cited[1].keys is None or cited[1].items is None:
        return
    source, needed = shapes[cited[1].keys.reference[0]], cited[0] in shape.required
    one_of = {name for option in source.schema.get("anyOf", ()) for name in option.get("required", ())}
    for name, inner in source.properties:
        dated = inner.is_date or inner.schema.get("format") == "date"
        if name != "id" and inner.form == "scalar" and not inner.reference[0] and (name in source.required | one_of or dated):
            how = _how(inner) or "text"
            yield Field(f"Source: {inner.title}", (name,), inner, how, _help(inner, how), needed and name in source.required, "source", _example(inner))
    for name, inner in cited[1].items.properties:
        if "x-locator" in inner.schema:
            yield Field(f"Source: {inner.title}", (name,), inner, "text", _help(inner, "text"), False, "citation", _example(inner))
    yield Field("More sources", (), cited[1].keys, "names", "Further sources that the catalogue has, one a line, by address or id.", False, "sources")


def _example(shape: Shape) -> str:
    found = next(iter(shape.schema.get("examples", ())), "")
    return str(found) if isinstance(found, (str, int, float)) and not isinstance(found, bool) else ""


BESIDE = Field(
    "Anything else",
    (),
    Shape("scalar", {"type": "string", "maxLength": 2000}, Where(""), Where("")),
    "text",
    "What the questions above don't ask.",
    of="beside",
)
"""The last question of each form; its answer goes to the maintainers, and into no record."""
