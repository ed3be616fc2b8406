"""Findings that were looked at and accepted, each with its reason, in one file; an exception that matches nothing any more is a finding itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scodata.catalogue import EXCEPTIONS, Catalogue
from scodata.documents import Document, read
from scodata.problems import Code, Problem, from_pointer
from scodata.schemas import own_judge

STALE = Code(
    "C513",
    "stale-exception",
    """An exception matches no finding any more.

Why: an exception that outlives its finding would hide the next one.

Mend: delete it from `exceptions.yaml`, or correct its code, record or pointer. Only warnings can be accepted; an error must be mended.

Example: `code: T413` for a record whose series has no hole any more.""",
)


def without_accepted(catalogue: Catalogue, problems: Iterable[Problem], *, complete: bool = True) -> Iterator[Problem]:
    """The problems that no exception accepts, those of `exceptions.yaml` itself, and its stale exceptions. What is broken in it accepts nothing.

    Only warnings can be accepted: an error would cost the package a value. Unless every file could be read (`complete`), nothing is stale.
    """
    found = list(problems)
    document, own_problems = read(catalogue.exceptions, EXCEPTIONS) if catalogue.exceptions.exists() else (None, [])
    own_problems += own_judge("exceptions.json").problems(document) if document else []
    yield from own_problems
    exceptions = list(_whole(document, own_problems)) if document else []
    for problem in found:
        if not any(_accepts(exception, problem) for _, exception in exceptions):
            yield problem
    if document and complete:
        unmatched = ((position, exception) for position, exception in exceptions if not any(_accepts(exception, problem) for problem in found))
        yield from (_stale(document, position, exception) for position, exception in unmatched)


def _whole(document: Document, problems: Iterable[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """The exceptions in which nothing is wrong, with their positions; none where the file as a whole is no list of exceptions."""
    listed = document.value.get("exceptions")
    broken = {from_pointer(problem.pointer)[1:2] for problem in problems}
    if isinstance(listed, list) and () not in broken:
        yield from ((position, exception) for position, exception in enumerate(listed) if (str(position),) not in broken)


def _accepts(exception: dict[str, str], problem: Problem) -> bool:
    return (
        problem.code.severity == "warning"
        and exception["code"] == problem.code.id
        and exception["record"] == problem.record
        and exception.get("pointer", problem.pointer) == problem.pointer
    )


def _stale(document: Document, position: int, exception: dict[str, str]) -> Problem:
    return document.problem(STALE, f"no warning with the code {exception['code']} is found in `{exception['record']}`", ("exceptions", position, "code"))
