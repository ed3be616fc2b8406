"""A worklist as a picture: how many things of each list are how old, the old ones below the young."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from scodata.ages.worklist import LISTS, Worklist
from scodata.drawing import bar, standalone, text, titled

LEFT, WIDE, ROW = 150, 480, 22


def as_svg(found: Worklist) -> str:
    """The picture as a file of its own; each bar has its number beside it, and the description says them all."""
    shown = [name for name in LISTS if any(found.ages[name].values())]
    parts = [text(20, 28, f"{found.title}, on {found.on}", "strong")]
    y = 60
    for name in shown:
        parts += _panel(found, name, y)
        y += ROW * (len(found.ages[name]) + 2)
    said = " ".join(_said(found, name) for name in shown) or "Nothing in this catalogue has an age."
    return standalone(LEFT + WIDE + 90, y, f"{found.title}: ages on {found.on}", said, parts)


def _said(found: Worklist, name: str) -> str:
    return f"{LISTS[name]}: " + ", ".join(f"{count:,} {age}" for age, count in found.ages[name].items() if count) + "."


def _panel(found: Worklist, name: str, y: int) -> Iterator[Markup]:
    ages = found.ages[name]
    most = max(ages.values())
    yield text(20, y, LISTS[name], "strong")
    for row, (age, count) in enumerate(ages.items(), 1):
        foot = y + row * ROW
        yield text(LEFT - 10, foot, age, "end")
        if count:
            yield titled(f"{age}: {count:,}", bar(LEFT, foot - 12, WIDE * count / most, 15, "full"))
        yield text(LEFT + WIDE * count / most + 8, foot, f"{count:,}")
