"""What changed, rule by rule: the shape as it is, and rows by table and column, each judged by what a note says of its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scodata.changes.comparison import SUCCESSORS, Comparison, RecordChange, TableChange
from scodata.changes.notes import Notes
from scodata.changes.rows import RowChange
from scodata.changes.rules import RULES, Finding
from scodata.layout.tables import RECORDS

_RETIRED = {"moved": "record-combined", "split": "record-split", "withdrawn": "record-withdrawn"}
_SAID = {"corrected": "error-corrected", "updated": "data-updated", "redefined": "meaning-changed"}


def findings(comparison: Comparison, notes: Notes) -> tuple[Finding, ...]:
    """Every finding of a comparison, the gravest first; in the order of the rules, then of the package."""
    found = [*comparison.shape, *_records(comparison), *_rows(comparison, notes)]
    order = list(RULES)
    return tuple(sorted(found, key=lambda finding: order.index(finding.rule.id)))


def _records(comparison: Comparison) -> Iterator[Finding]:
    referred = {key[0] for table, key in comparison.referred if len(key) == 1}
    for record in comparison.records:
        where = f"`{record.id}` of {record.kind}"
        if record.change == "removed":
            yield Finding(RULES["id-lost"], f"{where} is gone", record.kind, record=record.id)
        elif record.change in _RETIRED:
            rule = _RETIRED[record.change] if record.id in referred else "record-retired"
            yield Finding(RULES[rule], f"{where} was {_retired(record)}", record.kind, record=record.id)
        elif record.change == "restored":
            yield Finding(RULES["record-restored"], f"{where} is back", record.kind, record=record.id)


def _retired(record: RecordChange) -> str:
    successors = ", ".join(f"`{id_}`" for id_ in record.successors)
    return {"moved": f"moved to {successors}", "split": f"split into {successors}"}.get(record.change, "withdrawn")


def _rows(comparison: Comparison, notes: Notes) -> Iterator[Finding]:
    told, added = _told_of_records(comparison), {record.id for record in comparison.records if record.change == "added"}
    for table in comparison.tables:
        if table.old is None or table.new is None or table.replaced:
            continue  # that the table came, went or got another key is said of the shape
        if table.is_derived:
            yield Finding(RULES["derived-changed"], f"{sum(table.counts.values()):,} rows of `{table.name}` follow from others", table.name)
            continue
        counts: Counter[tuple[str, str]] = Counter()
        for row in table.rows:
            if (table.name, row.op, row.key[0]) not in told and (row.op, row.key[0]) not in told:
                counts.update(_rules(comparison, notes, table, row, is_new=row.key[0] in added))
        for (rule, column), count in counts.items():
            yield Finding(RULES[rule], _sentence(rule, table.name, column, count), table.name, column, count=count)


def _told_of_records(comparison: Comparison) -> set[tuple[str, ...]]:
    """The rows of which the finding on their record says enough: as (operation, id), or, in the program's own tables, as (table, operation, id)."""
    retired = [record.id for record in comparison.records if record.change in (*_RETIRED, "removed")]
    standing = [*retired, *(record.id for record in comparison.records if record.change == "restored")]
    own = {(table, operation, id_) for table in (RECORDS, SUCCESSORS) for operation in ("ADD", "MOD", "DEL") for id_ in standing}
    return {*own, *(("DEL", id_) for id_ in retired)}


def _rules(comparison: Comparison, notes: Notes, table: TableChange, row: RowChange, *, is_new: bool) -> Iterator[tuple[str, str]]:
    """The rules that a changed row falls under, each with the column, where it is of one."""
    said = notes.says(table.name, row)
    if row.op == "DEL":
        yield ("referred-row-removed" if (table.name, row.key) in comparison.referred else _SAID.get(said, "data-updated")), ""
    elif row.op == "ADD":
        yield ("row-added" if is_new or said in ("", "updated") else _SAID[said]), ""
    links = {column for key in (table.new.foreign_keys if table.new else ()) for column in key.columns}
    for cell in row.cells:
        unsaid = "reference-updated" if cell.column in links else "data-updated"
        yield _SAID.get(notes.says(table.name, row, cell.column), unsaid), cell.column


def _sentence(rule: str, table: str, column: str, count: int) -> str:
    where = f"`{table}.{column}`" if column else f"`{table}`"
    rows = f"{count:,} {'row' if count == 1 else 'rows'}"
    if rule == "row-added":
        return f"{rows} more in {where}"
    if not column:
        return f"{rows} of {where} {'are gone' if rule != 'error-corrected' else 'corrected'}"
    return f"{where} changed in {rows}"
