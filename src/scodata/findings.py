"""What a rule is: a code, a generator of findings, and a docstring that is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from typing import Any

from scodata.documents import Document
from scodata.layout import Layout, Shape
from scodata.layout.sites import Site, Steps, sites
from scodata.problems import Code, Place, Severity
from scodata.records import Index, Listing


@dataclass(frozen=True)
class Draft:
    """A document on its way to become a record, whether or not its schema accepts it: what the rules look at.

    A rule passes over what isn't of the type that its shape asks for; that the schema says.
    """

    kind: str
    document: Document
    shape: Shape

    @property
    def value(self) -> dict[str, Any]:
        return self.document.value

    @property
    def id(self) -> str:
        """The id that the document gives itself; empty if it gives none."""
        id_ = self.value.get("id")
        return id_ if isinstance(id_, str) else ""

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The places that annotations speak of."""
        return tuple(sites(self.shape, self.value))


@dataclass(frozen=True)
class Known:
    """What a rule may know beyond the record before it: which files there are, and the shapes of all kinds."""

    listing: Listing
    layout: Layout


@dataclass(frozen=True)
class Finding:
    """What a rule finds in the record before it; `key` points at the name of the property rather than at its value."""

    message: str
    path: Steps
    hint: str = ""
    key: bool = False
    related: tuple[tuple[Place, str], ...] = ()


@dataclass(frozen=True)
class Distant:
    """What a rule finds in the index: a reference, known by its record, the number of its shape, and the id that it names."""

    message: str
    record: str
    reference: int
    target: str
    hint: str = ""


@dataclass(frozen=True)
class RecordRule:
    """A rule on one record at a time."""

    code: Code
    find: Callable[[Draft, Known], Iterator[Finding]]


@dataclass(frozen=True)
class CatalogueRule:
    """A rule on the index, when all records have been read. It is told the shapes of references by their numbers."""

    code: Code
    find: Callable[[Index, Mapping[int, Shape]], Iterator[Distant]]


def record_rule(id_: str, name: str, severity: Severity = "error") -> Callable[[Callable[[Draft, Known], Iterator[Finding]]], RecordRule]:
    """Makes a rule of a generator; its docstring is the page of the code."""
    return lambda find: RecordRule(Code(id_, name, cleandoc(find.__doc__ or ""), severity), find)


def catalogue_rule(id_: str, name: str, severity: Severity = "error") -> Callable[[Callable[[Index, Mapping[int, Shape]], Iterator[Distant]]], CatalogueRule]:
    """Makes a rule of a generator; its docstring is the page of the code."""
    return lambda find: CatalogueRule(Code(id_, name, cleandoc(find.__doc__ or ""), severity), find)
