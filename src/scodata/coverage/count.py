"""What is counted while the records stream by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scodata.layout import Table
from scodata.tables import Row


@dataclass
class Coverage:
    """The counts, by the names of tables, of series and of years."""

    tables: Sequence[Table]
    records: Counter[str] = field(default_factory=Counter)
    filled: dict[str, list[int]] = field(default_factory=dict)
    years: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    sources: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    editions: defaultdict[str, list[tuple[int, bool, int]]] = field(default_factory=lambda: defaultdict(list))
    members: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, rows: Iterable[tuple[str, Row]], sources: int | None, earliest: date | None) -> None:
        """Counts one record: its rows, how many sources it cites (None where its kind cites none), and the first day that it can be of."""
        self.records[kind] += 1
        for table, row in rows:
            if table == kind:
                counts = self.filled.setdefault(kind, [0] * len(row))
                for position, cell in enumerate(row):
                    counts[position] += cell != ""
        if sources is not None:
            self.sources[kind][sources] += 1
        if earliest:
            self.years[kind][earliest.year] += 1

    def add_editions(self, facts: Iterable[tuple[object, ...]]) -> None:
        """Takes in the numbered events of all series, as the rules on series gather them."""
        for _, _, series, number, stated, earliest, _ in facts:
            self.editions[str(series)].append((int(str(number)), bool(stated), int(str(earliest))))


def cited(value: Mapping[str, object], citations: str) -> int | None:
    """How many sources a record cites in its property of this name; None where its kind has none."""
    found = value.get(citations) if citations else None
    return (len(found) if isinstance(found, dict) else 0) if citations else None
