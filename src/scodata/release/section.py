"""What a changelog says of a release: what breaks and what to do, what is new, corrected or gone, where sources disagree, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from scodata.changes import Comparison, Finding, RecordChange, RowChange
from scodata.changes.markdown import code, code_spans
from scodata.changes.telling import by_kind, counted, headline, told
from scodata.layout import Table
from scodata.layout.build import below
from scodata.notes import Note
from scodata.problems import ScodataError
from scodata.published import Package
from scodata.release.editions import Difference
from scodata.report.escape import escaped

SHOWN, PLACES_SHOWN = 30, 5
"""Items of one list, and places in one record; how many more there are is said."""
_SAID = {"corrected": "Corrected", "updated": "Updated", "redefined": "Means something else now"}


def first_section(package: Package, rows: Mapping[str, int]) -> str:
    """Of a first release: how much it holds. `rows`: how many rows each table has."""
    kinds = [kind for kind in package.descriptor.get("kinds", ()) if kind in rows]
    held = ", ".join(f"{rows[kind]:,} {kind}" for kind in kinds)
    return f"## In numbers\n\nThe first release: {held}; {len(rows)} tables with {sum(rows.values()):,} rows.\n"


def section(difference: Difference) -> str:
    """Of a later release, as Markdown whose headings begin with `## `; a part about which there is nothing to say is left out."""
    comparison = difference.comparison
    parts = (
        ("What to do", _advice(difference.findings)),
        ("Corrections and updates", _notes(difference.notes.notes, comparison)),
        ("New records", _new(comparison)),
        ("Changed records", _changed(comparison)),
        ("Records that moved, were split or withdrawn", _retired(comparison)),
        ("Where sources disagree", _claims(comparison)),
        ("Tables and columns", _shape(difference.findings)),
        ("In numbers", _numbers(difference)),
    )
    filled = ((title, list(lines)) for title, lines in parts)
    return "\n".join("\n".join((f"## {title}", "", *lines, "")) for title, lines in filled if lines)


def _advice(findings: Iterable[Finding]) -> Iterator[str]:
    """What breaks a reader, rule by rule, with what to do about it."""
    breaking = [finding for finding in findings if finding.rule.level == "major"]
    for rule, group in groupby(breaking, key=lambda finding: finding.rule):
        found = list(group)
        yield f"- **{rule.text}** {code_spans(rule.advice)}"
        yield from _capped([f"  - {code_spans(finding.what)}" for finding in found], "  ")


def _notes(notes: Iterable[Note], comparison: Comparison) -> Iterator[str]:
    for _, group in groupby(notes, key=lambda note: (note.document.name, note.position)):
        one, *others = group
        records = ", ".join(code(note.record) for note in (one, *others))
        yield f"- {_SAID[one.change]}: {plain(one.text)} ({records})"
    silent = {record.id for record in comparison.records if record.change == "changed"} - {note.record for note in notes}
    if silent:
        yield f"- {len(silent):,} {'record' if len(silent) == 1 else 'records'} changed, and no note says whether an error was corrected or the world changed."


def _new(comparison: Comparison) -> Iterator[str]:
    for kind, _, records in by_kind(comparison):
        new = [record for record in records if record.change == "added"]
        if new:
            yield f"- {kind}, {len(new):,} new:"
            yield from _capped([f"  - {_named(record)}" for record in new], "  ")


def _changed(comparison: Comparison) -> Iterator[str]:
    """The records that changed, each with the places that did; what stood there before is in the delta."""
    for kind, _, records in by_kind(comparison):
        changed = [record for record in records if record.change == "changed"]
        if changed:
            yield f"- {kind}, {len(changed):,} changed:"
            yield from _capped([f"  - {_named(record)}: {_places(record)}" for record in changed], "  ")


def _places(record: RecordChange) -> str:
    places = list(dict.fromkeys(place.where for place in told(record)))
    more = f" and {len(places) - PLACES_SHOWN:,} more" if len(places) > PLACES_SHOWN else ""
    return f"{', '.join(map(code, places[:PLACES_SHOWN]))}{more}"


def _retired(comparison: Comparison) -> Iterator[str]:
    gone = [record for record in comparison.records if record.change in ("moved", "split", "withdrawn", "removed", "restored")]
    yield from _capped([f"- {_named(record)} {escaped(headline(record))}" for record in gone])


def _named(record: RecordChange) -> str:
    return f"{code(record.id)}{f' {plain(record.label)}' if record.label else ''}"


def _claims(comparison: Comparison) -> Iterator[str]:
    """New disagreements, and those that are gone while their record stays."""
    here = {record.id for record in comparison.records if record.change in ("added", "changed", "restored")}
    for name, (about, reason) in claim_tables(comparison.new).items():
        for table in (table for table in comparison.tables if table.name == name):
            yield from _capped([f"- New: {_claim(table.new, row, about, reason)}" for row in table.rows if row.op == "ADD"])
            yield from _capped([f"- Mended: {_claim(table.old, row, about, reason)}" for row in table.rows if row.op == "DEL" and row.key[0] in here])


def _claim(table: Table | None, row: RowChange, about: str, reason: str) -> str:
    cells = dict(zip([column.name for column in table.columns], row.row, strict=True)) if table else {}
    place = f" about {code(cells[about])}" if cells.get(about) else ""
    return f"{' / '.join(map(code, row.key))}{place}{f': {plain(cells[reason])}' if cells.get(reason) else ''}"


def claim_tables(package: Package) -> dict[str, tuple[str, str]]:
    """The tables of disagreements between sources, as `x-claim` says in the schemas, with the columns of what they are about, and why."""
    try:
        layout = package.layout
    except ScodataError:
        return {}
    shapes = [shape for root in layout.shapes.values() for shape in below(root) if shape.items and "x-claim" in shape.items.schema]
    names = {shape.where: shape.items.schema["x-claim"] for shape in shapes if shape.items}
    return {table.name: (names[table.where]["about"], names[table.where]["reason"]) for table in layout.tables if table.where in names}


def _shape(findings: Iterable[Finding]) -> Iterator[str]:
    rules = ("table-added", "constraint-loosened", "reference-loosened", "metadata-changed")
    yield from _capped([f"- {code_spans(finding.what)}" for finding in findings if finding.rule.id in rules])


def _numbers(difference: Difference) -> Iterator[str]:
    yield f"Since {difference.old.what}: {counted(difference.comparison)}."
    yield from (f"- {kind}: {counts}" for kind, counts, _ in by_kind(difference.comparison))


def _capped(lines: list[str], indent: str = "") -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"{indent}- and {len(lines) - SHOWN:,} more; the delta lists all of them"


def plain(text: str) -> str:
    """A text in which nothing is markup, a link or a mention (CommonMark 0.31, 2.4)."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!@&$])", r"\\\1", escaped(text))
