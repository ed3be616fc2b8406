"""Problems as SARIF 2.1.0 (OASIS), which code scanners and editors read."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from typing import Any

from scodata.problems import Code, Mend, Place, Problem, in_order

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(problems: Iterable[Problem]) -> str:
    """One run, with the help of each rule that found something. Fingerprints rest on code, record, pointer and message: they survive a shift of lines."""
    found = in_order(problems)
    seen: Counter[str] = Counter()
    codes = {code.id: code for code in sorted({problem.code for problem in found}, key=lambda code: code.id)}
    places = {id_: place for place, id_ in enumerate(codes)}
    results = [{"ruleIndex": places[problem.code.id], **_result(problem, seen)} for problem in found]
    driver = {"name": "scodata", "informationUri": "https://datapackage.org", "rules": [_rule(code) for code in codes.values()]}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}]}
    return json.dumps(log, indent=2)


def _rule(code: Code) -> dict[str, Any]:
    first, _, rest = code.page.partition("\n\n")
    name = "".join(part.capitalize() for part in code.name.split("-"))
    return {
        "id": code.id,
        "name": name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": first},
        "help": {"text": code.page, "markdown": f"**{first}**\n\n{rest}"},
        "defaultConfiguration": {"level": code.severity},
    }


def _result(problem: Problem, seen: Counter[str]) -> dict[str, Any]:
    identity = "\x1f".join((problem.code.id, problem.place.path, problem.record, problem.pointer, problem.message))
    seen[identity] += 1
    digest = hashlib.sha256(f"{identity}\x1f{seen[identity]}".encode("utf-8", "surrogateescape")).hexdigest()
    message = _readable(problem.message + (f". Hint: {problem.hint}" if problem.hint else ""))
    result: dict[str, Any] = {
        "ruleId": problem.code.id,
        "level": problem.code.severity,
        "message": {"text": message},
        "locations": [_location(problem.place)],
        "partialFingerprints": {"scodata/v1": digest},
    }
    if problem.mend:
        result["fixes"] = [_fix(problem.mend)]
    if problem.related:
        related = enumerate(problem.related, 1)
        result["relatedLocations"] = [{"id": number, "message": {"text": _readable(what)}, **_location(place)} for number, (place, what) in related]
    return result


def _fix(mend: Mend) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(mend.place), "insertedContent": {"text": mend.text}}
    return {"artifactChanges": [{"artifactLocation": {"uri": _uri(mend.place.path)}, "replacements": [replacement]}]}


def _readable(text: str) -> str:
    """The text with bytes of file names that aren't UTF-8 spelt out: JSON has no other way to hold them."""
    return text.encode("utf-8", "backslashreplace").decode()


def _location(place: Place) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.path)}, "region": _region(place)}}


def _region(place: Place) -> dict[str, int]:
    return {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(os.fsencode(path))
