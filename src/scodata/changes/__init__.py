"""What differs between two packages: their shape, their rows by key, their records by id; and what version that asks for."""

from scodata.changes.comparison import Comparison, RecordChange, TableChange, compare
from scodata.changes.delta import apply, delta
from scodata.changes.rows import CellChange, RowChange
from scodata.changes.rules import LEVELS, RULES, Finding, Level, Rule, level_of

__all__ = [
    "LEVELS",
    "RULES",
    "CellChange",
    "Comparison",
    "Finding",
    "Level",
    "RecordChange",
    "RowChange",
    "Rule",
    "TableChange",
    "apply",
    "compare",
    "delta",
    "level_of",
]
