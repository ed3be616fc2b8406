"""A comparison as text: counts first, then what it asks for, then the records by kind with the cells that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from scodata.changes.comparison import Comparison, RecordChange
from scodata.changes.rules import Finding
from scodata.changes.telling import SIGNS, Told, by_kind, counted, headline, told, told_of_rows
from scodata.report.escape import escaped

RECORDS_SHOWN, PLACES_SHOWN, FINDINGS_SHOWN = 20, 8, 30
"""Of a kind, of a record, of all findings."""
LONGEST = 100
"""Characters of a cell that are shown."""


def as_text(comparison: Comparison, findings: Sequence[Finding], verdict: str) -> Iterator[str]:
    """The lines of a report; `verdict` says which version the findings ask for."""
    yield counted(comparison)
    yield escaped(verdict)
    if findings:
        yield ""
        width = max(len(finding.rule.id) for finding in findings)
        lines = (f"{finding.rule.level:5}  {finding.rule.id:{width}}  {finding.what}" for finding in findings)
        yield from _capped(lines, len(findings), FINDINGS_SHOWN, "findings")
    for kind, counts, records in by_kind(comparison):
        yield ""
        yield escaped(f"{kind}: {counts}")
        yield from (line for record in records[:RECORDS_SHOWN] for line in _record(record))
        if len(records) > RECORDS_SHOWN:
            yield f"  … and {len(records) - RECORDS_SHOWN:,} more records that aren't shown"
    for table in comparison.tables if not comparison.has_records else ():
        yield ""
        yield escaped(f"{table.name}: {', '.join(f'{count:,} {op}' for op, count in table.counts.items())}")
        places = [f"  {_place(place)}" for place in told_of_rows(table.name, table.rows)]
        yield from _capped(places, len(places), RECORDS_SHOWN, "places")


def _record(record: RecordChange) -> Iterator[str]:
    happened = "" if record.change in ("added", "changed") else f" ({headline(record)})"
    yield escaped(f"  {SIGNS[record.change]} {record.id}{happened}{': ' if record.label else ''}{_short(record.label)}")
    places = [f"      {_place(place)}" for place in told(record)]
    yield from _capped(places, len(places), PLACES_SHOWN, "places", "      ")


def _place(place: Told) -> str:
    if place.before is None:
        return f"+ {place.where}: {_short(place.after or '')}"
    if place.after is None:
        return f"- {place.where}: {_short(place.before)}"
    return f"{place.where}: {_short(place.before) or '(empty)'} → {_short(place.after) or '(empty)'}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _capped(lines: Iterable[str], number: int, most: int, what: str, indent: str = "  ") -> Iterator[str]:
    yield from (escaped(line) for line in islice(lines, most))
    if number > most:
        yield f"{indent}… and {number - most:,} more {what} that aren't shown"
