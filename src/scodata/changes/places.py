"""Where in its record a changed row or cell stands, as a JSON Pointer: the layout alone says it, since keys of rows are keys of maps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scodata.changes.comparison import RecordChange
from scodata.changes.rows import RowChange
from scodata.layout import Branch, Table
from scodata.layout.sites import Steps
from scodata.problems import to_pointer
from scodata.published import Package


class Route(NamedTuple):
    """The way from a record to the rows of a table: the branches that are passed, and the path from a row to each of its cells, by column."""

    branches: tuple[Branch, ...]
    cells: Mapping[str, Steps]


Routes = Mapping[tuple[str, str], Route]
"""Routes by kind and table."""


def routes(package: Package) -> Routes:
    """The routes of a package; raises `ScodataError` where its schemas can't be read."""
    return {
        (kind, way[-1].table): Route(way, _cells(way[-1], package.tables[way[-1].table]))
        for kind, root in package.layout.branches.items()
        for way in _ways((), root)
        if way[-1].table in package.tables
    }


def places(record: RecordChange, routes: Routes) -> list[str]:
    """What changed in a record, each place once, in the order of the tables; a place in a set or a list is the set or list as a whole."""
    found = (place for table, rows in record.rows.items() if (route := routes.get((record.kind, table))) for row in rows for place in _of_row(row, route))
    return list(dict.fromkeys(to_pointer(place) for place in found if place))


def _ways(above: tuple[Branch, ...], branch: Branch) -> Iterator[tuple[Branch, ...]]:
    way = (*above, branch)
    yield way
    for below in branch.branches:
        yield from _ways(way, below)


def _cells(branch: Branch, table: Table) -> dict[str, Steps]:
    """The path to each cell; that of a cell that is computed from another is the other's."""
    columns = [column for column in table.columns if not column.key]
    paths = dict(zip((column.name for column in columns if not column.source), (leaf.path for leaf in branch.leaves), strict=False))
    return {column.name: paths.get(column.source or column.name, ()) for column in columns}


def _of_row(row: RowChange, route: Route) -> Iterator[Steps]:
    here: Steps = ()
    for branch, key in zip(route.branches[1:], row.key[1:], strict=False):
        here = (*here, *branch.path)
        if branch.form != "map":
            yield here
            return
        here = (*here, key)
    yield from ((*here, *route.cells.get(cell.column, ())) for cell in row.cells)
    if row.op != "MOD":
        yield here
