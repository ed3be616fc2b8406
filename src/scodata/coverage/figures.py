"""The counts as plain figures, the one form from which every other is written; `own/coverage.json` describes it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from scodata.coverage.count import Coverage

Figures = dict[str, Any]


def figures(coverage: Coverage, title: str) -> Figures:
    """All that is counted, kinds in the order of the package, series and years in their own."""
    kinds = [table.name for table in coverage.tables if table.name in coverage.records]
    return {
        "title": title,
        "records": {kind: coverage.records[kind] for kind in kinds},
        "series": [_series(coverage, series) for series in sorted(coverage.members)],
        "years": {kind: {str(year): count for year, count in sorted(coverage.years[kind].items())} for kind in kinds if kind in coverage.years},
        "sources": {kind: _sources(coverage.sources[kind]) for kind in kinds if kind in coverage.sources},
        "filled": {table.name: dict(_filled(coverage, table.name)) for table in coverage.tables if table.name in coverage.filled},
    }


def as_json(found: Figures) -> str:
    """The figures as JSON."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _series(coverage: Coverage, series: str) -> dict[str, Any]:
    """How many records belong to a series, and which of its numbers a source prints, were counted by us, and are missing below the last."""
    found = coverage.editions.get(series, [])
    numbers = {number for number, _, _ in found}
    return {
        "id": series,
        "records": coverage.members[series],
        "printed": sorted({number for number, stated, _ in found if stated}),
        "counted": sorted({number for number, stated, _ in found if not stated}),
        "missing": [number for number in range(1, max(numbers, default=0)) if number not in numbers],
    }


def _sources(counts: Counter[int]) -> dict[str, int]:
    """How many records of a kind cite no source, one, two, three or more, and how many citations they have together."""
    more = sum(count for number, count in counts.items() if number > 2)
    return {"none": counts[0], "one": counts[1], "two": counts[2], "more": more, "citations": sum(number * count for number, count in counts.items())}


def _filled(coverage: Coverage, kind: str) -> Iterator[tuple[str, int]]:
    """The columns of a kind's own table that curators fill, and how many of its records do so."""
    table = next(table for table in coverage.tables if table.name == kind)
    return ((column.name, count) for column, count in zip(table.columns, coverage.filled[kind], strict=True) if not column.source)
