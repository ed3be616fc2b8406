"""A folder of schema files: what stands where, how references resolve, and one self-contained schema a kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from scodata.documents import Document, read_json
from scodata.problems import Code, Place, Problem, from_pointer, to_pointer

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the schemas: the file, and the path of keys in it."""

    file: str
    path: tuple[str, ...] = ()

    def __truediv__(self, token: str | int) -> Where:
        return Where(self.file, (*self.path, str(token)))


@dataclass(frozen=True)
class Schemas:
    """Schema files by their names, such as `events.json`."""

    files: Mapping[str, Document]

    def at(self, where: Where) -> Any:
        """What stands at a place; None where nothing does."""
        document = self.files.get(where.file)
        node: Any = document.value if document else None
        for token in where.path:
            if isinstance(node, dict):
                node = node.get(token)
            elif isinstance(node, list) and token.isdecimal() and int(token) < len(node):
                node = node[int(token)]
            else:
                return None
        return node

    def target(self, ref: str, where: Where) -> Where | None:
        """Where a `$ref` that stands in the file of `where` leads: `file.json#/pointer` or `#/pointer` only; None if nowhere."""
        file, hash_, pointer = ref.partition("#")
        target = Where(file or where.file, from_pointer(pointer))
        well_formed = bool(hash_ or file) and (not pointer or pointer.startswith("/"))
        return target if well_formed and isinstance(self.at(target), dict) else None

    def merged(self, where: Where) -> tuple[Schema, Where]:
        """The schema at a place with its `$ref`s followed, and where its own body stands. What stands beside a `$ref` wins."""
        schema: Schema = self.at(where)
        body, layers, seen = where, [schema], {where}
        while "$ref" in schema:
            target = self.target(schema["$ref"], body)
            if target is None or target in seen:
                break
            seen.add(target)
            schema, body = self.at(target), target
            layers.append(schema)
        merged = {key: value for layer in reversed(layers) for key, value in layer.items() if key != "$ref"}
        return merged, body

    def place(self, where: Where) -> Place:
        return self.files[where.file].place(where.path, key=True)

    def problem(self, code: Code, message: str, where: Where, hint: str = "") -> Problem:
        return self.files[where.file].problem(code, message, where.path, key=True, hint=hint)

    def bundle(self, file: str) -> Schema:
        """One schema that needs no other file: every file under `$defs`, references rewritten, and `file` at the root."""
        definitions = {name: _rewritten(document.value, name) for name, document in sorted(self.files.items())}
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": f"#/$defs/{file}", "$defs": definitions}


def pointer(where: Where) -> str:
    """The JSON Pointer of a place in its file."""
    return to_pointer(where.path)


def _rewritten(node: Any, file: str) -> Any:
    if isinstance(node, list):
        return [_rewritten(item, file) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: _rewritten(value, file) for key, value in node.items() if key not in ("$schema", "$id")}
    if isinstance(node.get("$ref"), str):
        target, _, pointer = node["$ref"].partition("#")
        result["$ref"] = f"#/$defs/{target or file}{pointer}"
    return result


def files_named(node: Any) -> Iterator[str]:
    """The files that the references in a schema name; an empty name is the schema's own file."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].partition("#")[0]
        node = list(node.values())
    for inner in node if isinstance(node, list) else ():
        yield from files_named(inner)


def read_schemas(folder: Path, prefix: str) -> tuple[Schemas, list[Problem]]:
    """All `*.json` of a folder; `prefix` is the folder's name in places. A file that can't be read is a problem, and left out."""
    files: dict[str, Document] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        document, found = read_json(path, f"{prefix}/{path.name}")
        problems += found
        if document and not found:
            files[path.name] = document
    return Schemas(files), problems


@cache
def own() -> Schemas:
    """The program's own schemas: of `scodata.yaml`, of redirects, of the table of all ids, and of annotations."""
    files = {}
    for entry in sorted(resources.files("scodata").joinpath("own").iterdir(), key=lambda entry: entry.name):
        files[entry.name] = Document(entry.name, json.loads(text := entry.read_text(encoding="utf-8")), text)
    return Schemas(files)


_MAPS = ("properties", "$defs", "patternProperties", "dependentSchemas")
_SINGLES = ("additionalProperties", "propertyNames", "items", "unevaluatedProperties", "unevaluatedItems")
_CONDITIONS = ("not", "if", "then", "else", "contains")
_CONDITION_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")


def subschemas(schema: Any, where: Where, *, conditions: bool = True) -> Iterator[tuple[Schema, Where]]:
    """A schema and every schema inside of it, with the place of each; without `conditions`, only those that say what exists."""
    if not isinstance(schema, dict):
        return
    yield schema, where
    for inner, place in _inner(schema, where, conditions):
        yield from subschemas(inner, place, conditions=conditions)


def _inner(schema: Schema, where: Where, conditions: bool) -> Iterator[tuple[Any, Where]]:
    for key in _MAPS:
        if isinstance(schema.get(key), dict):
            yield from ((inner, where / key / name) for name, inner in schema[key].items())
    for key in _CONDITION_LISTS if conditions else ():
        if isinstance(schema.get(key), list):
            yield from ((inner, where / key / position) for position, inner in enumerate(schema[key]))
    for key in (*_SINGLES, *(_CONDITIONS if conditions else ())):
        yield schema.get(key), where / key
