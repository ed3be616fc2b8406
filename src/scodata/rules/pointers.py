"""Rules on pointers: what a citation supports, or a claim is about, stands in the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scodata.findings import Draft, Finding, Known, record_rule
from scodata.problems import from_pointer, near, slip, to_pointer


@record_rule("R308", "points-at-nothing", on="x-pointer")
def points_at_nothing(draft: Draft, known: Known) -> Iterator[Finding]:
    """A pointer leads nowhere in its record, or into a list.

    Why: a citation that supports nothing supports a fact that was moved or deleted. Items of a list have no lasting place.

    Mend: write the path of keys to the value, each after a slash: `/terms/chair-2023/start_date`. A value of a set is named as a whole: `/roles`.

    Example: `/start-date`, where the property is `start_date`.
    """
    for site in draft.marked("x-pointer"):
        found = _follow(draft.value, from_pointer(site.value)) if isinstance(site.value, str) else None
        if found:
            message, hint, mend = found
            yield Finding(f"`{site.value}` points at nothing: {message}", site.path, hint, site.key, mend=mend)


def _follow(value: Any, tokens: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Why a pointer leads nowhere, a hint, and the pointer that was surely meant; None where it leads to a value."""
    for depth, token in enumerate(tokens):
        if not isinstance(value, dict):
            what = "a list, whose items have no lasting place" if isinstance(value, list) else "a value, with nothing below it"
            return f"`{to_pointer(tokens[:depth])}` is {what}", f"point at `{to_pointer(tokens[:depth])}` itself", ""
        if token not in value:
            above = f"`{to_pointer(tokens[:depth])}`" if depth else "the record"
            meant = slip(token, value)
            mend = to_pointer((*tokens[:depth], meant, *tokens[depth + 1 :])) if meant else ""
            return f"there is no `{token}` in {above}", near(token, value), mend
        value = value[token]
    return None
