"""What releases did to records, as a page tells it: which version, when, what changed and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from scodata.ledger import Change, Entry
from scodata.site.frame import Frame
from scodata.site.press import cut
from scodata.site.values import at_pointer

SHOWN, PLACES_SHOWN, NOTES_SHOWN, LONGEST_NOTE = 3, 4, 1, 160
"""Releases, places and notes of one change, and characters of a note on a record's own page; the page of the version has them all."""
GRAVEST = ("removed", "withdrawn", "split", "moved", "restored", "changed", "added")
"""Changes in the order in which they are told."""


class Told(NamedTuple):
    """A change as a page shows it: what happened, the places that differ and how many more there are, successors, and notes as (kind, sentence)."""

    id: str
    what: str
    places: list[Markup]
    more: int
    to: list[Markup]
    notes: list[tuple[str, str]]


class Step(NamedTuple):
    """A release in the history of a record: its version, its day in words, the way to the page of what it changed (empty for none), and the change."""

    version: str
    date: str
    page: str
    told: Told


def steps(frame: Frame, id_: str, *, whole: bool = False) -> list[Step]:
    """The history of a record, the newest release first: as much as its own page shows of it, or the whole."""
    ledger = frame.ground.ledger
    history = ledger.history(id_) if ledger is not None else []
    return [_step(frame, id_, entry, change, whole=whole) for entry, change in (history if whole else history[:SHOWN])]


def _step(frame: Frame, id_: str, entry: Entry, change: Change | None, *, whole: bool) -> Step:
    told = of_change(frame, change, whole=whole) if change is not None else Told(id_, frame.words("history_first"), [], 0, [], [])
    return Step(entry.version, frame.words.date(entry.date), page_of(entry), told)


def of_change(frame: Frame, change: Change, *, whole: bool = True) -> Told:
    """A change in the words of a page; without `whole`, long texts and lists are cut."""
    shown = change.places if whole else change.places[:PLACES_SHOWN]
    notes = [
        (frame.words(f"note_{kind}"), text if whole else cut(text, LONGEST_NOTE)) for kind, text in (change.notes if whole else change.notes[:NOTES_SHOWN])
    ]
    return Told(
        change.id,
        frame.words(f"change_{change.change}"),
        [place(frame, change.kind, pointer) for pointer in shown],
        len(change.places) - len(shown),
        [frame.to(one) for one in change.to],
        notes,
    )


def place(frame: Frame, kind: str, pointer: str) -> Markup:
    """A place in a record, as the titles that lead there; the pointer itself for a kind that is no more."""
    if kind not in frame.ground.shapes:
        return Markup("<code>{}</code>").format(pointer)
    titles, _ = at_pointer(frame.ground.shapes[kind], pointer)
    return Markup(" › ").join(frame.title(step) if isinstance(step, str) else escape(frame.text(step)) for step in titles)


def page_of(entry: Entry) -> str:
    """The way from a front page to the page of what a release changed; empty for one that changed no record."""
    return f"changes/{entry.version}/" if entry.records else ""


def notable(frame: Frame, changes: Iterable[Change], most: int) -> list[Told]:
    """The changes that a reader should hear of first: what is gone, then what is explained, then what is new; of these, what others name most."""
    mentions = frame.ground.contents.mentions

    def rank(change: Change) -> tuple[int, int, str]:
        gone = change.change in GRAVEST[:4]
        kind = 0 if gone else 1 if change.notes else 2 if change.change == "added" else 3
        return kind, -len(mentions.get(change.id, ())), change.id

    return [of_change(frame, change, whole=False) for change in sorted(changes, key=rank)[:most]]
