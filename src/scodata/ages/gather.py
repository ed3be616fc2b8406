"""What is kept of each record while they stream by: when its text was looked at, what it cites, what is open in it, and what was still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from scodata import edtf
from scodata.layout import Shape
from scodata.layout.sites import Site, Steps, sites
from scodata.problems import to_pointer
from scodata.records import Record


class File(NamedTuple):
    """Which record it is, its kind, and the name of its file."""

    id: str
    kind: str
    name: str


class Look(NamedTuple):
    """A text that records cite: where the day stands on which it was looked at, that day and the day of its publication, None where the
    record doesn't say, and why nobody could look at it, where that is said.
    """

    file: File
    path: Steps
    seen: date | None
    published: date | None
    unseen: str


class Cited(NamedTuple):
    """A record and its sources: the id of each, and the pointers that it supports; none for the whole record."""

    file: File
    sources: Mapping[str, tuple[str, ...]]


class Open(NamedTuple):
    """What one holds without a stated end: where that stands, what it is, the last day of its own dates, and the day on which it was to end."""

    file: File
    path: Steps
    says: str
    confirmed: date | None
    planned: date | None


class Pending(NamedTuple):
    """A record that says that something is still to come, where it says so, in which words, and the last day that it can mean."""

    file: File
    path: Steps
    says: str
    due: date | None


@dataclass
class Ages:
    """All that a worklist rests on, for no certain day."""

    title: str
    looks: dict[str, Look] = field(default_factory=dict)
    cited: dict[str, Cited] = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)

    def add(self, shape: Shape, record: Record) -> None:
        """Takes in a record of this shape."""
        file = File(record.id, record.kind, record.name)
        marked = sites(shape, record.value)
        self.looks.update((record.id, _look(file, site)) for site in marked.of("x-looked-at"))
        if citing := [site for site in marked.of("x-citations") if site.value]:
            self.cited[record.id] = Cited(file, dict(_cited(citing)))
        self.open += [one for site in marked.of("x-terms") for one in _open(file, site)]
        self.pending += [one for site in marked.of("x-pending") for one in _pending(file, site)]


def _look(file: File, site: Site) -> Look:
    names = site.shape.schema["x-looked-at"]
    seen, published = (_latest(site.value.get(names.get(word, ""))) for word in ("day", "published"))
    return Look(file, (*site.path, names["day"]), seen, published, str(site.value.get(names.get("unseen", ""), "")))


def _cited(citing: Iterable[Site]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for site in citing:
        supports = site.shape.schema["x-citations"]
        for source, item in site.value.items():
            yield source, tuple(item.get(supports, ()) if isinstance(item, dict) else ())


def _open(file: File, site: Site) -> Iterator[Open]:
    """The items of a map of terms that have no end; an item that says that it is over in another way has one."""
    names = site.shape.schema["x-terms"]
    for key, item in site.value.items() if "end" in names else ():
        if names["end"] not in item and not _has(item, names.get("over", {})):
            days = [_latest(text) for text in (item.get(names["start"]), *item.get(names["seen"], ()))]
            says = ", ".join(str(item[name]) for name in (*names["same"], *names.get("says", ())) if isinstance(item.get(name), str))
            yield Open(file, (*site.path, key), says or key, max((day for day in days if day), default=None), _latest(item.get(names.get("planned", ""))))


def _pending(file: File, site: Site) -> Iterator[Pending]:
    wanted = site.shape.schema["x-pending"]
    name = next((name for name, values in wanted.items() if site.value.get(name) in values), None)
    if name:
        title = site.shape.named[name].titles.get(site.value[name], site.value[name])
        yield Pending(file, (*site.path, name), title, _due(site))


def _due(site: Site) -> date | None:
    """The last day of the record's period, by the first pair of `x-period` of which it has a date."""
    pairs = site.shape.schema.get("x-period", ())
    return next((edtf.period(None, site.value.get(last, site.value.get(first))).latest for first, last in pairs if {first, last} & site.value.keys()), None)


def _has(item: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> bool:
    return any(item.get(name) in wanted for name, wanted in values.items())


def _latest(text: object) -> date | None:
    """The last day that a date can mean."""
    span = edtf.parse(text) if isinstance(text, str) else None
    return span.latest if span else None


def published(found: Ages, id_: str, path: Steps = ()) -> date | None:
    """The day of the newest source that a record cites for what stands at `path`; None where none of them is dated."""
    about = to_pointer(path)
    cited = found.cited[id_].sources if id_ in found.cited else {}
    days = [found.looks[source].published for source, pointers in cited.items() if source in found.looks and _covers(pointers, about)]
    return max((day for day in days if day), default=None)


def _covers(pointers: Sequence[str], about: str) -> bool:
    """Whether a citation with these pointers supports a place: the place itself, what holds it, or a part of it."""
    return not pointers or any(f"{about}/".startswith(f"{one}/") or f"{one}/".startswith(f"{about}/") for one in pointers)
