"""Problems as text for people and editors, and as JSON, SARIF, JUnit and GitHub annotations for programs."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from scodata.problems import Problem
from scodata.report.escape import escaped
from scodata.report.github import as_github, as_step_summary
from scodata.report.json import as_json
from scodata.report.junit import as_junit
from scodata.report.sarif import as_sarif
from scodata.report.text import as_text, page, summary

FORMATS: Mapping[str, Callable[[Mapping[str, int], Iterable[Problem], Path], str]] = {
    "json": lambda counts, problems, root: as_json(counts, problems),
    "github": lambda counts, problems, root: "\n".join(as_github(problems)),
    "sarif": lambda counts, problems, root: as_sarif(problems),
    "junit": lambda counts, problems, root: as_junit(counts, problems),
}
"""The formats beside text, each from the counts of records, the problems and the catalogue's root to one text."""

__all__ = ["FORMATS", "as_step_summary", "as_text", "escaped", "page", "summary"]
