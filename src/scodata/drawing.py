"""The few shapes of which pictures are made. Colours and sizes of text stand in a style sheet, so that a picture follows dark mode and print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup


def svg(width: float, height: float, title: str, parts: Iterable[Markup]) -> Markup:
    """A picture with its name for those who can't see it; what it says stands in the text and table beside it."""
    return Markup('<svg viewBox="0 0 {:.0f} {:.0f}" width="{:.0f}" height="{:.0f}" role="group" aria-label="{}">{}</svg>').format(
        width, height, width, height, title, Markup("\n").join(parts)
    )


_STYLE = Markup("""
svg { --paper: #fdfdfb; --ink: #1d2126; --soft: #565d66; --rule: #dcdcd4; --c0: #1f5fa8; font: 12.5px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --paper: #15181c; --ink: #e8e6e1; --soft: #a7adb5; --rule: #343a42; --c0: #6ea8ea; } }
.paper { fill: var(--paper); } .t { fill: var(--ink); } .t.end { text-anchor: end; } .t.middle { text-anchor: middle; } .t.strong { font-weight: 650; }
.t.year { font-size: 11px; fill: var(--soft); } .grid { stroke: var(--rule); fill: none; } .full { fill: var(--c0); }
""")


def standalone(width: float, height: float, title: str, description: str, parts: Iterable[Markup]) -> str:
    """A picture as a file of its own, which brings its colours with it and follows the reader's choice of light or dark.

    Those who can't see it hear the title and the description, which therefore says in words what the picture shows.
    """
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" height="{1:.0f}" role="img" '
            'aria-labelledby="title description">\n<title id="title">{2}</title>\n<desc id="description">{3}</desc>\n<style>{4}</style>\n'
            '<rect class="paper" width="100%" height="100%"/>\n{5}\n</svg>\n'
        ).format(width, height, title, description, _STYLE, Markup("\n").join(parts))
    )


def text(x: float, y: float, said: str, *classes: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}">{}</text>').format(x, y, " ".join(("t", *classes)), said)


def line(x: float, y: float, to_x: float, to_y: float, *classes: str) -> Markup:
    return Markup('<path class="{}" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>').format(" ".join(classes), x, y, to_x, to_y)


def bar(x: float, y: float, width: float, height: float, *classes: str) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="1.5"/>').format(" ".join(classes), x, y, max(width, 1), height)


def dot(x: float, y: float, radius: float, *classes: str) -> Markup:
    return Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(" ".join(classes), x, y, radius)


def arrow(x: float, y: float, height: float, *classes: str) -> Markup:
    """The head of an arrow to the right, whose tip is `height` / 2 right of x."""
    return Markup('<path class="{}" d="M{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}z"/>').format(
        " ".join(classes), x, y, height / 2, height / 2, -height / 2, height / 2
    )


def link(href: str, title: str, inside: Markup) -> Markup:
    """A part that leads to a record; the table beside the picture is the way of the keyboard."""
    return Markup('<a href="{}" tabindex="-1"><title>{}</title>{}</a>').format(href, title, inside)


def titled(title: str, inside: Markup) -> Markup:
    return Markup("<g><title>{}</title>{}</g>").format(title, inside)


class Axis:
    """A line of time from the beginning of one year to the end of another."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        self.years = range(first.year, last.year + 1)
        self._start = date(first.year, 1, 1).toordinal()
        self._scale = (right - left) / (date(last.year, 12, 31).toordinal() + 1 - self._start)
        self.left = left
        self.right = right

    def at(self, day: date) -> float:
        """Where a day begins."""
        return min(max(self.left + (day.toordinal() - self._start) * self._scale, self.left), self.right)

    def drawn(self, top: float, bottom: float) -> Iterable[Markup]:
        """A line for each year, with as many numbers as there is room for."""
        wide = (self.right - self.left) / len(self.years)
        every = next(step for step in (1, 2, 5, 10, 25, 50, 100, 1000) if wide * step >= 34)
        for year in self.years:
            x = self.at(date(year, 1, 1))
            shown = year % every == 0
            yield line(x, top, x, bottom, "grid", *(("strong",) if shown else ()))
            if shown:
                yield text(x + 3, top - 4, str(year), "year")


def shortened(said: str, most: int) -> str:
    return said if len(said) <= most else f"{said[: most - 1]}…"
