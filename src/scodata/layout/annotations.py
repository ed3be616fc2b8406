"""The annotations that name other things, kinds and properties, held against the shapes: what they name must exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scodata.layout.shapes import Shape
from scodata.layout.tables import RECORDS
from scodata.problems import Problem, near
from scodata.schemas import Schemas
from scodata.schemas.codes import MISUSED_ANNOTATION


def _dates_of_terms(names: Mapping[str, Any]) -> Iterable[str]:
    return (names[key] for key in ("start", "seen", "end", "planned") if key in names)


_OF_PROPERTIES: Mapping[str, Callable[[Any], Iterable[str]]] = {
    "x-interval": lambda pairs: (name for pair in pairs for name in pair),
    "x-period": lambda pairs: (name for pair in pairs for name in pair),
    "x-unheld": lambda values: values,
    "x-pending": lambda values: values,
    "x-looked-at": lambda names: names.values(),
    "x-alike": lambda lists: (name for names in lists for name in names),
    "x-claim": lambda names: (names["about"], names["readings"], names["reason"]),
    "x-capacity": lambda names: (names["of"], names["capacity"]),
    "x-language-of": lambda names: names,
    "x-calendar": lambda names: (*([names["place"]] if "place" in names else ()), *names.get("status", ())),
    "x-key": lambda names: names,
    "x-as-of": lambda names: (*names["certain"], *names["possible"], *names["group"], names["who"]),
}
"""On an object: the properties of it that an annotation names."""
_OF_ITEMS: Mapping[str, Callable[[Any], Iterable[str]]] = {
    "x-citations": lambda name: (name,),
    "x-after": lambda names: (names["date"], *names["when"]),
    "x-edition": lambda names: names.values(),
    "x-terms": lambda names: (*names["same"], *_dates_of_terms(names), *names.get("over", ()), *names.get("says", ())),
    "x-exclusive": lambda lists: (name for one in lists for key in ("same", "has", "dates", "unless") for name in one.get(key, ())),
}
"""On a map: the properties of its items that an annotation names."""
_DATES = ("x-interval", "x-period")


def misused(schemas: Schemas, shapes: Mapping[str, Shape], shape: Shape) -> Iterator[Problem]:
    """What the annotations of one shape name, and isn't there."""
    yield from _reference(schemas, shapes, shape)
    for named, around in ((_OF_PROPERTIES, shape), (_OF_ITEMS, shape.items)):
        for annotation, names in named.items():
            if annotation in shape.schema:
                known = around.named if around else {}
                yield from _properties(schemas, shape, annotation, names(shape.schema[annotation]), known)


def _reference(schemas: Schemas, shapes: Mapping[str, Shape], shape: Shape) -> Iterator[Problem]:
    kind, conditions = shape.reference
    if not kind or kind == RECORDS:
        return
    if kind not in shapes:
        yield schemas.problem(MISUSED_ANNOTATION, f"there is no kind `{kind}`", shape.body / "x-ref", near(kind, shapes))
        return
    for name in conditions:
        target = shapes[kind].named.get(name)
        if target is None or target.form != "scalar":
            yield schemas.problem(MISUSED_ANNOTATION, f"`{kind}` has no text `{name}`", shape.body / "x-ref")


def _properties(schemas: Schemas, shape: Shape, annotation: str, names: Iterable[str], known: Mapping[str, Shape]) -> Iterator[Problem]:
    where = shape.body if annotation in (schemas.at(shape.body) or {}) else shape.where
    for name in dict.fromkeys(names):
        if name not in known:
            yield schemas.problem(
                MISUSED_ANNOTATION, f"`{annotation}` names `{name}`, and there is no such property here", where / annotation, near(name, known)
            )
        elif annotation in _DATES and not (known[name].is_date or known[name].schema.get("format") == "date"):
            yield schemas.problem(MISUSED_ANNOTATION, f"`{name}` is no date here, so it can't bound a time", where / annotation)
