"""The records as JSON Lines, nested as their curators wrote them: a file a kind, and beside it the JSON Schema of its lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scodata.exports.comparison import hold_text_against, readable
from scodata.exports.file import File
from scodata.layout import Shape
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.schemas.bundled import as_text, bundled


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
            file.write(as_text(bundled(package.schemas, kind)))
    return [file for kind, count in counts.items() for file in (File(f"{kind}.jsonl", count), File(f"{kind}.schema.json"))]


def verify(package: Package, folder: Path) -> list[str]:
    """Holds each line against the record that the tables give, and gives the files it looked at; raises `ScodataError` where one differs, or can't be read."""
    kinds = list(package.layout.shapes)
    lines = {kind: _lines(folder / f"{kind}.jsonl") for kind in kinds}
    for kind, record in package.records():
        if _canonical(next(lines[kind], None)) != _canonical(record):
            raise ScodataError(f"{kind}.jsonl: the record `{record['id']}` isn't what the tables say")
    for kind in kinds:
        if next(lines[kind], None) is not None:
            raise ScodataError(f"{kind}.jsonl has more records than the tables")
        hold_text_against(as_text(bundled(package.schemas, kind)), folder / f"{kind}.schema.json")
    return [name for kind in kinds for name in (f"{kind}.jsonl", f"{kind}.schema.json")]


def _lines(path: Path) -> Iterator[Any]:
    with readable(path.name), open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def _canonical(value: Any) -> str:
    """A value of JSON as one text, in which `1`, `1.0` and `true` are three."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def in_order(shape: Shape, value: Any) -> Any:
    """A value with the properties of each object in the order of its schema; maps stay sorted by key."""
    if shape.form == "object":
        return {name: in_order(inner, value[name]) for name, inner in shape.properties if name in value}
    if shape.form == "map" and shape.items:
        return {key: in_order(shape.items, item) for key, item in value.items()}
    if shape.form == "list" and shape.items:
        return [in_order(shape.items, item) for item in value]
    return value
