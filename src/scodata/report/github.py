"""Problems as annotations of GitHub Actions (workflow commands), worst first, within the ten of a type that GitHub shows for a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scodata.problems import Problem, in_order
from scodata.report.escape import escaped

SHOWN = 10
"""Annotations of one type that GitHub keeps for a step; it drops the rest in silence."""


def as_github(problems: Iterable[Problem]) -> Iterator[str]:
    """One line an annotation; the last one says how many of a type are hidden, where any are."""
    found = in_order(problems)
    for severity in ("error", "warning"):
        of_type = [problem for problem in found if problem.code.severity == severity]
        kept = of_type if len(of_type) <= SHOWN else of_type[: SHOWN - 1]
        yield from map(_annotation, kept)
        if len(of_type) > len(kept):
            yield f"::{severity} title=scodata::{len(of_type) - len(kept)} more of this type are not shown here; the step summary has all of them"


def as_step_summary(counts: Mapping[str, int], problems: Iterable[Problem]) -> str:
    """All problems as a table in Markdown, for `$GITHUB_STEP_SUMMARY`."""
    found = in_order(problems)
    lines = [f"### scodata: {len(found)} {'finding' if len(found) == 1 else 'findings'} in {sum(counts.values()):,} records", ""]
    if found:
        lines += ["| where | code | what | hint |", "|---|---|---|---|"]
        lines += [f"| `{_cell(_where(problem))}` | {problem.code.id} | {_cell(problem.message)} | {_cell(problem.hint)} |" for problem in found]
    return "\n".join(lines) + "\n"


def _annotation(problem: Problem) -> str:
    place = problem.place
    properties = {
        "file": place.path,
        "line": str(place.line),
        "endLine": str(place.end_line),
        "col": str(place.column),
        "endColumn": str(place.end_column),
        "title": f"{problem.code.id} {problem.code.name}",
    }
    if place.line != place.end_line:
        del properties["endColumn"]
    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    return f"::{problem.code.severity} {','.join(f'{name}={_property(value)}' for name, value in properties.items())}::{_data(escaped(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(escaped(text)).replace(":", "%3A").replace(",", "%2C")


def _where(problem: Problem) -> str:
    return f"{problem.place.path}:{problem.place.line}:{problem.place.column}"


def _cell(text: str) -> str:
    """Text that can't end its cell, or become markup."""
    safe = escaped(text).replace("&", "&amp;").replace("<", "&lt;")
    return safe.replace("|", "\\|").replace("[", "\\[").replace("@", "&#64;")
