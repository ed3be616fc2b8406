"""What holds on a day, out of the tables whose rows hold for a time: for certain, or as far as the dates leave it open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scodata.layout import Table
from scodata.problems import ScodataError
from scodata.published import Package, labels
from scodata.tables import Row


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
    said = {key: [columns.index(name) for name in ([value] if isinstance(value, str) else value)] for key, value in table.as_of.items()}
    values = {column.name: {str(value): str(label) for value, label in column.categories} for column in table.columns}
    for row in package.rows(table.name):
        certain_from, certain_to, possible_from, possible_to = (row[position] for position in (*said["certain"], *said["possible"]))
        certain = bool(certain_from) and certain_from <= day <= (certain_to or day)
        if certain or (possible_from <= day <= (possible_to or day) and _is_open(row, said, day)):
            group = tuple(values[columns[position]].get(row[position], names.get(row[position], row[position])) for position in said["group"])
            yield Holding(names.get(row[said["who"][0]], row[said["who"][0]]), group, certain, (possible_from, possible_to), (certain_from, certain_to))


def _is_open(row: Row, said: Mapping[str, list[int]], day: str) -> bool:
    """Whether anything at all is known of the time of a row; without any date it says nothing of the day."""
    return any(row[position] for position in (*said["certain"], *said["possible"]))
