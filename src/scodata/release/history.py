"""What an entry of the ledger says of each record that a release changed: the difference, without a value or a name."""

from __future__ import annotations

from collections import defaultdict

from scodata.changes.places import places, routes
from scodata.ledger import Change
from scodata.release.editions import Difference


def changes(difference: Difference) -> tuple[Change, ...]:
    """Every record that changed, by kind in the order of the package, then by what happened, then by id; with the notes that explain it.

    Of a record that came or went there are no places, since it is all of it. Raises `ScodataError` where the schemas can't be read.
    """
    comparison = difference.comparison
    ways = {**routes(comparison.old), **routes(comparison.new)}
    notes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for note in difference.notes.notes:
        notes[note.record].append((note.change, note.text))
    return tuple(
        Change(
            record.id,
            record.kind,
            record.change,
            record.successors,
            tuple(places(record, ways)) if record.change == "changed" else (),
            tuple(dict.fromkeys(notes[record.id])),
        )
        for record in comparison.records
    )
