"""A schema seen as a tree of five shapes: scalar, object, map, set and list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from scodata.layout.codes import LOOSE_PATTERN, SLOW_PATTERN, UNSUPPORTED
from scodata.layout.patterns import is_loose, is_slow
from scodata.problems import Problem
from scodata.schemas import Schemas, Where

Form = Literal["scalar", "object", "map", "set", "list"]
_OF_TABLES = frozenset(("x-singular", "x-shared", "x-table", "x-message"))
"""The annotations that name tables and columns or explain the schema, and say nothing of values."""
_SCALAR_TYPES = (str, int, float, bool, type(None))
SCALARS = ("string", "integer", "number", "boolean")


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """One place of a schema, its `$ref`s followed: what may stand there, and what the annotations say of it."""

    form: Form
    schema: dict[str, Any]
    where: Where
    body: Where
    required: frozenset[str] = frozenset()
    properties: tuple[tuple[str, Shape], ...] = ()
    keys: Shape | None = None
    items: Shape | None = None
    reference: tuple[str, dict[str, list[str]]] = field(init=False, repr=False)
    """The kind that this text refers to and what its record must hold; an empty kind for no reference."""
    is_free_text: bool = field(init=False, repr=False)
    """Whether it is a text that people write, rather than an id or a pointer, which must lead to something."""
    types: frozenset[type] = field(init=False, repr=False)
    """The types of the values that may stand here, as the reader gives them."""
    marks: tuple[str, ...] = field(init=False, repr=False)
    """The annotations that stand here and speak of the values, which is what rules look for."""
    named: dict[str, Shape] = field(init=False, repr=False)
    """The properties of an object by their names."""
    titles: dict[Any, str] = field(init=False, repr=False)
    """The titles of the values that are listed with one; a value without a title of its own stands for itself."""
    is_language_map: bool = field(init=False, repr=False)
    """Whether it is one text in several languages."""

    def __post_init__(self) -> None:
        """Works out once what each value of each record asks for."""
        ref = self.schema.get("x-ref", "")
        put = partial(object.__setattr__, self)
        put("reference", (ref, {}) if isinstance(ref, str) else (ref["kind"], ref.get("where", {})))
        put("is_free_text", self.schema.get("type") == "string" and not ref and "x-pointer" not in self.schema)
        put("types", frozenset((dict,) if self.form in ("object", "map") else (list,) if self.form in ("set", "list") else _SCALAR_TYPES))
        put("marks", tuple(keyword for keyword in self.schema if keyword.startswith("x-") and keyword not in _OF_TABLES))
        put("named", dict(self.properties))
        listed = [option for option in self.schema.get("oneOf", ()) if isinstance(option, dict) and isinstance(option.get("const"), (str, int, float))]
        put("titles", {option["const"]: str(option.get("title", option["const"])) for option in listed})
        put("is_language_map", self.form == "object" and bool(self.properties) and all("x-language" in inner.schema for _, inner in self.properties))

    @property
    def title(self) -> str:
        return str(self.schema.get("title", ""))

    @property
    def is_date(self) -> bool:
        """Whether it is a partial date, which becomes three columns."""
        return self.schema.get("format") == "edtf"

    @property
    def children(self) -> Iterator[Shape]:
        yield from (shape for _, shape in self.properties)
        yield from (shape for shape in (self.keys, self.items) if shape)


class Shaper:
    """Makes shapes out of schemas, and problems of what is none of the five."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.problems: list[Problem] = []

    def say(self, message: str, where: Where, hint: str = "") -> None:
        self.problems.append(self.schemas.problem(UNSUPPORTED, message, where, hint))

    def shape(self, where: Where, above: tuple[Where, ...] = ()) -> Shape | None:
        """The shape at a place; None, and a problem, where there is none."""
        schema, body = self.schemas.merged(where)
        if body in above:
            self.say(f"`{body.path[-1]}` contains itself, so its tables would have no end", where)
            return None
        above = (*above, body)
        type_ = schema.get("type")
        if type_ == "object" and "properties" in schema:
            return self._object(schema, where, body, above)
        if type_ == "object":
            return self._map(schema, where, body, above)
        if type_ == "array":
            return self._array(schema, where, body, above)
        if type_ in SCALARS:
            self._pattern(schema, body)
            return Shape("scalar", schema, where, body)
        self.say(f"a schema here needs one `type`, not {type_!r}" if type_ else "a schema here needs a `type`", where)
        return None

    def _pattern(self, schema: dict[str, Any], where: Where) -> None:
        pattern = schema.get("pattern", "^$")
        if is_loose(pattern):
            message = f"the pattern `{pattern}` could mean different things to different readers"
            self.problems.append(self.schemas.problem(LOOSE_PATTERN, message, where / "pattern", "write it as `^…$`, with `[0-9]` for `\\d`"))
        elif is_slow(pattern):
            message = f"the pattern `{pattern}` could take for ever on a text made for it"
            hint = "let each round of a repetition begin with a character that nothing repeated inside of it can take"
            self.problems.append(self.schemas.problem(SLOW_PATTERN, message, where / "pattern", hint))

    def _object(self, schema: dict[str, Any], where: Where, body: Where, above: tuple[Where, ...]) -> Shape | None:
        if schema.get("additionalProperties") is not False:
            self.say("an object needs `additionalProperties: false`, so that nothing in it can be lost", where)
        inner = [(name, self.shape(body / "properties" / name, above)) for name in schema["properties"]]
        properties = tuple((name, shape) for name, shape in inner if shape)
        return Shape("object", schema, where, body, frozenset(schema.get("required", ())), properties)

    def _map(self, schema: dict[str, Any], where: Where, body: Where, above: tuple[Where, ...]) -> Shape | None:
        if not isinstance(schema.get("additionalProperties"), dict) or not isinstance(schema.get("propertyNames"), dict):
            self.say("an object needs `properties`, or, to be a map, both `propertyNames` and a schema in `additionalProperties`", where)
            return None
        keys = self._keys(body / "propertyNames", above)
        items = self.shape(body / "additionalProperties", above)
        self._singular(schema, where)
        if items and items.form in ("map", "set", "list"):
            self.say("an item of a map is an object, a text, a number or a boolean", where)
            return None
        return Shape("map", schema, where, body, keys=keys, items=items) if keys and items else None

    def _keys(self, where: Where, above: tuple[Where, ...]) -> Shape | None:
        """Keys are texts even where their schema doesn't say so."""
        schema, body = self.schemas.merged(where)
        return self.shape(where, above) if "type" in schema else Shape("scalar", {**schema, "type": "string"}, where, body)

    def _array(self, schema: dict[str, Any], where: Where, body: Where, above: tuple[Where, ...]) -> Shape | None:
        place = where if isinstance((self.schemas.at(where) or {}).get("items"), dict) else body
        if not isinstance(schema.get("items"), dict):
            self.say("a list needs `items`", where)
            return None
        items = self.shape(place / "items", above)
        self._singular(schema, where)
        form: Form = "set" if schema.get("uniqueItems") else "list"
        if items and (items.form in ("map", "set", "list") or (form == "set" and items.form != "scalar")):
            self.say("a set holds texts, numbers or booleans; a list holds these, or objects", where)
            return None
        return Shape(form, schema, where, body, items=items) if items else None

    def _singular(self, schema: dict[str, Any], where: Where) -> None:
        if "x-singular" not in schema:
            self.say("a map, set or list needs `x-singular`, which names its key column", where)
