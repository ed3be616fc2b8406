"""The columns that hold names and titles of records, as the schemas mark them, and what makes a search find them in every script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scodata.layout import Branch, Layout, Leaf, Shape
from scodata.published import Package

LONGEST_PIECE = 16
"""Characters of the longest stretch of a text without spaces that a search finds inside of a longer one."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
"""Han characters and kana, which are written without spaces."""


class Label(NamedTuple):
    """A column of names or titles: the language of all of them, or the column that says the language of each; both empty where neither is known."""

    table: str
    column: str
    language: str = ""
    language_column: str = ""


def labels(package: Package) -> list[Label]:
    """The columns of the package that its schemas annotate with `x-label`; none where it has no schemas of records."""
    if not package.descriptor.get("kinds"):
        return []
    layout = package.layout
    found = (label for kind, shape in layout.shapes.items() for label in _found(layout, layout.branches[kind], shape))
    names = {(table.name, column.name) for table in package.tables.values() for column in table.columns}
    return [label for label in dict.fromkeys(found) if (label.table, label.column) in names]


def _found(layout: Layout, branch: Branch, item: Shape) -> Iterator[Label]:
    names = next([column.name for column in table.columns if not column.source] for table in layout.tables if table.name == branch.table)
    if branch.form == "set":
        if "x-label" in item.schema:
            yield Label(branch.table, names[-1], str(item.schema.get("x-language", "")))
        return
    columns = dict(zip((leaf.path for leaf in branch.leaves), names[len(names) - len(branch.leaves) :], strict=True))
    for leaf in branch.leaves:
        way = _way(item, leaf.path)
        if any("x-label" in shape.schema for shape in way):
            yield Label(branch.table, columns[leaf.path], str(way[-1].schema.get("x-language", "")), columns.get(_language(way, leaf), ""))
    for below in branch.branches:
        inner = _way(item, below.path)[-1].items
        if inner is not None:
            yield from _found(layout, below, inner)


def _way(item: Shape, path: tuple[str, ...]) -> list[Shape]:
    """The shapes from an item down to a place in it, both included."""
    way = [item]
    for name in path:
        way.append(way[-1].named[name])
    return way


def _language(way: list[Shape], leaf: Leaf) -> tuple[str, ...]:
    """The path to the language of a text, where the object that holds both says so."""
    text, language = way[-2].schema.get("x-language-of", ("", "")) if len(way) > 1 else ("", "")
    return (*leaf.path[:-1], language) if leaf.path and leaf.path[-1] == text else ("",)


def pieces(text: str) -> str:
    """Every stretch of what is written without spaces, with spaces between: a search for whole words then finds a word inside of a sentence."""
    found: dict[str, None] = {}
    for run in _UNSPACED.findall(text):
        for start in range(len(run)):
            found.update(dict.fromkeys(run[start:end] for end in range(start + 1, min(start + LONGEST_PIECE, len(run)) + 1)))
    return " ".join(found)
