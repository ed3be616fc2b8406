"""The text as a source: the record of itself, and what each draft cites of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scodata.drafting.desk import Desk, Draft, Path, holds, plain, pointers
from scodata.drafting.scene import Act
from scodata.drafting.text import paragraphs
from scodata.layout import Shape
from scodata.phrases.grammar import Citing, Tree
from scodata.problems import to_pointer

LONGEST_HEADLINE = 250
"""Characters."""


def facts_of(text: str, url: str, published: str) -> dict[str, str]:
    """What is known of a text beside its sentences, by the names that templates use; what isn't known is empty."""
    first = next(iter(paragraphs(text)), (0, 0))
    headline = " ".join(text[slice(*first)].split())
    is_headline = len(headline) <= LONGEST_HEADLINE and not re.search(r"[.!?。！？]$", headline) and text[first[1] :].strip()
    host = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    site = max(host[:-1] or host, key=len)
    return {"text": text, "url": url, "site": site, "published": published, "published.year": published[:4], "headline": headline if is_headline else ""}


def cite(drafts: Sequence[Draft], act: Act, citing: Citing, desk: Desk) -> None:
    """Adds the text itself to the drafts, and to each draft the citation of it. `act` is what the templates are filled by."""
    source = act.make(citing.source)
    for draft in drafts if source else ():
        shape = desk.shapes[draft.kind]
        for name, inner in shape.properties:
            if "x-citations" in inner.schema:
                draft.values[name] = {source: _citation(draft, shape, citing, str(inner.schema["x-citations"]), act)}


def _citation(draft: Draft, shape: Shape, citing: Citing, supports: str, act: Act) -> dict[str, Any]:
    by_place = {path: _paragraphs(draft, path) for path in pointers(shape, draft.values) if path != ("id",)}
    by_place = {path: numbers for path, numbers in by_place.items() if numbers}
    every = sorted({number for numbers in by_place.values() for number in numbers})
    whole = _filled(citing.record_one if len(every) == 1 else citing.record_several, every, act) if every else {}
    citation = dict(whole) if isinstance(whole, dict) else {}
    if len(every) > 1 or (every and not citation):
        parts = {to_pointer(path): _filled(citing.part_one if len(numbers) == 1 else citing.part_several, numbers, act) for path, numbers in by_place.items()}
        citation[supports] = {pointer: {} if part is None else part for pointer, part in parts.items()}
    return citation


def _paragraphs(draft: Draft, path: Path) -> list[int]:
    """The numbers of the paragraphs on which a part of a draft rests."""
    return sorted({span.paragraph for at, span in draft.evidence.items() if at[: len(path)] == path and span.paragraph})


def _filled(tree: Tree, numbers: Sequence[int], act: Act) -> Any:
    if tree is None:
        return None
    if tree == "{paragraph}":
        return numbers[0]
    node = Act(act.scene, act.value, act.rule, {}, {}, {"paragraph": str(numbers[0]), "paragraphs": listed(numbers)}).expand(tree)
    return plain(node) if node else {}


def listed(numbers: Sequence[int]) -> str:
    """Numbers in words: `1`, `2 and 3`, `1, 3 and 4`, `2-6`."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}-{numbers[-1]}"
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def unrecorded(values: Mapping[str, Any], existing: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    """What of these values the record in the catalogue doesn't hold; a basis without what it is the basis of is left out."""
    left = {key: rest for key, value in values.items() if (rest := _left(value, existing.get(key), shape.named.get(key))) is not None}
    return {key: value for key, value in left.items() if key.removesuffix("_basis") in left or key.removesuffix("_basis") not in values}


def _left(value: Any, existing: Any, shape: Shape | None) -> Any:
    if existing is None or shape is None:
        return value
    if "x-label" in shape.schema:
        return _unnamed(value, existing)
    if isinstance(value, dict) and isinstance(existing, dict):
        if shape.form == "map" and shape.keys and not shape.keys.reference[0]:
            return dict(_new_items(value, existing, shape)) or None
        inner = shape.named if shape.form == "object" else dict.fromkeys(value, shape.items)
        left = {key: rest for key, one in value.items() if (rest := _left(one, existing.get(key), inner.get(key))) is not None}
        return left or None
    if isinstance(value, list) and isinstance(existing, list):
        return [item for item in value if item not in existing] or None
    return None if value == existing else value


def _unnamed(value: Any, existing: Any) -> Any:
    """Names in languages in which the record has none; where it has one, it isn't contradicted by another."""
    return {key: one for key, one in value.items() if key not in existing} or None if isinstance(value, dict) and isinstance(existing, dict) else None


def _new_items(value: Mapping[str, Any], existing: Mapping[str, Any], shape: Shape) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if not any(holds(one, item, shape.items) for one in existing.values()):
            yield key, item
