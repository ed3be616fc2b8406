"""What holds on a day, out of the tables whose rows hold for a time: for certain, or as far as the dates leave it open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scodata.layout import Table
from scodata.problems import ScodataError
from scodata.published import Package, labels


@dataclass(frozen=True)
class Holding:
    """One row that holds on the day, or can: `group` are the values that it is listed under.

    `window` has the first and last day on which it can have held, `sure` those between which it did; an empty one isn't known.
    """

    who: str
    group: tuple[str, ...]
    certain: bool
    window: tuple[str, str]
    sure: tuple[str, str]

    def doubt(self, day: str) -> str:
        """What the dates leave open on a day on which it isn't certain."""
        if self.sure[0] and day < self.sure[0]:
            return f"it began between {self.window[0]} and {self.sure[0]}"
        if self.sure[1] and day > self.sure[1]:
            return f"it ended between {self.sure[1]} and {self.window[1]}"
        return f"some time between {self.window[0]} and {self.window[1]}"


@dataclass(frozen=True)
class Holdings:
    """What one table says of the day. `undated` counts the rows that can hold on it only because a first or last day isn't known."""

    title: str
    holdings: tuple[Holding, ...]
    undated: int


def as_of(package: Package, day: str) -> list[Holdings]:
    """What holds on a day (`YYYY-MM-DD`), by table. Raises `ScodataError` where no table of the package holds for a time."""
    dated = [table for table in package.tables.values() if table.as_of]
    if not dated:
        raise ScodataError("no table of this package says from when to when its rows hold")
    names = labels(package)
    return [_holdings(package, table, day, names) for table in dated]


def _holdings(package: Package, table: Table, day: str, names: Mapping[str, str]) -> Holdings:
    found = list(_found(package, table, day, names))
    bounded = tuple(holding for holding in found if holding.certain or all(holding.window))
    return Holdings(table.title, tuple(sorted(bounded, key=lambda one: (one.group, not one.certain, one.who))), len(found) - len(bounded))


def _found(package: Package, table: Table, day: str, names: Mapping[str, str]) -> Iterator[Holding]:
    columns = [column.name for column in table.columns]
    values = {column.name: {str(value): str(label) for value, label in column.categories} for column in table.columns}
    for row in package.rows(table.name):
        cells = dict(zip(columns, row, strict=True))
        sure_from, sure_to = (cells[name] for name in table.as_of["certain"])
        from_, to = (cells[name] for name in table.as_of["possible"])
        certain = bool(sure_from) and sure_from <= day <= (sure_to or day)
        dated = any((sure_from, sure_to, from_, to))
        if certain or (dated and from_ <= day <= (to or day)):
            group = tuple(values[name].get(cells[name], names.get(cells[name], cells[name])) for name in table.as_of["group"])
            who = cells[table.as_of["who"]]
            yield Holding(names.get(who, who), group, certain, (from_, to), (sure_from, sure_to))
