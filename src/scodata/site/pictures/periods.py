"""Bars over time: who held what from when to when, as far as it is certain and as far as it is possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import Markup

from scodata.drawing import Axis, arrow, bar, line, link, shortened, svg, text
from scodata.layout import Table
from scodata.published import Package
from scodata.questions import group_texts, is_dated, positions
from scodata.site.frame import Frame

MOST_ROWS = 400
"""Rows of a table that can still be read as a picture."""
COLOURS = 6
LEFT, RIGHT, LANE, TOP = 250, 1000, 18, 24


@dataclass(frozen=True)
class Bar:
    """A row: who, the values of its group, the days on which it is certain and possible; an empty last day is open."""

    who: str
    group: tuple[str, ...]
    certain: tuple[str, str]
    possible: tuple[str, str]

    @property
    def start(self) -> str:
        return self.possible[0] or self.certain[0]


@dataclass(frozen=True)
class Bars:
    """The rows of one table that say anything of a time."""

    table: Table
    bars: tuple[Bar, ...]

    @property
    def is_drawable(self) -> bool:
        return 0 < len(self.bars) <= MOST_ROWS and any(any(one.certain) for one in self.bars)


def bars(package: Package, table: Table) -> Bars:
    """The bars of a table whose rows hold for a time."""
    said = positions(table)
    found = [
        Bar(
            row[said["who"][0]],
            tuple(row[position] for position in said["group"]),
            (row[said["certain"][0]], row[said["certain"][1]]),
            (row[said["possible"][0]], row[said["possible"][1]]),
        )
        for row in package.rows(table.name)
        if is_dated(row, said)
    ]
    return Bars(table, tuple(found))


def picture(frame: Frame, found: Bars) -> dict[str, Any]:
    """The drawing, its text and its table."""
    words = frame.words
    kinds = _kinds(found)
    ordered = _ordered(frame, found, kinds)
    titles = [frame.plain(found.table.columns[position].title) for position in positions(found.table)["group"]]
    return {
        "text": words("periods_text"),
        "drawing": _drawn(frame, found, ordered, kinds),
        "legend": [(f"c{number % COLOURS}", _text(frame, found, -1, value)) for number, value in enumerate(kinds)],
        "head": [words("who"), *titles, words("certain"), words("possible")],
        "rows": [
            [
                frame.to(one.who),
                *(_text(frame, found, number, value) for number, value in enumerate(one.group)),
                _span(frame, one.certain),
                _span(frame, one.possible) if _span(frame, one.possible) != _span(frame, one.certain) else "",
            ]
            for one in ordered
        ],
    }


def _span(frame: Frame, days: tuple[str, str]) -> str:
    first, last = days
    if not first and not last:
        return ""
    if first and (not last or last >= frame.ground.date):
        return frame.words("date_since", date=frame.words.date(first))
    return frame.words.span(first, last)


def _kinds(found: Bars) -> list[str]:
    """The values of the last column of the group, in the order of its list, else by how many there are."""
    used = [one.group[-1] for one in found.bars]
    column = found.table.columns[positions(found.table)["group"][-1]]
    listed = [str(value) for value, _ in column.categories if value in used]
    return list(dict.fromkeys((*listed, *sorted(used, key=lambda value: (-used.count(value), value)))))


def _text(frame: Frame, found: Bars, number: int, value: str) -> str:
    known = group_texts(found.table).get((positions(found.table)["group"][number], value))
    return frame.plain(known) if known is not None else frame.label(value).text if value else ""


def _ordered(frame: Frame, found: Bars, kinds: list[str]) -> list[Bar]:
    """By the first columns of the group, the fullest first; in it, whoever has the first of the kinds, longest first, and all of one together."""
    sizes = {one.group[:-1]: sum(other.group[:-1] == one.group[:-1] for other in found.bars) for one in found.bars}
    best: dict[tuple[tuple[str, ...], str], tuple[int, str]] = {}
    for one in found.bars:
        key, rank = (one.group[:-1], one.who), (kinds.index(one.group[-1]), one.certain[0] or one.start or "9999")
        best[key] = min(best.get(key, rank), rank)
    return sorted(
        found.bars,
        key=lambda one: (
            -sizes[one.group[:-1]],
            one.group[:-1],
            best[one.group[:-1], one.who],
            frame.label(one.who).text,
            one.who,
            one.certain[0] or one.start,
        ),
    )


def _drawn(frame: Frame, found: Bars, ordered: list[Bar], kinds: list[str]) -> Markup:
    days = [date.fromisoformat(day) for one in ordered for day in (*one.certain, *one.possible) if day]
    last = date.fromisoformat(frame.ground.date)
    axis = Axis(min(days), max(last, *days), LEFT, RIGHT)
    rows: list[Markup] = []
    y: float = TOP
    for group, inside in groupby(ordered, key=lambda one: one.group[:-1]):
        rows.append(text(0, y + 14, ", ".join(_text(frame, found, number, value) for number, value in enumerate(group)), "strong"))
        y += LANE
        for who, theirs in groupby(inside, key=lambda one: one.who):
            rows += [line(0, y, RIGHT, y, "grid"), text(LEFT - 8, y + 13, shortened(frame.label(who).text, 34), "end")]
            for one in theirs:
                rows += _bars(frame, found, one, axis, y, kinds.index(one.group[-1]) % COLOURS, last)
            y += LANE
        y += LANE / 2
    return svg(RIGHT + 16, y + 4, frame.words("periods", table=frame.plain(found.table.title)), [*axis.drawn(TOP, y), *rows])


def _bars(frame: Frame, found: Bars, one: Bar, axis: Axis, y: float, colour: int, today: date) -> Iterator[Markup]:
    """A pale bar for what is possible, a full one for what is certain upon it; an arrow where the end is open and what is certain reaches this day."""
    said = f"{frame.label(one.who).text}: {_text(frame, found, -1, one.group[-1])}, {_span(frame, one.certain) or _span(frame, one.possible)}"
    inside = Markup()
    for days, shade in ((one.possible, "pale"), (one.certain, "full")):
        if any(days):
            x, to_x = axis.at(date.fromisoformat(days[0])) if days[0] else axis.left, axis.at(date.fromisoformat(days[1]) if days[1] else today)
            inside += bar(x, y + 4, to_x - x, LANE - 8, shade, f"c{colour}")
    if not one.possible[1] and (one.possible[0] or one.certain[1] >= today.isoformat()):
        inside += arrow(axis.at(today), y + 4, LANE - 8, "full" if one.certain[1] >= today.isoformat() else "pale", f"c{colour}")
    kind = frame.ground.contents.kind_of(one.who)
    yield link(f"{frame.home}{kind}/{one.who}/", said, inside) if kind else inside
