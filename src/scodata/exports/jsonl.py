"""The records as JSON Lines, nested as their curators wrote them: a file a kind, and beside it the JSON Schema of its lines."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scodata.exports.file import File
from scodata.layout import Shape
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.schemas import Schemas, files_named, own

REDIRECT = "redirect.json"
"""The program's own schema of what is left of a record whose id was retired."""


def write(package: Package, folder: Path) -> list[File]:
    """Writes `<kind>.jsonl` and `<kind>.schema.json` for each kind; raises `ScodataError` where the package doesn't say how records are written.

    A retired id is a line of its kind, with `redirect`.
    """
    shapes = package.layout.shapes
    counts = dict.fromkeys(shapes, 0)
    with ExitStack() as files:
        lines = {kind: files.enter_context(open(folder / f"{kind}.jsonl", "w", encoding="utf-8", newline="\n")) for kind in shapes}
        for kind, record in package.records():
            if kind not in lines:
                raise ScodataError(f"the record `{record['id']}` is of the kind `{kind}`, which the package doesn't list")
            value = record if "redirect" in record else in_order(shapes[kind], record)
            lines[kind].write(json.dumps(value, ensure_ascii=False) + "\n")
            counts[kind] += 1
    for kind in shapes:
        with open(folder / f"{kind}.schema.json", "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(schema(package.schemas, kind), ensure_ascii=False, indent=2) + "\n")
    return [file for kind, count in counts.items() for file in (File(f"{kind}.jsonl", count), File(f"{kind}.schema.json"))]


def in_order(shape: Shape, value: Any) -> Any:
    """A value with the properties of each object in the order of its schema; maps stay sorted by key."""
    if shape.form == "object":
        return {name: in_order(inner, value[name]) for name, inner in shape.properties if name in value}
    if shape.form == "map" and shape.items:
        return {key: in_order(shape.items, item) for key, item in value.items()}
    if shape.form == "list" and shape.items:
        return [in_order(shape.items, item) for item in value]
    return value


def schema(schemas: Schemas, kind: str) -> dict[str, Any]:
    """The schema of a line: of a record of the kind, or of a retired id. It needs no other file, and keeps the annotations."""
    bundled = Schemas({name: schemas.files[name] for name in _reachable(schemas, f"{kind}.json")}).bundle(f"{kind}.json")
    retired = own().bundle(REDIRECT)["$defs"][REDIRECT]
    said = schemas.files[f"{kind}.json"].value
    return {
        "$schema": bundled["$schema"],
        **{name: said[name] for name in ("title", "description") if name in said},
        "if": {"required": ["redirect"]},
        "then": {"$ref": "#/$defs/redirect"},
        "else": {"$ref": bundled["$ref"]},
        "$defs": {**bundled["$defs"], "redirect": retired},
    }


def _reachable(schemas: Schemas, file: str) -> list[str]:
    """The file and every file that it needs, sorted."""
    found, new = set[str](), {file}
    while new:
        found |= new
        new = {target for name in new for target in files_named(schemas.files[name].value) if target in schemas.files} - found
    return sorted(found)
