"""Rules on numbered series: each edition once, none out of order, and holes are said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scodata.findings import Distant, Draft, Fact, Known, catalogue_rule
from scodata.records import Index


@dataclass(frozen=True, order=True)
class Edition:
    """One numbered event of a series; days as ordinals, 0 where open."""

    number: int
    record: str
    path: tuple[Any, ...]
    stated: bool
    earliest: int
    latest: int


def gather_editions(draft: Draft, known: Known) -> Iterator[Fact]:
    """Which edition of which series the record is, unless it was not held."""
    unheld = draft.shape.schema.get("x-unheld", {})
    if any(draft.value.get(name) in values for name, values in unheld.items()):
        return
    for site in draft.marked("x-edition"):
        names = site.shape.schema["x-edition"]
        days = [day.toordinal() if day else 0 for day in (draft.period.earliest, draft.period.latest)]
        for series, item in site.value.items() if isinstance(site.value, dict) else ():
            if isinstance(item, dict) and type(item.get(names["number"])) is int:
                stated = item.get(names["basis"], "stated") == "stated"
                yield (*site.path, series, names["number"]), series, item[names["number"]], stated, *days


def _editions(index: Index) -> Iterator[tuple[str, list[Edition]]]:
    by_series: defaultdict[str, list[Edition]] = defaultdict(list)
    for record, path, series, number, stated, earliest, latest in index.facts.get("editions", ()):
        by_series[series].append(Edition(number, record, path, stated, earliest, latest))
    for series in sorted(by_series):
        yield series, sorted(by_series[series])


@catalogue_rule("T411", "edition-repeated")
def repeated(index: Index, known: Known) -> Iterator[Distant]:
    """Two events of a series have one number.

    Why: one of them is wrong, or they are one event.

    Mend: correct the number. If it was counted rather than printed, say `edition_basis: inferred`, and count again.

    Example: two events with `edition: 8` in one series.
    """
    for series, editions in _editions(index):
        for before, after in pairwise(editions):
            if before.number == after.number:
                yield Distant(
                    after.record,
                    f"`{before.record}` is number {after.number} of `{series}` too",
                    after.path,
                    related=((before.record, before.path, "the other one"),),
                )


@catalogue_rule("T412", "edition-out-of-order")
def out_of_order(index: Index, known: Known) -> Iterator[Distant]:
    """An event has a higher number than a later one of its series, in every reading of the dates.

    Why: numbers of a series run with time.

    Mend: correct the number or the date.

    Example: number 8 in 2016 and number 7 in 2018.
    """
    for series, editions in _editions(index):
        for before, after in pairwise(editions):
            if before.number < after.number and before.earliest and after.latest and after.latest < before.earliest:
                message = f"number {after.number} of `{series}` was held before number {before.number}"
                yield Distant(after.record, message, after.path, related=((before.record, before.path, f"number {before.number}"),))


@catalogue_rule("T413", "edition-missing", "warning")
def missing(index: Index, known: Known) -> Iterator[Distant]:
    """The numbers of a series have a hole.

    Why: an event may be missing from the catalogue, or a number be wrong. If nobody can fill the hole, accept the finding with the reason.

    Mend: record the missing event, or correct the numbers.

    Example: numbers 6 and 8 of a series, and no 7.
    """
    for series, editions in _editions(index) if index.complete else ():
        for before, after in pairwise(editions):
            if after.number - before.number > 1:
                hole = f"number {before.number + 1}" if after.number - before.number == 2 else f"numbers {before.number + 1} to {after.number - 1}"
                how = "" if before.stated and after.stated else " (not both of the numbers beside the hole are stated by a source)"
                yield Distant(after.record, f"`{series}` has no {hole}{how}", after.path, related=((before.record, before.path, f"number {before.number}"),))
