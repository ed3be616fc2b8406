"""The body of an issue, as GitHub makes it of a filled form, becomes answers. Whoever wrote it may mean harm: nothing in it is more than a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scodata.documents.characters import HIDDEN
from scodata.problems import ScodataError

KIND = "Kind of record"
"""The label of the first question, whose one answer names the kind."""
LARGEST_BODY = 1 << 18
"""Bytes; GitHub takes 65,536 characters."""
NO_ANSWER = "_No response_"
"""What GitHub writes where nothing was filled in."""


def kind_of(body: str, kinds: Iterable[str]) -> str:
    """The kind that a body says it is of; raises `ScodataError` where it says none, and so is no filled form."""
    lines = _lines(body)
    start = next((number for number, line in enumerate(lines) if line == f"### {KIND}"), len(lines))
    said = next((line for line in lines[start + 1 :] if line), "")
    if said not in kinds:
        raise ScodataError(f"this is no filled form: below `### {KIND}` stands none of {', '.join(kinds)}")
    return said


def answers_of(body: str, labels: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The answers by their labels, those that were given, and sentences on what looks wrong.

    The labels stand in the order of the form. A heading counts only as that of the next question, so that an answer may hold any heading that
    isn't; where one stands twice before the question after it, the first counts, and that is said.
    """
    lines = _lines(body)
    places: list[tuple[str, int]] = []
    remarks = []
    for label in labels:
        start = places[-1][1] + 1 if places else 0
        found = [number for number in range(start, len(lines)) if lines[number] == f"### {label}"]
        if found:
            places.append((label, found[0]))
        else:
            remarks.append(f"the question `{label}` doesn't stand in the issue any more")
        if len(found) > 1:
            remarks.append(f"the heading `{label}` stands {len(found)} times; what follows the first was taken for the answer")
    ends = [place for _, place in places[1:]] + [len(lines)]
    given = {label: "\n".join(lines[place + 1 : end]).strip() for (label, place), end in zip(places, ends, strict=True)}
    return {label: text for label, text in given.items() if text and text != NO_ANSWER}, remarks


def one_line(text: str) -> str:
    """A text as a record holds it: on one line, in Unicode's normal form C, without what can't be seen."""
    import unicodedata

    seen = HIDDEN.sub("", re.sub(r"\s+", " ", text))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _lines(body: str) -> list[str]:
    return [line.rstrip() for line in re.split(r"\r\n|\r|\n", body)]
