"""What people call a record: its name or title, by the `x-label` of its schema, in the language that is asked for or the next best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scodata.layout import Shape
from scodata.layout.build import flattened
from scodata.published.package import Package


def labels(package: Package, languages: Sequence[str] = ()) -> dict[str, str]:
    """The label of each record by its id: in the first of `languages` that it has, else in the first of its schema; a record without any has its id."""
    found: dict[str, str] = {}
    for kind, shape in package.layout.shapes.items():
        names = [column.name for column in package.tables[kind].columns]
        positions = [names.index(column) for column in label_columns(shape, languages) if column in names]
        for row in package.rows(kind):
            found[row[0]] = next((row[position] for position in positions if row[position]), row[0])
    return found


def label_columns(shape: Shape, languages: Sequence[str] = ()) -> list[str]:
    """The columns of a kind's own table that hold its label, the best first."""
    columns = [
        ("_".join((name, *flat.path)), str(flat.shape.schema.get("x-language", "")))
        for name, inner in shape.properties
        if "x-label" in inner.schema
        for flat in flattened(inner)
        if flat.shape.form == "scalar"
    ]
    rank: Mapping[str, int] = {language: position for position, language in enumerate(languages)}
    return [name for name, language in sorted(columns, key=lambda column: rank.get(column[1], len(rank)))]
