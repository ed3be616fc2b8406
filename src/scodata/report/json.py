"""Problems as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from scodata.problems import Place, Problem, in_order


def as_json(counts: Mapping[str, int], problems: Iterable[Problem]) -> str:
    """`{"problems": […], "summary": {"records": {kind: number}, "errors": number, "warnings": number}}`, ASCII only."""
    found = in_order(problems)
    errors = sum(problem.code.severity == "error" for problem in found)
    whole = {"problems": [_problem(problem) for problem in found], "summary": {"records": dict(counts), "errors": errors, "warnings": len(found) - errors}}
    return json.dumps(whole, indent=2)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code.id,
        "severity": problem.code.severity,
        "message": problem.message,
        "hint": problem.hint,
        **_place(problem.place),
        "record": problem.record,
        "pointer": problem.pointer,
        "mend": {"text": problem.mend.text, **_place(problem.mend.place)} if problem.mend else None,
        "related": [{"message": what, **_place(place)} for place, what in problem.related],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column, "end_line": place.end_line, "end_column": place.end_column}
