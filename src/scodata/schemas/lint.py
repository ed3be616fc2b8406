"""The schemas themselves, held against the 2020-12 metaschema, the schema of our annotations, and the need to be documented."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import jsonschema_rs
from jsonschema import Draft202012Validator

from scodata.problems import Problem, near
from scodata.schemas.codes import MISUSED_ANNOTATION, NOT_A_SCHEMA, UNDOCUMENTED, UNRESOLVED
from scodata.schemas.judge import Judge, brief, shown
from scodata.schemas.load import Schema, Schemas, Where, own, subschemas


def lint(schemas: Schemas) -> list[Problem]:
    """What is wrong in the schemas. Only where nothing is can a layout be made of them, or a record be judged."""
    problems = [problem for file in schemas.files for problem in _metaschema(schemas, file)]
    if problems:
        return problems
    for file, document in schemas.files.items():
        for schema, where in subschemas(document.value, Where(file)):
            problems += _reference(schemas, schema, where)
            problems += _annotations(schemas, schema, where)
    return problems or [problem for file in schemas.files for problem in _documented(schemas, file)]


def _metaschema(schemas: Schemas, file: str) -> Iterator[Problem]:
    if jsonschema_rs.meta.is_valid(schemas.files[file].value):
        return
    for error in Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schemas.files[file].value):
        where = Where(file, tuple(str(token) for token in error.absolute_path))
        yield schemas.problem(NOT_A_SCHEMA, f"not JSON Schema 2020-12: {brief(error.message)}", where)


def _reference(schemas: Schemas, schema: Schema, where: Where) -> Iterator[Problem]:
    ref = schema.get("$ref")
    if ref is not None and schemas.target(ref, where) is None:
        hint = near(ref, _targets(schemas, where.file)) or "write `file.json#/$defs/name` or `#/$defs/name`"
        yield schemas.problem(UNRESOLVED, f"`{ref}` leads nowhere", where / "$ref", hint)
    for keyword in ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor"):
        if keyword in schema:
            yield schemas.problem(UNRESOLVED, f"`{keyword}` isn't used here: a schema is known by its file name", where / keyword)


def _targets(schemas: Schemas, file: str) -> list[str]:
    return [f"{'' if name == file else name}#/$defs/{key}" for name, document in schemas.files.items() for key in document.value.get("$defs", {})]


@cache
def _annotation_judge() -> Draft202012Validator:
    return Draft202012Validator(own().bundle("annotations.json"))


def _annotations(schemas: Schemas, schema: Schema, where: Where) -> Iterator[Problem]:
    annotations = {key: value for key, value in schema.items() if key.startswith("x-")}
    if not annotations:
        return
    known = own().files["annotations.json"].value["properties"]
    for error in _annotation_judge().iter_errors(annotations):
        keyword = str(error.instance) if not error.absolute_path else str(error.absolute_path[0])
        if keyword in known:
            yield schemas.problem(
                MISUSED_ANNOTATION, f"{shown(annotations[keyword])} is no value for `{keyword}`", where / keyword, known[keyword]["description"]
            )
        else:
            yield schemas.problem(MISUSED_ANNOTATION, f"there is no annotation `{keyword}`", where / keyword, near(keyword, known))


def _documented(schemas: Schemas, file: str) -> Iterator[Problem]:
    document = schemas.files[file]
    bundle = schemas.bundle(file)
    for schema, where in subschemas(document.value, Where(file), conditions=False):
        for name in schema.get("properties", {}):
            property_ = where / "properties" / name
            merged, _ = schemas.merged(property_)
            for key in (key for key in ("title", "description") if not merged.get(key)):
                yield schemas.problem(UNDOCUMENTED, f"`{name}` has no {key}", property_)
            yield from _examples(schemas, bundle, merged, property_)


def _examples(schemas: Schemas, bundle: Schema, merged: Schema, where: Where) -> Iterator[Problem]:
    examples = merged.get("examples")
    if not examples:
        yield schemas.problem(UNDOCUMENTED, f"`{where.path[-1]}` has no example", where)
        return
    pointer = "/".join(token.replace("~", "~0").replace("/", "~1") for token in where.path)
    judge = Judge({**bundle, "$ref": f"#/$defs/{where.file}/{pointer}"})
    for example in (example for example in examples if not judge.accepts(example)):
        yield schemas.problem(UNDOCUMENTED, f"the example {shown(example)} isn't valid: {judge.reason(example)}", where)
