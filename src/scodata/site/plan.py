"""How a catalogue is shown: what `site.yaml` says, and what follows from the schemas where it says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scodata.documents import Document, parse, read
from scodata.layout import Shape
from scodata.layout.build import below
from scodata.ledger import Ledger
from scodata.problems import Problem, near
from scodata.published import Package
from scodata.schemas import own_judge
from scodata.site.codes import NO_SUCH_PART
from scodata.site.words import LANGUAGES

LAYOUT = "site.yaml"
"""The layout file at the root of a catalogue."""
MOST_COLUMNS = 3
"""Columns of a list beside the label, where the layout names none."""
MOST_FILTERS = 5
"""Filters of a list, where the layout names none."""


@dataclass(frozen=True)
class Asked:
    """What a site is made of beside its package, and for whom.

    `layout` is the layout file, `address` where the site will stand, `files` a folder of more files to offer. `ledger` is what the catalogue
    released, None where that isn't known, and `releases` are folders of released versions, which were held against it. `is_for_disk`: links
    lead to `index.html`, for a reader without a server and without a script.
    """

    layout: Path | None = None
    address: str = ""
    files: Path | None = None
    ledger: Ledger | None = None
    releases: Mapping[str, Path] = field(default_factory=dict)
    is_for_disk: bool = False


@dataclass(frozen=True)
class KindPlan:
    """How one kind is shown. `label` and `first` are properties; `columns` and `filters` are paths; `schema_org` is as in `site.yaml`."""

    label: tuple[str, ...]
    first: tuple[str, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    sort: str
    schema_org: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """How a catalogue is shown. The first of `languages` has no folder of its own; `address` ends with a slash, or is empty where it isn't known."""

    address: str
    repository: str
    branch: str
    languages: tuple[str, ...]
    kinds: Mapping[str, KindPlan]
    handbook: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    timeline: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    network: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_plan(package: Package, file: Path | None, address: str = "") -> tuple[Plan | None, list[Problem]]:
    """The plan for a package, out of a layout file where there is one; None, with what is wrong in the file, where it can't be followed.

    `address` goes before what the file and the package say of it.
    """
    document, problems = read(file, file.name) if file is not None else parse(b"{}\n", LAYOUT)
    if document is None or problems:
        return None, problems
    problems = list(own_judge("site.json").problems(document)) or [*_missing(package, document), *_missing_pages(file, document)]
    return (None, problems) if problems else (_plan(package, document.value, address), [])


def _plan(package: Package, said: Mapping[str, Any], address: str) -> Plan:
    shapes, pictures, descriptor = package.layout.shapes, said.get("pictures", {}), package.descriptor
    known = descriptor.get("languages") or sorted(package.layout.languages())
    homepage = str(descriptor.get("homepage", ""))
    return Plan(
        address or said.get("address", "") or (f"{homepage.rstrip('/')}/" if homepage else ""),
        said.get("repository", "") or str(descriptor.get("repository", "")).rstrip("/"),
        said.get("branch", "main"),
        tuple(said.get("languages", ())) or tuple(language for language in LANGUAGES if language in known) or LANGUAGES[:1],
        {kind: _kind(shape, said.get("kinds", {}).get(kind, {})) for kind, shape in shapes.items()},
        tuple(said.get("handbook", ())),
        said.get("links", {}),
        tuple(pictures.get("timeline", (kind for kind, shape in shapes.items() if "x-period" in shape.schema))),
        tuple(pictures.get("periods", (table.name for table in package.tables.values() if table.as_of))),
        pictures.get("network", {}),
        said.get("translations", {}),
    )


def _kind(shape: Shape, said: Mapping[str, Any]) -> KindPlan:
    label = tuple(name for name, inner in shape.properties if "x-label" in inner.schema and inner.form in ("scalar", "object"))
    return KindPlan(
        label or tuple(said.get("label", ())),
        tuple(said.get("first", ())),
        tuple(said.get("columns", _telling(shape)[:MOST_COLUMNS])),
        tuple(said.get("filters", _telling(shape)[:MOST_FILTERS])),
        said.get("sort", ""),
        said.get("schema_org", {"type": "Thing"}),
    )


def _telling(shape: Shape) -> list[str]:
    """The properties by which records of a kind are told apart: the first date of its period, closed lists of values, references."""
    dates = [pair[0] for pair in shape.schema.get("x-period", ())][:1]
    closed = [name for name, inner in shape.properties if is_closed(inner)]
    references = [name for name, inner in shape.properties if _names_records(inner)]
    return list(dict.fromkeys((*dates, *closed, *references)))


def untranslated(package: Package, plan: Plan) -> dict[str, list[str]]:
    """By each language that the layout translates into, the titles of the schemas for which it has no word, so that they are shown in English."""
    shapes = [shape for root in package.layout.shapes.values() for shape in below(root)]
    options = (str(option["title"]) for shape in shapes for option in shape.schema.get("oneOf", ()) if "title" in option)
    titles = dict.fromkeys(title for title in (*(shape.title for shape in shapes), *options) if title)
    missing = {language: [title for title in titles if title not in known] for language, known in plan.translations.items() if language in plan.languages}
    return {language: found for language, found in missing.items() if found}


def is_closed(shape: Shape) -> bool:
    """Whether it is one of a list of values."""
    return shape.form == "scalar" and ("enum" in shape.schema or bool(shape.titles))


def _names_records(shape: Shape) -> bool:
    """Whether it names records in a way that groups others: not their citations, nor what they are mistaken for."""
    marks = shape.schema.keys() & {"x-citations", "x-different"}
    named = shape.keys if shape.form == "map" else shape.items if shape.form == "set" else shape
    return not marks and named is not None and bool(named.reference[0])


def _missing(package: Package, document: Document) -> Iterator[Problem]:
    shapes, said = package.layout.shapes, document.value
    for kind, told in said.get("kinds", {}).items():
        if kind not in shapes:
            yield _problem(document, ("kinds", kind), f"there is no kind `{kind}`", near(kind, shapes), key=True)
            continue
        for steps, path in _paths(told):
            yield from _broken_path(document, ("kinds", kind, *steps), shapes[kind], path)
    yield from _missing_pictures(package, document, said.get("pictures", {}))


def _missing_pages(file: Path | None, document: Document) -> Iterator[Problem]:
    """The pages of the handbook stand where the layout file says, seen from where it lies."""
    for position, name in enumerate(document.value.get("handbook", ())):
        if file is not None and not (file.parent / name).is_file():
            yield _problem(document, ("handbook", position), f"there is no file {name}", "")


def _missing_pictures(package: Package, document: Document, pictures: Mapping[str, Any]) -> Iterator[Problem]:
    for key, known in (("timeline", package.layout.shapes), ("periods", {name: table for name, table in package.tables.items() if table.as_of})):
        for position, name in enumerate(pictures.get(key, ())):
            if name not in known:
                lacks = "kind" if key == "timeline" else "table whose rows hold for a time"
                yield _problem(document, ("pictures", key, position), f"there is no {lacks} `{name}`", near(name, known))
    network = pictures.get("network", {})
    if not network:
        return
    table = package.tables.get(network["table"])
    if table is None:
        yield _problem(document, ("pictures", "network", "table"), f"there is no table `{network['table']}`", near(network["table"], package.tables))
        return
    columns = [column.name for column in table.columns]
    for key in ("one", "other", "weight"):
        if network[key] not in columns:
            yield _problem(document, ("pictures", "network", key), f"`{table.name}` has no column `{network[key]}`", near(network[key], columns))


def _paths(told: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key in ("label", "first", "columns", "filters"):
        yield from (((key, position), path) for position, path in enumerate(told.get(key, ())))
    if "sort" in told:
        yield ("sort",), told["sort"].removeprefix("-")
    schema_org = told.get("schema_org", {})
    if "by" in schema_org:
        yield ("schema_org", "by"), schema_org["by"]
    yield from ((("schema_org", "properties", name), path) for name, path in schema_org.get("properties", {}).items())


def _broken_path(document: Document, steps: tuple[str | int, ...], shape: Shape, path: str) -> Iterator[Problem]:
    for name in path.split("/"):
        inside = shape.items if shape.form in ("map", "list", "set") else shape
        named = inside.named if inside is not None else {}
        if name not in named:
            yield _problem(document, steps, f"there is no property `{name}` here", near(name, named))
            return
        shape = named[name]


def _problem(document: Document, steps: tuple[str | int, ...], message: str, hint: str, *, key: bool = False) -> Problem:
    return document.problem(NO_SUCH_PART, message, steps, key=key, hint=hint)
