"""The figures as a picture: how many records of each kind there are for each year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from scodata.coverage.figures import Figures
from scodata.drawing import bar, line, standalone, text, titled

LEFT, RIGHT, TALL, GAP = 150, 860, 90, 46


def as_svg(found: Figures) -> str:
    """The picture as a file of its own; each bar says its number, and the description the sums."""
    kinds: Mapping[str, Mapping[str, int]] = found["years"]
    years = sorted({int(year) for ones in kinds.values() for year in ones})
    parts = [text(20, 28, found["title"], "strong"), *(part for row, kind in enumerate(kinds) for part in _panel(kind, kinds[kind], years, row))]
    title = f"{found['title']}: records by year"
    return standalone(RIGHT + 20, 60 + max(len(kinds), 1) * (TALL + GAP), title, _said(kinds), parts)


def _said(kinds: Mapping[str, Mapping[str, int]]) -> str:
    """What the picture shows, in words."""
    if not any(kinds.values()):
        return "No record has a date."
    return " ".join(_said_of(kind, ones) for kind, ones in kinds.items() if ones)


def _said_of(kind: str, ones: Mapping[str, int]) -> str:
    most = max(ones, key=lambda year: (ones[year], year))
    return f"{sum(ones.values()):,} {kind} from {min(ones, key=int)} to {max(ones, key=int)}, most of them in {most}: {ones[most]:,}."


def _panel(kind: str, ones: Mapping[str, int], years: list[int], row: int) -> Iterator[Markup]:
    """A row of bars on one line of time, each kind by a scale of its own, the height of which is said beside it."""
    top = 60 + row * (TALL + GAP)
    foot, most = top + TALL, max(ones.values(), default=1)
    span = range(years[0], years[-1] + 1)
    wide = (RIGHT - LEFT) / len(span)
    every = next(step for step in (1, 2, 5, 10, 25, 50, 100, 1000) if wide * step >= 34)
    yield text(LEFT - 12, foot - TALL / 2, kind, "end", "strong")
    yield text(LEFT - 12, foot - TALL / 2 + 17, f"{sum(ones.values()):,}, at most {most:,} a year", "end", "year")
    yield line(LEFT, foot, RIGHT, foot, "grid")
    for year in span:
        x, count = LEFT + (year - span[0]) * wide, ones.get(str(year), 0)
        if count:
            high = TALL * count / most
            yield titled(f"{year}: {count:,} {kind}", bar(x + wide * 0.1, foot - high, wide * 0.8, high, "full"))
        if year % every == 0:
            yield text(x + wide / 2, foot + 15, str(year), "middle", "year")
