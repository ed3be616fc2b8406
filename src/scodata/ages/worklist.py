"""A day and what is known of ages become a worklist: four lists, each with what is oldest first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scodata.ages.gather import Ages, File, published
from scodata.layout.sites import Steps
from scodata.problems import to_pointer

LISTS: Mapping[str, str] = {
    "due": "Still to come, it says, and the day has passed",
    "open": "Still so, as far as is recorded, and not confirmed for long",
    "looks": "Texts looked at longest ago",
    "rests": "Records whose every text was looked at long ago",
}
"""Each list by its word, with its heading: what is surely out of date before what may be."""
BUCKETS = (("under 1 year", 365), ("1 to 2 years", 730), ("2 to 5 years", 1826), ("5 to 10 years", 3652), ("over 10 years", None), ("never", None))
"""The ages that are told apart, each with the days below which it holds; `never` is what has no day at all."""


@dataclass(frozen=True)
class Item:
    """One thing to do: which record to open, and where; since when it is so (None for never), and what to look for. `line` is 0 until it is looked up."""

    list: str
    record: str
    kind: str
    file: str
    path: Steps
    since: date | None
    says: str
    line: int = 0


@dataclass(frozen=True)
class Worklist:
    """What is old on a day: the items of each list, oldest first, and how many of all things are how old."""

    title: str
    on: date
    older_than: int
    lists: Mapping[str, tuple[Item, ...]]
    ages: Mapping[str, Mapping[str, int]]

    def days(self, item: Item) -> int | None:
        """How many days ago it was; None for never."""
        return (self.on - item.since).days if item.since else None

    def placed(self, line: Mapping[tuple[str, Steps], int]) -> Worklist:
        """The same, with the line of each file and path."""
        return replace(self, lists={name: tuple(replace(one, line=line[one.file, one.path]) for one in items) for name, items in self.lists.items()})


def worklist(found: Ages, on: date, older_than: int, kinds: Collection[str] = ()) -> Worklist:
    """What a curator should look at on a day: what passed before it, and what was last looked at or confirmed more than `older_than` days before.

    With `kinds`, only their records are listed and counted. The same for the same day and catalogue.
    """
    items = [one for one in _items(found, on) if not kinds or one.kind in kinds]
    ordered = sorted(items, key=lambda one: (one.since or date.min, one.file, one.path))
    lists = {name: tuple(one for one in ordered if one.list == name and _is_old(one, on, older_than)) for name in LISTS}
    ages = {name: _counted((on - one.since).days if one.since else None for one in items if one.list == name) for name in LISTS}
    return Worklist(found.title, on, older_than, lists, ages)


def _items(found: Ages, on: date) -> Iterator[Item]:
    """Everything that has an age, however old."""
    for pending in found.pending:
        if pending.due is None:
            yield _item("open", pending.file, pending.path, published(found, pending.file.id), pending.says)
        elif pending.due < on:
            yield _item("due", pending.file, pending.path, pending.due, pending.says)
    for term in found.open:
        if term.planned and term.planned < on:
            yield _item("due", term.file, term.path, term.planned, f"was to end: {term.says}")
        else:
            days = (term.confirmed, published(found, term.file.id, term.path))
            yield _item("open", term.file, term.path, max((day for day in days if day), default=None), term.says)
    for look in found.looks.values():
        yield _item("looks", look.file, look.path, look.seen, look.unseen or (f"published {look.published}" if look.published else ""))
    for file, sources in found.cited.values():
        seen = [found.looks[source].seen for source in sources if source in found.looks]
        if seen:
            yield _item("rests", file, (), max((day for day in seen if day), default=None), _texts(len(seen)))


def _item(name: str, file: File, path: Steps, since: date | None, says: str) -> Item:
    return Item(name, file.id, file.kind, file.name, path, since, says)


def _texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number} texts"


def _is_old(item: Item, on: date, older_than: int) -> bool:
    return item.list == "due" or item.since is None or (on - item.since).days > older_than


def _counted(days: Iterable[int | None]) -> dict[str, int]:
    """How many are how old."""
    counts = Counter(_bucket(number) for number in days)
    return {name: counts[name] for name, _ in BUCKETS}


def _bucket(days: int | None) -> str:
    if days is None:
        return "never"
    return next((name for name, below in BUCKETS if below and days < below), "over 10 years")


def as_json(found: Worklist) -> str:
    """The whole worklist as `own/ages.json`, the program's own schema, describes it."""
    lists = {name: [_as_value(found, one) for one in items] for name, items in found.lists.items()}
    whole = {"title": found.title, "on": found.on.isoformat(), "older_than": found.older_than, **lists, "ages": found.ages}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _as_value(found: Worklist, item: Item) -> dict[str, Any]:
    value = {"record": item.record, "kind": item.kind, "file": item.file, "line": item.line, "pointer": to_pointer(item.path)}
    since = {"since": item.since.isoformat(), "days": found.days(item)} if item.since else {}
    return {**value, **since, "says": item.says}
