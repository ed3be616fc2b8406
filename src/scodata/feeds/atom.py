"""What releases changed as a feed (Atom, RFC 4287): an entry for each record that a release changed, dated by the release's day and never by a clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from scodata.ledger import Change, Entry, Ledger
from scodata.problems import ScodataError

ATOM = "http://www.w3.org/2005/Atom"
MANY = 500
"""Records of one release from which on it has one entry for all: nobody reads so many, and the release's page lists them."""
MOST = 1000
"""Entries of a feed, the newest; who reads so seldom reads the pages of the releases."""


@dataclass(frozen=True)
class Addresses:
    """Where the site stands, and the versions whose files are there under `v/<version>/`; paths below it are those of the site."""

    site: str
    kept: frozenset[str] = field(default_factory=frozenset)

    @property
    def feed(self) -> str:
        return f"{self.site}changes.atom"

    def record(self, kind: str, id_: str) -> str:
        return f"{self.site}{kind}/{id_}/"

    def release(self, entry: Entry) -> str:
        return f"{self.site}changes/{entry.version}/" if entry.records else f"{self.site}changes/"

    def files(self, version: str) -> str:
        return f"{self.site}v/{version}/" if version in self.kept else ""


@dataclass(frozen=True)
class _Item:
    """An entry: what its id ends with, the release, and the record; None for the release as a whole."""

    entry: Entry
    change: Change | None
    updated: datetime

    @property
    def name(self) -> str:
        return f"{self.entry.version}/{self.change.kind}/{self.change.id}" if self.change is not None else self.entry.version


def changes(ledger: Ledger, about: Mapping[str, Any], addresses: Addresses, label: Callable[[str], str]) -> bytes:
    """The feed of a catalogue that was released. `about` is the descriptor of its package; `label` names a record.

    Ids are tag URIs (RFC 4151) of the site's host and the day of the first release, so they stay as long as the address does. Raises
    `ScodataError` where nothing was released, or the address is none that a feed can be fetched from.
    """
    host = urlsplit(addresses.site).hostname
    if not ledger.entries or not host:
        raise ScodataError("a feed of changes needs a release, and the address of the site")
    tag = f"tag:{host},{ledger.entries[0].date}:{about['name']}"
    items = list(islice(_items(ledger), MOST))
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(feed, "id", tag)
    _add(feed, "title", str(about.get("title", about["name"])))
    _add(feed, "updated", _written(items[0].updated))
    _link(feed, "self", addresses.feed, "application/atom+xml")
    _link(feed, "alternate", f"{addresses.site}changes/", "text/html")
    for name in _authors(about):
        _add(_add(feed, "author"), "name", name)
    for licence in about.get("licenses", ())[:1]:
        _add(feed, "rights", str(licence.get("title", licence["name"])))
    _add(feed, "generator", "scodata")
    for item in items:
        _entry(feed, f"{tag}/{item.name}", item, addresses, label)
    ElementTree.indent(feed, "")
    text: str = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _items(ledger: Ledger) -> Iterator[_Item]:
    """All entries, the newest first. Those of one day are a second apart, in the order in which they came, so that no two have one time."""
    seconds: Counter[str] = Counter()
    found: list[_Item] = []
    for entry in ledger.entries:
        for change in _told(entry):
            day = datetime.fromisoformat(entry.date).replace(tzinfo=UTC)
            found.append(_Item(entry, change, day + timedelta(seconds=seconds[entry.date])))
            seconds[entry.date] += 1
    return iter(sorted(found, key=lambda item: item.updated, reverse=True))


def _told(entry: Entry) -> tuple[Change | None, ...]:
    return entry.records if 0 < len(entry.records) <= MANY else (None,)


def _entry(feed: ElementTree.Element, id_: str, item: _Item, addresses: Addresses, label: Callable[[str], str]) -> None:
    one = _add(feed, "entry")
    _add(one, "id", id_)
    _add(one, "updated", _written(item.updated))
    if item.change is None:
        _add(one, "title", item.entry.version)
        _link(one, "alternate", addresses.release(item.entry), "text/html")
    else:
        _add(one, "title", f"{label(item.change.id)}: {item.change.change}")
        _link(one, "alternate", addresses.record(item.change.kind, item.change.id), "text/html")
        _link(one, "related", addresses.release(item.entry), "text/html")
        _add(one, "category", term=item.change.kind)
        for successor in item.change.to:
            _link(one, "related", addresses.record(item.change.kind, successor), "text/html")
    for rel, version in (("related", item.entry.version), ("predecessor-version", item.entry.previous)):  # RFC 5829, 3.4
        if files := addresses.files(version):
            _link(one, rel, files, "text/html")
    _add(one, "summary", _summary(item))


def _summary(item: _Item) -> str:
    """What happened, in a few lines; a feed's reader wants to know whether to follow the link."""
    entry, change = item.entry, item.change
    if change is None:
        what = f"{len(entry.records):,} records changed" if entry.records else "No record changed" if entry.previous else "The first release"
        return f"{what}; {sum(entry.tables.values()):,} rows in {len(entry.tables)} tables."
    leads = f", now {', '.join(change.to)}" if change.to else ""
    lines = [f"{change.id} ({change.kind}) {change.change} in {entry.version}{leads}."]
    lines += [f"Places: {', '.join(change.places)}."] if change.places else []
    return "\n".join((*lines, *(f"{kind.capitalize()}: {text}" for kind, text in change.notes)))


def _authors(about: Mapping[str, Any]) -> list[str]:
    """Who made the data: a feed has to name somebody (RFC 4287, 4.1.1)."""
    contributors = about.get("contributors", ())
    return [str(one["title"]) for one in contributors if "author" in one.get("roles", ["author"])] or [str(about["name"])]


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, name, attributes)
    found.text = text or None
    return found


def _link(parent: ElementTree.Element, rel: str, href: str, type_: str) -> None:
    _add(parent, "link", rel=rel, href=href, type=type_)


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
