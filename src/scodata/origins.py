"""Where each row and each cell comes from: the file and line that said it, and the sources that support it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scodata.layout import Layout, Shape
from scodata.layout.sites import Steps
from scodata.layout.tables import CELL_SOURCES, LINEAGE
from scodata.problems import from_pointer, to_pointer
from scodata.records import Record
from scodata.tables import Placed, Row, at, placed, to_cell

WHOLE = "*"
"""The column of a source that supports all that a record says."""


def origins(layout: Layout, record: Record) -> Iterator[tuple[str, Row]]:
    """The rows of a record in the two tables of origins, each once: of `lineage`, and of `cell_sources` where its kind has citations."""
    cited = Supports(() if record.is_redirect else supports(layout.shapes[record.kind], record.value))
    columns = {table.name: [column.name for column in table.columns if not column.source] for table in layout.tables} if cited.has_parts else {}
    for one in placed(layout.branches, record):
        yield LINEAGE, (one.branch.table, _key(one), record.id, record.name, str(record.lines[one.path]), to_pointer(one.path))
        if cited.has_parts and (one.path or one.branch.table == record.kind):
            yield from _cells(one, columns[one.branch.table], cited, record.id)
    for whole in cited.of_whole:
        yield CELL_SOURCES, (record.kind, record.id, WHOLE, whole.source, record.id, whole.locator)


@dataclass(frozen=True)
class Support:
    """What a citation says of one place of a record and all below it; of the whole record at the empty path."""

    path: tuple[str, ...]
    source: str
    locator: str


class Supports:
    """What the citations of one record support, found by its place."""

    def __init__(self, cited: Iterable[Support]) -> None:
        self.all = tuple(cited)
        self._at: dict[tuple[str, ...], list[Support]] = {}
        for support in self.all:
            self._at.setdefault(support.path, []).append(support)

    @property
    def of_whole(self) -> Sequence[Support]:
        """What supports the record as a whole."""
        return self._at.get((), ())

    @property
    def has_parts(self) -> bool:
        """Whether anything supports less than the whole record; most citations don't."""
        return len(self.of_whole) < len(self.all)

    def nearest(self, path: Steps) -> list[Support]:
        """For each source, by its id, what it supports nearest to a place of the record: the place itself, or what holds it, the whole record aside."""
        steps, found = tuple(map(str, path)), dict[str, Support]()
        for length in range(1, len(steps) + 1):
            found.update((support.source, support) for support in self._at.get(steps[:length], ()))
        return [support for _, support in sorted(found.items())]


def supports(root: Shape, value: Mapping[str, Any]) -> Iterator[Support]:
    """What the citations of a record support, and where."""
    for name, shape in root.properties:
        if "x-citations" in shape.schema and shape.items is not None:
            supported = shape.schema["x-citations"]
            places = shape.items.named[supported].items
            for source, citation in value.get(name, {}).items():
                general = _locator(shape.items, citation)
                for pointer, item in citation.get(supported, {"": {}}).items():
                    yield Support(from_pointer(pointer), source, (_locator(places, item) if pointer else "") or general)


def _locator(shape: Shape | None, item: Any) -> str:
    """Where in the source: the item itself, or the property of it that is marked so."""
    if shape is None or not isinstance(item, dict):
        return to_cell(item) if shape is not None and "x-locator" in shape.schema else ""
    return next((to_cell(item.get(name)) for name, inner in shape.properties if "x-locator" in inner.schema), "")


def _cells(one: Placed, columns: list[str], cited: Supports, record: str) -> Iterator[tuple[str, Row]]:
    """A row for each cell that says something and each source that supports it."""
    own = len(one.keys) - 1
    paths = [one.path, *((*one.path, *leaf.path) for leaf in one.branch.leaves if at(one.item, leaf.path) is not None)]
    names = [columns[own], *(name for leaf, name in zip(one.branch.leaves, columns[own + 1 :], strict=True) if at(one.item, leaf.path) is not None)]
    for path, name in zip(paths, names, strict=True):
        for support in cited.nearest(path):
            yield CELL_SOURCES, (one.branch.table, _key(one), name, support.source, record, support.locator)


def _key(one: Placed) -> str:
    return "/".join(one.keys)
