"""The rules by which a change asks for a version: those of the recipe Data Package Version, each with an id, and what a reader can do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["none", "patch", "minor", "major"]
LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")
"""From the smallest to the largest."""


@dataclass(frozen=True)
class Rule:
    """A kind of change: the part of the version that it raises, what falls under it, and, where it breaks a reader, what to do."""

    id: str
    level: Level
    text: str
    advice: str = ""


@dataclass(frozen=True)
class Finding:
    """Something that changed, and the rule that it falls under. `count`: how many rows or cells it speaks of."""

    rule: Rule
    what: str
    table: str = ""
    column: str = ""
    record: str = ""
    count: int = 1


_BY_NAME = "Read columns by name, never by position; where the whole row is copied, adapt the target."
_LOOK_UP = "Look the id up in `records`, and its successors in `records_successors`."
RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("package-renamed", "major", "The package has another name.", "Refer to the package by its new name."),
        Rule(
            "table-removed",
            "major",
            "A table is gone. A new name is a table gone and another added.",
            "Take the data from the tables that the dictionary lists.",
        ),
        Rule("column-added", "major", "A column is added.", _BY_NAME),
        Rule(
            "column-removed",
            "major",
            "A column is gone. A new name is a column gone and another added.",
            "Do without the column, or take it from the one that replaces it.",
        ),
        Rule("column-moved", "major", "A column stands elsewhere in its table.", _BY_NAME),
        Rule("type-changed", "major", "The type or the format of a column is another.", "Read the column with its new type."),
        Rule(
            "constraint-tightened",
            "major",
            "A column allows less than before, or it can't be known that it allows as much.",
            "Hold your own rows against the new limits before you add them.",
        ),
        Rule("key-changed", "major", "Other columns name a row of a table.", "Join on the new key."),
        Rule(
            "reference-tightened",
            "major",
            "Columns must name a row of a table, where they were free or named rows of another.",
            "Join with the table that is named now.",
        ),
        Rule("record-combined", "major", "A record to which others referred is now part of another one.", _LOOK_UP),
        Rule("record-split", "major", "A record to which others referred is now several.", _LOOK_UP),
        Rule("record-withdrawn", "major", "A record to which others referred was withdrawn.", _LOOK_UP),
        Rule(
            "referred-row-removed",
            "major",
            "A row to which rows of another record or table referred is gone.",
            "Drop what you hold of the row, or keep the old version for it.",
        ),
        Rule("id-lost", "major", "An id is gone without leaving a redirect.", "Keep the old version for this id; nothing leads on from it."),
        Rule(
            "meaning-changed",
            "major",
            "A note says that data means something else than before.",
            "Read what the note says, and compute again whatever rests on the data.",
        ),
        Rule("licence-changed", "major", "The licences of the data are others.", "See whether your use is still allowed."),
        Rule("table-added", "minor", "A table is added."),
        Rule("row-added", "minor", "Rows are added to a table."),
        Rule("constraint-loosened", "minor", "A column allows more than before."),
        Rule("reference-loosened", "minor", "Columns need no longer name a row of a table."),
        Rule("reference-updated", "minor", "A row refers to another row than before."),
        Rule("record-retired", "minor", "A record to which no other referred was moved, split or withdrawn; its id leads on."),
        Rule("record-restored", "minor", "A record that was retired is back."),
        Rule("data-updated", "minor", "Cells changed or rows went, since the world changed or nobody said why."),
        Rule("error-corrected", "patch", "A note says that an error was corrected."),
        Rule("metadata-changed", "patch", "Titles, descriptions, labels, examples, contributors, schemas of records or the order of tables changed."),
        Rule("derived-changed", "patch", "Rows of a derived table changed; they follow from other rows, whose change counts by itself."),
    )
}
"""By id, the gravest first. `licence-changed`, `id-lost`, `record-restored` and `derived-changed` are our own; the others are the recipe's."""


def level_of(findings: Iterable[Finding]) -> Level:
    """The gravest level of the findings; `none` where there is none."""
    return max((finding.rule.level for finding in findings), key=LEVELS.index, default="none")
