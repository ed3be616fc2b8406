"""A timeline: the records of a kind by their dates, in a lane for each value of the list by which they are told apart first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from scodata import edtf
from scodata.drawing import Axis, bar, dot, line, link, shortened, svg, text, titled
from scodata.site.frame import Frame, Ground
from scodata.site.lists import column_title
from scodata.site.plan import is_closed
from scodata.site.values import Atom

MOST_DOTS = 1500
"""Records that are drawn one by one; of more, how many there are in a year."""
MOST_ROWS = 1500
LEFT, RIGHT, LANE, TOP = 290, 1000, 20, 24


class Dot(NamedTuple):
    """A record on a timeline: the first and last day of its date, and the value that is its lane."""

    id: str
    first: date
    last: date
    lane: Atom | None


def dots(ground: Ground, kind: str) -> list[Dot]:
    """The dated records of a kind, in the order of their dates."""
    position = _lanes(ground, kind)
    found = []
    for id_, entry in ground.contents.entries.items():
        span = edtf.parse(entry.start or entry.end) if entry.kind == kind and (entry.start or entry.end) else None
        first, last = (span.earliest or span.latest, span.latest or span.earliest) if span else (None, None)
        if first and last:
            lane = next(iter(entry.filters[position]), None) if position is not None else None
            found.append(Dot(id_, first, last, lane))
    return sorted(found, key=lambda one: (one.first, one.last, one.id))


def _lanes(ground: Ground, kind: str) -> int | None:
    """The filter of the kind that is a list of values."""
    shape = ground.shapes[kind]
    return next((position for position, path in enumerate(ground.plan.kinds[kind].filters) if path in shape.named and is_closed(shape.named[path])), None)


def picture(frame: Frame, kind: str) -> dict[str, Any]:
    """The drawing, its text and its table."""
    ground, words = frame.ground, frame.words
    found = dots(ground, kind)
    many = len(found) > MOST_DOTS
    position = _lanes(ground, kind)
    lane_title = column_title(frame, ground.shapes[kind], ground.plan.kinds[kind].filters[position]) if position is not None else ""
    said = words("timeline_text_many" if many else "timeline_text", n=words.number(len(found)), first=found[0].first.year, last=found[-1].last.year)
    undated = len(ground.contents.of_kind(kind)) - len(found)
    return {
        "text": f"{said} {words('undated', n=words.number(undated))}" if undated else said,
        "drawing": _drawn(frame, kind, found, many),
        "head": [words("date"), words("name"), *([lane_title] if lane_title else [])],
        "rows": [
            [frame.when(one.id), frame.to(one.id), *([frame.text(one.lane) if one.lane else ""] if lane_title else [])]  #
            for one in found[:MOST_ROWS]
        ],
        "more": (f"{frame.home}{kind}/", frame.plain(ground.shapes[kind].title)) if len(found) > MOST_ROWS else (),
    }


def _drawn(frame: Frame, kind: str, found: list[Dot], many: bool) -> Markup:
    lanes = [lane for lane, _ in Counter(_lane(frame, one) for one in found).most_common()]
    axis = Axis(found[0].first, max(one.last for one in found), LEFT, RIGHT)
    bottom = TOP + LANE * len(lanes)
    parts = [*axis.drawn(TOP, bottom)]
    for number, lane in enumerate(lanes):
        y = TOP + LANE * number
        parts += [line(0, y, RIGHT, y, "grid"), text(LEFT - 8, y + 14, shortened(lane, 38), "end")]
        inside = [one for one in found if _lane(frame, one) == lane]
        parts += _by_year(axis, y, inside) if many else _one_by_one(frame, kind, axis, y, inside)
    return svg(RIGHT + 8, bottom + 6, frame.words("timeline", kind=frame.plain(frame.ground.shapes[kind].title)), parts)


def _lane(frame: Frame, one: Dot) -> str:
    return frame.text(one.lane) if one.lane else ""


def _one_by_one(frame: Frame, kind: str, axis: Axis, y: float, found: list[Dot]) -> Iterator[Markup]:
    for one in found:
        middle, x, to_x = y + LANE / 2, axis.at(one.first), axis.at(one.last)
        drawn = bar(x, middle - 2, to_x - x, 4, "vague") if to_x - x > 6 else dot((x + to_x) / 2, middle, 4, "dot")
        yield link(f"{frame.home}{kind}/{one.id}/", f"{frame.when(one.id)}: {frame.label(one.id).text}", drawn)


def _by_year(axis: Axis, y: float, found: list[Dot]) -> Iterator[Markup]:
    count: defaultdict[int, int] = defaultdict(int)
    for one in found:
        count[one.first.year] += 1
    most = max(count.values())
    for year, number in sorted(count.items()):
        yield titled(f"{year}: {number}", dot(axis.at(date(year, 7, 1)), y + LANE / 2, 1.5 + 7 * (number / most) ** 0.5, "dot"))
