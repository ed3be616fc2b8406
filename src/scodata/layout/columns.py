"""From one scalar of a schema to its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scodata.layout.shapes import Shape
from scodata.layout.tables import Column

SNAKE_CASE = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = frozenset(
    word
    for line in (
        "add all alter analyse analyze and any array as asc asymmetric at between both by case cast check collate column commit constraint",
        "create cross current_date current_time current_timestamp current_user default deferrable delete desc distinct do drop else end escape",
        "except exists false fetch for foreign from full grant group having in index initially inner insert intersect into is isnull join",
        "lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing",
        "primary qualify references returning right select session_user set similar some symmetric table then to trailing transaction true",
        "union unique update user using values variadic when where window with",
    )
    for word in line.split()
)
"""Words that SQLite, PostgreSQL or DuckDB take for SQL where a plain column's name is meant."""

_CARRIED = {"minimum": "minimum", "maximum": "maximum", "minLength": "minLength", "maxLength": "maxLength", "pattern": "pattern", "enum": "enum"}


def column(shape: Shape, name: str, title: str, *, key: bool = False, required: bool = False) -> Column:
    """The column of a scalar: type, title, description, example and constraints as its schema has them."""
    schema = shape.schema
    type_ = "date" if schema.get("format") == "date" else schema["type"]
    constraints = {ours: schema[theirs] for theirs, ours in _CARRIED.items() if theirs in schema}
    categories = _categories(schema)
    if categories:
        constraints["enum"] = [value for value, _ in categories]
    if type_ == "date":
        constraints.pop("pattern", None)
    if key or required:
        constraints = {"required": True, **constraints}
    examples = schema.get("examples") or [None]
    description = str(schema.get("description", ""))
    return Column(f"{name}_id" if shape.reference[0] else name, type_, title, description, shape.where, examples[0], constraints, categories, key)


def with_bounds(main: Column, shape: Shape) -> Iterator[Column]:
    """The column itself and, for a partial date, the two of the first and last day that it can mean."""
    yield main
    if shape.is_date:
        for end, word in (("earliest", "First"), ("latest", "Last")):
            yield replace(
                main,
                name=f"{main.name}_{end}",
                type="date",
                title=f"{main.title}: {end}",
                description=f"{word} day that `{main.name}` can mean; empty where it is open. Derived from `{main.name}`.",
                example=None,
                constraints={},
                key=False,
                source=main.name,
            )


def _categories(schema: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    options = schema.get("oneOf", ())
    if not options or not all(isinstance(option, dict) and "const" in option for option in options):
        return ()
    return tuple((option["const"], option.get("title", str(option["const"]))) for option in options)
