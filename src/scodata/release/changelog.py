"""`CHANGELOG.md`, edited as a person would: what was written under `Unreleased` moves under a heading of the version, and what is computed follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scodata.catalogue import CHANGELOG
from scodata.problems import ScodataError

_HEADING = re.compile(r"(?m)^(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*$")
EMPTY = "# Changelog\n\n## Unreleased\n"


@dataclass(frozen=True)
class Section:
    """A section of a changelog: where its heading begins, where its body begins and ends, how deep it is, and the heading's text."""

    start: int
    body: int
    end: int
    depth: int
    title: str


def with_release(text: str | None, version: str, date: str, computed: str) -> tuple[str, str]:
    """The changelog with the section of a version, and what stands in that section; both end with a line end.

    A section that somebody wrote for the version already is final: it stays as it is. Else what stands under the first heading `Unreleased`
    comes on top, and below it what was computed, whose headings begin with `## `. No text is a changelog that begins now. Raises
    `ScodataError` where there is neither heading.
    """
    text = EMPTY if text is None else text
    written = section_of(text, version)
    if written is not None:
        return text, written
    open_ = _section(text, r"(?i:\[?unreleased\]?)")
    if open_ is None:
        raise ScodataError(
            f"{CHANGELOG} has no heading `Unreleased`, so there is no place for the section of {version}; write `## Unreleased` where it belongs"
        )
    marks = "#" * open_.depth
    heading = f"[{version}]" if open_.title.startswith("[") else version
    body = "\n\n".join(part for part in (text[open_.body : open_.end].strip(), _shifted(computed, open_.depth - 1).strip()) if part)
    rest = text[open_.end :]
    edited = f"{text[: open_.start]}{marks} {open_.title}\n\n{marks} {heading} - {date}\n\n{body}\n{f'{chr(10)}{rest}' if rest else ''}"
    return edited, _shifted(f"{body}\n", 1 - open_.depth)


def section_of(text: str, version: str) -> str | None:
    """What stands in the section of a version, with headings that begin with `## `; None where it has none."""
    written = _section(text, rf"\[?v?{re.escape(version)}\]?( .*)?")
    return _shifted(text[written.body : written.end].strip() + "\n", 1 - written.depth) if written else None


def _section(text: str, title: str) -> Section | None:
    """The first section, below the heading of the document itself, whose title is this pattern."""
    headings = list(_HEADING.finditer(text))
    for position, heading in enumerate(headings):
        depth = len(heading["marks"])
        if depth > 1 and re.fullmatch(title, heading["text"]):
            end = next((other.start() for other in headings[position + 1 :] if len(other["marks"]) <= depth), len(text))
            return Section(heading.start(), heading.end(), end, depth, heading["text"])
    return None


def _shifted(text: str, by: int) -> str:
    """The text with each heading deeper by so many marks, or, where that is less than nothing, less deep."""
    return _HEADING.sub(lambda heading: f"{'#' * max(1, len(heading['marks']) + by)} {heading['text']}", text)
