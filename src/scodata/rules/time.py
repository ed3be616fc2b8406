"""Rules on time: nothing ends before it begins, lies outside of what holds it, or is held twice at once. A finding only where no reading is consistent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scodata import edtf
from scodata.findings import Distant, Draft, Fact, Finding, Known, catalogue_rule, record_rule
from scodata.layout.sites import Site, Steps
from scodata.records import Index


@record_rule("T401", "ends-before-start", on="x-interval")
def ends_before_start(draft: Draft, known: Known) -> Iterator[Finding]:
    """Something ends before it begins, in every reading of the two dates.

    Why: it can't be. `2011` and `2011-03` are no finding, since some day of 2011 is before March.

    Mend: correct one of the two dates; both places are named.

    Example: `start_date: 2011-06` and `end_date: 2011-05-30`.
    """
    for shape, path, value, _ in draft.many("x-interval"):
        for first, last in shape.schema["x-interval"]:
            start, end = value.get(first), value.get(last)
            if isinstance(start, str) and isinstance(end, str) and edtf.ends_before(start, end):
                related = ((draft.document.place((*path, first)), f"`{first}` stands here"),)
                yield Finding(f"`{last}` ({end}) is before `{first}` ({start})", (*path, last), related=related)


@record_rule("T406", "before-it-existed", on="x-after")
def before_it_existed(draft: Draft, known: Known) -> Iterator[Finding]:
    """Something that can only follow is dated before what it follows: a ratification before the signature, say.

    Why: one of the two dates is wrong. The schema says with `x-after` what follows what.

    Mend: correct the wrong one; both places are named.

    Example: `signed: 2017-06-09`, and an act of the type `ratified` of 2016.
    """
    for site in draft.marked("x-after"):
        names = site.shape.schema["x-after"]
        start = draft.value.get(names["after"])
        for key, item in site.value.items() if isinstance(site.value, dict) and isinstance(start, str) else ():
            follows = isinstance(item, dict) and any(item.get(name) in values for name, values in names["when"].items())
            date = item.get(names["date"]) if follows else None
            if isinstance(start, str) and isinstance(date, str) and edtf.ends_before(start, date):
                related = ((draft.document.place((names["after"],)), f"`{names['after']}` stands here"),)
                yield Finding(f"`{key}` ({date}) is before `{names['after']}` ({start})", (*site.path, key, names["date"]), related=related)


@record_rule("T402", "held-twice", on="x-exclusive")
def held_twice(draft: Draft, known: Known) -> Iterator[Finding]:
    """Two things overlap in time that exclude each other in one record.

    Why: a state is either a member or an observer, never both. The schema says with `x-exclusive` what excludes each other.

    Mend: correct the dates: the one ends when the other begins, on the same day at the latest.

    Example: the statuses `observer` from 2005 to 2018 and `member` from 2017 to 2020 in one organisation.
    """
    for site in draft.marked("x-exclusive"):
        for exclusion in site.shape.schema["x-exclusive"]:
            terms = list(_held(site, exclusion)) if not exclusion.get("across") else []
            for position, (path, same, span) in enumerate(terms):
                for other, its_same, its_span in terms[:position]:
                    if same == its_same and _overlap(span, its_span):
                        related = ((draft.document.place(other), "the other one"),)
                        yield Finding(f"`{path[-1]}` and `{other[-1]}` overlap, and exclude each other", path, key=True, related=related)


def gather_held(draft: Draft, known: Known) -> Iterator[Fact]:
    """What is held by one record at a time in the whole catalogue, and on which days surely so."""
    for site in draft.marked("x-exclusive"):
        for exclusion in site.shape.schema["x-exclusive"]:
            for path, same, span in _held(site, exclusion) if exclusion.get("across") else ():
                yield path, same, span.first, span.last, exclusion.get("shared", "")


@catalogue_rule("T403", "held-by-two", "warning")
def held_by_two(index: Index, known: Known) -> Iterator[Distant]:
    """Two records hold at one time what only one can hold.

    Why: an organisation has one secretary-general at a time. A post that several share says so itself.

    Mend: correct the dates, mark the one who stood in as acting, or mark the post as shared.

    Example: two persons with the post `president` of one organisation, both seen in May 2010.
    """
    by_thing: defaultdict[Any, list[tuple[int, int, str, Any]]] = defaultdict(list)
    for record, path, same, start, end, shared in index.facts.get("held", ()):
        if not any(index.values.get(value, {}).get(shared) == "True" for value in same):
            by_thing[same].append((start, end, record, path))
    for same, terms in sorted(by_thing.items()):
        terms.sort(key=lambda term: (term[0], term[1], term[2]))
        for before, after in pairwise(terms):
            if after[0] < before[1] and before[2] != after[2]:
                message = f"`{before[2]}` holds the same ({', '.join(same)}) at this time"
                yield Distant(after[2], message, after[3], key=True, related=((before[2], before[3], "the other one"),))


@dataclass(frozen=True, slots=True)
class Surely:
    """The first and the last day, as ordinals, on which something was surely held."""

    first: int
    last: int


def _held(site: Site, exclusion: Mapping[str, Any]) -> Iterator[tuple[Steps, tuple[str, ...], Surely]]:
    """Each item of a map with what it must not share at one time with another, and when it was surely held."""
    for key, item in site.value.items() if isinstance(site.value, dict) else ():
        wanted = [*exclusion["same"], *exclusion.get("has", ())]
        if isinstance(item, dict) and all(name in item for name in wanted) and not any(item.get(name) for name in exclusion.get("unless", ())):
            start, end, *seen = (item.get(name) for name in exclusion["dates"])
            span = edtf.held(start, end, *(dates for dates in seen if isinstance(dates, list)))
            if span and span.earliest and span.latest:
                yield (*site.path, key), tuple(str(item[name]) for name in exclusion["same"]), Surely(span.earliest.toordinal(), span.latest.toordinal())


def _overlap(one: Surely, other: Surely) -> bool:
    """Whether they share more than the day on which one gives way to the other."""
    return max(one.first, other.first) < min(one.last, other.last)


def gather_periods(draft: Draft, known: Known) -> Iterator[Fact]:
    """The period of each record that lies within another, or may hold one."""
    period = draft.period
    if period.earliest or period.latest:
        yield (), *(day.toordinal() if day else 0 for day in (period.earliest, period.latest))


def gather_parts(draft: Draft, known: Known) -> Iterator[Fact]:
    """Which record lies within which."""
    for site in draft.marked("x-within"):
        yield site.path, site.value


@catalogue_rule("T404", "outside-of-its-whole")
def outside(index: Index, known: Known) -> Iterator[Distant]:
    """A part lies outside of its whole, in every reading of the dates.

    Why: an event of a session is held while the session lasts.

    Mend: correct one of the dates, or the reference to the whole.

    Example: a side event of 2 June of a session that ended on 30 May.
    """
    periods = {record: (start, end) for record, _, start, end in index.facts.get("periods", ())}
    for record, path, whole in index.facts.get("parts", ()):
        start, end = periods.get(record, (0, 0))
        first, last = periods.get(whole, (0, 0))
        if (end and first and end < first) or (start and last and start > last):
            yield Distant(record, f"it lies outside of `{whole}` in time", path, related=((whole, ("id",), "the whole"),))


def gather_terms(draft: Draft, known: Known) -> Iterator[Fact]:
    """When each holder's terms of an office begin at the earliest: the first day, 0 where that is open."""
    for site in draft.marked("x-terms"):
        names = site.shape.schema["x-terms"]
        for key, item in site.value.items() if isinstance(site.value, dict) else ():
            if isinstance(item, dict) and all(isinstance(item.get(name), str) for name in names["same"]):
                span = edtf.period(item.get(names["start"]), None)
                seen = [day.earliest for text in item.get(names["seen"], ()) if isinstance(text, str) and (day := edtf.parse(text))]
                days = [day.toordinal() if day else 0 for day in (span.earliest, *seen)]
                start = min(days) if names["start"] in item else 0
                yield (*site.path, key), tuple(item[name] for name in names["same"]), start


def gather_capacities(draft: Draft, known: Known) -> Iterator[Fact]:
    """As what somebody took part, and by when at the latest that was."""
    latest = draft.period.latest.toordinal() if draft.period.latest else 0
    for shape, path, value, _ in draft.many("x-capacity") if latest else ():
        names = shape.schema["x-capacity"]
        who, capacity = value.get(names["of"]), value.get(names["capacity"])
        if isinstance(who, str) and isinstance(capacity, dict):
            same = tuple([part for name in names["same"] if isinstance(part := capacity.get(name), str)])
            if len(same) == len(names["same"]):
                yield (*path, names["capacity"]), who, same, latest


@catalogue_rule("T405", "before-the-office-began")
def before_office(index: Index, known: Known) -> Iterator[Distant]:
    """Somebody takes part as the holder of an office before any of their terms in it began.

    Why: one of the two is wrong: the date of the event, the capacity, or the start of the term.

    Mend: correct it, or add the earlier term that the source shows.

    Example: a speaker of 2010 as president, whose only term began in 2012.
    """
    starts: defaultdict[tuple[str, tuple[str, ...]], list[tuple[int, Any]]] = defaultdict(list)
    for record, path, same, start in index.facts.get("terms", ()):
        starts[record, same].append((start, path))
    for record, path, who, same, latest in index.facts.get("capacities", ()):
        terms = starts.get((who, same), [])
        if terms and min(start for start, _ in terms) > latest:
            yield Distant(record, f"`{who}` held this office only later", path, key=True, related=((who, terms[0][1], "the term"),))
