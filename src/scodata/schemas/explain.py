"""Why a schema refuses a document, said so that a curator can mend it. It alone knows jsonschema, and is loaded only when there is something to say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for

from scodata.documents import Document
from scodata.documents.mends import mended, requoted, unquoted, written_as
from scodata.problems import Code, Mend, Problem, near, shown, slip, to_pointer
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
from scodata.schemas.judge import OWN_FORMATS
from scodata.schemas.load import Schema

Step = str | int
Saying = tuple[Code, str, str]
"""A code, a message and a hint."""

FORMATS = FormatChecker(formats=())
"""Only the formats that mean something here; JSON Schema lets a validator pass over any other."""
for _name, _is_valid in OWN_FORMATS.items():
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


def explained(bundle: Schema, document: Document) -> Iterator[Problem]:
    """What is wrong in a document that its schema refuses, each at its value or key."""
    breaches = [Breach.of(error) for error in Draft202012Validator(bundle, format_checker=FORMATS).iter_errors(document.value)]
    misdated = {breach.path for breach in breaches if breach.keyword == "format"}
    for breach in breaches:
        if breach.keyword != "pattern" or breach.path not in misdated:
            yield from _explained(breach, document)
    if not breaches:
        yield document.problem(CONDITION, "the schema refuses the record, and the explanation fails: please report this as a bug of scodata")


def reason(bundle: Schema, value: Any) -> str:
    """The first reason why a schema doesn't allow a value, in jsonschema's words."""
    validator = Draft202012Validator(bundle, format_checker=FORMATS)
    return next((brief(error.message) for error in validator.iter_errors(value)), "the schema refuses it")


def lacking(bundle: Schema, value: Any) -> Iterator[tuple[tuple[Step, ...], ...]]:
    """What a schema asks for and a value hasn't: the path of each, or, where one of several will do, the paths of these."""
    for error in Draft202012Validator(bundle, format_checker=FORMATS).iter_errors(value):
        breach = Breach.of(error)
        if breach.keyword == "required":
            yield from (((*breach.path, name),) for name in breach.limit if name not in breach.value)
        elif breach.keyword == "dependentRequired":
            yield from (((*breach.path, other),) for name in breach.limit if name in breach.value for other in breach.limit[name] if other not in breach.value)
        elif breach.keyword in ("minProperties", "minItems"):
            yield (breach.path,)
        elif breach.keyword == "anyOf" and all(isinstance(option, dict) and set(option) == {"required"} for option in breach.limit):
            yield tuple((*breach.path, next(name for name in option["required"] if name not in breach.value)) for option in breach.limit)


def bad_keys(bundle: Schema, value: Any) -> list[str]:
    """The keys at the top of a mapping that a schema refuses, or whose values it refuses."""
    errors = Draft202012Validator(bundle).iter_errors(value)
    return sorted({str(error.absolute_path[0] if error.absolute_path else error.instance) for error in errors})


def no_schema(value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where and how a value isn't JSON Schema 2020-12."""
    for error in Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(value):
        yield tuple(str(token) for token in error.absolute_path), brief(error.message)


def brief(message: str) -> str:
    """A message of another library, cut where it quotes a whole record."""
    return message if len(message) <= 200 else f"{message[:200]}…"


def violated(schema: Schema, value: Any) -> Iterator[tuple[str, str]]:
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
            mend = _meant(document, (*path, name), name, missing, key=True)
            yield document.problem(UNKNOWN_PROPERTY, f"the schema knows no `{name}` here", (*path, name), key=True, hint=hint, mend=mend)
        if len(unknown) > MOST:
            yield document.problem(UNKNOWN_PROPERTY, f"the schema doesn't know {len(unknown) - MOST:,} more properties here", (*path, unknown[MOST]), key=True)
    elif breach.keyword == "required":
        for name in (name for name in breach.limit if name not in breach.value):
            yield document.problem(MISSING_PROPERTY, f"`{name}` is missing", path, key=True, hint=_described(breach, name))
    elif breach.keyword == "dependentRequired":
        for name, message in _needed(breach):
            yield document.problem(CONDITION, message, (*path, name), key=True)
    elif breach.keyword == "uniqueItems":
        for position in _repeated(breach.value):
            yield document.problem(TWICE, f"{shown(breach.value[position])} stands twice in this list", (*path, position))
    else:
        code, message, hint = _say(breach)
        yield document.problem(code, message, path, hint=hint, mend=_mend(breach, document))


def _meant(document: Document, path: tuple[Step, ...], word: str, known: Iterable[str], *, key: bool = False) -> Mend | None:
    """The mend of a word that is surely a slip."""
    meant = slip(word, known) if not document.is_json else ""
    return mended(document, path, meant, key=key) if meant else None


def _mend(breach: Breach, document: Document) -> Mend | None:
    """What surely was meant: a text without its quotes, a number with too many, a word of a closed list."""
    if document.is_json:
        return None
    if breach.keyword == "type":
        return _requoted(breach, document)
    options = breach.limit if breach.keyword in ("enum", "oneOf") else ()
    allowed = [option["const"] if isinstance(option, dict) and "const" in option else option for option in options]
    if isinstance(breach.value, str) and allowed and all(isinstance(option, str) for option in allowed):
        return _meant(document, breach.path, breach.value, allowed)
    return None


def _requoted(breach: Breach, document: Document) -> Mend | None:
    source, wanted = written_as(document, breach.path), breach.limit
    if wanted == "string" and not isinstance(breach.value, dict):
        is_text = OWN_FORMATS.get(breach.schema.get("format", ""))
        good = is_text(source) if is_text else not isinstance(breach.value, list)
        return requoted(document, breach.path, source) if good else None
    meant = {"integer": r"-?(?:0|[1-9][0-9]*)", "number": r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", "boolean": "true|false"}.get(str(wanted), "$^")
    return unquoted(document, breach.path, breach.value) if isinstance(breach.value, str) and re.fullmatch(meant, breach.value) else None


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
    return {str: "a text", int: "a number", float: "a number", list: "a list", dict: "a mapping", type(None): "nothing"}[type(value)]


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
    return CONDITION, message or f"{shown(breach.value)} doesn't meet the schema's condition `{breach.keyword}`", ""


def _needed(breach: Breach) -> Iterator[tuple[str, str]]:
    for name, others in breach.limit.items():
        for other in others:
            if name in breach.value and other not in breach.value:
                yield name, f"`{name}` needs `{other}` beside it"


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
    texts = (example if isinstance(example, str) else json.dumps(example, ensure_ascii=False) for example in examples or ())
    return f"like {', '.join(f'`{text}`' for text in islice(texts, 3))}" if examples else ""


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(f"`{name}`" for name in listed[:12]) + (f" and {len(listed) - 12} more" if len(listed) > 12 else "")
