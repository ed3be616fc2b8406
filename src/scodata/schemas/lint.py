"""The schemas themselves, held against the 2020-12 metaschema, the schema of our annotations, and the need to be documented."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jsonschema_rs

from scodata.problems import Problem, near, shown
from scodata.schemas.codes import MISUSED_ANNOTATION, NOT_A_SCHEMA, UNDOCUMENTED, UNKNOWN_KEYWORD, UNRESOLVED
from scodata.schemas.judge import Bench, own_judge
from scodata.schemas.load import Schema, Schemas, Where, own, subschemas

KEYWORDS = frozenset(
    word
    for line in (
        "$schema $ref $defs $comment $id $anchor $dynamicRef $dynamicAnchor title description examples default deprecated readOnly writeOnly",
        "type enum const format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
        "properties patternProperties additionalProperties propertyNames required minProperties maxProperties dependentRequired dependentSchemas",
        "items prefixItems contains minContains maxContains uniqueItems minItems maxItems unevaluatedProperties unevaluatedItems",
        "allOf anyOf oneOf not if then else",
    )
    for word in line.split()
)
"""The keywords of JSON Schema 2020-12 that mean something for records."""
FORMATS = frozenset(
    "date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri iri-reference uuid uri-template json-pointer "
    "relative-json-pointer regex edtf".split()
)
"""The formats of JSON Schema 2020-12, and our own; a validator passes over any other."""


def lint(schemas: Schemas) -> tuple[Bench | None, list[Problem]]:
    """The schemas compiled, and what is wrong in them. Only where nothing is can a layout be made of them, or a record be judged."""
    problems = [problem for file in schemas.files for problem in _metaschema(schemas, file)]
    if problems:
        return None, problems
    for file, document in schemas.files.items():
        for schema, where in subschemas(document.value, Where(file)):
            problems += _reference(schemas, schema, where)
            problems += _annotations(schemas, schema, where)
            problems += _keywords(schemas, schema, where)
    if problems:
        return None, problems
    try:
        bench = Bench(schemas)
    except ValueError as error:
        return None, [schemas.problem(NOT_A_SCHEMA, f"the schemas can't be compiled: {str(error).splitlines()[0]}", Where(next(iter(schemas.files))))]
    return bench, [problem for file in schemas.files for problem in _documented(schemas, bench, file)]


def _metaschema(schemas: Schemas, file: str) -> Iterator[Problem]:
    if jsonschema_rs.meta.is_valid(schemas.files[file].value):
        return
    from scodata.schemas.explain import no_schema

    for path, message in no_schema(schemas.files[file].value):
        yield schemas.problem(NOT_A_SCHEMA, f"not JSON Schema 2020-12: {message}", Where(file, path))


def _reference(schemas: Schemas, schema: Schema, where: Where) -> Iterator[Problem]:
    ref = schema.get("$ref")
    if ref is not None and schemas.target(ref, where) is None:
        hint = near(ref, _targets(schemas, where.file)) or "write `file.json#/$defs/name` or `#/$defs/name`"
        yield schemas.problem(UNRESOLVED, f"`{ref}` leads nowhere", where / "$ref", hint)
    elif ref is not None and _leads_back(schemas, where):
        yield schemas.problem(UNRESOLVED, f"`{ref}` leads back to itself", where / "$ref", "let it name the definition that says what a value is")
    for keyword in ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor"):
        if keyword in schema:
            yield schemas.problem(UNRESOLVED, f"`{keyword}` isn't used here: a schema is known by its file name", where / keyword)


def _leads_back(schemas: Schemas, where: Where) -> bool:
    """Whether the references at a place go round in a circle that the place is part of."""
    body: Where | None = where
    seen: set[Where] = set()
    while body is not None and body not in seen:
        seen.add(body)
        ref = schemas.at(body).get("$ref")
        body = schemas.target(ref, body) if isinstance(ref, str) else None
    return body == where


def _targets(schemas: Schemas, file: str) -> list[str]:
    return [f"{'' if name == file else name}#/$defs/{key}" for name, document in schemas.files.items() for key in document.value.get("$defs", {})]


def _annotations(schemas: Schemas, schema: Schema, where: Where) -> Iterator[Problem]:
    annotations = {key: value for key, value in schema.items() if key.startswith("x-")}
    judge = own_judge("annotations.json")
    if not annotations or judge.accepts(annotations):
        return
    known = own().files["annotations.json"].value["properties"]
    for keyword in judge.bad_keys(annotations):
        if keyword in known:
            message = f"{shown(annotations[keyword])} is no value for `{keyword}`"
            yield schemas.problem(MISUSED_ANNOTATION, message, where / keyword, known[keyword]["description"])
        else:
            yield schemas.problem(MISUSED_ANNOTATION, f"there is no annotation `{keyword}`", where / keyword, near(keyword, known))


def _keywords(schemas: Schemas, schema: Schema, where: Where) -> Iterator[Problem]:
    for name in (name for name, inner in schema.get("properties", {}).items() if not isinstance(inner, dict)):
        yield schemas.problem(NOT_A_SCHEMA, f"the schema of `{name}` says nothing of its type", where / "properties" / name)
    if schema.get("additionalProperties") is False and "properties" in schema:
        for position, name in enumerate(schema.get("required", ())):
            if name not in schema["properties"]:
                message = f"`{name}` is required, and there is no such property"
                yield schemas.problem(NOT_A_SCHEMA, message, where / "required" / position, near(name, schema["properties"]))
    if schema.get("format", "edtf") not in FORMATS:
        yield schemas.problem(
            UNKNOWN_KEYWORD, f"there is no format {shown(schema['format'])}, so nothing is checked", where / "format", near(schema["format"], FORMATS)
        )
    try:
        re.compile(schema.get("pattern", ""))
    except re.error as error:
        yield schemas.problem(NOT_A_SCHEMA, f"the pattern can't be read: {error}", where / "pattern")
    for keyword in schema:
        if keyword not in KEYWORDS and not keyword.startswith("x-"):
            yield schemas.problem(UNKNOWN_KEYWORD, f"JSON Schema knows no keyword `{keyword}`, and passes over it", where / keyword, near(keyword, KEYWORDS))


def _documented(schemas: Schemas, bench: Bench, file: str) -> Iterator[Problem]:
    for schema, where in subschemas(schemas.files[file].value, Where(file), conditions=False):
        for name in schema.get("properties", {}):
            property_ = where / "properties" / name
            merged, _ = schemas.merged(property_)
            for key in (key for key in ("title", "description") if not merged.get(key)):
                yield schemas.problem(UNDOCUMENTED, f"`{name}` has no {key}", property_)
            if not merged.get("examples"):
                yield schemas.problem(UNDOCUMENTED, f"`{name}` has no example", property_)
            judge = bench.judge(property_)
            for example in (example for example in merged.get("examples", ()) if not judge.accepts(example)):
                yield schemas.problem(UNDOCUMENTED, f"the example {shown(example)} isn't valid: {judge.reason(example)}", property_)
