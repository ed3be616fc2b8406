"""The pages of what releases changed: all versions in a table, and of each the records that it changed, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from scodata.ledger import Entry
from scodata.site.frame import Frame
from scodata.site.history import GRAVEST, Told, notable, of_change, page_of
from scodata.site.press import Page, Press

PER_PAGE = 500
"""Records on one page."""
NOTABLE = 6
"""Records that the front page names of the last release."""


class Version(NamedTuple):
    """A released version as a page shows it: what it did in words, the ways to its changes and to its files (empty where there are none)."""

    version: str
    date: str
    level: str
    rows: str
    did: list[tuple[Markup, str]]
    page: str
    files: str
    is_candidate: bool


class Last(NamedTuple):
    """The last release as the front page tells it."""

    version: Version
    is_first: bool
    records: list[Told]


def versions(frame: Frame) -> list[Version]:
    """Every released version, the newest first."""
    ledger = frame.ground.ledger
    return [_version(frame, entry) for entry in reversed(ledger.entries)] if ledger is not None else []


def last(frame: Frame) -> Last | None:
    """The last release, candidates aside where there is another; None before the first."""
    ledger = frame.ground.ledger
    entry = (ledger.newest or next(reversed(ledger.entries), None)) if ledger is not None else None
    return Last(_version(frame, entry), not entry.previous, notable(frame, entry.records, NOTABLE)) if entry is not None else None


def _version(frame: Frame, entry: Entry) -> Version:
    return Version(
        entry.version,
        frame.words.date(entry.date),
        frame.words(f"level_{entry.level}"),
        frame.words.number(sum(entry.tables.values())),
        did(frame, entry),
        page_of(entry),
        f"v/{entry.version}/" if entry.version in frame.ground.kept else "",
        entry.is_candidate,
    )


def did(frame: Frame, entry: Entry) -> list[tuple[Markup, str]]:
    """By kind, how many records a release added, changed and so on."""
    counts = Counter((change.kind, change.change) for change in entry.records)
    kinds = dict.fromkeys(change.kind for change in entry.records)
    said = {kind: [f"{frame.words.number(counts[kind, one])} {frame.words(f'change_{one}')}" for one in GRAVEST[::-1] if counts[kind, one]] for kind in kinds}
    return [(kind_title(frame, kind), ", ".join(parts)) for kind, parts in said.items()]


def kind_title(frame: Frame, kind: str) -> Markup:
    """What a kind is called; its name where it is no more."""
    shape = frame.ground.shapes.get(kind)
    return frame.title(shape.title if shape is not None else kind)


def pages(press: Press, language: str) -> Iterator[tuple[str, bytes]]:
    """The pages of changes in one language; none where nothing is known of releases."""
    ledger, frame = press.ground.ledger, press.frame(language, 1)
    if ledger is None:
        return
    page = Page("changes/", frame.words("changes"), frame.words("changes_text"), "changes")
    yield press.page("changes.html", frame, page, versions=versions(frame))
    for entry in ledger.entries:
        if entry.records:
            yield from _pages_of(press, language, entry)


def _pages_of(press: Press, language: str, entry: Entry) -> Iterator[tuple[str, bytes]]:
    chunks = [entry.records[start : start + PER_PAGE] for start in range(0, len(entry.records), PER_PAGE)]
    for number, chunk in enumerate(chunks, 1):
        frame = press.frame(language, 2 if number == 1 else 3)
        title = frame.words("changes_in", version=entry.version) + (f" ({number})" if number > 1 else "")
        path = page_of(entry) if number == 1 else f"{page_of(entry)}{number}/"
        groups = [(kind_title(frame, kind), [of_change(frame, one) for one in ones]) for kind, ones in groupby(chunk, key=lambda change: change.kind)]
        page = Page(path, title, title, "changes")
        yield press.page("version.html", frame, page, entry=entry, version=_version(frame, entry), groups=groups, count=len(chunks), this=number)
