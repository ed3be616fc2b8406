"""A comparison as Markdown, for the summary of a pull request: what the change asks for, then the records by kind, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scodata.changes.comparison import Comparison, RecordChange
from scodata.changes.rules import Finding
from scodata.changes.telling import Told, by_kind, counted, headline, told, told_of_rows
from scodata.report.escape import escaped

LINES = 400
"""Lines of the tables of records that are shown; a summary of GitHub holds a mebibyte."""
FINDINGS_SHOWN = 100
LONGEST = 300
"""Characters of a cell that are shown."""


def as_markdown(comparison: Comparison, findings: Sequence[Finding], verdict: str) -> str:
    """The report. Whatever comes out of the packages stands in code spans, in which nothing is markup (GitHub Flavored Markdown, 6.1)."""
    lines = ["### What changes in the data", "", f"{code_spans(verdict)}.", "", f"{counted(comparison)}.", ""]
    lines += _findings(findings)
    places = [*_records(comparison), *_rows(comparison)]
    shown = places[:LINES]
    for heading in dict.fromkeys(heading for heading, _ in shown):
        lines += [f"#### {heading}", "", "| record | what | before | after |", "|---|---|---|---|"]
        lines += [line for other, line in shown if other == heading]
        lines.append("")
    if len(places) > len(shown):
        lines += [f"{len(places) - len(shown):,} more lines aren't shown; `scodata diff` prints all of them as JSON.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield from ("| asks for | rule | what |", "|---|---|---|")
        yield from (f"| {finding.rule.level} | {finding.rule.id} | {code_spans(finding.what)} |" for finding in findings[:FINDINGS_SHOWN])
        yield from ([f"| | | {len(findings) - FINDINGS_SHOWN:,} more findings aren't shown |"] if len(findings) > FINDINGS_SHOWN else [])
        yield ""


def _records(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Each line of the tables of records, with the heading that it stands under."""
    for kind, counts, records in by_kind(comparison):
        for record in records:
            yield from ((f"{code(kind)}: {counts}", line) for line in _record(record))


def _record(record: RecordChange) -> Iterator[str]:
    places = list(told(record))
    label = f" {code(record.label)}" if record.label else ""
    if not places:
        yield f"| {code(record.id)}{label} | {code(headline(record)) if record.successors else record.change} | | |"
    for place in places:
        yield f"| {code(record.id)} | {_place(place)} |"


def _rows(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for table in comparison.tables if not comparison.has_records else ():
        for place in told_of_rows(table.name, table.rows):
            yield code(table.name), f"| | {_place(place)} |"


def _place(place: Told) -> str:
    sides = ("*no row*" if side is None else code(side) if side else "*empty*" for side in (place.before, place.after))
    return f"{code(place.where)} | {' | '.join(sides)}"


def code(text: str) -> str:
    """A text as a code span that can stand in the cell of a table: in it nothing is markup, a mention or a link."""
    safe = escaped(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
    safe = safe.replace("\\|", "\\u{5c}|").replace("|", "\\|")  # two backslashes would be one, and the bar would end the cell
    fence = "`" * (max(map(len, re.findall("`+", safe)), default=0) + 1)
    edge = " " if safe.startswith("`") or safe.endswith("`") or safe != safe.strip() or not safe else ""
    return f"{fence}{edge}{safe}{edge}{fence}"


def code_spans(sentence: str) -> str:
    """A sentence of the program's, whose parts in backticks may come out of a package: those become safe code spans, the rest plain text.

    A backtick in such a part would shift all that follows, so a sentence with an odd one is a code span as a whole.
    """
    parts = sentence.split("`")
    if len(parts) % 2 == 0 or any(_UNSAFE.search(part) for part in parts[::2]):
        return code(sentence)
    return "".join(code(part) if position % 2 else part for position, part in enumerate(parts))


_UNSAFE = re.compile(r"[^A-Za-z0-9 .,:;()→/+’'-]|https?:|www\.")
"""What plain text between code spans never holds, unless a package's text broke out of its span."""
