"""One document held against one schema: what JSON Schema finds, said so that a curator can mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for

from scodata import edtf
from scodata.documents import Document
from scodata.problems import Code, Problem, near, to_pointer
from scodata.schemas.codes import (
    CONDITION,
    MISSING_PROPERTY,
    NOT_A_DATE,
    NOT_ALLOWED,
    OUT_OF_BOUNDS,
    TWICE,
    UNKNOWN_PROPERTY,
    WRONG_FORM,
    WRONG_TYPE,
)
from scodata.schemas.load import Schema

Step = str | int
Saying = tuple[Code, str, str]
"""A code, a message and a hint."""

_FORMATS: dict[str, Callable[[str], bool]] = {"edtf": lambda text: edtf.parse(text) is not None, "date": edtf.is_day}
FORMATS = FormatChecker(formats=())
"""Only the formats that mean something here; JSON Schema lets a validator pass over any other."""
for _name, _is_valid in _FORMATS.items():
    FORMATS.checks(_name)(lambda value, is_valid=_is_valid: not isinstance(value, str) or is_valid(value))

MOST = 100
"""Unknown properties of one mapping that are told one by one; of the rest only the number is."""
_TYPES = {"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false", "array": "a list", "object": "a mapping"}


@dataclass(frozen=True)
class Breach:
    """One keyword of a schema that a value breaks: what the keyword says, the schema around it, and where the value stands."""

    keyword: str
    limit: Any
    value: Any
    schema: Schema
    path: tuple[Step, ...]
    of_name: bool

    @classmethod
    def of(cls, error: ValidationError) -> Breach:
        schema: Any = error.schema if isinstance(error.schema, dict) else {}
        in_names = "propertyNames" in error.absolute_schema_path
        return cls(str(error.validator), error.validator_value, error.instance, schema, tuple(error.absolute_path), in_names)


class Judge:
    """Holds documents against one bundled schema: `jsonschema-rs` gives the verdict, `jsonschema` the explanation of a refusal.

    The two agree on every keyword that a layout can be made of; a test holds them against each other on the JSON Schema Test Suite.
    """

    def __init__(self, bundle: Schema) -> None:
        self._bundle = bundle

    @cached_property
    def _quick(self) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(self._bundle, validate_formats=True, formats=dict(_FORMATS))

    @cached_property
    def _slow(self) -> Draft202012Validator:
        return Draft202012Validator(self._bundle, format_checker=FORMATS)

    def problems(self, document: Document) -> Iterator[Problem]:
        """What the schema finds wrong in the document, each at its value or key."""
        if self._quick.is_valid(document.value):
            return
        breaches = [Breach.of(error) for error in self._slow.iter_errors(document.value)]
        misdated = {breach.path for breach in breaches if breach.keyword == "format"}
        for breach in breaches:
            if breach.keyword != "pattern" or breach.path not in misdated:
                yield from _explained(breach, document)
        if not breaches:
            yield document.problem(CONDITION, "the schema refuses the record, and the explanation fails: please report this as a bug of scodata")

    def accepts(self, value: Any) -> bool:
        """Whether the schema allows the value."""
        return bool(self._quick.is_valid(value))

    def reason(self, value: Any) -> str:
        """The first reason why the schema doesn't allow the value, in jsonschema's words."""
        return next((brief(error.message) for error in self._slow.iter_errors(value)), "the schema refuses it")


def brief(message: str) -> str:
    """A message of another library, cut where it quotes a whole record."""
    return message if len(message) <= 200 else f"{message[:200]}…"


def violations(schema: Schema, value: Any) -> Iterator[tuple[str, str]]:
    """Where and how a value breaks somebody else's schema, of whatever draft it says: JSON Pointer and message."""
    for error in validator_for(schema)(schema).iter_errors(value):
        yield to_pointer(error.absolute_path), error.message


def _explained(breach: Breach, document: Document) -> Iterator[Problem]:
    path = breach.path
    if breach.of_name:
        code, message, hint = _say(breach)
        yield document.problem(code, f"the key {message}", (*path, str(breach.value)), key=True, hint=hint)
    elif breach.keyword == "additionalProperties":
        known = breach.schema.get("properties", {})
        unknown = [name for name in breach.value if name not in known]
        missing = [name for name in known if name not in breach.value]
        for name in unknown[:MOST]:
            hint = near(name, missing) or f"known here: {_listed(known)}"
            yield document.problem(UNKNOWN_PROPERTY, f"the schema knows no `{name}` here", (*path, name), key=True, hint=hint)
        if len(unknown) > MOST:
            yield document.problem(UNKNOWN_PROPERTY, f"the schema doesn't know {len(unknown) - MOST:,} more properties here", (*path, unknown[MOST]), key=True)
    elif breach.keyword == "required":
        for name in (name for name in breach.limit if name not in breach.value):
            yield document.problem(MISSING_PROPERTY, f"`{name}` is missing", path, key=True, hint=_described(breach, name))
    elif breach.keyword == "uniqueItems":
        for position in _repeated(breach.value):
            yield document.problem(TWICE, f"{shown(breach.value[position])} stands twice in this list", (*path, position))
    else:
        code, message, hint = _say(breach)
        yield document.problem(code, message, path, hint=hint)


def _repeated(items: list[Any]) -> Iterator[int]:
    return (position for position, item in enumerate(items) if item in items[:position])


def _described(breach: Breach, name: str) -> str:
    described = breach.schema.get("properties", {}).get(name, {})
    return f"{described['description']}" if isinstance(described, dict) and "description" in described else ""


def _say(breach: Breach) -> Saying:
    return _SAYINGS.get(breach.keyword, _condition)(breach)


def _type(breach: Breach) -> Saying:
    wanted = " or ".join(_TYPES.get(name, name) for name in _names(breach.limit))
    quoted = wanted == "a text" and not isinstance(breach.value, (list, dict))
    hint = f'put it in quotes: "{shown(breach.value)[1:-1]}"' if quoted else _example(breach)
    return WRONG_TYPE, f"{shown(breach.value)} is {_kind(breach.value)}, not {wanted}", hint


def _names(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else value


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    return {str: "a text", int: "a number", float: "a number", list: "a list", dict: "a mapping"}[type(value)]


def _enumerated(breach: Breach) -> Saying:
    if breach.keyword == "const":
        return NOT_ALLOWED, f"{shown(breach.value)} isn't {shown(breach.limit)}", ""
    allowed = [option if breach.keyword == "enum" else option["const"] for option in breach.limit]
    return NOT_ALLOWED, f"{shown(breach.value)} isn't allowed here", near(str(breach.value), map(str, allowed)) or f"one of: {_listed(map(str, allowed))}"


def _one_of(breach: Breach) -> Saying:
    closed = all(isinstance(option, dict) and "const" in option for option in breach.limit)
    return _enumerated(breach) if closed else _condition(breach)


def _pattern(breach: Breach) -> Saying:
    return WRONG_FORM, f"{shown(breach.value)} hasn't the form that is asked for", _example(breach)


def _format(breach: Breach) -> Saying:
    wanted = "a day (YYYY-MM-DD)" if breach.limit == "date" else "a date that can be read"
    return NOT_A_DATE, f"{shown(breach.value)} isn't {wanted}", _example(breach)


def _bounds(breach: Breach) -> Saying:
    limit = breach.limit
    words = {
        "minimum": f"less than {limit}",
        "maximum": f"more than {limit}",
        "exclusiveMinimum": f"not more than {limit}",
        "exclusiveMaximum": f"not less than {limit}",
        "multipleOf": f"no multiple of {limit}",
        "minLength": f"shorter than {limit} characters",
        "maxLength": f"longer than {limit} characters",
        "minItems": f"a list of fewer than {limit} items",
        "maxItems": f"a list of more than {limit} items",
        "minProperties": f"a mapping of fewer than {limit} properties",
        "maxProperties": f"a mapping of more than {limit} properties",
    }
    return OUT_OF_BOUNDS, f"{shown(breach.value)} is {words[breach.keyword]}", ""


def _condition(breach: Breach) -> Saying:
    message = breach.schema.get("x-message")
    if breach.keyword == "dependentRequired":
        return CONDITION, message or "; ".join(_needed(breach)), ""
    return CONDITION, message or f"{shown(breach.value)} doesn't meet the schema's condition `{breach.keyword}`", ""


def _needed(breach: Breach) -> Iterator[str]:
    for name, others in breach.limit.items():
        for other in others:
            if name in breach.value and other not in breach.value:
                yield f"`{name}` needs `{other}` beside it"


_SAYINGS: dict[str, Callable[[Breach], Saying]] = {
    "type": _type,
    "enum": _enumerated,
    "const": _enumerated,
    "oneOf": _one_of,
    "pattern": _pattern,
    "format": _format,
    **dict.fromkeys(
        (
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
        ),
        _bounds,
    ),
}


def _example(breach: Breach) -> str:
    examples = breach.schema.get("examples")
    return f"like {', '.join(shown(example) for example in examples[:3])}" if examples else ""


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(f"`{name}`" for name in listed[:12]) + (f" and {len(listed) - 12} more" if len(listed) > 12 else "")


def shown(value: Any) -> str:
    """A value in a message: short, in backticks."""
    if isinstance(value, dict):
        return "this mapping"
    if isinstance(value, list):
        return "this list"
    text = "true" if value is True else "false" if value is False else str(value)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"
