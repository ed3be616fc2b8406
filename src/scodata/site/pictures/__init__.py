"""Pictures that answer: drawn as SVG when the site is made, each with its data as a table and with a text for those who can't see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scodata.site.frame import Frame
from scodata.site.pictures import editions, network, periods, timeline
from scodata.site.press import Page, Press, cut


@dataclass(frozen=True)
class Drawn:
    """What the pictures show, found once for all languages: only those of which there is anything to show."""

    timelines: tuple[str, ...]
    periods: tuple[periods.Bars, ...]
    network: network.Network | None
    editions: editions.Editions


def drawn(press: Press) -> Drawn:
    """What there is to draw."""
    ground = press.ground
    dated = tuple(kind for kind in ground.plan.timeline if timeline.dots(ground, kind))
    bars = tuple(one for name in ground.plan.periods if (one := periods.bars(ground.package, ground.package.tables[name])).is_drawable)
    return Drawn(dated, bars, network.network(ground) if ground.plan.network else None, editions.editions(ground))


def titles(frame: Frame, found: Drawn) -> list[tuple[str, str]]:
    """The name and title of each picture."""
    words, shapes = frame.words, frame.ground.shapes
    named = [(f"timeline-{kind}", words("timeline", kind=frame.plain(shapes[kind].title))) for kind in found.timelines]
    named += [(f"periods-{one.table.name}", words("periods", table=frame.plain(one.table.title))) for one in found.periods]
    named += [("network", words("network"))] if found.network else []
    return named + ([("editions", words("editions"))] if found.editions else [])


def pages(press: Press, language: str, found: Drawn) -> Iterator[tuple[str, bytes]]:
    """The page that lists the pictures, and that of each."""
    index = press.frame(language, 1)
    named = titles(index, found)
    title = index.words("pictures")
    yield press.page("pictures.html", index, Page("pictures/", title, title, "pictures"), named=named)
    frame = press.frame(language, 2)
    titled = dict(named)
    for name, values in _each(frame, found):
        page = Page(f"pictures/{name}/", titled[name], cut(values["text"]), "pictures")
        yield press.page("picture.html", frame, page, named=named, name=name, **{"legend": (), "more": (), **values})


def _each(frame: Frame, found: Drawn) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in found.timelines:
        yield f"timeline-{kind}", timeline.picture(frame, kind)
    for bars in found.periods:
        yield f"periods-{bars.table.name}", periods.picture(frame, bars)
    if found.network:
        yield "network", network.picture(frame, found.network)
    if found.editions:
        yield "editions", editions.picture(frame, found.editions)
