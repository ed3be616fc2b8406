"""What a rule is: a code, a generator of findings, and a docstring that is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from typing import Any

from scodata import edtf
from scodata.catalogue import id_of
from scodata.documents import Document
from scodata.layout import Layout, Shape
from scodata.layout.sites import Marked, Site, Sites, Steps, sites
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
    def name(self) -> str:
        """The id that the name of the file gives."""
        return id_of(self.document.name)

    @property
    def id(self) -> str:
        """The id that the document gives itself; empty if it gives none."""
        id_ = self.value.get("id")
        return id_ if isinstance(id_, str) else ""

    @cached_property
    def sites(self) -> Sites:
        """The values of the document that rules look at, each with its shape."""
        return sites(self.shape, self.value)

    def has(self, annotation: str) -> bool:
        """Whether it has a value whose shape has this annotation."""
        return annotation in self.sites.marked

    def marked(self, annotation: str) -> Iterator[Site]:
        """The values whose shape has this annotation."""
        return self.sites.of(annotation)

    def many(self, annotation: str) -> Sequence[Marked]:
        """The same as plain tuples, for annotations that a record has many of."""
        return self.sites.marked.get(annotation, ())

    @property
    def texts(self) -> Sequence[tuple[Steps, str, bool]]:
        """Every text that people write and that isn't ordinary: its path, itself, and whether it is the key of a map."""
        return self.sites.texts

    @cached_property
    def period(self) -> edtf.Span:
        """From when to when the record is, by the `x-period` of its kind; open where it doesn't say.

        With one date of the two, a first one alone says nothing of the end, nor a last one of the beginning.
        """
        for first, last in self.shape.schema.get("x-period", ()):
            if first in self.value or last in self.value:
                return edtf.period(self.value.get(first), self.value.get(last))
        return edtf.Span(None, None)


@dataclass(frozen=True)
class Known:
    """What a rule may know beyond the record before it: which files there are, the shapes of all kinds, and every id ever released."""

    listing: Listing
    layout: Layout
    references: tuple[Shape, ...] = ()
    released: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Finding:
    """What a rule finds in the record before it; `key` points at the name of the property rather than at its value.

    `mend` is the text that shall stand there instead, where only one is likely.
    """

    message: str
    path: Steps
    hint: str = ""
    key: bool = False
    related: tuple[tuple[Place, str], ...] = ()
    mend: str = ""


@dataclass(frozen=True)
class Distant:
    """What a rule finds in the index: in which record, and where; `related` names places in other records.

    The place is a path, or the reference with the number `reference` to the id `target`: the record is read once more to find it.
    `mend` is the text that shall stand there instead, where only one is likely.
    """

    record: str
    message: str
    path: Steps | None = None
    hint: str = ""
    key: bool = False
    related: tuple[tuple[str, Steps, str], ...] = ()
    reference: int = -1
    target: str = ""
    mend: str = ""


Fact = tuple[Any, ...]
"""What the index keeps of a record for a rule: a small tuple of plain values, the path of its place first."""
Find = Callable[[Draft, Known], Iterator[Finding]]
Gather = Callable[[Draft, Known], Iterator[Fact]]
FindAcross = Callable[["Index", Known], Iterator[Distant]]


@dataclass(frozen=True)
class RecordRule:
    """A rule on one record at a time; with `on`, only on records in which this annotation marks something."""

    code: Code
    find: Find
    on: str = ""


@dataclass(frozen=True)
class CatalogueRule:
    """A rule on the index, when all records have been read."""

    code: Code
    find: FindAcross


@dataclass(frozen=True)
class Gatherer:
    """What a rule on the index wants to be kept of a record in which the annotation `on` marks something; of any record without `on`."""

    gather: Gather
    on: str = ""


def record_rule(id_: str, name: str, severity: Severity = "error", on: str = "") -> Callable[[Find], RecordRule]:
    """Makes a rule of a generator; its docstring is the page of the code."""
    return lambda find: RecordRule(Code(id_, name, cleandoc(find.__doc__ or ""), severity), find, on)


def catalogue_rule(id_: str, name: str, severity: Severity = "error") -> Callable[[FindAcross], CatalogueRule]:
    """Makes a rule of a generator; its docstring is the page of the code."""
    return lambda find: CatalogueRule(Code(id_, name, cleandoc(find.__doc__ or ""), severity), find)
