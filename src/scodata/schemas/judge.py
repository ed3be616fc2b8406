"""The verdict on a document, by `jsonschema-rs`: it takes microseconds, and says yes or no. What a refusal means, `explain` says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Protocol

import jsonschema_rs

from scodata import edtf
from scodata.documents import Document
from scodata.problems import Problem
from scodata.schemas.load import Schema, Schemas, Where, own, pointer

OWN_FORMATS: Mapping[str, Callable[[str], bool]] = {"edtf": lambda text: edtf.parse(text) is not None, "date": edtf.is_day}
"""The formats that are checked; JSON Schema lets a validator pass over any other."""


class _Verdict(Protocol):
    def is_valid(self, instance: Any) -> bool: ...


class Judge:
    """Holds documents against one place of the schemas.

    `jsonschema-rs` gives the verdict and `jsonschema` the explanation; the two agree on every keyword that a layout can be made of, and
    a test holds them against each other on the JSON Schema Test Suite.
    """

    def __init__(self, verdict: _Verdict, bundle: Schema) -> None:
        self._verdict = verdict
        self._bundle = bundle

    def problems(self, document: Document) -> Iterator[Problem]:
        """What the schema finds wrong in the document, each at its value or key."""
        if not self._verdict.is_valid(document.value):
            from scodata.schemas.explain import explained

            yield from explained(self._bundle, document)

    def bad_keys(self, value: Any) -> list[str]:
        """The keys at the top of a mapping that are refused, or whose values are."""
        from scodata.schemas.explain import bad_keys

        return bad_keys(self._bundle, value)

    def lacking(self, value: Any) -> list[tuple[tuple[str | int, ...], ...]]:
        """What the schema asks for and the value hasn't, each once: the path of it, or the paths of which one is enough."""
        from scodata.schemas.explain import lacking

        return list(dict.fromkeys(lacking(self._bundle, value)))

    def accepts(self, value: Any) -> bool:
        """Whether the schema allows the value."""
        return self._verdict.is_valid(value)

    def reason(self, value: Any) -> str:
        """The first reason why the schema doesn't allow the value."""
        from scodata.schemas.explain import reason

        return reason(self._bundle, value)


class Bench:
    """Judges for every place of the schemas, out of one compilation."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._definitions = schemas.bundle("")["$defs"]
        self._verdicts = jsonschema_rs.validator_map_for({"$defs": self._definitions}, validate_formats=True, formats=dict(OWN_FORMATS))

    def judge(self, where: Where) -> Judge:
        """The judge of one place."""
        place = f"#/$defs/{where.file}{pointer(where)}"
        verdict = self._verdicts.get(place)
        assert verdict is not None, f"there is a schema at {place}"
        return Judge(verdict, {"$ref": place, "$defs": self._definitions})


def violations(schema: Schema, value: Any) -> Iterator[tuple[str, str]]:
    """Where and how a value breaks somebody else's schema, of whatever draft it says, formats aside: JSON Pointer and message."""
    if not jsonschema_rs.validator_for(schema, validate_formats=False).is_valid(value):
        from scodata.schemas.explain import violated

        yield from violated(schema, value)


@cache
def own_judge(file: str) -> Judge:
    """The judge of one of the program's own schemas."""
    return _own_bench().judge(Where(file))


@cache
def _own_bench() -> Bench:
    return Bench(own())
