"""What holds on a day, out of the tables whose rows hold for a time: for certain, or as far as the dates leave it open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scodata.layout import Table
from scodata.problems import ScodataError
from scodata.published import Package, labels
from scodata.tables import Row


@dataclass(frozen=True)
class Holding:
    """One row that holds on the day, or can: `group` are the values that it is listed under, `id` is the record that `who` is called by.

    `window` has the first and last day on which it can have held, `sure` those between which it did; an empty one isn't known.
    """

    who: str
    group: tuple[str, ...]
    certain: bool
    window: tuple[str, str]
    sure: tuple[str, str]
    id: str

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
    return [holdings(table, package.rows(table.name), day, names) for table in dated]


def holdings(table: Table, rows: Iterable[Row], day: str, names: Mapping[str, str]) -> Holdings:
    """What the rows of one table say of a day; `names` are the labels of records by their ids."""
    found = list(_found(table, rows, day, names))
    bounded = tuple(holding for holding in found if holding.certain or all(holding.window))
    return Holdings(table.title, tuple(sorted(bounded, key=lambda one: (one.group, not one.certain, one.who))), len(found) - len(bounded))


def _found(table: Table, rows: Iterable[Row], day: str, names: Mapping[str, str]) -> Iterator[Holding]:
    said = positions(table)
    texts = group_texts(table)
    for row in rows:
        certain_from, certain_to, possible_from, possible_to = (row[position] for position in (*said["certain"], *said["possible"]))
        certain = bool(certain_from) and certain_from <= day <= (certain_to or day)
        if certain or (possible_from <= day <= (possible_to or day) and is_dated(row, said)):
            group = tuple(texts.get((position, row[position]), names.get(row[position], row[position])) for position in said["group"])
            who, window, sure = row[said["who"][0]], (possible_from, possible_to), (certain_from, certain_to)
            yield Holding(names.get(who, who), group, certain, window, sure, who)


def positions(table: Table) -> dict[str, list[int]]:
    """Where in a row of a table that holds for a time the columns stand that `as_of` names."""
    columns = [column.name for column in table.columns]
    return {key: [columns.index(name) for name in ([value] if isinstance(value, str) else value)] for key, value in table.as_of.items()}


def group_texts(table: Table) -> dict[tuple[int, str], str]:
    """The labels of the values of closed lists, by the position of their column."""
    return {(position, str(value)): str(label) for position, column in enumerate(table.columns) for value, label in column.categories}


def is_dated(row: Row, said: Mapping[str, list[int]]) -> bool:
    """Whether anything at all is known of the time of a row; without any date it says nothing of a day."""
    return any(row[position] for position in (*said["certain"], *said["possible"]))
