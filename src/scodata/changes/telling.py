"""How a change is told, whatever the format: counts, and for each record the places that differ, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from scodata.changes.comparison import KINDS, SUCCESSORS, Comparison, RecordChange
from scodata.changes.rows import RowChange
from scodata.layout.tables import RECORDS

SIGNS = {"added": "+", "restored": "+", "changed": "~", "moved": "→", "split": "→", "withdrawn": "-", "removed": "-"}


class Told(NamedTuple):
    """One place that differs; `before` is None for a row that is new, `after` for one that is gone."""

    where: str
    before: str | None
    after: str | None


def counted(comparison: Comparison) -> str:
    """The counts in one sentence: records, rows, tables, shape."""
    records = Counter(record.change for record in comparison.records)
    rows = sum((Counter(table.counts) for table in comparison.tables if not table.is_derived), Counter[str]())
    derived = [table for table in comparison.tables if table.is_derived]
    parts = []
    if comparison.has_records:
        parts.append(f"{sum(records.values()):,} {_noun(sum(records.values()), 'record')}{_each({kind: records[kind] for kind in KINDS})}")
    told = {"added": rows["ADD"], "changed": rows["MOD"], "removed": rows["DEL"]}
    parts.append(f"{rows.total():,} {_noun(rows.total(), 'row')}{_each(told)}")
    if derived:
        parts.append(f"{sum(sum(table.counts.values()) for table in derived):,} rows of {len(derived)} derived {_noun(len(derived), 'table')}")
    parts.append(f"{len(comparison.shape):,} {_noun(len(comparison.shape), 'change')} of the shape")
    return "; ".join(parts)


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _each(counts: dict[str, int]) -> str:
    told = [f"{count:,} {word}" for word, count in counts.items() if count]
    return f" ({', '.join(told)})" if told else ""


def by_kind(comparison: Comparison) -> Iterator[tuple[str, str, list[RecordChange]]]:
    """Each kind with changed records, how many of them were added, changed and so on, and the records."""
    for kind in dict.fromkeys(record.kind for record in comparison.records):
        records = [record for record in comparison.records if record.kind == kind]
        counts = Counter(record.change for record in records)
        yield kind, ", ".join(f"{counts[change]:,} {change}" for change in reversed(KINDS) if counts[change]), records


def headline(record: RecordChange) -> str:
    """What happened to a record beside its change in cells: where its id leads now, or why nowhere."""
    if record.successors:
        return f"{record.change} to {', '.join(record.successors)}" if record.change == "moved" else f"{record.change} into {', '.join(record.successors)}"
    return record.change


def told(record: RecordChange) -> Iterator[Told]:
    """The places in a record that differ, in the order of the tables. Of a record that came or went, its own rows say nothing new."""
    if record.change not in ("changed", "restored"):
        return
    for table, rows in record.rows.items():
        for row in rows if table not in (RECORDS, SUCCESSORS) else ():
            yield from _row(table, row, whole=table == record.kind)


def told_of_rows(name: str, rows: tuple[RowChange, ...]) -> Iterator[Told]:
    """The places in the rows of a table that differ, where they are of no record."""
    for row in rows:
        yield from _row(name, row, whole=False, owned=False)


def _row(table: str, row: RowChange, *, whole: bool, owned: bool = True) -> Iterator[Told]:
    key = row.key[1:] if owned else row.key
    where = "" if whole else f"{table}[{', '.join(key)}]"
    if row.op == "MOD":
        for cell in row.cells:
            yield Told(f"{where}.{cell.column}" if where else cell.column, cell.before, cell.after)
    else:
        rest = "; ".join(cell for cell in row.row[len(row.key) :] if cell)
        yield Told(where or table, None if row.op == "ADD" else rest, rest if row.op == "ADD" else None)
