"""Series and their editions: a square for each number between the first and the last that is recorded, empty where no record has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from scodata.drawing import bar, link, shortened, svg, text, titled
from scodata.site.frame import Frame, Ground

Editions = Mapping[str, list[tuple[int, str]]]
"""For each series, the numbers of its records; 0 for one without a number."""
LEFT, SIDE, ACROSS = 370, 22, 26


def editions(ground: Ground) -> Editions:
    """The editions of every series of which any record says that it belongs to it."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for series, number, id_ in ground.contents.editions:
        found[series].append((number, id_))
    return {series: sorted(ones) for series, ones in found.items()}


def picture(frame: Frame, found: Editions) -> dict[str, Any]:
    """The drawing, its text and its table."""
    words = frame.words
    ordered = sorted(found, key=lambda series: (-len(found[series]), frame.label(series).text, series))
    return {
        "text": words("editions_text"),
        "drawing": _drawn(frame, found, [series for series in ordered if _numbers(found[series])]),
        "head": [words("name"), words("editions_known"), words("editions_missing"), words("editions_unnumbered")],
        "rows": [
            [
                frame.to(series),
                Markup(", ").join(_edition(frame, number, id_) for number, id_ in found[series] if number),
                ", ".join(str(number) for number in missing(found[series])),
                Markup(", ").join(frame.to(id_) for number, id_ in found[series] if not number),
            ]
            for series in ordered
        ],
    }


def _edition(frame: Frame, number: int, id_: str) -> Markup:
    return Markup('<a href="{}{}/{}/">{}</a>').format(frame.home, frame.ground.contents.kind_of(id_), id_, number)


def missing(ones: list[tuple[int, str]]) -> list[int]:
    """The numbers between the first and the last recorded that no record has."""
    known = _numbers(ones)
    return [number for number in range(min(known), max(known)) if number not in known] if known else []


def _numbers(ones: list[tuple[int, str]]) -> set[int]:
    return {number for number, _ in ones if number}


def _drawn(frame: Frame, found: Editions, ordered: list[str]) -> Markup:
    parts: list[Markup] = []
    y = 4
    for series in ordered:
        parts.append(text(LEFT - 10, y + 15, shortened(frame.label(series).text, 48), "end"))
        parts += _squares(frame, found[series], y)
        known = _numbers(found[series])
        y += (SIDE + 2) * ((max(known) - min(known)) // ACROSS + 1) + 6
    return svg(LEFT + ACROSS * (SIDE + 2), y, frame.words("editions"), parts)


def _squares(frame: Frame, ones: list[tuple[int, str]], y: int) -> Iterator[Markup]:
    known = {number: id_ for number, id_ in reversed(ones) if number}
    first = min(known)
    for number in range(first, max(known) + 1):
        down, across = divmod(number - first, ACROSS)
        x, top = LEFT + across * (SIDE + 2), y + down * (SIDE + 2)
        inside = bar(x, top, SIDE, SIDE, "full" if number in known else "hole", "c0") + text(
            x + SIDE / 2, top + 15, str(number), "middle", *(("on",) if number in known else ())
        )
        if number in known:
            id_ = known[number]
            yield link(f"{frame.home}{frame.ground.contents.kind_of(id_)}/{id_}/", f"{number}: {frame.label(id_).text}", inside)
        else:
            yield titled(f"{number}: {frame.words('editions_missing')}", inside)
