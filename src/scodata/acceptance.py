"""Findings that were looked at and accepted, each with its reason, in one file; an exception that matches nothing any more is a finding itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scodata.catalogue import EXCEPTIONS, Catalogue
from scodata.documents import Document, read
from scodata.problems import Code, Problem
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
    """The problems that no exception accepts, those of `exceptions.yaml` itself, and its stale exceptions. A broken file accepts nothing.

    Only warnings can be accepted: an error would cost the package a value. Unless every file could be read (`complete`), nothing is stale.
    """
    found = list(problems)
    document, own_problems = read(catalogue.exceptions, EXCEPTIONS) if catalogue.exceptions.exists() else (None, [])
    own_problems += own_judge("exceptions.json").problems(document) if document else []
    if document is None or own_problems:
        yield from (*found, *own_problems)
        return
    exceptions = list(enumerate(document.value["exceptions"]))
    for problem in found:
        if not any(_accepts(exception, problem) for _, exception in exceptions):
            yield problem
    for position, exception in exceptions if complete else ():
        if not any(_accepts(exception, problem) for problem in found):
            yield _stale(document, position, exception)


def _accepts(exception: dict[str, str], problem: Problem) -> bool:
    return (
        problem.code.severity == "warning"
        and exception["code"] == problem.code.id
        and exception["record"] == problem.record
        and exception.get("pointer", problem.pointer) == problem.pointer
    )


def _stale(document: Document, position: int, exception: dict[str, str]) -> Problem:
    return document.problem(STALE, f"no warning with the code {exception['code']} is found in `{exception['record']}`", ("exceptions", position, "code"))
