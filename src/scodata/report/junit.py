"""Problems as JUnit XML, which most CI servers show: a test case a file with problems, and one that stands for all that is well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scodata.problems import Problem, in_order

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(counts: Mapping[str, int], problems: Iterable[Problem]) -> str:
    """One suite; errors are failures, warnings go to the output of their case."""
    from xml.etree import ElementTree  # here, since few runs ask for it

    found = in_order(problems)
    by_file: dict[str, list[Problem]] = {}
    for problem in found:
        by_file.setdefault(problem.place.path, []).append(problem)
    failing = sum(any(problem.code.severity == "error" for problem in group) for group in by_file.values())
    suite = ElementTree.Element("testsuite", name="scodata", tests=str(len(by_file) + 1), failures=str(failing), errors="0", skipped="0")
    ElementTree.SubElement(suite, "testcase", classname="scodata", name=f"{sum(counts.values())} records")
    for path, group in by_file.items():
        case = ElementTree.SubElement(suite, "testcase", classname="scodata", name=_xml(path), file=_xml(path), line=str(group[0].place.line))
        errors = [problem for problem in group if problem.code.severity == "error"]
        if errors:
            failure = ElementTree.SubElement(case, "failure", message=_xml(errors[0].message), type=errors[0].code.id)
            failure.text = "\n".join(map(_line, errors))
        warnings = [problem for problem in group if problem.code.severity == "warning"]
        if warnings:
            ElementTree.SubElement(case, "system-out").text = "\n".join(map(_line, warnings))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=False)


def _line(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    return _xml(f"{problem.place.path}:{problem.place.line}:{problem.place.column}: {problem.code.id} {problem.message}{hint}")


def _xml(text: str) -> str:
    return _NOT_XML.sub("�", text)
